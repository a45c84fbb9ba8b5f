package event

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// Place is something that has seats of its own: the event on site, its online
// room, one of its days, a workshop. The desk counts places and knows nothing
// else of an event's shape.
type Place string

// The places of every event. Those of days and workshops are made by [OfDay]
// and [OfWorkshop].
const (
	Hall   Place = "hall"   // the event on site
	Online Place = "online" // the event from elsewhere
)

// OfDay is the place of a day on site, counted from 1.
func OfDay(day int) Place { return Place("day " + strconv.Itoa(day)) }

// OfWorkshop is the place of a workshop: its room on site, or its online one.
func OfWorkshop(id WorkshopID, online bool) Place {
	if online {
		return "online workshop " + Place(id)
	}
	return "workshop " + Place(id)
}

// IsEvent tells the event itself, on site or online, from its parts.
func (p Place) IsEvent() bool { return p == Hall || p == Online }

// Choice is what somebody comes to.
type Choice struct {
	Remote    bool         `json:",omitempty"` // she attends online
	Days      []int        `json:",omitempty"` // counted from 1; where the event asks, else none
	Workshops []WorkshopID // one of every slot that is not optional
}

// Places are what a choice takes one seat of each of, each once.
func (c Choice) Places() []Place {
	var places []Place
	if c.Remote {
		places = append(places, Online)
	} else {
		places = append(places, Hall)
		for _, d := range c.Days {
			places = append(places, OfDay(d))
		}
	}
	for _, id := range c.Workshops {
		places = append(places, OfWorkshop(id, c.Remote))
	}
	return places
}

// Equal reports whether two choices are the same, in whatever order.
func (c Choice) Equal(o Choice) bool {
	return c.Remote == o.Remote && sameSet(c.Days, o.Days) && sameSet(c.Workshops, o.Workshops)
}

func sameSet[T comparable](a, b []T) bool {
	within := func(a, b []T) bool {
		return !slices.ContainsFunc(a, func(v T) bool { return !slices.Contains(b, v) })
	}
	return within(a, b) && within(b, a)
}

// Why a choice cannot be, whatever seats are left.
var (
	ErrMode       = errors.New("event: not offered on site, or online")
	ErrNoDay      = errors.New("event: no day is chosen")
	ErrDay        = errors.New("event: a day that the event does not have, or one twice")
	ErrWorkshop   = errors.New("event: a workshop that is not offered so")
	ErrAbsent     = errors.New("event: a workshop on a day that is not attended")
	ErrNoWorkshop = errors.New("event: a slot without a workshop")
	ErrOverlap    = errors.New("event: two workshops at one time")
)

// Unfit says what is wrong with a choice, and where.
type Unfit struct {
	Slot    string        // the slot that it shows in; "" if none
	Of      [2]WorkshopID // ErrOverlap: the two; ErrWorkshop, ErrAbsent: the first
	problem error         // one of Err…
}

func (u Unfit) Error() string {
	return fmt.Sprintf("%v: slot %q, workshops %q", u.problem, u.Slot, u.Of)
}

// Unwrap gives one of Err….
func (u Unfit) Unwrap() error { return u.problem }

