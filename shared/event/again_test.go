package event_test

import (
	"reflect"
	"testing"
	"time"

	"tribune/shared/event"
)

// An event of the winter takes place again in the summer, in Ramadan, or across
// either: the clocks on its walls show the same hours.
func TestAgainKeepsTheHoursOfTheWall(t *testing.T) {
	for _, zone := range []string{"Europe/Paris", "Africa/Casablanca", "UTC"} {
		e := course()
		e.Zone, e.EarlyCode, e.Version, e.Slug = zone, "digest", 7, "course"
		e.Days[0].Pause = event.Span{Starts: e.Days[0].Starts.Add(3 * time.Hour), Ends: e.Days[0].Starts.Add(4 * time.Hour)}
		e.Opens, e.Closes = e.Starts().AddDate(0, -3, 0), e.Starts().AddDate(0, 0, -1)
		e.Programme = []event.Item{{Starts: e.Starts()}}
		wall := func(t time.Time) string { return t.In(e.Location()).Format("15:04") }
		before := reflect.ValueOf(e).Interface().(event.Event)
		for _, date := range []string{"2027-07-05", "2027-02-20", "2027-03-28", "2027-10-31", "2026-12-01", "2028-02-29"} {
			first, _ := time.Parse(time.DateOnly, date)
			a := e.Again(first)
			if got := a.Starts().In(e.Location()).Format(time.DateOnly); got != date {
				t.Errorf("%s: it begins on %s, want %s", zone, got, date)
			}
			if a.State != event.Draft || a.Ref.Event != "" || a.Slug != "" || a.EarlyCode != "" || a.Version != 0 {
				t.Errorf("what is the first one's alone: %+v", a)
			}
			for i, d := range e.Days {
				if wall(a.Days[i].Starts) != wall(d.Starts) || wall(a.Days[i].Ends) != wall(d.Ends) || a.Days[i].Capacity != d.Capacity {
					t.Errorf("%s on %s: day %d is %v, was %v", zone, date, i+1, a.Days[i], d)
				}
			}
			if wall(a.Days[0].Pause.Starts) != wall(e.Days[0].Pause.Starts) || wall(a.Slots[2].Starts) != wall(e.Slots[2].Starts) || wall(a.Programme[0].Starts) != wall(e.Starts()) {
				t.Errorf("%s on %s: pause %v, slot %v, programme %v", zone, date, a.Days[0].Pause, a.Slots[2], a.Programme)
			}
			if wall(a.Opens) != wall(e.Opens) || wall(a.Closes) != wall(e.Closes) || !a.Closes.Before(a.Starts()) {
				t.Errorf("%s on %s: open from %v to %v", zone, date, a.Opens, a.Closes)
			}
		}
		if !reflect.DeepEqual(e, before) {
			t.Error("the first one was changed")
		}
	}
	if p := (event.Event{Zone: "UTC", Days: []event.Day{{Starts: begins, Ends: begins.Add(time.Hour)}}}).Again(begins); !p.Opens.IsZero() || !p.Days[0].Pause.Starts.IsZero() {
		t.Errorf("what was not said: %+v", p)
	}
}
