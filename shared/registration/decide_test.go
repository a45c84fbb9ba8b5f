package registration_test

import (
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	. "tribune/shared/registration"
	"tribune/shared/token"
)

var noon = opens.Add(4 * time.Second)

// small is a desk with two workshops of one slot, and seats for three.
func small() Desk {
	return NewDesk(event.Event{
		Ref: ref, Capacity: 3, Opens: opens, Closes: closes,
		Slots: []event.Slot{{ID: "morning", Workshops: []event.Workshop{{ID: "a", Capacity: 1}, {ID: "b", Capacity: 2}}}},
	})
}

func slip(person byte, w Wish) Registration {
	if w.Made.IsZero() {
		w.Made = noon
	}
	if w.Kind == "" {
		w.Kind = Come
	}
	address, _ := outbox.ParseAddress("someone@exemple.org")
	w.Attendee = Attendee{Address: address, Lang: locale.French}
	return Registration{Event: ref, Person: token.Person{person}, Wish: &w}
}

func in(id event.WorkshopID) []event.WorkshopID { return []event.WorkshopID{id} }

func TestNewDeskIsEmpty(t *testing.T) {
	d := small()
	if d.Version != 1 || d.Event != ref || d.Overall != (Seats{Capacity: 3}) || !d.Opens.Equal(opens) || !d.Closes.Equal(closes) {
		t.Errorf("%+v", d)
	}
	if len(d.Workshops) != 2 || d.Workshops["a"] != (Seats{Capacity: 1}) || d.Workshops["b"] != (Seats{Capacity: 2}) {
		t.Errorf("workshops %+v", d.Workshops)
	}
}

func TestSeatsLeftIsNeverBelowZero(t *testing.T) {
	for want, s := range map[int]Seats{0: {Capacity: 2, Taken: 3}, 1: {Capacity: 2, Taken: 1}} {
		if got := s.Left(); got != want {
			t.Errorf("%+v: %d left, want %d", s, got, want)
		}
	}
}

