package dynamo

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// deliveryForm is 2 since what is said of one instant is in an order too.
const deliveryForm = 2

// deliveryOf is the item of how a person's mail fares, by what is said of an entry.
// It stands beside her registration or signature, not in it: what a mail service
// says is not to be in the way of what she wishes. It is kept as long as her
// registration was to be when the mail was promised; beside a signature, which
// outlasts what is said of one mail, as long as the mail's entry.
func deliveryOf(e outbox.Entry, d outbox.Delivery) (item, error) {
	keep := e.Keep
	if keep.IsZero() {
		keep = d.At.Add(keepMail)
	}
	it, err := put(besideKey(e.Ref), "delivery", d)
	if err != nil {
		return nil, err
	}
	it[atKey] = text(fmt.Sprintf("%s#%d#%s", instant(d.At), max(d.Fate.Weight(), 0), d.Entry)) // whatever comes first
	expire(it, keep)
	return it, nil
}

// besideKey is where stands how somebody's mail fares: beside what it is about.
func besideKey(ref outbox.Ref) key {
	if ref.Charter == "" {
		return deliveryKey(event.RefOf(ref), ref.Person)
	}
	return reachedKey(charter.Ref{Organisation: organisation.ID(ref.Organisation), ID: charter.ID(ref.Charter)}, ref.Version, ref.Person)
}

// putDelivery writes how a person's mail fares, unless something later is known.
func (t *Table) putDelivery(ctx context.Context, e outbox.Entry, op string) error {
	it, err := deliveryOf(e, e.Delivery)
	if err != nil {
		return err
	}
	err = failedOrNil(op, t.putOne(ctx, &types.Put{
		TableName: &t.name, Item: it,
		ConditionExpression:       aws.String("attribute_not_exists(#pk) OR #at <= :at"),
		ExpressionAttributeNames:  map[string]string{"#pk": site.PartitionKey, "#at": atKey},
		ExpressionAttributeValues: item{":at": it[atKey]},
	}))
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// explained reports whether it is said beside a person why mail does not reach
// her: that no more is sent would say less.
func (t *Table) explained(ctx context.Context, ref outbox.Ref) (bool, error) {
	d, err := t.delivery(ctx, besideKey(ref))
	return d.Failed(), err
}

// Delivered implements [outbox.ReportStore].
func (t *Table) Delivered(ctx context.Context, before, after outbox.Entry) error {
	const op = "dynamo: note a delivery"
	if after.Ref.Person != "" {
		if err := t.putDelivery(ctx, after, op); err != nil {
			return err
		}
	}
	was, err := mailItem(before)
	if err != nil {
		return err
	}
	it, err := mailItem(after)
	if err != nil {
		return err
	}
	return failedOrNil(op, t.putOne(ctx, &types.Put{
		TableName: &t.name, Item: it,
		ConditionExpression:       aws.String("#data = :data"),
		ExpressionAttributeNames:  map[string]string{"#data": dataKey},
		ExpressionAttributeValues: item{":data": was[dataKey]},
	}))
}

// Deliveries gives how the mail of everybody at an event fares, by her key.
func (t *Table) Deliveries(ctx context.Context, e event.Ref) (map[string]outbox.Delivery, error) {
	return named[outbox.Delivery](ctx, t, deliveryKey(e, ""), "dynamo: list deliveries")
}

// SignatoryDelivery gives how the mail of somebody who signed a version fares; a
// zero one if nothing is known.
func (t *Table) SignatoryDelivery(ctx context.Context, r charter.Ref, version int, who token.Person) (outbox.Delivery, error) {
	return t.delivery(ctx, reachedKey(r, version, who.String()))
}

func (t *Table) delivery(ctx context.Context, k key) (d outbox.Delivery, err error) {
	err = t.noun(ctx, k, &d, "dynamo: read a delivery")
	if fault.Is(err, fault.NotFound) {
		return outbox.Delivery{}, nil
	}
	return d, err
}

// DeliveriesOf gives how the mail of a few people fares, by their keys; of whom
// nothing is known there is nothing.
func (t *Table) DeliveriesOf(ctx context.Context, e event.Ref, people []token.Person) (map[string]outbox.Delivery, error) {
	const op = "dynamo: read deliveries"
	return byName[outbox.Delivery](t, func(yield func(item, error) bool) {
		for some := range slices.Chunk(people, batchSize) {
			keys := make([]key, len(some))
			for i, p := range some {
				keys[i] = deliveryKey(e, p.String())
			}
			items, err := t.batch(ctx, keys...)
			for _, it := range items {
				if !yield(it, nil) {
					return
				}
			}
			if err != nil && !yield(nil, err) {
				return
			}
		}
	}, deliveryPrefix, op)
}

// Recipient reads what is remembered of an address by any of its keys, under
// the first of them; a zero one if nothing is.
func (t *Table) Recipient(ctx context.Context, keys []string) (outbox.Recipient, error) {
	none := outbox.Recipient{Key: keys[0]}
	for _, k := range keys {
		it, err := t.stored(ctx, recipientKey(k), "dynamo: read a recipient")
		if err != nil {
			return none, err
		}
		if len(it) == 0 {
			continue
		}
		r, err := readRecipient(it)
		if k != keys[0] {
			r.Key, r.Version = keys[0], 0 // is written anew, under the present secret
		}
		return r, err
	}
	return none, nil
}

func readRecipient(it item) (r outbox.Recipient, err error) {
	err = read(it, &r)
	r.Version = int(num(it, versionKey))
	return r, err
}

// batchSize is how many items the table gives at once.
const batchSize = 100

// Recipients reads what is remembered of many addresses, by the key under which
// it is found; those of which nothing is are not there.
func (t *Table) Recipients(ctx context.Context, keys []string) (map[string]outbox.Recipient, error) {
	all := map[string]outbox.Recipient{}
	once := slices.Compact(slices.Sorted(slices.Values(keys)))
	for some := range slices.Chunk(once, batchSize) {
		asked := make([]key, len(some))
		for i, k := range some {
			asked[i] = recipientKey(k)
		}
		items, err := t.batch(ctx, asked...)
		if err != nil {
			return nil, failed("dynamo: read recipients", err)
		}
		for _, it := range items {
			r, err := readRecipient(it)
			if err != nil {
				return nil, err
			}
			all[r.Key] = r
		}
	}
	return all, nil
}

// PutRecipient writes what is remembered of an address, if it still has the
// version that was read; Conflict otherwise.
func (t *Table) PutRecipient(ctx context.Context, r outbox.Recipient) error {
	it, err := put(recipientKey(r.Key), "recipient", r)
	if err != nil {
		return err
	}
	it[versionKey] = number(r.Version + 1)
	expire(it, r.Expires())
	return failedOrNil("dynamo: write a recipient", t.putOne(ctx, t.putIfVersion(it, r.Version).Put))
}