// Check says everything that is wrong with a choice; nothing if it fits the
// event's shape. Whether seats are left is the desk's to say.
func (e Event) Check(c Choice) []Unfit {
	if c.Remote && e.Remote.Capacity == 0 || !c.Remote && e.Capacity == 0 {
		return []Unfit{{problem: ErrMode}}
	}
	if bad := e.checkDays(c.Days); bad != nil {
		return []Unfit{{problem: bad}}
	}
	var wrong []Unfit
	by := map[string]WorkshopID{} // the slots that are taken, and by which workshop
	for _, id := range c.Workshops {
		w, s, known := e.Workshop(id)
		switch {
		case !known || w.Seats(c.Remote) == 0:
			wrong = append(wrong, Unfit{Slot: s.ID, Of: [2]WorkshopID{id}, problem: ErrWorkshop})
			continue
		case !c.attendsAll(e, w.slots(s)):
			wrong = append(wrong, Unfit{Slot: s.ID, Of: [2]WorkshopID{id}, problem: ErrAbsent})
			continue
		}
		for _, slot := range w.slots(s) {
			if other, taken := by[slot]; taken {
				wrong = append(wrong, Unfit{Slot: slot, Of: [2]WorkshopID{other, id}, problem: ErrOverlap})
			}
			by[slot] = id
		}
	}
	for _, s := range e.Slots {
		told := slices.ContainsFunc(wrong, func(u Unfit) bool { return u.Slot == s.ID })
		if _, taken := by[s.ID]; !taken && !told && !s.Optional && c.attends(e, s) && s.offered(c.Remote) {
			wrong = append(wrong, Unfit{Slot: s.ID, problem: ErrNoWorkshop})
		}
	}
	return wrong
}

func (e Event) checkDays(days []int) error {
	switch {
	case !e.ByDay && len(days) > 0:
		return ErrDay
	case e.ByDay && len(days) == 0:
		return ErrNoDay
	}
	for i, d := range days {
		if d < 1 || d > len(e.Days) || slices.Contains(days[:i], d) {
			return ErrDay
		}
	}
	return nil
}

// attends reports whether who chose so is there when a slot begins.
func (c Choice) attends(e Event, s Slot) bool {
	return !e.ByDay || slices.Contains(c.Days, e.DayOf(s))
}

// attendsAll reports whether who chose so is there in all of these slots.
func (c Choice) attendsAll(e Event, slots []string) bool {
	return !slices.ContainsFunc(e.Slots, func(s Slot) bool { return slices.Contains(slots, s.ID) && !c.attends(e, s) })
}

// SlotsOf are the slots that a workshop lasts through, in the event's order.
func (e Event) SlotsOf(id WorkshopID) []Slot {
	w, own, known := e.Workshop(id)
	if !known {
		return nil
	}
	all := w.slots(own)
	return slices.DeleteFunc(slices.Clone(e.Slots), func(s Slot) bool { return !slices.Contains(all, s.ID) })
}

// slots are those that a workshop of s lasts through.
func (w Workshop) slots(s Slot) []string { return append([]string{s.ID}, w.Spans...) }

// offered reports whether a slot has a workshop for those on site, or online.
func (s Slot) offered(online bool) bool {
	return slices.ContainsFunc(s.Workshops, func(w Workshop) bool { return w.Seats(online) > 0 })
}

// DayOf is the day that a slot lies in, counted from 1; 0 if in none.
func (e Event) DayOf(s Slot) int {
	for i, d := range e.Days {
		if !s.Starts.Before(d.Starts) && s.Starts.Before(d.Ends) {
			return i + 1
		}
	}
	return 0
}

// Attended are the days that somebody who chose so attends, counted from 1.
func (e Event) Attended(c Choice) []int {
	if e.ByDay {
		return slices.Sorted(slices.Values(c.Days))
	}
	all := make([]int, len(e.Days))
	for i := range all {
		all[i] = i + 1
	}
	return all
}

// Capacities are the seats of every place that the event has.
func (e Event) Capacities() map[Place]int {
	seats := map[Place]int{}
	add := func(p Place, n int) {
		if n > 0 {
			seats[p] = n
		}
	}
	add(Hall, e.Capacity)
	add(Online, e.Remote.Capacity)
	for i, d := range e.Days {
		if e.ByDay {
			add(OfDay(i+1), d.Seats(e.Capacity))
		}
	}
	for _, s := range e.Slots {
		for _, w := range s.Workshops {
			add(OfWorkshop(w.ID, false), w.Capacity)
			add(OfWorkshop(w.ID, true), w.Remote)
		}
	}
	return seats
}
