package dynamo

import (
	"context"
	"iter"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"tribune/shared/fault"
	"tribune/shared/site"
)

// get reads one item, consistently. NotFound if it is not there.
func (t *Table) get(ctx context.Context, k key, op string) (item, error) {
	it, err := t.stored(ctx, k, op)
	if err == nil && (len(it) == 0 || t.expired(it)) {
		return nil, fault.New(fault.NotFound, op, nil)
	}
	return it, err
}

// stored reads one item even if it has expired, for a writer that must know
// what it replaces; nil if there is none.
func (t *Table) stored(ctx context.Context, k key, op string) (item, error) {
	out, err := t.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &t.name, Key: k.item(), ConsistentRead: aws.Bool(true)})
	if err != nil {
		return nil, failed(op, err)
	}
	return out.Item, nil
}

// list gives the items whose keys begin so, with errors as the service gave them.
func (t *Table) list(ctx context.Context, beginning key) iter.Seq2[item, error] {
	return t.query(ctx, t.below(beginning))
}

// query gives the items of every page of a query, with errors as the service gave them.
func (t *Table) query(ctx context.Context, in *dynamodb.QueryInput) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		pages := dynamodb.NewQueryPaginator(t.client, in)
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, it := range page.Items {
				if !yield(it, nil) {
					return
				}
			}
		}
	}
}

// nouns reads the items of a list that have not expired.
func nouns[T any](t *Table, items iter.Seq2[item, error], op string) ([]T, error) {
	var all []T
	for it, err := range items {
		if err != nil {
			return nil, failed(op, err)
		}
		if t.expired(it) {
			continue
		}
		var v T
		if err := read(it, &v); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// each reads items that have not expired one by one, up to the first error.
func each[T any](t *Table, items iter.Seq2[item, error], op string, read func(item) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for it, err := range items {
			var v T
			switch {
			case err != nil:
				err = failed(op, err)
			case t.expired(it):
				continue
			default:
				v, err = read(it)
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// gathered lists what is read one by one.
func gathered[T any](items iter.Seq2[T, error]) (all []T, err error) {
	for v, err := range items {
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}

// named reads those whose keys begin so, by what follows in each.
func named[T any](ctx context.Context, t *Table, beginning key, op string) (map[string]T, error) {
	return byName[T](t, t.list(ctx, beginning), beginning.sort, op)
}

// byName reads items by what follows in their keys after what they begin with.
func byName[T any](t *Table, items iter.Seq2[item, error], beginning, op string) (map[string]T, error) {
	all := map[string]T{}
	for it, err := range items {
		if err != nil {
			return nil, failed(op, err)
		}
		if t.expired(it) {
			continue
		}
		var v T
		if err := read(it, &v); err != nil {
			return nil, err
		}
		all[strings.TrimPrefix(str(it, site.SortKey), beginning)] = v
	}
	return all, nil
}

// readable reads the items of a queue that can be read: one that cannot must not
// stop those behind it. The error of one tells of all.
func readable[T any](items []item) (all []T, err error) {
	all = make([]T, 0, len(items))
	for _, it := range items {
		var v T
		if readErr := read(it, &v); readErr != nil {
			err = readErr
			continue
		}
		all = append(all, v)
	}
	return all, err
}

// noun reads one item into a noun.
func (t *Table) noun(ctx context.Context, k key, noun any, op string) error {
	it, err := t.get(ctx, k, op)
	if err != nil {
		return err
	}
	return read(it, noun)
}

// queue reads up to limit items of a queue, the first due first; only those due
// at until or before, if until is given.
func (t *Table) queue(ctx context.Context, queue, until string, limit int) ([]item, error) {
	in := &dynamodb.QueryInput{
		TableName: &t.name, IndexName: aws.String(site.QueueIndex), Limit: aws.Int32(int32(limit)),
		KeyConditionExpression:    aws.String("#queue = :queue"),
		ExpressionAttributeNames:  map[string]string{"#queue": site.QueueKey},
		ExpressionAttributeValues: item{":queue": text(queue)},
	}
	if until != "" {
		in.KeyConditionExpression = aws.String("#queue = :queue AND #due <= :until")
		in.ExpressionAttributeNames["#due"] = site.DueKey
		in.ExpressionAttributeValues[":until"] = text(until)
	}
	out, err := t.client.Query(ctx, in)
	if err != nil {
		return nil, err
	}
	return out.Items, nil
}

// below queries a partition for the sort keys that begin as k's does.
func (t *Table) below(k key) *dynamodb.QueryInput {
	return &dynamodb.QueryInput{
		TableName: &t.name, ConsistentRead: aws.Bool(true),
		KeyConditionExpression:    aws.String("#pk = :pk AND begins_with(#sk, :sk)"),
		ExpressionAttributeNames:  map[string]string{"#pk": site.PartitionKey, "#sk": site.SortKey},
		ExpressionAttributeValues: item{":pk": text(k.partition), ":sk": text(k.sort)},
	}
}
