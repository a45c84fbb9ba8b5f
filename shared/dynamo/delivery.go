package dynamo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
)

// deliveryForm is 2 since what is said of one instant is in an order too.
const deliveryForm = 2

// putDelivery writes how a person's mail fares, unless something later is known.
// It stands beside her registration, not in it: what a mail service says is not
// to be in the way of what she wishes. It is kept as long as her registration was
// to be when the mail was promised.
func (t *Table) putDelivery(of outbox.Entry, d outbox.Delivery) (*types.Put, error) {
	ref, keep := of.Ref, of.Keep
	if keep.IsZero() {
		keep = d.At.Add(keepMail)
	}
	e := event.Ref{Organisation: organisation.ID(ref.Organisation), Event: event.ID(ref.Event)}
	it, err := put(deliveryKey(e, ref.Person), "delivery", d)
	if err != nil {
		return nil, err
	}
	it[atKey] = text(fmt.Sprintf("%s#%d#%s", instant(d.At), max(d.Fate.Weight(), 0), d.Entry)) // whatever comes first
	expire(it, keep)
	return &types.Put{
		TableName: &t.name, Item: it,
		ConditionExpression:       aws.String("attribute_not_exists(#pk) OR #at <= :at"),
		ExpressionAttributeNames:  map[string]string{"#pk": site.PartitionKey, "#at": atKey},
		ExpressionAttributeValues: item{":at": it[atKey]},
	}, nil
}

// explained reports whether it is said beside a person why mail does not reach
// her: that no more is sent would say less.
func (t *Table) explained(ctx context.Context, ref outbox.Ref) (bool, error) {
	var d outbox.Delivery
	e := event.Ref{Organisation: organisation.ID(ref.Organisation), Event: event.ID(ref.Event)}
	err := t.noun(ctx, deliveryKey(e, ref.Person), &d, "dynamo: read a delivery")
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return d.Failed(), err
}

// Delivered implements [outbox.ReportStore].
func (t *Table) Delivered(ctx context.Context, before, after outbox.Entry) error {
	const op = "dynamo: note a delivery"
	if after.Ref.Person != "" {
		w, err := t.putDelivery(after, after.Delivery)
		if err != nil {
			return err
		}
		if err := t.putOne(ctx, w); err != nil && !fault.Is(failed(op, err), fault.Conflict) {
			return failed(op, err)
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
	all := map[string]outbox.Delivery{}
	for it, err := range t.list(ctx, deliveryKey(e, "")) {
		if err != nil {
			return nil, failed("dynamo: list deliveries", err)
		}
		if t.expired(it) {
			continue
		}
		var d outbox.Delivery
		if err := read(it, &d); err != nil {
			return nil, err
		}
		all[strings.TrimPrefix(str(it, site.SortKey), deliveryPrefix)] = d
	}
	return all, nil
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
		r := none
		if err := read(it, &r); err != nil {
			return none, err
		}
		if r.Key, r.Version = keys[0], int(num(it, versionKey)); k != keys[0] {
			r.Version = 0 // is written anew, under the present secret
		}
		return r, nil
	}
	return none, nil
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
			var r outbox.Recipient
			if err := read(it, &r); err != nil {
				return nil, err
			}
			r.Version = int(num(it, versionKey))
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
