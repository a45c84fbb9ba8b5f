package dynamo

import (
	"context"
	"iter"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"tribune/shared/event"
	"tribune/shared/registration"
	"tribune/shared/site"
)

// side is how many parts of a long list are read side by side. A page of the
// table is a megabyte, some 900 registrations: ten thousand are eleven calls one
// after the other, or three times as long as one of them.
const side = 6

// digits are those of keys of persons in the order in which the table sorts them.
const digits = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

// Registrations gives everybody who ever had an answer at an event, in no
// order that tells anything, as they are read: a page, and what does not stand on
// it in several parts at once. Keys of persons come from an HMAC, so that equal
// parts of the keys are equal parts of the people.
func (t *Table) Registrations(ctx context.Context, e event.Ref) iter.Seq2[registration.Registration, error] {
	return func(yield func(registration.Registration, error) bool) {
		in := t.below(ofEvent(e, personPrefix))
		page, err := t.client.Query(ctx, in)
		if err != nil {
			yield(registration.Registration{}, failed("dynamo: list registrations", err))
			return
		}
		for r, err := range t.standing(page.Items, e) {
			if !yield(r, err) || err != nil {
				return
			}
		}
		if last := page.LastEvaluatedKey; len(last) > 0 {
			t.spread(ctx, e, str(last, site.SortKey), yield)
		}
	}
}

// standing reads of some items those who have an answer: the others have
// expired, or are not yet decided.
func (t *Table) standing(items []item, e event.Ref) iter.Seq2[registration.Registration, error] {
	return func(yield func(registration.Registration, error) bool) {
		for r, err := range t.each(items, e) {
			if r.State == "" && err == nil {
				continue
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// found is a page of people, or why there is none.
type found struct {
	people []registration.Registration
	err    error
}

// spread gives those who come after a key, from several parts at once. When it
// returns nothing is being read any more.
func (t *Table) spread(ctx context.Context, e event.Ref, after string, yield func(registration.Registration, error) bool) {
	ctx, stop := context.WithCancel(ctx)
	pages := make(chan found)
	var readers sync.WaitGroup
	for _, in := range t.parts(e, after) {
		readers.Go(func() { t.readPart(ctx, e, in, pages) })
	}
	go func() { readers.Wait(); close(pages) }()
	defer func() {
		stop()
		for range pages { // what was read meanwhile
		}
	}()
	for page := range pages {
		if page.err != nil {
			yield(registration.Registration{}, page.err)
			return
		}
		for _, r := range page.people {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// readPart reads the pages of one part.
func (t *Table) readPart(ctx context.Context, e event.Ref, in *dynamodb.QueryInput, pages chan<- found) {
	for all := dynamodb.NewQueryPaginator(t.client, in); all.HasMorePages(); {
		var f found
		page, err := all.NextPage(ctx)
		if f.err = failedOrNil("dynamo: list registrations", err); err == nil {
			for r, err := range t.standing(page.Items, e) {
				f.people, f.err = append(f.people, r), err
			}
		}
		select {
		case pages <- f:
		case <-ctx.Done():
			return
		}
		if f.err != nil {
			return
		}
	}
}

// parts divides the keys after one into equal parts. Their bounds are two
// digits long and keys are longer, so that nobody stands on one.
func (t *Table) parts(e event.Ref, after string) (parts []*dynamodb.QueryInput) {
	place := func(n int) string { return personPrefix + digits[n/len(digits):][:1] + digits[n%len(digits):][:1] }
	const all = len(digits) * len(digits)
	key := strings.TrimPrefix(after, personPrefix)
	first := strings.IndexByte(digits, key[0])*len(digits) + strings.IndexByte(digits, key[1])
	from := after
	for i := range side {
		to := personPrefix + "~" // sorts after every digit
		if end := first + (all-first)*(i+1)/side; end < all {
			to = place(end)
		}
		if to <= from {
			continue
		}
		in := t.below(ofEvent(e, personPrefix))
		in.KeyConditionExpression = aws.String("#pk = :pk AND #sk BETWEEN :from AND :sk")
		in.ExpressionAttributeValues[":from"], in.ExpressionAttributeValues[":sk"] = text(from), text(to)
		if from == after { // who stands there was given already
			in.ExclusiveStartKey = ofEvent(e, after).item()
		}
		parts, from = append(parts, in), to
	}
	return parts
}
