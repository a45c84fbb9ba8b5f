package roster_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/tabletest"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/roster"
)

// BenchmarkList measures a page of a list of ten thousand: cold, when everybody
// is read; warm, when the desk has not moved; and searched. The floor is the
// reading alone, in the same run.
//
//	go test -run '^$' -bench List -benchtime 3x ./shared/roster
func BenchmarkList(b *testing.B) {
	const people = 10_000
	h, e := tabletest.New(b), asking()
	e.SecretVersion, e.Version, e.Slug, e.Capacity = 1, 1, "tanger", 2*people
	if err := h.Publish(b.Context(), e); err != nil {
		b.Fatal(err)
	}
	fill(b, h, people)
	measure := func(b *testing.B, f func()) time.Duration {
		trips := 0
		begun := time.Now()
		for _, n := range h.Calls(func() {
			for b.Loop() {
				f()
			}
		}) {
			trips += n
		}
		took := time.Since(begun) / time.Duration(b.N)
		b.ReportMetric(float64(trips)/float64(b.N), "trips/op")
		return took
	}
	var floor time.Duration
	b.Run("floor", func(b *testing.B) {
		floor = measure(b, func() {
			for _, err := range h.Registrations(b.Context(), ref) {
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	})
	page := func(r *roster.Reader, f roster.Filter) {
		list := must(r.Read(b.Context(), e, organisation.Scope{}))
		found := slices.DeleteFunc(slices.Clone(list), func(p roster.Entry) bool { return !f.Holds(e, p) })
		roster.Sort(found, roster.ByName, locale.French)
		if leaf := roster.Turn(found, list, roster.ByName, locale.French, nil, nil, 50); len(leaf.Entries) == 0 {
			b.Fatal("nobody is there")
		}
	}
	warm := roster.NewReader(h, h.Clock.Now)
	page(warm, roster.Filter{Search: "ελενη"})
	page(warm, roster.Filter{})
	for name, f := range map[string]func(){
		"cold":     func() { page(roster.NewReader(h, h.Clock.Now), roster.Filter{}) },
		"warm":     func() { page(warm, roster.Filter{}) },
		"searched": func() { page(warm, roster.Filter{Search: "ελενη 7"}) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(float64(measure(b, f))/float64(floor), "of-floor")
		})
	}
	size := 0
	for _, it := range h.Items(b) {
		size += weight(it)
	}
	b.Logf("%d RCU to read everybody", (size+4095)/4096)
}

// fill has so many people registered.
func fill(b *testing.B, h *tabletest.Bench, people int) {
	b.Helper()
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			for n := w; n < people; n += 16 {
				x := named(n, spellings[n%len(spellings)], fmt.Sprint("Ελένη ", n%977), "Association d’aide")
				x.Expires = time.Time{}
				x.History = []registration.Step{{At: start, Did: registration.Registered}}
				if _, err := h.Leave(context.WithoutCancel(b.Context()), x.Registration); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// weight is what an item takes in the table, in bytes.
func weight(it tabletest.Item) (n int) {
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
