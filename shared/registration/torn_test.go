package registration_test

import (
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/registration"
)

// story is a desk and everybody who came to it, as they were at each time.
type story struct {
	desks   []registration.Desk
	records []registration.Registration
	people  map[byte]registration.Registration
	now     time.Time
}

// step has somebody want something, or nobody anything, a while later.
func (s *story) step(person byte, later time.Duration, w registration.Wish) {
	s.now = s.now.Add(later)
	var all []registration.Registration
	if w.Kind != "" {
		r := slip(person, w)
		r.Wish.Made = s.now
		if known, ok := s.people[person]; ok {
			known.Wish = r.Wish
			known.Wish.Generation = known.Generation
			r = known
		}
		all = append(all, r)
	}
	for p, r := range s.people {
		if p != person || w.Kind == "" {
			all = append(all, r)
		}
	}
	after, decisions, _ := registration.Decide(s.desks[len(s.desks)-1], all, s.now)
	for _, made := range decisions {
		made.Registration.Version++
		s.people[made.Registration.Person[0]] = made.Registration
		s.records = append(s.records, made.Registration)
	}
	s.desks = append(s.desks, after)
}

// A desk and a registration are read together, but not at one instant: one may
// be as it was before a change, the other as after it. What is decided of such
// a pair can never be committed; but it must be decided. Here one seat passes
// from hand to hand, and every desk meets every record of that story.
func TestDecideOfADeskAndARecordOfDifferentTimes(t *testing.T) {
	s := &story{now: opens, people: map[byte]registration.Registration{}, desks: []registration.Desk{registration.NewDesk(event.Event{
		Ref: ref, Capacity: 3, Opens: opens, Closes: closes, Days: []event.Day{{Starts: starts, Ends: ends}}, OfferFor: 5 * time.Second,
		Slots: []event.Slot{{ID: "morning", Workshops: []event.Workshop{{ID: "a", Capacity: 1}, {ID: "b", Capacity: 1}}}},
	})}}
	s.step(1, 0, registration.Wish{Kind: registration.Come, Choice: in("a")})
	s.step(2, time.Second, registration.Wish{Kind: registration.Come, Choice: in("a"), Wait: true})
	s.step(3, time.Second, registration.Wish{Kind: registration.Come, Choice: in("b")})
	s.step(3, time.Second, registration.Wish{Kind: registration.Change, Choice: in("a"), Wait: true})
	s.step(1, time.Second, registration.Wish{Kind: registration.Cancel}) // the second is offered a
	s.step(0, 6*time.Second, registration.Wish{})                        // too late: the third has it
	s.step(2, time.Second, registration.Wish{Kind: registration.Restore, Wait: true})
	s.step(3, time.Second, registration.Wish{Kind: registration.Disown})
	s.step(2, time.Second, registration.Wish{Kind: registration.Accept})
	if len(s.records) < 10 {
		t.Fatalf("the story has %d records", len(s.records))
	}
	for i, desk := range s.desks {
		for j, r := range s.records {
			for _, kind := range []registration.WishKind{
				registration.Come, registration.Accept, registration.Change, registration.Cancel, registration.Restore, registration.Disown,
			} {
				r.Wish = &registration.Wish{Kind: kind, Made: s.now, FormMade: s.now, Generation: r.Generation, Choice: in("b"), Wait: true}
				after, decisions, _ := registration.Decide(desk, []registration.Registration{r}, s.now)
				if after.Version != desk.Version+1 || len(decisions) == 0 {
					t.Errorf("desk %d, record %d, %s: %+v, %+v", i, j, kind, after, decisions)
				}
			}
		}
	}
}
