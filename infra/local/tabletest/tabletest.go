// Package tabletest gives tests the table on the real engine: one for each
// test, on a clock that the test sets, through a transport that fails on demand.
package tabletest

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/enginetest"
	"tribune/infra/local/faults"
	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/organisation"
	"tribune/shared/site"
)

// Start is where every test's clock stands at first: not on a second, so that
// what is rounded shows.
var Start = time.Date(2027, 1, 12, 9, 30, 15, 250_000_000, time.UTC)

const name = "tribune"

// Item is an item as it stands.
type Item = map[string]types.AttributeValue

// Bench is an empty table of one test, with what the test needs around it.
type Bench struct {
	*dynamo.Table
	Clock  *Clock
	Faults *faults.Transport // between the table and its engine

	raw *dynamodb.Client // past the faults, uncounted
}

// New makes a table that no other test sees. Tests may run in parallel.
func New(t testing.TB) *Bench {
	t.Helper()
	at := enginetest.Dynamo(t)
	cfg := aws.Config{
		Region: at.Region, BaseEndpoint: &at.URL,
		Credentials: credentials.NewStaticCredentialsProvider(at.AccessKey, "secret", ""),
	}
	b := &Bench{Clock: &Clock{}, Faults: &faults.Transport{}}
	b.Clock.Set(Start)
	b.raw = dynamo.Connect(cfg, through(&faults.Transport{}))
	if _, err := dynamo.Open(b.raw, name, b.Clock.Now).Create(t.Context()); err != nil {
		t.Fatalf("a table for the test: %v", err)
	}
	b.Table = dynamo.Open(dynamo.Connect(cfg, through(b.Faults)), name, b.Clock.Now)
	return b
}

func through(f *faults.Transport) func(*dynamodb.Options) {
	return func(o *dynamodb.Options) { o.HTTPClient = &http.Client{Transport: f} }
}

// Publish publishes an event of which there was no draft.
func (b *Bench) Publish(ctx context.Context, e event.Event) error {
	return b.Table.Publish(ctx, e, organisation.Audit{})
}

// Items reads every item as it stands, in no order.
func (b *Bench) Items(t testing.TB) []Item {
	t.Helper()
	var items []Item
	pages := dynamodb.NewScanPaginator(b.raw, &dynamodb.ScanInput{TableName: aws.String(name), ConsistentRead: aws.Bool(true)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(context.WithoutCancel(t.Context()))
		if err != nil {
			t.Fatalf("read the table: %v", err)
		}
		items = append(items, page.Items...)
	}
	return items
}

// Put writes an item as it is given.
func (b *Bench) Put(t testing.TB, it Item) {
	t.Helper()
	if _, err := b.raw.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: aws.String(name), Item: it}); err != nil {
		t.Fatalf("write an item: %v", err)
	}
}

// Remove deletes an item.
func (b *Bench) Remove(t testing.TB, it Item) {
	t.Helper()
	key := Item{site.PartitionKey: it[site.PartitionKey], site.SortKey: it[site.SortKey]}
	if _, err := b.raw.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: aws.String(name), Key: key}); err != nil {
		t.Fatalf("delete an item: %v", err)
	}
}

// Calls counts the round trips of f by their operation.
func (b *Bench) Calls(f func()) map[string]int {
	before := b.Faults.Calls()
	f()
	after := b.Faults.Calls()
	for op, n := range before {
		if after[op] -= n; after[op] == 0 {
			delete(after, op)
		}
	}
	return after
}

// Freeze starts f and returns when it stands still before its next call of an
// operation. thaw lets it go on and gives what it returned.
func (b *Bench) Freeze(t testing.TB, operation string, f func() error) (thaw func() error) {
	t.Helper()
	release, arrived := b.Faults.Hold(operation, faults.Before)
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case <-arrived:
	case err := <-done:
		t.Fatalf("it ended without a call of %s: %v", operation, err)
	}
	return func() error { release(); return <-done }
}

// Clock stands still until it is moved. Several goroutines may use it.
type Clock struct{ at atomic.Int64 }

// Now is the time on the clock.
func (c *Clock) Now() time.Time { return time.Unix(0, c.at.Load()).UTC() }

// Set moves the clock to a time.
func (c *Clock) Set(at time.Time) { c.at.Store(at.UnixNano()) }

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) { c.at.Add(int64(d)) }
