package server_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// An accepted registration takes two round trips while what pages show is in
// memory; a refusal takes one.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	p, none := somebody("Cheap"), somebody("Nobody")
	form := h.form(t, p)
	cost := func(p person, form url.Values, status int) map[string]int {
		h.get(t, p.path("/register"))
		return h.counted(func() {
			if got := h.post(t, p.path("/register"), form); got.status != status {
				t.Errorf("%s was told %d: %s", p.given, got.status, got.text(t))
			}
		})
	}
	for _, c := range []struct {
		what   string
		person person
		form   url.Values
		status int
		want   map[string]int
	}{
		{"accepted", p, form, http.StatusSeeOther, map[string]int{"BatchGetItem": 1, "TransactWriteItems": 1}},
		{"the same form again", p, form, http.StatusSeeOther, map[string]int{"BatchGetItem": 1}},
		{"registered already", p, h.form(t, p), http.StatusSeeOther, map[string]int{"BatchGetItem": 1, "PutItem": 1}},
	} {
		if got := cost(c.person, c.form, c.status); !maps.Equal(got, c.want) {
			t.Errorf("%s: round trips %v, want %v", c.what, got, c.want)
		}
	}
	form = h.form(t, none)
	h.occupy(t, p.workshop, 19)
	if got := cost(none, form, http.StatusUnprocessableEntity); !maps.Equal(got, map[string]int{"GetItem": 1}) {
		t.Errorf("refused: round trips %v, want one read", got)
	}
}

// BenchmarkRegister measures over HTTP what somebody waits for, one after the
// other, beside a bare read of the database in the same run (floor-ns/op): on
// another machine the ratio (x-floor) and the round trips (trips/op) are what
// stays. Pages in memory are read anew every two seconds.
func BenchmarkRegister(b *testing.B) {
	h := newDeafHouse(b)
	small := h.event
	h.event.Capacity, h.event.Ref.Event, h.event.Slug = 10_000_000, "bench", "bench"
	h.event.Slots[0].Workshops = slices.Clone(small.Slots[0].Workshops)
	for i := range h.event.Slots[0].Workshops {
		h.event.Slots[0].Workshops[i].Capacity = h.event.Capacity
	}
	if err := h.Parts.Table.Publish(b.Context(), h.event, organisation.Audit{}); err != nil {
		b.Fatal(err)
	}
	form := h.form(b, somebody("Bench"))
	stamp := func(e event.Ref) {
		form.Set("form", h.Parts.Ring.Restamp("register "+e.String(), token.ID(), h.Clock.Now().Add(-time.Minute)))
	}
	people := 0
	come := func() {
		people++
		form.Set("address", fmt.Sprintf("bench%d@exemple.org", people))
		h.expect(b, "/fr/events/bench/register", form, http.StatusSeeOther)
	}
	stamp(h.event.Ref)
	for range 200 {
		come() // the database is slow in its first seconds
	}
	b.Run("accepted", func(b *testing.B) { h.measure(b, func() {}, come) })
	b.Run("already", func(b *testing.B) {
		h.measure(b, func() { come(); stamp(h.event.Ref) }, func() { people--; come() })
	})
	b.Run("cancelled", func(b *testing.B) {
		h.measure(b, come, func() {
			h.expect(b, h.benchLink(b, form)+"/cancel", nil, http.StatusSeeOther)
		})
	})
	h.event = small
	for _, w := range workshops {
		h.occupy(b, w, 20)
	}
	stamp(h.event.Ref)
	b.Run("refused", func(b *testing.B) {
		h.measure(b, func() {}, func() { h.expect(b, "/fr/events/"+slug+"/register", form, http.StatusConflict) })
	})
}

func (h *house) expect(b *testing.B, path string, form url.Values, status int) {
	if got := h.post(b, path, form); got.status != status {
		b.Fatalf("POST %s: %d, want %d: %s", path, got.status, status, got.text(b))
	}
}

// measure reports the round trips of what is done after each preparation, and
// its time beside the floor.
func (h *house) measure(b *testing.B, prepare, do func()) {
	trips := 0
	floor := h.floor(b)
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		if n%200 == 0 { // one place may post 600 times in a row
			h.Clock.Advance(10 * time.Minute)
			h.get(b, "/fr/events/"+string(h.event.Slug))
		}
		prepare()
		before := h.Faults.Calls()
		b.StartTimer()
		do()
		b.StopTimer()
		for op, calls := range h.Faults.Calls() {
			trips += calls - before[op]
		}
		b.StartTimer()
	}
	floor = min(floor, h.floor(b))
	b.ReportMetric(float64(trips)/float64(b.N), "trips/op")
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(floor), "x-floor")
	b.ReportMetric(float64(floor), "floor-ns/op")
}

// floor is the time of one bare read of the database.
func (h *house) floor(b *testing.B) time.Duration {
	const reads = 200
	started := time.Now()
	for range reads {
		if _, err := h.Parts.Table.Find(b.Context(), h.event.Ref, token.Person{}); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(started) / reads
}

// benchLink is the path behind the private link of who sent the form first.
func (h *house) benchLink(b *testing.B, form url.Values) string {
	given, _ := registration.ParseName(form.Get("given"))
	family, _ := registration.ParseName(form.Get("family"))
	a, err := outbox.ParseAddress(form.Get("address"))
	if err != nil {
		b.Fatal(err)
	}
	who, err := h.Parts.Ring.Person(h.event.SecretVersion, h.event.Ref.String(), a.Folded(), registration.FoldNames(given, family))
	if err != nil {
		b.Fatal(err)
	}
	return "/fr/events/bench/registrations/" + h.Parts.Ring.Link(h.event.Ref.String(), who, 1)
}
