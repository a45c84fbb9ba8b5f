package proof

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// scene is one of the things that people do, and what must be so before it and
// is put in order after it, which is not measured.
type scene struct {
	name     string
	capacity int // of the event and of each of its workshops
	first    func(t testing.TB, r *room)
	before   func(t testing.TB, r *room)
	do       func(t testing.TB, r *room)
	after    func(t testing.TB, r *room)
	trips    map[string]int
}

var nothing = func(testing.TB, *room) {}

const many = 1 << 30

// scenes are what each registration may cost.
var scenes = []scene{
	{
		name: "accepted", capacity: many, before: nothing, after: nothing,
		do:    func(t testing.TB, r *room) { r.comes(t, fmt.Sprint("Person ", r.forms), registration.Accepted) },
		trips: map[string]int{"BatchGetItem": 1, "TransactWriteItems": 1},
	},
	{
		name: "refused", capacity: 1,
		first: func(t testing.TB, r *room) { r.comes(t, "First", registration.Accepted) },
		// The desk was read for a page, or for somebody else, a moment ago.
		before: func(t testing.TB, r *room) {
			if _, err := r.service.Desk(t.Context(), r.event.Ref); err != nil {
				t.Fatal(err)
			}
		},
		do: func(t testing.TB, r *room) {
			r.patient = false
			r.comes(t, fmt.Sprint("Person ", r.forms), registration.Full)
		},
		after: nothing,
		trips: map[string]int{"GetItem": 1},
	},
	{
		name: "waiting", capacity: 1,
		first:  func(t testing.TB, r *room) { r.comes(t, "First", registration.Accepted) },
		before: nothing,
		do:     func(t testing.TB, r *room) { r.comes(t, "Second", registration.Queued) },
		after:  func(t testing.TB, r *room) { r.cancels(t, "Second") },
		trips:  map[string]int{"BatchGetItem": 1, "TransactWriteItems": 1},
	},
	{
		name: "changed", capacity: many,
		first:  func(t testing.TB, r *room) { r.comes(t, "First", registration.Accepted) },
		before: nothing, after: nothing,
		do: func(t testing.TB, r *room) {
			c := in("b")
			if r.forms++; r.forms%2 == 0 {
				c = in("a")
			}
			r.ask(t, "First", registration.Altered, registration.Wish{Kind: registration.Change, Choice: c, Generation: 1})
		},
		trips: map[string]int{"BatchGetItem": 1, "TransactWriteItems": 1},
	},
	{
		name: "cancelled", capacity: many,
		before: func(t testing.TB, r *room) { r.comes(t, "First", registration.Accepted) },
		do:     func(t testing.TB, r *room) { r.cancels(t, "First") },
		after:  nothing,
		trips:  map[string]int{"BatchGetItem": 1, "TransactWriteItems": 1},
	},
	{
		name: "offered", capacity: 1, // by somebody's cancelling
		before: func(t testing.TB, r *room) {
			r.comes(t, "First", registration.Accepted)
			r.comes(t, "Second", registration.Queued)
		},
		do:    func(t testing.TB, r *room) { r.cancels(t, "First") },
		after: func(t testing.TB, r *room) { r.cancels(t, "Second") },
		trips: map[string]int{"BatchGetItem": 2, "TransactWriteItems": 1},
	},
}

func (sc scene) room(t testing.TB) *room {
	r := newRoom(t, sc.capacity, sc.capacity)
	if sc.first != nil {
		sc.first(t, r)
	}
	return r
}

// Everything that people do takes as few round trips as it can.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	for _, sc := range scenes {
		r := sc.room(t)
		for range 2 {
			sc.before(t, r)
			before := r.transport.Calls()
			sc.do(t, r)
			if got := since(r.transport.Calls(), before); !maps.Equal(got, sc.trips) {
				t.Errorf("%s: %v, want %v", sc.name, got, sc.trips)
			}
			sc.after(t, r)
		}
	}
}

func since(now, before map[string]int) map[string]int {
	for op, n := range before {
		if now[op] -= n; now[op] == 0 {
			delete(now, op)
		}
	}
	return now
}

// BenchmarkDesk prints what each costs: round trips, write units on paper, those
// of the index apart, and the time beside that of one bare read in the same run.
func BenchmarkDesk(b *testing.B) {
	for _, sc := range scenes {
		b.Run(sc.name, func(b *testing.B) { sc.measure(b, sc.room(b)) })
	}
}

func (sc scene) measure(b *testing.B, r *room) {
	for range 100 { // the engine is slow in its first seconds
		sc.before(b, r)
		sc.do(b, r)
		sc.after(b, r)
	}
	trips, units := 0, faults.Units{}
	floor := r.floor(b)
	for b.Loop() {
		b.StopTimer()
		sc.before(b, r)
		calls, paid := r.transport.Calls(), r.meter.Units()
		b.StartTimer()
		sc.do(b, r)
		b.StopTimer()
		for _, n := range since(r.transport.Calls(), calls) {
			trips += n
		}
		units.Table += r.meter.Units().Table - paid.Table
		units.Index += r.meter.Units().Index - paid.Index
		sc.after(b, r)
		b.StartTimer()
	}
	floor = min(floor, r.floor(b))
	b.ReportMetric(float64(trips)/float64(b.N), "trips/op")
	b.ReportMetric(float64(units.Table+units.Index)/float64(b.N), "wcu/op")
	b.ReportMetric(float64(units.Index)/float64(b.N), "index-wcu/op")
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(floor), "x-floor")
}

// floor is the time of one bare read.
func (r *room) floor(b *testing.B) time.Duration {
	const reads = 200
	begun := time.Now()
	for range reads {
		if _, err := r.service.Find(b.Context(), r.event.Ref, token.Person{}); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(begun) / reads
}
