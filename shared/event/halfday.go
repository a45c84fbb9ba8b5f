package event

import (
	"slices"
	"time"
)

// Half is a part of a day for which people sign and are counted.
type Half string

// The halves.
const (
	Morning   Half = "morning"
	Afternoon Half = "afternoon"
)

// Span is a stretch of time.
type Span struct{ Starts, Ends time.Time }

// HalfDay is a morning or an afternoon of an event.
type HalfDay struct {
	Day  int // counted from 1
	Half Half
	Span
}

// noon parts a day that says nothing of its pause, in hours.
const noon = 13

// HalfDays are those of the event in their order. A day is parted by its pause,
// or else at one o'clock, where the event is; one that lies on one side of it
// has one half.
func (e Event) HalfDays() []HalfDay {
	var all []HalfDay
	for i, d := range e.Days {
		local := d.Starts.In(e.Location())
		pause := d.Pause
		if pause == (Span{}) {
			at := time.Date(local.Year(), local.Month(), local.Day(), noon, 0, 0, 0, e.Location()).UTC()
			pause = Span{at, at}
		}
		if d.Starts.Before(pause.Starts) {
			all = append(all, HalfDay{i + 1, Morning, Span{d.Starts, earlier(d.Ends, pause.Starts)}})
		}
		if d.Ends.After(pause.Ends) {
			all = append(all, HalfDay{i + 1, Afternoon, Span{later(d.Starts, pause.Ends), d.Ends}})
		}
	}
	return all
}

// NextHalf is which of the half-days comes next, or is now, counted from 0; the
// last, if all are over.
func (e Event) NextHalf(now time.Time) int {
	halves := e.HalfDays()
	next := slices.IndexFunc(halves, func(h HalfDay) bool { return now.Before(h.Ends) })
	if next < 0 {
		next = max(0, len(halves)-1)
	}
	return next
}

// During are the workshops of which a part lies in a half-day, in the event's order.
func (e Event) During(h HalfDay) (all []Workshop) {
	for _, s := range e.Slots {
		for _, w := range s.Workshops {
			if slices.ContainsFunc(e.SlotsOf(w.ID), func(s Slot) bool { return s.Starts.Before(h.Ends) && h.Starts.Before(s.Ends) }) {
				all = append(all, w)
			}
		}
	}
	return all
}

// Expected are the half-days of the days that somebody who chose so attends.
func (e Event) Expected(c Choice) []HalfDay {
	days := e.Attended(c)
	return slices.DeleteFunc(e.HalfDays(), func(h HalfDay) bool { return !slices.Contains(days, h.Day) })
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
