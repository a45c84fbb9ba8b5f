// Package report is what an event comes to in figures, for its organisers and for
// who funds it: who registered when, who came, from where. It names nobody.
//
// What tells people apart (sector, country, language) is counted by categories,
// and those of fewer than [Fewest] people are put together, so that a figure
// singles nobody out. A report is written down before the registrations are
// erased and outlives them.
package report

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/token"
)

// Fewest is the least number of people that a category of its own may have.
const Fewest = 5

// When a report is written down, counted from the end of its event: when whoever
// came late to the list is in it, and again while registrations are there. Once
// they may be erased, the one that was written down is shown.
const (
	Written = 7 * 24 * time.Hour
	Erased  = registration.Keep - 24*time.Hour
)

// Report is an event in figures, as they stood at a moment.
type Report struct {
	At        time.Time
	Days      []Day // those on which somebody registered, in their order
	States    map[registration.State]int
	Sectors   []Group `json:",omitempty"` // of those who have a seat; so the next ones
	Countries []Group `json:",omitempty"`
	Langs     []Group `json:",omitempty"`
	Workshops []Workshop
	Halves    []Half
	Seated    int // have a seat
	Present   int // of them, came at least once
}

// Day is how many registered on one day, where the event is.
type Day struct {
	On time.Time // its first hour
	N  int
}

// Group is how many are of one category; of those put together if it has no name.
type Group struct {
	Name string
	N    int
}

// Workshop is one workshop, on site and online together.
type Workshop struct {
	ID                        event.WorkshopID
	Capacity, Taken, Attended int
}

// Half is one half-day.
type Half struct {
	Name              attendance.Half
	Expected, Present int
}

// Absent are those who have a seat and never came.
func (r Report) Absent() int { return r.Seated - r.Present }

// Share is how many of a hundred n are of all; 0 if there is nobody.
func Share(n, all int) int {
	if all == 0 {
		return 0
	}
	return (200*n + all) / (2 * all)
}

// Of counts an event's people and who was there.
func Of(e event.Event, people []roster.Entry, there map[token.Person]attendance.Presence, now time.Time) Report {
	r := Report{At: now, States: map[registration.State]int{}}
	days, sectors, countries, langs := map[time.Time]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	r.Workshops, r.Halves = workshops(e), halves(e)
	for _, p := range people {
		r.States[p.State]++
		days[day(e, cmp.Or(p.Attendee.Consent, p.Since))]++
		if p.State != registration.Confirmed {
			continue
		}
		r.Seated++
		sectors[string(p.Attendee.Sector)]++
		countries[e.CountryOf(p.Answers)]++
		langs[string(p.Attendee.Lang)]++
		here := there[p.Person]
		if len(here.Attended(e)) > 0 {
			r.Present++
		}
		r.attend(e, p.Choice, here)
	}
	for _, on := range slices.SortedFunc(maps.Keys(days), time.Time.Compare) {
		r.Days = append(r.Days, Day{on, days[on]})
	}
	r.Sectors, r.Countries, r.Langs = groups(sectors), groups(countries), groups(langs)
	return r
}

// attend counts somebody in where she is expected, and where she was.
func (r *Report) attend(e event.Event, c event.Choice, here attendance.Presence) {
	expected := e.Expected(c)
	for i, h := range e.HalfDays() {
		if slices.Contains(expected, h) {
			r.Halves[i].Expected++
		}
		if here.In(h) {
			r.Halves[i].Present++
		}
	}
	for i := range r.Workshops {
		w := &r.Workshops[i]
		if slices.Contains(c.Workshops, w.ID) {
			w.Taken++
			if attended(e, w.ID, here) {
				w.Attended++
			}
		}
	}
}

// attended reports whether somebody was there for a half-day in which a workshop
// of hers was.
func attended(e event.Event, id event.WorkshopID, here attendance.Presence) bool {
	slots := e.SlotsOf(id)
	return slices.ContainsFunc(here.Attended(e), func(h event.HalfDay) bool {
		return slices.ContainsFunc(slots, func(s event.Slot) bool { return s.Starts.Before(h.Ends) && h.Starts.Before(s.Ends) })
	})
}

func workshops(e event.Event) (all []Workshop) {
	for _, s := range e.Slots {
		for _, w := range s.Workshops {
			all = append(all, Workshop{ID: w.ID, Capacity: w.Capacity + w.Remote})
		}
	}
	return all
}

func halves(e event.Event) (all []Half) {
	for _, h := range e.HalfDays() {
		all = append(all, Half{Name: attendance.Name(h)})
	}
	return all
}

func day(e event.Event, at time.Time) time.Time {
	y, m, d := at.In(e.Location()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, e.Location())
}

// groups are categories by their number, the largest first. Those that are too
// small are put together, and if those are too few in all, with the next larger
// ones, for who knows the sum could else tell. Who said nothing is in none.
func groups(counted map[string]int) []Group {
	delete(counted, "")
	var all []Group
	for _, name := range slices.Sorted(maps.Keys(counted)) {
		all = append(all, Group{name, counted[name]})
	}
	slices.SortStableFunc(all, func(a, b Group) int { return b.N - a.N })
	rest := 0
	for i := len(all) - 1; i >= 0 && (all[i].N < Fewest || rest > 0 && rest < Fewest); i-- {
		rest += all[i].N
		all = all[:i]
	}
	if rest > 0 {
		all = append(all, Group{N: rest})
	}
	return all
}
