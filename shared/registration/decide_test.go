package registration_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

var noon = opens.Add(4 * time.Second)

// small is a desk with two workshops of one slot, and seats for three.
func small() registration.Desk {
	return registration.NewDesk(event.Event{
		Ref: ref, Capacity: 3, Opens: opens, Closes: closes, Days: []event.Day{{Starts: starts, Ends: ends}},
		Slots: []event.Slot{{ID: "morning", Workshops: []event.Workshop{{ID: "a", Capacity: 1}, {ID: "b", Capacity: 2}}}},
	})
}

func slip(person byte, w registration.Wish) registration.Registration {
	if w.Made.IsZero() {
		w.Made = noon
	}
	if w.Kind == "" {
		w.Kind = registration.Come
	}
	address, _ := outbox.ParseAddress("someone@exemple.org")
	w.Attendee = registration.Attendee{Address: address, Lang: locale.French}
	return registration.Registration{Event: ref, Person: token.Person{person}, Wish: &w}
}

func in(id event.WorkshopID) event.Choice { return event.Choice{Workshops: []event.WorkshopID{id}} }

func one(id event.WorkshopID) []event.WorkshopID { return []event.WorkshopID{id} }

func room(id event.WorkshopID) event.Place { return event.OfWorkshop(id, false) }

func TestNewDeskIsEmpty(t *testing.T) {
	d := small()
	if d.Version != 1 || d.Event != ref || d.Seats[event.Hall] != (registration.Seats{Capacity: 3}) || !d.Opens.Equal(opens) || !d.Closes.Equal(closes) {
		t.Errorf("%+v", d)
	}
	if len(d.Seats) != 3 || d.Seats[room("a")] != (registration.Seats{Capacity: 1}) || d.Seats[room("b")] != (registration.Seats{Capacity: 2}) {
		t.Errorf("seats %+v", d.Seats)
	}
}

func TestSeatsLeftIsNeverBelowZero(t *testing.T) {
	for want, s := range map[int]registration.Seats{0: {Capacity: 2, Taken: 3}, 1: {Capacity: 2, Taken: 1}} {
		if got := s.Left(); got != want {
			t.Errorf("%+v: %d left, want %d", s, got, want)
		}
	}
}

