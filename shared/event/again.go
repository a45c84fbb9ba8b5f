package event

import (
	"slices"
	"time"
)

// Again is an event as it would take place again, its first day on the date of
// first: everything in it as many days later or earlier, at the same hours of its
// own zone whether the clocks change in between or not. It is a draft that nobody
// has registered for, under no id yet. The code that opened registration early
// opens nothing any more.
func (e Event) Again(first time.Time) Event {
	loc := e.Location()
	date := func(t time.Time) time.Time {
		y, m, d := t.In(loc).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	y, m, d := first.Date()
	days := int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Sub(date(e.Starts())) / (24 * time.Hour))
	move := func(t time.Time) time.Time {
		if t.IsZero() {
			return t
		}
		return t.In(loc).AddDate(0, 0, days).UTC()
	}
	a := e
	a.State, a.Ref.Event, a.Slug, a.EarlyCode = Draft, "", "", ""
	a.Version, a.Updated = 0, time.Time{}
	a.Days, a.Slots, a.Programme = slices.Clone(e.Days), slices.Clone(e.Slots), slices.Clone(e.Programme)
	for i, d := range e.Days {
		a.Days[i].Starts, a.Days[i].Ends = move(d.Starts), move(d.Ends)
		a.Days[i].Pause = Span{move(d.Pause.Starts), move(d.Pause.Ends)}
	}
	for i, s := range e.Slots {
		a.Slots[i].Starts, a.Slots[i].Ends = move(s.Starts), move(s.Ends)
	}
	for i, item := range e.Programme {
		a.Programme[i].Starts = move(item.Starts)
	}
	a.Opens, a.Closes = move(e.Opens), move(e.Closes)
	return a
}
