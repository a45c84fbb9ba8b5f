package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// keepMail is how long an entry is kept after it is settled.
const keepMail = 30 * 24 * time.Hour

// mailForm is 2 since an entry names the one that goes before it.
const mailForm = 2

// mailItem is the item of an entry. While it is pending it stands in its lane's
// queue; once settled it leaves it, and expires.
func mailItem(e outbox.Entry) (item, error) {
	it, err := put(mailKey(e.ID), "mail", e)
	if err != nil {
		return nil, err
	}
	it[site.ClaimKey] = number(e.Attempts)
	if e.State == outbox.Pending {
		enqueue(it, mailQueue(e.Lane), e.Due)
	} else {
		keep := e.Due.Add(keepMail)
		if e.Ref.Mailing != "" && e.Keep.After(keep) {
			keep = e.Keep // its organiser may ask how it went
		}
		expire(it, keep)
	}
	return it, nil
}

// Promise implements [registration.Store].
func (t *Table) Promise(ctx context.Context, e outbox.Entry) error {
	it, err := mailItem(e)
	if err != nil {
		return err
	}
	err = failedOrNil("dynamo: promise a mail", t.putOne(ctx, t.putNew(it)))
	if fault.Is(err, fault.Conflict) {
		return nil // promised already
	}
	return err
}

// Due implements [outbox.Store].
func (t *Table) Due(ctx context.Context, lane outbox.Lane, now time.Time, limit int) ([]outbox.Entry, error) {
	return t.mails(ctx, lane, instant(now), limit)
}

// Undelivered lists entries of a lane that are still to be sent, due or not.
func (t *Table) Undelivered(ctx context.Context, lane outbox.Lane, limit int) ([]outbox.Entry, error) {
	return t.mails(ctx, lane, "", limit)
}

// mails reads up to limit entries. Items that cannot be read must not stop the
// queue, at whose head they stand ever longer: it looks for more behind them.
func (t *Table) mails(ctx context.Context, lane outbox.Lane, until string, limit int) ([]outbox.Entry, error) {
	for ask := limit; ; {
		items, err := t.queue(ctx, mailQueue(lane), until, ask)
		if err != nil {
			return nil, failed("dynamo: list mail", err)
		}
		entries, err := readable[outbox.Entry](items)
		if len(entries) >= limit || len(items) < ask || ask >= mostUnread {
			return entries[:min(len(entries), limit)], err
		}
		ask *= 4
	}
}

// mostUnread is where it stops looking behind what it cannot read.
const mostUnread = 1000

// Mail implements [outbox.Store].
func (t *Table) Mail(ctx context.Context, id string) (e outbox.Entry, err error) {
	return e, t.noun(ctx, mailKey(id), &e, "dynamo: read a mail")
}

// Claim implements [outbox.Store]: the number of attempts is the entry's version.
func (t *Table) Claim(ctx context.Context, e outbox.Entry, until time.Time) (outbox.Entry, error) {
	before := e.Attempts
	e.Attempts++
	e.Due, e.Claimed = until, true
	w, err := t.settle(e, before)
	if err != nil {
		return e, err
	}
	return e, failedOrNil("dynamo: claim a mail", t.putOne(ctx, w))
}

// settle writes an entry if it stands pending with so many attempts.
func (t *Table) settle(e outbox.Entry, attempts int) (*types.Put, error) {
	it, err := mailItem(e)
	if err != nil {
		return nil, err
	}
	return &types.Put{
		TableName: &t.name, Item: it,
		ConditionExpression:       aws.String("#attempts = :attempts AND attribute_exists(#queue)"),
		ExpressionAttributeNames:  map[string]string{"#attempts": site.ClaimKey, "#queue": site.QueueKey},
		ExpressionAttributeValues: item{":attempts": number(attempts)},
	}, nil
}

// Settle implements [outbox.Store].
func (t *Table) Settle(ctx context.Context, e outbox.Entry) error {
	const op = "dynamo: settle a mail"
	w, err := t.settle(e, e.Attempts)
	if err != nil {
		return err
	}
	said := e.State != outbox.Failed || e.Ref.Person == ""
	if !said && e.Why == outbox.Suppressed {
		if said, err = t.explained(ctx, e.Ref); err != nil {
			return err
		}
	}
	if said {
		return failedOrNil(op, t.putOne(ctx, w))
	}
	fate := outbox.Delivery{Fate: outbox.Undeliverable, Reason: e.Why, At: t.now(), Kind: e.Kind, Entry: e.ID}
	it, err := deliveryOf(e, fate)
	if err != nil {
		return err
	}
	mark := &types.Put{TableName: &t.name, Item: it} // nothing later is known
	return failedOrNil(op, t.transact(ctx, []types.TransactWriteItem{{Put: w}, {Put: mark}}, token.ID()))
}
