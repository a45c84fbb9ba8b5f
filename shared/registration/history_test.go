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

// How much of Decide's life one run sees: a million steps. The event is tiny,
// so that seats run out and wishes cross in most histories.
const (
	histories = 2 * 25_000
	steps     = 20
	crowd     = 6 // people
)

var (
	ref   = event.Ref{Organisation: "ahsud", Event: "tanger"}
	opens = time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	// What follows lies a few steps after opens: a history meets all of it.
	closes = opens.Add(60 * time.Second)
	starts = opens.Add(80 * time.Second)
	ends   = starts.Add(time.Hour)
)

// history is an event with everybody who ever came to its desk.
type history struct {
	*rapid.T
	event    event.Event
	desk     registration.Desk
	records  [crowd]registration.Registration
	now      time.Time
	promised map[string]bool
	nonces   int
	together bool // several slips are decided at once
}

func TestDecideHistories(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	if asked := checks.Value.String(); asked == checks.DefValue {
		_ = checks.Value.Set(fmt.Sprint(histories / 2))
		t.Cleanup(func() { _ = checks.Value.Set(asked) })
	}
	for _, half := range []string{"one half", "the other"} {
		t.Run(half, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				h := begin(t)
				for range steps {
					h.step()
				}
			})
		})
	}
}

// begin is an event with two slots, the second optional, and one workshop that
// lasts through both.
func begin(t *rapid.T) *history {
	h := &history{T: t, now: opens.Add(-time.Second), promised: map[string]bool{}}
	h.event = event.Event{
		Ref: ref, Opens: opens, Closes: closes, Days: []event.Day{{Starts: starts, Ends: ends}}, OfferFor: 10 * time.Second,
		Slots: []event.Slot{
			{ID: "one", Workshops: []event.Workshop{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "long", Spans: []string{"two"}}}},
			{ID: "two", Optional: true, Workshops: []event.Workshop{{ID: "d"}, {ID: "e"}}},
		},
	}
	if rapid.Bool().Draw(t, "to be confirmed") {
		h.event.ConfirmIn = 8 * time.Second
	}
	h.draw()
	h.desk = registration.NewDesk(h.event)
	for i := range h.records {
		h.records[i] = registration.Registration{Event: ref, Person: token.Person{byte(i)}}
	}
	return h
}

// draw gives the event other capacities.
func (h *history) draw() {
	h.event.Capacity = rapid.IntRange(1, crowd).Draw(h.T, "capacity")
	h.event.Slots = slices.Clone(h.event.Slots)
	for i, s := range h.event.Slots {
		h.event.Slots[i].Workshops = slices.Clone(s.Workshops)
		for j, w := range s.Workshops {
			h.event.Slots[i].Workshops[j].Capacity = rapid.IntRange(1, 2).Draw(h.T, string(w.ID))
		}
	}
}

// step lets time pass and somebody, or several, or the organiser want something.
func (h *history) step() {
	h.now = h.now.Add(seconds(h.T, "later", 0, 0, 1, 3, 9))
	h.decide() // what time brings, apart
	switch rapid.IntRange(0, 9).Draw(h.T, "step") {
	case 0:
		h.refit()
	case 1, 2:
		h.batch()
	default:
		i := rapid.IntRange(0, crowd-1).Draw(h.T, "who")
		w := h.wish(h.records[i])
		want := h.predict(h.records[i], w)
		before := h.records[i]
		h.records[i].Wish = &w
		for _, d := range h.decide() {
			if d.Registration.Person == before.Person {
				h.judge(before, w, want, d)
			}
		}
	}
}

// refit changes the capacities, or is told which are too low.
func (h *history) refit() {
	before := h.event
	h.draw()
	refit, short := h.desk.Refit(h.event)
	for _, s := range short {
		if s.Seats.Taken <= s.Seats.Capacity || s.Seats.Taken != h.heads(s.Place) {
			h.Fatalf("%+v is no reason, %d are there", s, h.heads(s.Place))
		}
	}
	if len(short) > 0 {
		h.event = before
		return
	}
	h.desk = refit
	h.decide()
}

