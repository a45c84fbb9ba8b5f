package registration_test

import (
	"slices"
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// smallEvent is what small is the desk of.
func smallEvent() event.Event {
	return event.Event{
		Ref: ref, Capacity: 3, Opens: opens, Closes: closes, Days: []event.Day{{Starts: starts, Ends: ends}},
		Slots: []event.Slot{{ID: "morning", Workshops: []event.Workshop{{ID: "a", Capacity: 1}, {ID: "b", Capacity: 2}}}},
	}
}

// crowded is a desk with somebody seated, somebody who waits and somebody for
// whom a seat is held, and their records.
func crowded() (registration.Desk, []registration.Registration) {
	d := small()
	a, b := in("a"), in("b")
	until := noon.Add(10 * time.Second)
	d.Seats[event.Hall] = registration.Seats{Capacity: 3, Taken: 2}
	d.Seats[room("a")] = registration.Seats{Capacity: 1, Taken: 1}
	d.Seats[room("b")] = registration.Seats{Capacity: 2, Taken: 1}
	d.Queue = []registration.Waiter{
		{Ticket: 1, Person: token.Person{2}, Wants: a.Places()},
		{Ticket: 2, Person: token.Person{3}, Wants: b.Places(), Until: until},
	}
	d.Tickets = 2
	records := []registration.Registration{
		{State: registration.Confirmed, Choice: a},
		{State: registration.Waiting, Wants: &a, Ticket: 1},
		{State: registration.Offered, Wants: &b, Ticket: 2, Until: until},
	}
	for i := range records {
		r := &records[i]
		r.Event, r.Person, r.Generation = ref, token.Person{byte(i + 1)}, 1
		r.Attendee = slip(1, registration.Wish{}).Wish.Attendee
	}
	return d, records
}

// Of a cancelled event nobody gets anything more, whatever is wished and
// whatever time goes by; who is on record stays so, and may give up what she has.
func TestDecideAtACancelledEvent(t *testing.T) {
	e := smallEvent()
	e.State = event.Cancelled
	for _, c := range []struct {
		who  int // of the records; -1 is a newcomer
		kind registration.WishKind
		want registration.Outcome
	}{
		{-1, registration.Come, registration.TooLate},
		{0, registration.Change, registration.Gone},
		{1, registration.Change, registration.Gone},
		{2, registration.Accept, registration.Gone},
		{0, registration.Cancel, registration.Released},
		{1, registration.Cancel, registration.Released},
		{2, registration.Disown, registration.Released},
	} {
		d, records := crowded()
		d, short := d.Refit(e)
		if len(short) > 0 || d.Pending(noon.AddDate(1, 0, 0)) {
			t.Fatalf("short %+v, pending %t", short, d.Pending(noon.AddDate(1, 0, 0)))
		}
		r := slip(9, registration.Wish{Choice: in("b"), Wait: true})
		if c.who >= 0 {
			r = records[c.who]
			r.Wish = &registration.Wish{Kind: c.kind, Made: noon, Generation: 1, Choice: in("b"), Wait: true, Attendee: r.Attendee}
			records[c.who] = r
		} else {
			records = append(records, r)
		}
		_, decisions, missing := registration.Decide(d, records, noon.Add(time.Minute))
		if len(decisions) != 1 || len(missing) > 0 || decisions[0].Outcome != c.want {
			t.Errorf("%d, %s: %+v", c.who, c.kind, decisions)
			continue
		}
		for _, p := range decisions[0].Promises {
			if p.Kind != outbox.Cancelled && p.Kind != outbox.Refused {
				t.Errorf("%d, %s: a mail of kind %s", c.who, c.kind, p.Kind)
			}
		}
	}
}

// A cancellation is not taken back at an event that is.
func TestRestoreAtACancelledEvent(t *testing.T) {
	d, records := crowded()
	d.Cancelled = true
	r := records[0]
	r.State, r.Wish = registration.Cancelled, &registration.Wish{Kind: registration.Restore, Made: noon, Generation: 1, Wait: true}
	if _, decisions, _ := registration.Decide(d, []registration.Registration{r}, noon); decisions[0].Outcome != registration.Gone {
		t.Errorf("%+v", decisions)
	}
}

// The start is moved to before the end of what is held: it is held until then,
// and she is told; on the desk and on record alike.
func TestAnEarlierStartShortensWhatIsHeld(t *testing.T) {
	for state, mail := range map[registration.State]outbox.Kind{registration.Offered: outbox.Offered, registration.Unconfirmed: outbox.Held} {
		d, records := crowded()
		records[2].State = state
		e := smallEvent()
		e.Days[0].Starts = noon.Add(3 * time.Second)
		d, _ = d.Refit(e)
		after, decisions, missing := registration.Decide(d, records, noon)
		i := slices.IndexFunc(decisions, func(d registration.Decision) bool { return d.Registration.Person == token.Person{3} })
		if len(missing) > 0 || i < 0 {
			t.Fatalf("%s: decided %+v, missing %v", state, decisions, missing)
		}
		got := decisions[i]
		if !got.Registration.Until.Equal(e.Starts()) || !after.Queue[1].Until.Equal(e.Starts()) || got.Registration.State != state {
			t.Errorf("%s: held until %v on record, %v on the desk", state, got.Registration.Until, after.Queue[1].Until)
		}
		if len(got.Promises) != 1 || got.Promises[0].Kind != mail {
			t.Errorf("%s: told %+v", state, got.Promises)
		}
		_, again, _ := registration.Decide(after, []registration.Registration{records[0], records[1], got.Registration}, noon)
		if len(again) > 0 {
			t.Errorf("%s: decided twice: %+v", state, again)
		}
	}
}

// More are held than one commit bears: the rest is left to the next, and nobody
// else is decided before.
func TestShorteningGoesOnInTheNextCommit(t *testing.T) {
	d := small()
	d.Seats[event.Hall] = registration.Seats{Capacity: 200, Taken: 120}
	b := in("b")
	var records []registration.Registration
	for i := range 120 {
		p := token.Person{byte(i + 1)}
		d.Queue = append(d.Queue, registration.Waiter{Ticket: i + 1, Person: p, Wants: b.Places(), Until: noon.Add(time.Hour)})
		records = append(records, registration.Registration{
			Event: ref, Person: p, State: registration.Offered, Wants: &b, Ticket: i + 1, Until: noon.Add(time.Hour), Generation: 1,
		})
	}
	d.Starts = noon.Add(time.Minute)
	newcomer, commits := slip(250, registration.Wish{}), 0
	for ; d.Pending(noon) || commits == 0; commits++ {
		after, decisions, _ := registration.Decide(d, append(slices.Clone(records), newcomer), noon)
		if len(decisions) == 0 || len(decisions) > 49 && after.Behind {
			t.Fatalf("%d decided", len(decisions))
		}
		for _, done := range decisions {
			if i := slices.IndexFunc(records, func(r registration.Registration) bool { return r.Person == done.Registration.Person }); i >= 0 {
				records[i] = done.Registration
			} else if after.Behind {
				t.Error("a newcomer was decided before them")
			}
		}
		d = after
	}
	if commits != 3 {
		t.Errorf("%d commits", commits)
	}
}
