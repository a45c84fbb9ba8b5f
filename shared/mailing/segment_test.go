package mailing_test

import (
	"math/rand/v2"
	"testing"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
)

// some takes each of the things, or not, by lot.
func some[T any](lot *rand.Rand, things ...T) (taken []T) {
	for _, t := range things {
		if lot.IntN(3) == 0 {
			taken = append(taken, t)
		}
	}
	return taken
}

func one[T any](lot *rand.Rand, things ...T) T { return things[lot.IntN(len(things))] }

var (
	rooms   = []event.WorkshopID{"a", "b", "c"}
	answers = []string{"train", "voiture", "vélo"}
)

func anyChoice(lot *rand.Rand) event.Choice {
	return event.Choice{Workshops: some(lot, rooms...), Days: some(lot, 1, 2, 3)}
}

func anyRegistration(lot *rand.Rand) registration.Registration {
	r := registration.Registration{
		State: one(lot, append(registration.States, "")...), Choice: anyChoice(lot),
		Attendee: registration.Attendee{Sector: one(lot, registration.Sectors...), Lang: one(lot, locale.Languages...)},
		Answers:  event.Answers{},
	}
	if lot.IntN(4) > 0 {
		r.Attendee.Address = address("zineb@exemple.org")
	}
	if lot.IntN(2) == 0 {
		wants := anyChoice(lot)
		r.Wants = &wants
	}
	for _, q := range []string{"transport", "retour"} {
		if given := some(lot, answers...); given != nil {
			r.Answers[q] = given
		}
	}
	return r
}

func anySegment(lot *rand.Rand) (s roster.Filter) {
	if lot.IntN(6) == 0 {
		return s
	}
	s.States, s.Langs = some(lot, registration.States...), some(lot, locale.Languages...)
	s.Sectors = some(lot, registration.Sectors...)
	switch lot.IntN(3) { // each alone often enough for the others to tell
	case 0:
		s.Workshops = some(lot, rooms...)
	case 1:
		s.Days = some(lot, 1, 2, 3, 4)
	default:
		if s.Question = one(lot, "", "transport", "retour"); s.Question != "" {
			s.Answers = some(lot, answers...)
		}
	}
	return s
}

// held is a second reading of what a segment means, word by word.
func held(s roster.Filter, e event.Event, r registration.Registration) bool {
	if r.Attendee.Address == (outbox.Address{}) {
		return false // nobody to write to
	}
	wanted := map[any]bool{}
	for _, state := range s.States {
		wanted[state] = true
	}
	if len(s.States) == 0 {
		wanted[registration.Confirmed] = true
	}
	if !wanted[r.State] {
		return false
	}
	has := r.Choice
	if r.State != registration.Confirmed && r.Wants != nil {
		has = *r.Wants // who has no seat is where she would be
	}
	days := map[int]bool{}
	for _, d := range has.Days {
		days[d] = true
	}
	if !e.ByDay { // whoever comes, comes for all of it
		days = map[int]bool{}
		for i := range e.Days {
			days[i+1] = true
		}
	}
	inRoom, onDay, inSector, reads, said := len(s.Workshops) == 0, len(s.Days) == 0, len(s.Sectors) == 0, len(s.Langs) == 0, s.Question == "" || len(s.Answers) == 0
	for _, w := range s.Workshops {
		for _, v := range has.Workshops {
			inRoom = inRoom || v == w
		}
	}
	for _, d := range s.Days {
		onDay = onDay || days[d]
	}
	for _, sector := range s.Sectors {
		inSector = inSector || sector == r.Attendee.Sector
	}
	for _, l := range s.Langs {
		reads = reads || l == r.Attendee.Lang
	}
	for _, a := range s.Answers {
		for _, given := range r.Answers[s.Question] {
			said = said || given == a
		}
	}
	return inRoom && onDay && inSector && reads && said
}

func TestASegmentHoldsWhomItNames(t *testing.T) {
	t.Parallel()
	lot := rand.New(rand.NewPCG(1, 2))
	met := map[bool]int{}
	for range 200_000 {
		e := event.Event{ByDay: lot.IntN(2) == 0, Days: make([]event.Day, 1+lot.IntN(3))}
		s, r := anySegment(lot), anyRegistration(lot)
		want := held(s, e, r)
		met[want]++
		if got := mailing.Holds(s, e, r); got != want {
			t.Fatalf("%+v holds %+v at %+v: %t", s, r, e, got)
		}
	}
	if met[true] < 5000 || met[false] < 5000 {
		t.Errorf("the lot is not fair: %v", met)
	}
}

// Without a word, those who have a seat are meant, and nobody else.
func TestTheEmptySegmentIsWhoHasASeat(t *testing.T) {
	t.Parallel()
	var s roster.Filter
	for _, state := range append(registration.States, "") {
		r := registration.Registration{State: state, Attendee: registration.Attendee{Address: address("zineb@exemple.org")}}
		if got := mailing.Holds(s, event.Event{}, r); got != (state == registration.Confirmed) {
			t.Errorf("%q: %t", state, got)
		}
		r.Attendee.Address = outbox.Address{}
		if mailing.Holds(s, event.Event{}, r) || mailing.Holds(roster.Filter{States: registration.States}, event.Event{}, r) {
			t.Errorf("%q without an address is held", state)
		}
	}
}
