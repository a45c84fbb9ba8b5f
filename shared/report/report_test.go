package report_test

import (
	"reflect"
	"testing"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/report"
	"tribune/shared/roster"
	"tribune/shared/token"
)

func study() event.Event {
	starts := time.Date(2027, 3, 11, 9, 0, 0, 0, time.UTC)
	return event.Event{
		Zone: "Africa/Casablanca", Capacity: 60, Days: []event.Day{{Starts: starts, Ends: starts.Add(8 * time.Hour)}},
		Slots: []event.Slot{{ID: "a", Starts: starts.Add(6 * time.Hour), Ends: starts.Add(7 * time.Hour), Workshops: []event.Workshop{{ID: "x", Capacity: 20, Remote: 5}}}},
	}
}

// people are n of a sector and a state.
func people(from, n int, s registration.Sector, state registration.State) (all []roster.Entry) {
	address, _ := outbox.ParseAddress("x@exemple.org")
	for i := range n {
		all = append(all, roster.Entry{Registration: registration.Registration{
			Person: token.Person{byte(from + i)}, State: state, Choice: event.Choice{Workshops: []event.WorkshopID{"x"}},
			Attendee: registration.Attendee{Address: address, Sector: s, Lang: "fr", Consent: time.Date(2027, 1, 10+i%2, 23, 30, 0, 0, time.UTC)},
		}})
	}
	return all
}

func count(all ...[]roster.Entry) report.Report {
	var list []roster.Entry
	for _, some := range all {
		list = append(list, some...)
	}
	return report.Of(study(), list, map[token.Person]attendance.Presence{
		{1}: {Marks: map[attendance.Half]attendance.Mark{"1-morning": {}}},
		{2}: {Marks: map[attendance.Half]attendance.Mark{"1-afternoon": {}}},
		{3}: {Marks: map[attendance.Half]attendance.Mark{"1-morning": {}, "1-afternoon": {}}},
	}, time.Date(2027, 3, 12, 0, 0, 0, 0, time.UTC))
}

func TestWhoCame(t *testing.T) {
	r := count(people(1, 6, "public", registration.Confirmed), people(100, 3, "public", registration.Cancelled))
	if r.Seated != 6 || r.Present != 3 || r.Absent() != 3 || report.Share(r.Present, r.Seated) != 50 {
		t.Errorf("%+v", r)
	}
	if want := []report.Half{{"1-morning", 6, 2}, {"1-afternoon", 6, 2}}; !reflect.DeepEqual(r.Halves, want) {
		t.Errorf("half-days: %+v", r.Halves)
	}
	// The workshop was in the afternoon: who came in the morning alone missed it.
	if want := []report.Workshop{{"x", 25, 6, 2}}; !reflect.DeepEqual(r.Workshops, want) {
		t.Errorf("workshops: %+v", r.Workshops)
	}
	if r.States[registration.Confirmed] != 6 || r.States[registration.Cancelled] != 3 {
		t.Errorf("states: %+v", r.States)
	}
	// Half past eleven in London is the next day in Casablanca.
	if len(r.Days) != 2 || r.Days[0].On.Day() != 11 || r.Days[0].N != 5 || r.Days[1].N != 4 {
		t.Errorf("days: %+v", r.Days)
	}
}

// No category of fewer than five is told alone, and none can be reckoned.
func TestNoFigureSinglesAnybodyOut(t *testing.T) {
	for _, c := range []struct {
		sizes map[registration.Sector]int
		want  []report.Group
	}{
		{map[registration.Sector]int{"public": 9, "company": 5}, []report.Group{{"public", 9}, {"company", 5}}},
		{map[registration.Sector]int{"public": 9, "company": 2, "other": 3}, []report.Group{{"public", 9}, {"", 5}}},
		{map[registration.Sector]int{"public": 9, "company": 6, "other": 1}, []report.Group{{"public", 9}, {"", 7}}},
		{map[registration.Sector]int{"public": 1, "company": 1}, []report.Group{{"", 2}}},
		{map[registration.Sector]int{"public": 9, "": 1}, []report.Group{{"public", 9}}},
	} {
		var all [][]roster.Entry
		from := 10
		for s, n := range c.sizes {
			all = append(all, people(from, n, s, registration.Confirmed))
			from += n
		}
		if got := count(all...).Sectors; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v: %+v", c.sizes, got)
		}
	}
}