func TestAnswerAtTheBoundaries(t *testing.T) {
	for _, c := range []struct {
		name string
		made time.Time
		want registration.Outcome
	}{
		{"a nanosecond before it opens", opens.Add(-1), registration.TooEarly},
		{"as it opens", opens, registration.Accepted},
		{"a nanosecond after it opens", opens.Add(1), registration.Accepted},
		{"a nanosecond before it closes", closes.Add(-1), registration.Accepted},
		{"as it closes", closes, registration.TooLate},
		{"a nanosecond after it closes", closes.Add(1), registration.TooLate},
		{"at another place's clock", closes.Add(-1).In(time.FixedZone("", 3600)), registration.Accepted},
	} {
		if got := small().Answer(registration.Wish{Choice: in("a"), Made: c.made}); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Time goes before what is wrong with the choice, and that before what is full:
// the answer tells a stranger no more than she could know.
func TestAnswerInOrderOfWhatMatters(t *testing.T) {
	d := small()
	d.Seats[room("a")] = registration.Seats{Capacity: 1, Taken: 1}
	packed := d
	packed.Seats = maps.Clone(d.Seats)
	packed.Seats[event.Hall] = registration.Seats{Capacity: 3, Taken: 3}
	for _, c := range []struct {
		name      string
		desk      registration.Desk
		workshops []event.WorkshopID
		made      time.Time
		want      registration.Outcome
	}{
		{"closed, full, not offered", packed, one("nowhere"), closes, registration.TooLate},
		{"full, not offered", packed, one("nowhere"), noon, registration.Unknown},
		{"one twice", d, []event.WorkshopID{"b", "b"}, noon, registration.Unknown},
		{"all full", packed, one("a"), noon, registration.Full},
		{"full, other workshop free", packed, one("b"), noon, registration.Full},
		{"workshop full", d, one("a"), noon, registration.WorkshopFull},
		{"second of two full", d, []event.WorkshopID{"b", "a"}, noon, registration.WorkshopFull},
		{"other workshop free", d, one("b"), noon, registration.Accepted},
		{"no workshop", d, nil, noon, registration.Accepted},
	} {
		if got := c.desk.Answer(registration.Wish{Choice: event.Choice{Workshops: c.workshops}, Made: c.made}); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// What counts is when she asked, not when the desk came to it.
func TestDecideByWhenItWasAsked(t *testing.T) {
	_, decisions, _ := registration.Decide(small(), []registration.Registration{slip(1, registration.Wish{Made: closes.Add(-1)})}, closes.Add(time.Hour))
	if got := decisions[0].Outcome; got != registration.Accepted {
		t.Errorf("asked in time, decided late: %s", got)
	}
}

func TestDecideInOrderOfArrival(t *testing.T) {
	late, early := slip(1, registration.Wish{Choice: in("a"), Made: noon}), slip(2, registration.Wish{Choice: in("a"), Made: noon.Add(-1)})
	_, decisions, _ := registration.Decide(small(), []registration.Registration{late, early}, noon)
	if decisions[0].Registration.Person != early.Person || decisions[0].Outcome != registration.Accepted || decisions[1].Outcome != registration.WorkshopFull {
		t.Errorf("one nanosecond earlier: %+v", decisions)
	}
	// At the same instant the order is the same for whoever leads.
	one, two := slip(1, registration.Wish{Choice: in("a")}), slip(2, registration.Wish{Choice: in("a")})
	for _, slips := range [][]registration.Registration{{one, two}, {two, one}} {
		_, decisions, _ := registration.Decide(small(), slips, noon)
		if decisions[0].Registration.Person != one.Person {
			t.Errorf("at the same instant: %+v", decisions)
		}
	}
}

func TestDecideGivesBackBeforeTheNextInTurn(t *testing.T) {
	d, first, _ := registration.Decide(small(), []registration.Registration{slip(1, registration.Wish{Choice: in("a")})}, noon)
	leaving := first[0].Registration
	leaving.Wish = &registration.Wish{Kind: registration.Cancel, Made: noon.Add(2), Generation: 1}
	before, after := slip(2, registration.Wish{Choice: in("a"), Made: noon.Add(1)}), slip(3, registration.Wish{Choice: in("a"), Made: noon.Add(3)})
	_, decisions, _ := registration.Decide(d, []registration.Registration{after, leaving, before}, noon.Add(4))
	for i, want := range []registration.Outcome{registration.WorkshopFull, registration.Released, registration.Accepted} {
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
		want registration.Outcome
	}{
		{noon.Add(-time.Second), registration.Stale},
		{noon.Add(-1), registration.Stale},
		{noon, registration.Accepted},
		{since.Add(-1), registration.Accepted},
		{since.Add(1), registration.Accepted},
	} {
		r := slip(1, registration.Wish{FormMade: c.made, Made: since.Add(time.Second), Nonce: "again"})
		r.State, r.Since, r.Generation = registration.Cancelled, since, 1
		_, decisions, _ := registration.Decide(small(), []registration.Registration{r}, since.Add(time.Second))
		if got := decisions[0]; got.Outcome != c.want || got.Registration.Outcome != c.want || got.Registration.Nonce != "again" {
			t.Errorf("form made %v before the cancellation: %+v, want %s", since.Sub(c.made), got, c.want)
		}
	}
}

func TestDecideTellsOfALateRefusalByMail(t *testing.T) {
	full := small()
	full.Seats[event.Hall] = registration.Seats{Capacity: 3, Taken: 3}
	for _, c := range []struct {
		waited time.Duration
		mails  int
	}{{0, 0}, {registration.Patience - 1, 0}, {registration.Patience, 0}, {registration.Patience + 1, 1}} {
		_, decisions, _ := registration.Decide(full, []registration.Registration{slip(1, registration.Wish{Nonce: "n"})}, noon.Add(c.waited))
		d := decisions[0]
		if d.Outcome != registration.Full || d.Registration.State != registration.Refused || len(d.Promises) != c.mails {
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
	after, decisions, _ := registration.Decide(d, []registration.Registration{{Event: ref, State: registration.Confirmed}}, noon)
	if after.Leased(noon) || after.Version != 2 || len(decisions) != 0 {
		t.Errorf("nothing to decide: %+v, %+v", after, decisions)
	}
}

// What somebody does behind her private link shows that the address is hers; a
// form that anybody may fill in shows nothing, even after it.
func TestDecideKnowsWhoseAddressItIs(t *testing.T) {
	desk, person := small(), slip(1, registration.Wish{FormMade: noon})
	step := func(r registration.Registration, want bool) registration.Registration {
		t.Helper()
		after, decisions, _ := registration.Decide(desk, []registration.Registration{r}, noon)
		got := decisions[0].Registration
		if got.Proven != want {
			t.Errorf("after %s she is proven: %t", decisions[0].Outcome, got.Proven)
		}
		desk = after
		return got
	}
	r := step(person, false)
	r.Wish = &registration.Wish{Kind: registration.Accept, Generation: r.Generation + 1, Made: noon}
	r = step(r, false) // not hers
	r.Wish = &registration.Wish{Kind: registration.Cancel, Generation: r.Generation, Made: noon}
	r = step(r, true)
	r.Wish = &registration.Wish{Kind: registration.Come, FormMade: noon.Add(time.Second), Made: noon, Nonce: "another", Attendee: r.Attendee, Choice: person.Wish.Choice}
	step(r, false)
}

// The mails about one registration name, each, the one before it.
func TestDecideKeepsMailsInOrder(t *testing.T) {
	desk, r := small(), slip(1, registration.Wish{FormMade: noon, Expires: noon.AddDate(0, 0, 90)})
	last := ""
	for _, w := range []*registration.Wish{r.Wish, {Kind: registration.Cancel}, {Kind: registration.Restore}, {Kind: registration.Cancel}} {
		if w.Made = noon; w.Kind != registration.Come {
			w.Generation = r.Generation
		}
		r.Wish, r.Version = w, r.Version+1
		after, decisions, _ := registration.Decide(desk, []registration.Registration{r}, noon)
		desk, r = after, decisions[0].Registration
		promises := decisions[0].Promises
		if len(promises) != 1 || promises[0].After != last || promises[0].ID == last || !promises[0].Keep.Equal(r.Expires) {
			t.Fatalf("after %s: %+v, want one after %q", decisions[0].Outcome, promises, last)
		}
		if last = promises[0].ID; r.Mail != last {
			t.Errorf("the record names %q", r.Mail)
		}
	}
}

// A queue of people who wait for much is full before its desk is too heavy to be
// written.
func TestAQueueIsFull(t *testing.T) {
	long := event.WorkshopID(strings.Repeat("w", 64))
	for name, places := range map[string]int{"of little": 1, "of much": 12} {
		d := small()
		d.Seats[event.Hall] = registration.Seats{Capacity: 1, Taken: 1}
		w := registration.Waiter{Person: token.Person{1}}
		for range places {
			w.Wants = append(w.Wants, room(long))
		}
		asks := registration.Wish{Choice: in("a"), Made: noon, Wait: true}
		for len(d.Queue) < registration.LongestQueue && d.Answer(asks) == registration.Queued {
			w.Ticket++
			d.Queue = append(d.Queue, w)
		}
		if early := len(d.Queue) < registration.LongestQueue; d.Answer(asks) != registration.QueueFull || early != (places > 1) {
			t.Errorf("%s: %d wait, and the next is told %s", name, len(d.Queue), d.Answer(asks))
		}
		if item, err := json.Marshal(d); err != nil || len(item) > 390<<10 {
			t.Errorf("%s: the desk weighs %d bytes: %v", name, len(item), err)
		}
	}
}