// batch has several people's slips decided together, and wants what comes of it
// to be what came of them one by one.
func (h *history) batch() {
	alone := *h
	alone.promised = maps.Clone(h.promised)
	var slips []registration.Registration
	for i := range h.records {
		if rapid.Bool().Draw(h.T, "hands in") {
			w := h.wish(h.records[i])
			h.records[i].Wish = &w
			slips = append(slips, h.records[i])
		}
	}
	h.together = true
	h.decide()
	h.together = false
	for _, r := range slips {
		i := r.Person[0]
		alone.records[i].Wish = r.Wish
		alone.decide()
	}
	for i := range h.records {
		together, apart := h.records[i], alone.records[i]
		together.Version, apart.Version = 0, 0
		together.Mail, apart.Mail = "", "" // which is named by the version
		if !reflect.DeepEqual(together, apart) {
			h.Fatalf("decided together:\n%+v\none by one:\n%+v", together, apart)
		}
	}
	if !h.desk.Agrees(alone.desk) {
		h.Fatalf("decided together:\n%+v\none by one:\n%+v", h.desk, alone.desk)
	}
}

// decide has the desk decide what lies there, as the service does: with the
// slips first, then with whom else that concerns.
func (h *history) decide() []registration.Decision {
	given := h.desk
	given.Seats, given.Queue = maps.Clone(given.Seats), slices.Clone(given.Queue)
	var records []registration.Registration
	for _, r := range h.records {
		if r.Wish != nil {
			records = append(records, r)
		}
	}
	after, decisions, missing := registration.Decide(h.desk, records, h.now)
	for _, p := range missing {
		records = append(records, h.records[p[0]])
	}
	if sampled := h.nonces%8 == 0; sampled || len(missing) > 0 {
		first, whole := decisions, len(missing) == 0
		if after, decisions, missing = registration.Decide(h.desk, records, h.now); len(missing) > 0 {
			h.Fatalf("decided again with who was missing, %v is missing", missing)
		}
		if whole && !reflect.DeepEqual(first, decisions) || sampled && !reflect.DeepEqual(h.desk, given) {
			h.Fatalf("Decide changed its arguments: decided %v, then %v", first, decisions)
		}
	}
	h.apply(after, decisions)
	return decisions
}

// wish is what somebody might want, mostly what makes sense in her state.
func (h *history) wish(r registration.Registration) registration.Wish {
	kinds := []registration.WishKind{registration.Come, registration.Come, registration.Restore}
	if r.State.Active() {
		kinds = []registration.WishKind{registration.Change, registration.Change, registration.Change, registration.Accept, registration.Cancel, registration.Disown, registration.Remove, registration.Come}
	}
	var by outbox.Address
	if rapid.IntRange(0, 3).Draw(h.T, "by an organiser") == 0 {
		by = organiser
		kinds = append(kinds, registration.Offer, registration.Offer, registration.Resend)
	}
	h.nonces++
	w := registration.Wish{
		Kind: rapid.SampledFrom(kinds).Draw(h.T, "kind"), Made: h.now, Nonce: fmt.Sprint("nonce ", h.nonces),
		Wait: rapid.IntRange(0, 3).Draw(h.T, "waits") > 0, Expires: ends.Add(registration.Keep),
		Generation: r.Generation + rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, 0, -1}).Draw(h.T, "link"),
	}
	if w.Kind != registration.Disown { // which is hers alone to say
		w.By = by
	}
	if w.Kind == registration.Come || w.Kind == registration.Change {
		address, _ := outbox.ParseAddress("someone@exemple.org")
		w.FormMade = h.now.Add(-seconds(h.T, "filled in", 0, 3))
		w.Choice = rapid.SampledFrom(choices).Draw(h.T, "choice")
		w.Attendee = registration.Attendee{Address: address, Lang: locale.Arabic, Organisation: w.Nonce}
	}
	return w
}

var organiser, _ = outbox.ParseAddress("equipe@exemple.org")

func seconds(t *rapid.T, what string, some ...int) time.Duration {
	return time.Duration(rapid.SampledFrom(some).Draw(t, what)) * time.Second
}

// choices are what forms say, and once what no form of ours says.
var choices = func() []event.Choice {
	all := []event.Choice{{Workshops: []event.WorkshopID{"long"}}, {Workshops: []event.WorkshopID{"a", "nowhere"}}}
	for _, one := range []event.WorkshopID{"a", "b", "c"} {
		all = append(all, event.Choice{Workshops: []event.WorkshopID{one}})
		for _, two := range []event.WorkshopID{"d", "e"} {
			all = append(all, event.Choice{Workshops: []event.WorkshopID{one, two}})
		}
	}
	return all
}()
