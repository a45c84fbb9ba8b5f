package mailing_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/site"
)

// BenchmarkMailing measures what it takes to promise a mailing to ten thousand
// people, and to show how it fares: time, round trips, and the units that the
// cloud charges, on paper, for each person.
//
//	go test -run '^$' -bench Mailing -benchtime 1x ./shared/mailing
func BenchmarkMailing(b *testing.B) {
	const people = 10_000
	h := newHall(b, people)
	meter := &faults.Meter{
		Next: http.DefaultTransport.(*http.Transport).Clone(),
		Key:  []string{site.PartitionKey, site.SortKey}, Index: []string{site.QueueKey, site.DueKey},
	}
	h.Faults.Next = meter
	trips := func(f func()) (n int) {
		for _, calls := range h.Calls(f) {
			n += calls
		}
		return n
	}
	b.Run("promise", func(b *testing.B) {
		before, id := meter.Units(), 0
		n := trips(func() {
			for b.Loop() {
				id++
				h.begin(b, fmt.Sprint(id))
				h.run(b, b.Context())
			}
		})
		if m := must(h.Mailing(b.Context(), day, fmt.Sprint(id))); m.State != mailing.Gone || m.Promised != people {
			b.Fatalf("it stands %+v", m)
		}
		units, promises := meter.Units(), float64(b.N*people)
		b.ReportMetric(float64(n)/promises, "trips/person")
		b.ReportMetric(float64(b.Elapsed().Microseconds())/promises, "µs/person")
		b.ReportMetric(float64(units.Table-before.Table)/promises, "WCU/person")
		b.ReportMetric(float64(units.Index-before.Index)/promises, "index-WCU/person")
	})
	b.Run("fares", func(b *testing.B) {
		n := trips(func() {
			for b.Loop() {
				if c := mailing.Count(must(h.MailsOf(b.Context(), day, "1"))); c.Waiting != people {
					b.Fatalf("%+v", c)
				}
			}
		})
		b.ReportMetric(float64(n)/float64(b.N), "trips/op")
		size := 0
		for _, it := range h.Items(b) {
			if text(it[site.PartitionKey]) == "MAILS#"+outbox.Group(string(day.Organisation), string(day.Event), "1") {
				size += bytes(it)
			}
		}
		b.ReportMetric(float64((size+8191)/8192), "RCU/op")
	})
}

// bytes are those of an item, names and values.
func bytes(it tabletest.Item) (n int) {
	for k, v := range it {
		n += len(k)
		switch v := v.(type) {
		case *types.AttributeValueMemberS:
			n += len(v.Value)
		case *types.AttributeValueMemberN:
			n += len(v.Value)/2 + 2
		}
	}
	return n
}