func TestAnswerAtTheBoundaries(t *testing.T) {
	for _, c := range []struct {
		name string
		made time.Time
		want Outcome
	}{
		{"a nanosecond before it opens", opens.Add(-1), TooEarly},
		{"as it opens", opens, Accepted},
		{"a nanosecond after it opens", opens.Add(1), Accepted},
		{"a nanosecond before it closes", closes.Add(-1), Accepted},
		{"as it closes", closes, TooLate},
		{"a nanosecond after it closes", closes.Add(1), TooLate},
		{"at another place's clock", closes.Add(-1).In(time.FixedZone("", 3600)), Accepted},
	} {
		if got := small().Answer(in("a"), c.made); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Time goes before what is wrong with the choice, and that before what is full:
// the answer tells a stranger no more than she could know.
func TestAnswerInOrderOfWhatMatters(t *testing.T) {
	d := small()
	d.Workshops["a"] = Seats{Capacity: 1, Taken: 1}
	packed := d
	packed.Overall = Seats{Capacity: 3, Taken: 3}
	for _, c := range []struct {
		name      string
		desk      Desk
		workshops []event.WorkshopID
		made      time.Time
		want      Outcome
	}{
		{"closed, full, not offered", packed, in("nowhere"), closes, TooLate},
		{"full, not offered", packed, in("nowhere"), noon, Unknown},
		{"one twice", d, []event.WorkshopID{"b", "b"}, noon, Unknown},
		{"all full", packed, in("a"), noon, Full},
		{"full, other workshop free", packed, in("b"), noon, Full},
		{"workshop full", d, in("a"), noon, WorkshopFull},
		{"second of two full", d, []event.WorkshopID{"b", "a"}, noon, WorkshopFull},
		{"other workshop free", d, in("b"), noon, Accepted},
		{"no workshop", d, nil, noon, Accepted},
	} {
		if got := c.desk.Answer(c.workshops, c.made); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// What counts is when she asked, not when the desk came to it.
func TestDecideByWhenItWasAsked(t *testing.T) {
	_, decisions := Decide(small(), []Registration{slip(1, Wish{Made: closes.Add(-1)})}, closes.Add(time.Hour))
	if got := decisions[0].Outcome; got != Accepted {
		t.Errorf("asked in time, decided late: %s", got)
	}
}

func TestDecideInOrderOfArrival(t *testing.T) {
	late, early := slip(1, Wish{Workshops: in("a"), Made: noon}), slip(2, Wish{Workshops: in("a"), Made: noon.Add(-1)})
	_, decisions := Decide(small(), []Registration{late, early}, noon)
	if decisions[0].Registration.Person != early.Person || decisions[0].Outcome != Accepted || decisions[1].Outcome != WorkshopFull {
		t.Errorf("one nanosecond earlier: %+v", decisions)
	}
	// At the same instant the order is the same for whoever leads.
	one, two := slip(1, Wish{Workshops: in("a")}), slip(2, Wish{Workshops: in("a")})
	for _, slips := range [][]Registration{{one, two}, {two, one}} {
		_, decisions := Decide(small(), slips, noon)
		if decisions[0].Registration.Person != one.Person {
			t.Errorf("at the same instant: %+v", decisions)
		}
	}
}

func TestDecideGivesBackBeforeTheNextInTurn(t *testing.T) {
	d, first := Decide(small(), []Registration{slip(1, Wish{Workshops: in("a")})}, noon)
	leaving := first[0].Registration
	leaving.Wish = &Wish{Kind: Cancel, Made: noon.Add(2), Generation: 1}
	before, after := slip(2, Wish{Workshops: in("a"), Made: noon.Add(1)}), slip(3, Wish{Workshops: in("a"), Made: noon.Add(3)})
	_, decisions := Decide(d, []Registration{after, leaving, before}, noon.Add(4))
	for i, want := range []Outcome{WorkshopFull, Released, Accepted} {
		if decisions[i].Outcome != want {
			t.Errorf("slip %d: %s, want %s", i, decisions[i].Outcome, want)
		}
	}
}

// A form knows its time to the second only: one made in the second of the
// cancellation counts as made after it.
func TestDecideFormOlderThanCancellation(t *testing.T) {
	since := noon.Add(700 * time.Millisecond)
	for _, c := range []struct {
		made time.Time
		want Outcome
	}{
		{noon.Add(-time.Second), Stale},
		{noon.Add(-1), Stale},
		{noon, Accepted},
		{since.Add(-1), Accepted},
		{since.Add(1), Accepted},
	} {
		r := slip(1, Wish{FormMade: c.made, Made: since.Add(time.Second), Nonce: "again"})
		r.State, r.Since, r.Generation = Cancelled, since, 1
		_, decisions := Decide(small(), []Registration{r}, since.Add(time.Second))
		if got := decisions[0]; got.Outcome != c.want || got.Registration.Outcome != c.want || got.Registration.Nonce != "again" {
			t.Errorf("form made %v before the cancellation: %+v, want %s", since.Sub(c.made), got, c.want)
		}
	}
}

func TestDecideTellsOfALateRefusalByMail(t *testing.T) {
	full := small()
	full.Overall.Taken = 3
	for _, c := range []struct {
		waited time.Duration
		mails  int
	}{{0, 0}, {Patience - 1, 0}, {Patience, 0}, {Patience + 1, 1}} {
		_, decisions := Decide(full, []Registration{slip(1, Wish{Nonce: "n"})}, noon.Add(c.waited))
		d := decisions[0]
		if d.Outcome != Full || d.Registration.State != Refused || len(d.Promises) != c.mails {
			t.Errorf("after %v: %+v", c.waited, d)
		}
		if kept := d.Registration.Expires.Sub(noon.Add(c.waited)); kept != 24*time.Hour {
			t.Errorf("a refusal is kept %v", kept)
		}
	}
}

func TestDecideEndsTheLease(t *testing.T) {
	d := small()
	d.Lease = noon.Add(time.Second)
	if !d.Leased(d.Lease.Add(-1)) || d.Leased(d.Lease) {
		t.Error("a lease holds until its end, not at it")
	}
	after, decisions := Decide(d, []Registration{{Event: ref, State: Confirmed}}, noon)
	if after.Leased(noon) || after.Version != 2 || len(decisions) != 0 {
		t.Errorf("nothing to decide: %+v, %+v", after, decisions)
	}
}

// Who comes back after a mail that bounced is written to again.
func TestDecideForgetsABounceOfBefore(t *testing.T) {
	r := slip(1, Wish{FormMade: noon})
	r.State, r.Since, r.Generation, r.Undelivered = Cancelled, noon.Add(-time.Hour), 4, true
	_, decisions := Decide(small(), []Registration{r}, noon)
	if got := decisions[0].Registration; got.Undelivered || got.Generation != 5 || !got.Since.Equal(noon) {
		t.Errorf("%+v", got)
	}
}
