package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

// PutMailing implements [mailing.Store]. A mailing is kept as long after its
// event as the people whom it is for would be, from when it was made.
func (t *Table) PutMailing(ctx context.Context, m mailing.Mailing) error {
	w, err := t.putMailing(m)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: write a mailing", t.putOne(ctx, w.Put))
}

// SendMailing writes a mailing that is now sent, as [Table.PutMailing] does, and
// the line of the audit that says so; both or neither.
func (t *Table) SendMailing(ctx context.Context, m mailing.Mailing, line string, a organisation.Audit) error {
	w, err := t.putMailing(m)
	if err != nil {
		return err
	}
	audit, err := auditItem(line, a)
	if err != nil {
		return err
	}
	return failedOrNil("dynamo: send a mailing", t.transact(ctx, []types.TransactWriteItem{w, {Put: t.putNew(audit)}}, token.ID()))
}

// putMailing writes a mailing's next version over the one that was read.
func (t *Table) putMailing(m mailing.Mailing) (types.TransactWriteItem, error) {
	before := m.Version
	m.Version++
	it, err := put(mailingKey(m.Event, m.ID), "mailing", m)
	if err != nil {
		return types.TransactWriteItem{}, err
	}
	it[versionKey] = number(m.Version)
	if m.State == mailing.Going {
		enqueue(it, site.MailingQueue, m.Begun)
	}
	expire(it, m.Made.Add(keepMailing))
	return t.putIfVersion(it, before), nil
}

// keepMailing outlasts a year's preparation and what is kept after it.
const keepMailing = 365*24*time.Hour + registration.Keep

// Mailing reads a mailing.
func (t *Table) Mailing(ctx context.Context, e event.Ref, id string) (m mailing.Mailing, err error) {
	return m, t.noun(ctx, mailingKey(e, id), &m, "dynamo: read a mailing")
}

// Mailings lists those of an event, in no order.
func (t *Table) Mailings(ctx context.Context, e event.Ref) ([]mailing.Mailing, error) {
	return nouns[mailing.Mailing](t, t.list(ctx, mailingKey(e, "")), "dynamo: list mailings")
}

// GoingMailings implements [mailing.Store].
func (t *Table) GoingMailings(ctx context.Context, limit int) ([]mailing.Mailing, error) {
	items, err := t.queue(ctx, site.MailingQueue, "", limit)
	if err != nil {
		return nil, failed("dynamo: list mailings", err)
	}
	return readable[mailing.Mailing](items)
}

// MailsOf lists the entries of a mailing, as they stood a moment ago: at half the
// price of what was just written, for ten thousand of them at once.
func (t *Table) MailsOf(ctx context.Context, e event.Ref, id string) ([]outbox.Entry, error) {
	in := t.below(mailsKey(outbox.Group(string(e.Organisation), string(e.Event), id), ""))
	in.ConsistentRead = nil
	return nouns[outbox.Entry](t, t.query(ctx, in), "dynamo: list the mails of a mailing")
}

// declined says that somebody wants no news from an organisation.
type declined struct{}

// Decline notes that an address, by its key, wants no news from an organisation
// until a time; none that lies ahead takes it back.
func (t *Table) Decline(ctx context.Context, org organisation.ID, recipient string, until time.Time) error {
	it, err := put(newsKey(org, recipient), "declined", declined{})
	if err != nil {
		return err
	}
	expire(it, until)
	return failedOrNil("dynamo: note that no news are wanted", t.putOne(ctx, &types.Put{TableName: &t.name, Item: it}))
}

// Declines reports whether an address, by any of its keys, wants no news from an organisation.
func (t *Table) Declines(ctx context.Context, org organisation.ID, keys []string) (bool, error) {
	for _, k := range keys {
		_, err := t.get(ctx, newsKey(org, k), "dynamo: read whether news are wanted")
		if !fault.Is(err, fault.NotFound) {
			return err == nil, err
		}
	}
	return false, nil
}
