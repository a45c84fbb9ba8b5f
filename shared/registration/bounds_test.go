package registration_test

import (
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// A corrected spelling leads to the same person, unless it is somebody else's
// name at her address; what came to nothing under it is forgotten.
func TestANewSpellingIsTheSamePerson(t *testing.T) {
	d, decisions, _ := registration.Decide(small(), []registration.Registration{slip(1, registration.Wish{Choice: in("b")})}, noon)
	her := decisions[0].Registration
	her.Version = 1
	change := registration.Wish{Kind: registration.Change, Made: noon, Nonce: "n", Generation: 1, Choice: in("a"), Renamed: token.Person{2}}
	under := func(r registration.Registration) registration.Registration {
		r.Event, r.Person, r.Version = ref, token.Person{2}, 3
		return r
	}
	for name, c := range map[string]struct {
		other registration.Registration
		want  registration.Outcome
	}{
		"nobody":                {under(registration.Registration{}), registration.Altered},
		"herself, before":       {under(registration.Registration{Same: her.Person}), registration.Altered},
		"one who cancelled":     {under(registration.Registration{State: registration.Cancelled, Attendee: her.Attendee, Generation: 2}), registration.Altered},
		"one whose offer ended": {under(registration.Registration{State: registration.Lapsed, Attendee: her.Attendee}), registration.Altered},
		"one refused":           {under(registration.Registration{State: registration.Refused, Attendee: her.Attendee}), registration.Altered},
		"one who comes":         {under(registration.Registration{State: registration.Confirmed}), registration.NameTaken},
		"one who waits":         {under(registration.Registration{State: registration.Waiting}), registration.NameTaken},
		"one who asks":          {under(registration.Registration{Wish: &registration.Wish{Kind: registration.Come, Made: noon.Add(time.Hour)}}), registration.NameTaken},
		"another name of one":   {under(registration.Registration{Same: token.Person{9}}), registration.NameTaken},
	} {
		asking := her
		asking.Wish = &change
		if _, _, missing := registration.Decide(d, []registration.Registration{asking}, noon); len(missing) != 1 || missing[0] != (token.Person{2}) {
			t.Errorf("%s: missing %v", name, missing)
		}
		_, decisions, _ := registration.Decide(d, []registration.Registration{asking, c.other}, noon)
		for _, d := range decisions {
			r := d.Registration
			switch {
			case r.Person == her.Person && d.Outcome != c.want:
				t.Errorf("%s: told %s, want %s", name, d.Outcome, c.want)
			case r.Person == her.Person && d.Outcome == registration.NameTaken && !r.Choice.Equal(her.Choice):
				t.Errorf("%s: refused, and yet moved", name)
			case r.Person == c.other.Person && d.Outcome == "" && (r.Same != her.Person || r.State != "" || r.Attendee != registration.Attendee{} || r.Generation != c.other.Generation):
				t.Errorf("%s: stands as %+v", name, r)
			}
		}
	}
}

// Whatever comes together, one transaction bears it: people who give their seats
// back to others who wait, and people who move and bear another name.
func TestACommitIsNeverTooLarge(t *testing.T) {
	const seats, cancelling = 40, 23
	d := registration.NewDesk(event.Event{
		Ref: ref, Capacity: seats, Opens: opens, Closes: closes, Days: []event.Day{{Starts: starts, Ends: ends}}, OfferFor: time.Hour,
		Slots: []event.Slot{{ID: "s", Workshops: []event.Workshop{{ID: "a", Capacity: seats}, {ID: "b", Capacity: seats}}}},
	})
	all := map[token.Person]registration.Registration{}
	apply := func(after registration.Desk, decisions []registration.Decision) (items int) {
		d, items = after, 1
		for _, x := range decisions {
			items += 1 + len(x.Promises)
			x.Registration.Version++
			all[x.Registration.Person] = x.Registration
		}
		return items
	}
	for i := range byte(2 * seats) {
		w := registration.Wish{Choice: in("a"), Wait: true}
		after, decisions, _ := registration.Decide(d, []registration.Registration{slip(i, w)}, noon)
		apply(after, decisions)
	}
	for first := 0; first < seats; first += 10 { // the movers among those who cancel, at every place
		var slips []registration.Registration
		for i := range byte(seats) {
			r := all[token.Person{i}]
			w := registration.Wish{Kind: registration.Cancel, Made: noon.Add(time.Duration(i)), Generation: 1, Nonce: "n"}
			if int(i) >= first && int(i) < first+10 {
				w.Kind, w.Choice, w.Renamed = registration.Change, in("b"), token.Person{i, 1}
				address, _ := outbox.ParseAddress("someone@exemple.org")
				w.Attendee = registration.Attendee{Address: address, Lang: locale.French}
			}
			r.Wish = &w
			slips = append(slips, r)
		}
		records := slips
		for {
			after, decisions, missing := registration.Decide(d, records, noon.Add(time.Second))
			if len(missing) == 0 {
				if len(decisions) < cancelling || after.Behind && len(decisions) == 0 {
					t.Errorf("only %d are decided", len(decisions))
				}
				items := 1
				for _, x := range decisions {
					items += 1 + len(x.Promises)
				}
				if items > 100 {
					t.Errorf("movers from %d: %d items", first, items)
				}
				break
			}
			for _, p := range missing {
				r, known := all[p]
				if !known {
					r = registration.Registration{Event: ref, Person: p}
				}
				records = append(records, r)
			}
		}
	}
}

// Seats that are held until they are confirmed stand in the desk too: no more of
// them are given than it bears.
func TestHoldsNeverOutgrowTheDesk(t *testing.T) {
	d := registration.NewDesk(event.Event{
		Ref: ref, Capacity: 10_000, Opens: opens, Closes: closes, Days: []event.Day{{Starts: starts, Ends: ends}}, ConfirmIn: time.Hour,
	})
	asks := registration.Wish{Made: noon}
	for d.Answer(asks) == registration.Accepted && len(d.Queue) < 10_000 {
		d.Queue = append(d.Queue, registration.Waiter{Ticket: len(d.Queue), Person: token.Person{1}, Wants: []event.Place{event.Hall}, Until: noon.Add(time.Hour)})
	}
	if got := d.Answer(asks); got != registration.QueueFull || len(d.Queue) < 1500 {
		t.Errorf("with %d holds the next is told %s", len(d.Queue), got)
	}
}
