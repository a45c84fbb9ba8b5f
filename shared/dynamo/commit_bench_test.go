package dynamo_test

import (
	"math"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/tabletest"
	"tribune/shared/registration"
)

// BenchmarkCommit measures an accepted direct registration: its round trips and,
// on paper, what the cloud charges for it. The engine here counts transactions
// wrongly, so the units are computed from the items: a transaction costs twice
// a plain write, a copy in the index once more.
func BenchmarkCommit(b *testing.B) {
	bench := tabletest.New(b)
	e := anEvent()
	e.Capacity, e.Slots[0].Workshops[0].Capacity = math.MaxInt32, math.MaxInt32
	if err := bench.Publish(b.Context(), e); err != nil {
		b.Fatal(err)
	}
	service := registration.NewService(bench, bench.Clock.Now)
	n := 0
	calls := bench.Calls(func() {
		for b.Loop() {
			n++
			w := *wishing(n).Wish
			w.Made = bench.Clock.Now()
			if outcome, err := service.Register(b.Context(), day, person(n), w); err != nil || outcome != registration.Accepted {
				b.Fatal(outcome, err)
			}
			bench.Clock.Advance(time.Millisecond)
		}
	})
	trips := 0
	for _, c := range calls {
		trips += c
	}
	b.ReportMetric(float64(trips)/float64(n), "trips/op")
	var writes, index, reads int
	one := map[string]bool{"desk": true, "registration": true, "mail": true}
	for _, it := range bench.Items(b) {
		kind := attribute(it, "kind")
		if !one[kind] {
			continue
		}
		one[kind] = false
		writes += 2 * units(it, 1024)
		if attribute(it, "queue") != "" {
			index += units(it, 1024)
		}
		if kind == "desk" {
			reads = units(it, 4096) + 1 // the registration that is not there yet
		}
	}
	b.ReportMetric(float64(writes), "WCU/op")
	b.ReportMetric(float64(index), "index-WCU/op")
	b.ReportMetric(float64(reads), "RCU/op")
}

// units is how many units of so many bytes an item takes: names and values.
func units(it tabletest.Item, unit int) int {
	size := 0
	for k, v := range it {
		size += len(k)
		switch v := v.(type) {
		case *types.AttributeValueMemberS:
			size += len(v.Value)
		case *types.AttributeValueMemberN:
			size += len(v.Value)/2 + 2
		}
	}
	return (size + unit - 1) / unit
}
