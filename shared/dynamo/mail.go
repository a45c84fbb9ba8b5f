package dynamo

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// keepMail is how long an entry is kept after it is settled.
const keepMail = 30 * 24 * time.Hour

// mailItem is the item of an entry. While it is pending it stands in its lane's
// queue; once settled it leaves it, and expires.
func mailItem(e outbox.Entry) (item, error) {
	it, err := put(mailKey(e.ID), "mail", e)
	if err != nil {
		return nil, err
	}
	it[claimKey] = number(e.Attempts)
	if e.State == outbox.Pending {
		enqueue(it, mailQueue(e.Lane), e.Due)
	} else {
		expire(it, e.Due.Add(keepMail))
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

func (t *Table) mails(ctx context.Context, lane outbox.Lane, until string, limit int) ([]outbox.Entry, error) {
	items, err := t.queue(ctx, mailQueue(lane), until, limit)
	if err != nil {
		return nil, failed("dynamo: list mail", err)
	}
	entries := make([]outbox.Entry, len(items))
	for i, it := range items {
		if err := read(it, &entries[i]); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// Mail reads an entry.
func (t *Table) Mail(ctx context.Context, id string) (e outbox.Entry, err error) {
	return e, t.noun(ctx, mailKey(id), &e, "dynamo: read a mail")
}

// Claim implements [outbox.Store]: the number of attempts is the entry's version.
func (t *Table) Claim(ctx context.Context, e outbox.Entry, until time.Time) (outbox.Entry, error) {
	before := e.Attempts
	e.Attempts++
	e.Due = until
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
		ExpressionAttributeNames:  map[string]string{"#attempts": claimKey, "#queue": site.QueueKey},
		ExpressionAttributeValues: item{":attempts": number(attempts)},
	}, nil
}

// Settle implements [outbox.Store].
func (t *Table) Settle(ctx context.Context, e outbox.Entry) error {
	w, err := t.settle(e, e.Attempts)
	if err != nil {
		return err
	}
	var mark []types.TransactWriteItem
	if e.State == outbox.Failed && e.Ref.Person != "" {
		if mark, err = t.markUndelivered(ctx, e.Ref); err != nil {
			return err
		}
	}
	const op = "dynamo: settle a mail"
	if len(mark) == 0 {
		return failedOrNil(op, t.putOne(ctx, w))
	}
	return failedOrNil(op, t.transact(ctx, append(mark, types.TransactWriteItem{Put: w}), token.ID()))
}

// markUndelivered marks the registration that a mail was about, unless it is gone.
func (t *Table) markUndelivered(ctx context.Context, ref outbox.Ref) ([]types.TransactWriteItem, error) {
	p, err := token.ParsePerson(ref.Person)
	if err != nil {
		return nil, fault.New(fault.Internal, "dynamo: mark a registration undelivered", err)
	}
	r, err := t.Find(ctx, event.Ref{Organisation: organisation.ID(ref.Organisation), Event: event.ID(ref.Event)}, p)
	if err != nil || r.State == "" || r.Generation != ref.Generation {
		return nil, err
	}
	r.Undelivered = true
	w, err := t.putRegistration(r)
	return []types.TransactWriteItem{w}, err
}
