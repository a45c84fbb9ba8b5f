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
	"tribune/shared/registration"
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
	closes = opens.Add(14 * time.Second)
)

// history is an event with everybody who ever came to its desk.
type history struct {
	*rapid.T
	desk     registration.Desk
	book     book
	records  [crowd]registration.Registration
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
	h.desk = registration.Desk{
		Event: ref, Version: 1, Opens: opens, Closes: closes,
		Overall:   registration.Seats{Capacity: seats.Draw(t, "capacity")},
		Workshops: map[event.WorkshopID]registration.Seats{},
	}
	for _, id := range []event.WorkshopID{"a", "b", "c"} {
		h.desk.Workshops[id] = registration.Seats{Capacity: seats.Draw(t, string(id))}
	}
	h.book = newBook(h.desk)
	for i := range h.records {
		h.records[i] = registration.Registration{Event: ref, Person: token.Person{byte(i)}}
	}
	return h
}

// turn lets some people hand in a slip and has the desk decide them.
func (h *history) turn() {
	h.now = h.now.Add(seconds(h.T, "later", 0, 1, 4, 9))
	h.expire(rapid.IntRange(0, 3*crowd).Draw(h.T, "expires"))
	who := rapid.IntRange(0, 1<<crowd-1).Draw(h.T, "who")
	var slips []registration.Registration
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
	after, decisions := registration.Decide(h.desk, slips, h.now)
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
	if i >= crowd || h.records[i].State == registration.Confirmed {
		return
	}
	r := &h.records[i]
	*r = registration.Registration{Event: ref, Person: r.Person, Version: r.Version, Generation: r.Generation}
	delete(h.book.left, r.Person)
}

func (h *history) wish(r registration.Registration) registration.Wish {
	made := h.now.Add(-seconds(h.T, "waited", 0, 1, 6, 7))
	kind := rapid.SampledFrom([]registration.WishKind{registration.Come, registration.Come, registration.Come, registration.Cancel, registration.Disown}).Draw(h.T, "kind")
	if kind != registration.Come {
		return registration.Wish{Kind: kind, Made: made, Generation: r.Generation + rapid.SampledFrom([]int{0, 0, 0, -1, 1}).Draw(h.T, "link")}
	}
	h.nonces++
	address, _ := outbox.ParseAddress("someone@exemple.org")
	return registration.Wish{
		Kind: registration.Come, Made: made, FormMade: made.Add(-seconds(h.T, "filled in", 0, 3, 5)),
		Nonce:     fmt.Sprint("nonce ", h.nonces),
		Workshops: rapid.SampledFrom(choices).Draw(h.T, "workshops"),
		Attendee:  registration.Attendee{Address: address, Lang: locale.Arabic, Consent: made},
		Expires:   closes.Add(90 * 24 * time.Hour),
	}
}

func seconds(t *rapid.T, what string, some ...int) time.Duration {
	return time.Duration(rapid.SampledFrom(some).Draw(t, what)) * time.Second
}

// choices are what forms say: mostly one workshop of each slot, sometimes what no form of ours says.
var choices = [][]event.WorkshopID{
	{"a", "c"}, {"b", "c"}, {"a", "c"}, {"b", "c"}, nil, {"a"}, {"a", "a"}, {"a", "nowhere"},
}

func copySlips(slips []registration.Registration) []registration.Registration {
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
