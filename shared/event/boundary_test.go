package event_test

import (
	"testing"
	"time"

	"tribune/shared/event"
)

// changes are the nights of 2027 in which the clocks change where our events
// are: the instant, and what a clock on the wall says a second before and at it.
var changes = []struct{ zone, at, before, after string }{
	{"Europe/Paris", "2027-03-28T01:00:00Z", "28 01:59:59 +0100", "28 03:00:00 +0200"},
	{"Europe/Paris", "2027-10-31T01:00:00Z", "31 02:59:59 +0200", "31 02:00:00 +0100"},
	{"Africa/Casablanca", "2027-02-07T02:00:00Z", "07 02:59:59 +0100", "07 02:00:00 +0000"}, // Ramadan
	{"Africa/Casablanca", "2027-03-14T02:00:00Z", "14 01:59:59 +0000", "14 03:00:00 +0100"},
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// The zones that are built in know these changes to the second.
func TestZonesKnowWhenTheClocksChange(t *testing.T) {
	for _, c := range changes {
		loc, at := event.Event{Zone: c.zone}.Location(), instant(t, c.at)
		const wall = "02 15:04:05 -0700"
		if got := at.Add(-time.Second).In(loc).Format(wall); got != c.before {
			t.Errorf("%s, a second before %s: %s", c.zone, c.at, got)
		}
		if got := at.In(loc).Format(wall); got != c.after {
			t.Errorf("%s, at %s: %s", c.zone, c.at, got)
		}
	}
}

// An event that opens, closes, starts or ends at the very change does so at that
// second, in whatever zone somebody asks.
func TestAcceptsAtAChangeOfTheClocks(t *testing.T) {
	for _, c := range changes {
		at := instant(t, c.at)
		for _, zone := range []*time.Location{time.UTC, event.Event{Zone: c.zone}.Location(), time.FixedZone("", -11*3600)} {
			opening, closing, ending := day(), day(), day()
			opening.Opens, opening.Closes = at, at.Add(time.Hour)
			opening.Days = []event.Day{{Starts: at.Add(2 * time.Hour), Ends: at.Add(3 * time.Hour)}}
			closing.Opens, closing.Closes, closing.Days = at.Add(-time.Hour), at, opening.Days
			ending.Opens, ending.Closes, ending.Days = at.Add(-2*time.Hour), at.Add(-time.Hour), []event.Day{{Starts: at.Add(-time.Hour), Ends: at}}
			for _, x := range []struct {
				name          string
				event         event.Event
				before, after event.Acceptance
			}{
				{"opening", opening, event.Early, event.Open}, {"closing", closing, event.Open, event.Closed}, {"ending", ending, event.Closed, event.Over},
			} {
				for _, before := range []time.Duration{time.Second, 1} {
					if got := x.event.Accepts(at.Add(-before).In(zone)); got != x.before {
						t.Errorf("%s at %s, %v before: %s", x.name, c.at, before, got)
					}
				}
				for _, after := range []time.Duration{0, 1, time.Second} {
					if got := x.event.Accepts(at.Add(after).In(zone)); got != x.after {
						t.Errorf("%s at %s, %v after: %s", x.name, c.at, after, got)
					}
				}
			}
		}
	}
}

// A slot lies in the day in whose hours it begins: at the day's beginning, and
// no more at its end, also on the day that has 23 hours or 25.
func TestDayOfAtTheBoundaries(t *testing.T) {
	for _, c := range changes {
		at := instant(t, c.at)
		e := event.Event{Days: []event.Day{{Starts: at.Add(-time.Hour), Ends: at}, {Starts: at, Ends: at.Add(time.Hour)}}}
		for later, want := range map[time.Duration]int{
			-time.Hour - 1: 0, -time.Hour: 1, -time.Second: 1, -1: 1, 0: 2, 1: 2, time.Hour - 1: 2, time.Hour: 0,
		} {
			if got := e.DayOf(event.Slot{Starts: at.Add(later)}); got != want {
				t.Errorf("%s, %v later: day %d, want %d", c.at, later, got, want)
			}
		}
	}
}
