package event_test

import (
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
)

var (
	opens  = time.Date(2027, 1, 4, 8, 0, 0, 0, time.UTC)
	closes = time.Date(2027, 2, 26, 23, 0, 0, 0, time.UTC)
	begins = time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
	ends   = time.Date(2027, 3, 2, 17, 0, 0, 0, time.UTC)
)

func day() event.Event {
	return event.Event{
		Ref:      event.Ref{"ahsud", "tanger"},
		Capacity: 60, Opens: opens, Closes: closes, Zone: "Africa/Casablanca",
		Days: []event.Day{{Starts: begins, Ends: begins.Add(8 * time.Hour)}, {Starts: ends.Add(-8 * time.Hour), Ends: ends}},
		Slots: []event.Slot{
			{ID: "morning", Workshops: []event.Workshop{{ID: "a", Capacity: 20}, {ID: "b", Capacity: 20}}},
			{ID: "evening", Workshops: []event.Workshop{{ID: "c", Capacity: 20}}},
		},
	}
}

func TestAcceptsAtTheBoundaries(t *testing.T) {
	without := day()
	without.Capacity, without.Opens, without.Closes = 0, time.Time{}, time.Time{}
	none := day()
	none.Capacity = 0
	longer := day()
	longer.Closes = ends.Add(time.Hour)
	for _, c := range []struct {
		name  string
		event event.Event
		now   time.Time
		want  event.Acceptance
	}{
		{"before it opens", day(), opens.Add(-1), event.Early},
		{"as it opens", day(), opens, event.Open},
		{"before it closes", day(), closes.Add(-1), event.Open},
		{"as it closes", day(), closes, event.Closed},
		{"before it ends", day(), ends.Add(-1), event.Closed},
		{"as it ends", day(), ends, event.Over},
		{"no registration, before", without, opens, event.Closed},
		{"no registration, after", without, ends, event.Over},
		{"no seats are offered", none, opens, event.Closed},
		{"open beyond its end", longer, ends, event.Over},
		{"without days", event.Event{}, opens, event.Over},
	} {
		if got := c.event.Accepts(c.now); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestStartsAndEnds(t *testing.T) {
	if e := day(); !e.Starts().Equal(begins) || !e.Ends().Equal(ends) {
		t.Errorf("from %v to %v", e.Starts(), e.Ends())
	}
	if e := (event.Event{}); !e.Starts().IsZero() || !e.Ends().IsZero() {
		t.Errorf("without days: from %v to %v", e.Starts(), e.Ends())
	}
}

func TestWorkshop(t *testing.T) {
	if w, s, ok := day().Workshop("c"); !ok || w.ID != "c" || w.Capacity != 20 || s.ID != "evening" {
		t.Errorf("%+v of %+v, %t", w, s, ok)
	}
	if w, s, ok := day().Workshop("z"); ok || w.ID != "" || s.ID != "" {
		t.Errorf("not offered, and yet %+v of %+v", w, s)
	}
}

// In Ramadan Morocco goes back an hour; in 2027 it begins in February.
func TestLocation(t *testing.T) {
	loc := day().Location()
	for at, want := range map[time.Time]string{
		time.Date(2027, 1, 15, 9, 0, 0, 0, time.UTC): "10:00",
		time.Date(2027, 2, 15, 9, 0, 0, 0, time.UTC): "09:00",
		time.Date(2027, 4, 15, 9, 0, 0, 0, time.UTC): "10:00",
	} {
		if got := at.In(loc).Format("15:04"); got != want {
			t.Errorf("%v is %s, want %s", at, got, want)
		}
	}
	if loc := (event.Event{Zone: "Atlantis/Capital"}).Location(); loc != time.UTC {
		t.Errorf("an unknown zone is %v", loc)
	}
}

func TestRefIsStable(t *testing.T) {
	if got := day().Ref.String(); got != "ahsud/tanger" {
		t.Errorf("%q: keys and links of stored registrations hold it", got)
	}
}

func TestTownInAddress(t *testing.T) {
	for _, c := range []struct {
		address, city locale.Text
		want          map[locale.Lang]bool
	}{
		{locale.Text{"fr": "1, rue Exemple, Tanger"}, locale.Text{"fr": "Tanger", "ar": "طنجة"}, map[locale.Lang]bool{"fr": true, "ar": false, "en": true}},
		{locale.Text{"fr": "1, rue Exemple, Tanger"}, locale.Text{"fr": "Tanger", "ar": "طنجة", "en": "Tangier"}, map[locale.Lang]bool{"fr": true, "ar": false, "en": true}},
		{locale.Text{"fr": "1, rue de Tanger"}, locale.Text{"fr": "Tanger"}, map[locale.Lang]bool{"fr": true}},
		{locale.Text{"fr": "Tanger, 1, rue Exemple"}, locale.Text{"fr": "Tanger"}, map[locale.Lang]bool{"fr": false}},
		{nil, locale.Text{"fr": "Tanger"}, map[locale.Lang]bool{"fr": false}},
	} {
		e := event.Event{Address: c.address, City: c.city}
		for l, want := range c.want {
			if got := e.TownInAddress(l); got != want {
				t.Errorf("%v ends with %v in %s: %t", c.address, c.city, l, got)
			}
		}
	}
}
