package proof

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
)

// drawEvent makes a tiny event of any shape, so that seats run out, wishes
// cross, and it closes and begins while people still want something.
func (s *sequence) drawEvent(lot *rand.Rand) {
	now := s.clock.Now()
	starts := now.Add(time.Duration(2+lot.IntN(30)) * time.Hour)
	e := event.Event{
		Ref: event.Ref{Organisation: "o", Event: event.ID(fmt.Sprint("e", s.seed))}, Slug: event.Slug(fmt.Sprint("e", s.seed)),
		Zone: "Africa/Casablanca", Title: locale.Text{locale.French: "Journée"}, SecretVersion: 1, Version: 1,
		Days:  []event.Day{{Starts: starts, Ends: starts.Add(8 * time.Hour)}},
		Opens: now.Add(pick(lot, -time.Hour, -time.Hour, -time.Hour, 20*time.Minute)), Closes: starts.Add(pick(lot, 0, 0, time.Hour, -30*time.Minute)),
		OfferFor: pick(lot, 0, 90*time.Minute, 90*time.Minute), ConfirmIn: pick(lot, 0, 0, 45*time.Minute), NoWaiting: lot.IntN(10) == 0,
	}
	slots := []event.Slot{{ID: "one", Workshops: []event.Workshop{{ID: "a"}, {ID: "b"}, {ID: "c"}}[:2+lot.IntN(2)]}}
	second := starts
	if lot.IntN(4) == 0 {
		second = starts.Add(24 * time.Hour)
		e.Days = append(e.Days, event.Day{Starts: second, Ends: second.Add(8 * time.Hour)})
		e.ByDay = lot.IntN(3) > 0
	}
	if lot.IntN(3) > 0 {
		slots[0].Workshops = append(slots[0].Workshops, event.Workshop{ID: "long", Spans: []string{"two"}})
		slots = append(slots, event.Slot{ID: "two", Optional: lot.IntN(3) > 0, Workshops: []event.Workshop{{ID: "d"}, {ID: "e"}}})
		slots[1].Starts, slots[1].Ends = second.Add(2*time.Hour), second.Add(3*time.Hour)
	}
	slots[0].Starts, slots[0].Ends = starts, starts.Add(time.Hour)
	e.Slots = slots
	if lot.IntN(4) == 0 {
		e.Remote = event.Remote{Capacity: 1, URL: "https://exemple.org/salle"}
		e.Slots[0].Workshops[0].Remote = 1
		e.Slots[0].Workshops[1].Remote = lot.IntN(2)
	}
	s.event = capacities(e, lot)
	s.choices = choices(s.event)
}

// capacities gives an event other capacities, where it has any.
func capacities(e event.Event, lot *rand.Rand) event.Event {
	e.Capacity = 1 + lot.IntN(6)
	if e.Remote.Capacity > 0 {
		e.Remote.Capacity = 1 + lot.IntN(3)
	}
	e.Days, e.Slots = slices.Clone(e.Days), slices.Clone(e.Slots)
	for i := range e.Days {
		e.Days[i].Capacity = lot.IntN(4) // 0 is the event's
	}
	for i, s := range e.Slots {
		e.Slots[i].Workshops = slices.Clone(s.Workshops)
		for j := range s.Workshops {
			w := &e.Slots[i].Workshops[j]
			w.Capacity = 1 + lot.IntN(3)
			if w.Remote > 0 {
				w.Remote = 1 + lot.IntN(2)
			}
		}
	}
	return e
}

// choices are what the form of an event offers: every combination of up to two
// workshops that fits its shape.
func choices(e event.Event) []event.Choice {
	var some [][]event.WorkshopID
	some = append(some, nil)
	for _, s := range e.Slots {
		for _, w := range s.Workshops {
			for _, with := range slices.Clone(some) {
				if len(with) < 2 {
					some = append(some, append(slices.Clone(with), w.ID))
				}
			}
		}
	}
	days := [][]int{nil}
	if e.ByDay {
		days = [][]int{{1}, {2}, {1, 2}}
	}
	var all []event.Choice
	for _, remote := range []bool{false, true} {
		for _, d := range days {
			for _, w := range some {
				if c := (event.Choice{Remote: remote, Days: d, Workshops: w}); len(e.Check(c)) == 0 {
					all = append(all, c)
				}
			}
		}
	}
	return all
}

func pick[T any](lot *rand.Rand, some ...T) T { return some[lot.IntN(len(some))] }
