package event_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tribune/shared/event"
)

// TestHalfDays parts days in a zone whose noon is not UTC's.
func TestHalfDays(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Athens")
	if err != nil {
		t.Fatal(err)
	}
	at := func(clock string) time.Time {
		var hour, minute int
		if _, err := fmt.Sscanf(clock, "%d:%d", &hour, &minute); err != nil {
			t.Fatal(err)
		}
		return time.Date(2027, 3, 4, hour, minute, 0, 0, zone).UTC()
	}
	for _, c := range []struct{ day, pause, want string }{
		{"9:00 17:00", "", "morning 09:00 13:00, afternoon 13:00 17:00"},
		{"9:00 17:00", "12:30 14:00", "morning 09:00 12:30, afternoon 14:00 17:00"},
		{"9:00 13:00", "", "morning 09:00 13:00"},
		{"13:00 18:00", "", "afternoon 13:00 18:00"},
		{"14:00 18:00", "", "afternoon 14:00 18:00"},
		{"8:00 12:00", "", "morning 08:00 12:00"},
		{"9:00 12:30", "12:30 14:00", "morning 09:00 12:30"},
	} {
		from, to, _ := strings.Cut(c.day, " ")
		d := event.Day{Starts: at(from), Ends: at(to)}
		if c.pause != "" {
			from, to, _ = strings.Cut(c.pause, " ")
			d.Pause = event.Span{Starts: at(from), Ends: at(to)}
		}
		e := event.Event{Zone: zone.String(), Days: []event.Day{d}}
		var got []string
		for _, h := range e.HalfDays() {
			got = append(got, fmt.Sprint(h.Half, h.Starts.In(zone).Format(" 15:04"), h.Ends.In(zone).Format(" 15:04")))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s with %q: %v, not %s", c.day, c.pause, got, c.want)
		}
	}
}

// TestNextHalf is the one that is on until it ends, and the last ever after.
func TestNextHalf(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2027, 3, 1, hour, 0, 0, 0, time.UTC) }
	e := event.Event{Zone: "UTC", Days: []event.Day{{Starts: at(9), Ends: at(17)}}}
	for hour, want := range map[int]int{1: 0, 9: 0, 12: 0, 13: 1, 16: 1, 17: 1, 23: 1} {
		if got := e.NextHalf(at(hour)); got != want {
			t.Errorf("at %d it is %d, not %d", hour, got, want)
		}
	}
	if (event.Event{}).NextHalf(at(9)) != 0 {
		t.Error("an event without days has a half-day")
	}
}

// TestDuring finds the workshops of a half-day, those that last through it too.
func TestDuring(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2027, 3, 1, hour, 0, 0, 0, time.UTC) }
	e := event.Event{Zone: "UTC", Days: []event.Day{{Starts: at(9), Ends: at(17)}}, Slots: []event.Slot{
		{ID: "one", Starts: at(10), Ends: at(12), Workshops: []event.Workshop{{ID: "short"}, {ID: "long", Spans: []string{"two"}}}},
		{ID: "two", Starts: at(14), Ends: at(16), Workshops: []event.Workshop{{ID: "late"}}},
	}}
	for i, want := range []string{"short long", "long late"} {
		var got []string
		for _, w := range e.During(e.HalfDays()[i]) {
			got = append(got, string(w.ID))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("half-day %d has %v, not %s", i, got, want)
		}
	}
}

// TestExpected leaves out the days that are not attended.
func TestExpected(t *testing.T) {
	day := func(n int) event.Day {
		return event.Day{Starts: time.Date(2027, 3, n, 9, 0, 0, 0, time.UTC), Ends: time.Date(2027, 3, n, 17, 0, 0, 0, time.UTC)}
	}
	e := event.Event{Zone: "UTC", ByDay: true, Days: []event.Day{day(1), day(2), day(3)}}
	for _, h := range e.Expected(event.Choice{Days: []int{3, 1}}) {
		if h.Day == 2 {
			t.Errorf("she is expected on a day that she does not attend: %+v", h)
		}
	}
	if n := len(e.Expected(event.Choice{Days: []int{3, 1}})); n != 4 {
		t.Errorf("%d half-days of two days", n)
	}
}
