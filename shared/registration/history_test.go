package registration_test

import (
	"flag"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	. "tribune/shared/registration"
	"tribune/shared/token"
)

// How much of Decide's life one run sees. A history is short and its event tiny,
// so that seats run out and people collide in most of them.
const (
	histories = 100_000
	crowd     = 4 // people
	mostTurns = 4 // commits
)

var (
	ref   = event.Ref{Organisation: "ahsud", Event: "tanger"}
	opens = time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	// closes lies a few turns after opens: a history meets both.
	closes = opens.Add(16 * time.Second)
)

// history is an event with everybody who ever came to its desk.
type history struct {
	*rapid.T
	desk     Desk
	book     book
	records  [crowd]Registration
	now      time.Time
	promised map[string]bool
	nonces   int
}

func TestDecideHistories(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	if asked := checks.Value.String(); asked == checks.DefValue {
		_ = checks.Value.Set(fmt.Sprint(histories))
		t.Cleanup(func() { _ = checks.Value.Set(asked) })
	}
	rapid.Check(t, func(t *rapid.T) {
		h := begin(t)
		for range rapid.IntRange(1, mostTurns).Draw(t, "turns") {
			h.turn()
		}
	})
}

func begin(t *rapid.T) *history {
	seats := rapid.IntRange(0, 3)
	h := &history{T: t, now: opens.Add(-time.Second), promised: map[string]bool{}}
	h.desk = Desk{
		Event: ref, Version: 1, Opens: opens, Closes: closes,
		Overall:   Seats{Capacity: seats.Draw(t, "capacity")},
		Workshops: map[event.WorkshopID]Seats{},
	}
	for _, id := range []event.WorkshopID{"a", "b", "c"} {
		h.desk.Workshops[id] = Seats{Capacity: seats.Draw(t, string(id))}
	}
	h.book = newBook(h.desk)
	for i := range h.records {
		h.records[i] = Registration{Event: ref, Person: token.Person{byte(i)}}
	}
	return h
}

// turn lets some people hand in a slip and has the desk decide them.
func (h *history) turn() {
	h.now = h.now.Add(time.Duration(rapid.IntRange(0, 6).Draw(h.T, "seconds")) * time.Second)
	h.expire(rapid.IntRange(0, 3*crowd).Draw(h.T, "expires"))
	who := rapid.IntRange(0, 1<<crowd-1).Draw(h.T, "who")
	var slips []Registration
	for i, r := range h.records {
		if who>>i&1 == 1 {
			w := h.wish(r)
			r.Wish = &w
		}
		slips = append(slips, r)
	}
	if rapid.Bool().Draw(h.T, "backwards") {
		slices.Reverse(slips)
	}
	desk, given := h.desk, copySlips(slips)
	desk.Workshops = maps.Clone(desk.Workshops)
	after, decisions := Decide(h.desk, slips, h.now)
	if !reflect.DeepEqual(h.desk, desk) || !reflect.DeepEqual(slips, given) {
		h.Fatal("Decide changed its arguments")
	}
	h.judge(slips, after, decisions)
	h.desk = after
	h.recount()
}

// expire lets one record that holds no seat lapse, as the store shows it: only
// what orders writes is left.
func (h *history) expire(i int) {
	if i >= crowd || h.records[i].State == Confirmed {
		return
	}
	r := &h.records[i]
	*r = Registration{Event: ref, Person: r.Person, Version: r.Version, Generation: r.Generation}
	delete(h.book.left, r.Person)
}

func (h *history) wish(r Registration) Wish {
	ago := func(most int, what string) time.Duration {
		return time.Duration(rapid.IntRange(0, most).Draw(h.T, what)) * time.Second
	}
	made := h.now.Add(-ago(8, "waited"))
	kind := rapid.SampledFrom([]WishKind{Come, Come, Come, Cancel, Disown}).Draw(h.T, "kind")
	if kind != Come {
		return Wish{Kind: kind, Made: made, Generation: r.Generation + rapid.SampledFrom([]int{0, 0, 0, -1, 1}).Draw(h.T, "link")}
	}
	h.nonces++
	address, _ := outbox.ParseAddress("someone@exemple.org")
	return Wish{
		Kind: Come, Made: made, FormMade: made.Add(-ago(5, "filled in")),
		Nonce:     fmt.Sprint("nonce ", h.nonces),
		Workshops: rapid.SampledFrom(choices).Draw(h.T, "workshops"),
		Attendee:  Attendee{Address: address, Lang: locale.Arabic, Consent: made},
		Expires:   closes.Add(90 * 24 * time.Hour),
	}
}

// choices are what forms say: mostly one workshop of each slot, sometimes what no form of ours says.
var choices = [][]event.WorkshopID{
	{"a", "c"}, {"b", "c"}, {"a", "c"}, {"b", "c"}, nil, {"a"}, {"a", "a"}, {"a", "nowhere"},
}

func copySlips(slips []Registration) []Registration {
	given := slices.Clone(slips)
	for i, r := range given {
		given[i].Workshops = slices.Clone(r.Workshops)
		if r.Wish != nil {
			w := *r.Wish
			w.Workshops = slices.Clone(w.Workshops)
			given[i].Wish = &w
		}
	}
	return given
}
