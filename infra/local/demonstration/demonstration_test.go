package demonstration_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/demonstration"
	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/locale"
)

func read(t *testing.T, today time.Time) campaign.Campaign {
	t.Helper()
	c, err := campaign.Read(bytes.NewReader(demonstration.File()), today)
	if err != nil {
		t.Fatalf("on %s: %v", today, err)
	}
	return c
}

func find(t *testing.T, c campaign.Campaign, slug event.Slug) event.Event {
	t.Helper()
	i := slices.IndexFunc(c.Events, func(e event.Event) bool { return e.Slug == slug })
	if i < 0 {
		t.Fatalf("no event %s", slug)
	}
	return c.Events[i]
}

var noon = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

// Whatever the day on which the demonstration is loaded, its two open events lie
// ahead, accept people, and begin at the hour that their posters say, whether
// the clocks have changed for summer or for Ramadan.
func TestOpenEventsOnEveryDay(t *testing.T) {
	offsets := map[string]map[int]bool{}
	for i := range 2 * 366 {
		// Hours near both midnights, where the zones' days differ from UTC's.
		today := noon.AddDate(0, 0, i).Add(time.Duration(i%24-12) * time.Hour)
		c := read(t, today)
		for _, want := range []struct {
			slug     event.Slug
			weekday  time.Weekday
			from, to string
		}{
			{"tanger-insertion-professionnelle", time.Thursday, "09:00", "17:00"},
			{"paris-restitution", time.Friday, "09:00", "16:45"},
		} {
			e := find(t, c, want.slug)
			starts, ends := e.Starts().In(e.Location()), e.Ends().In(e.Location())
			if !starts.After(today.AddDate(0, 2, 0)) || !starts.Before(today.AddDate(0, 5, 0)) {
				t.Errorf("read on %s, %s lies on %s", today, e.Slug, starts)
			}
			if starts.Weekday() != want.weekday || starts.Format("15:04") != want.from || ends.Format("15:04") != want.to {
				t.Errorf("read on %s, %s goes from %s to %s", today, e.Slug, starts, ends)
			}
			if e.Accepts(today) != event.Open {
				t.Errorf("read on %s, %s is %s", today, e.Slug, e.Accepts(today))
			}
			if offsets[e.Zone] == nil {
				offsets[e.Zone] = map[int]bool{}
			}
			_, offset := starts.Zone()
			offsets[e.Zone][offset/3600] = true
		}
	}
	if o := offsets["Africa/Casablanca"]; !o[0] || !o[1] {
		t.Errorf("in Tangier the days met offsets %v, not both that of Ramadan and the other", o)
	}
	if o := offsets["Europe/Paris"]; !o[1] || !o[2] {
		t.Errorf("in Paris the days met offsets %v, not both winter and summer", o)
	}
}

func TestTangier(t *testing.T) {
	e := find(t, read(t, noon), "tanger-insertion-professionnelle")
	if e.Capacity != 60 || len(e.Slots) != 1 || len(e.Slots[0].Workshops) != 3 {
		t.Fatalf("capacity %d, slots %+v", e.Capacity, e.Slots)
	}
	for _, w := range e.Slots[0].Workshops {
		if w.Capacity != 20 {
			t.Errorf("workshop %s has %d seats", w.ID, w.Capacity)
		}
	}
	texts := []locale.Text{e.Title, e.NeutralTitle, e.Summary, e.Description, e.Audience, e.Place, e.Address, e.City, e.Access, e.Slots[0].Title}
	for _, w := range e.Slots[0].Workshops {
		texts = append(texts, w.Title)
	}
	for _, n := range e.Notices {
		if n.Kind != event.Reminder {
			texts = append(texts, n.Text)
		}
		for _, d := range n.Documents {
			texts = append(texts, d.Title)
		}
	}
	for _, item := range e.Programme {
		texts = append(texts, item.Title)
	}
	for _, text := range texts {
		for _, l := range []locale.Lang{locale.French, locale.Arabic} {
			if text[l] == "" {
				t.Errorf("%v lacks %s", text, l)
			}
		}
	}
	if n := strings.Count(e.Description[locale.Arabic], "\n\n"); n != 2 {
		t.Errorf("the Arabic description has %d paragraphs", n+1)
	}
}

func TestTerritories(t *testing.T) {
	c := read(t, noon)
	var slugs []string
	cities, days := map[string]bool{}, 0
	for _, e := range c.Events {
		if e.Project != string(c.Projects[0].ID) {
			continue
		}
		slugs = append(slugs, string(e.Slug))
		cities[e.City[locale.French]] = true
		days += len(e.Days)
		if e.Capacity != 0 || e.Accepts(e.Starts().Add(-time.Hour)) != event.Closed || e.Accepts(noon) != event.Over {
			t.Errorf("%s can be registered for", e.Slug)
		}
		if !strings.HasSuffix(string(e.Slug), e.Starts().In(e.Location()).Format(time.DateOnly)) {
			t.Errorf("%s begins on %s", e.Slug, e.Starts())
		}
	}
	want := []string{
		"territoires-lyon-2009-01-16", "territoires-paris-2009-05-13", "territoires-montargis-2009-06-10",
		"territoires-creteil-2009-07-10", "territoires-bratislava-2009-09-03", "territoires-rome-2009-10-22",
		"territoires-lyon-2009-12-11",
	}
	if !slices.Equal(slugs, want) || len(cities) != 6 || days != 9 {
		t.Errorf("%d cities, %d days, %v", len(cities), days, slugs)
	}
	if n := len(c.Projects[0].Partners); n != 9 {
		t.Errorf("%d partners", n)
	}
}

func TestOrganisations(t *testing.T) {
	c := read(t, noon)
	owners := map[string]string{}
	for _, m := range c.Members {
		owners[m.Address.String()] = string(m.Organisation)
	}
	if owners["organisation@exemple.org"] != "ahsud" || owners["creteil@exemple.org"] != "drogues-et-societe" || len(owners) != 2 {
		t.Errorf("members are %v", owners)
	}
	for _, o := range c.Organisations {
		if missing := o.Controller.Missing(); len(missing) > 0 {
			t.Errorf("%s lacks %v", o.ID, missing)
		}
		if !strings.Contains(o.Controller.Name, "démonstration") {
			t.Errorf("%s passes for the real one: %s", o.ID, o.Controller.Name)
		}
	}
	if len(c.Charters) != 1 || len(c.Charters[0].Articles) != 3 || c.Charters[0].Event != "journee-tanger" {
		t.Errorf("charters are %+v", c.Charters)
	}
}

// What subjects, senders and calendars show must not tell the theme.
func TestNeutralTitles(t *testing.T) {
	for _, e := range read(t, noon).Events {
		for l, s := range e.NeutralTitle {
			for _, word := range []string{"drogue", "insertion", "مخدر", "إدماج"} {
				if strings.Contains(strings.ToLower(s), word) {
					t.Errorf("%s: the neutral title in %s says %q", e.Slug, l, s)
				}
			}
		}
	}
}

// What an organiser opens in the editor and saves as it is stays as it is.
func TestEveryEventComesBackFromItsForm(t *testing.T) {
	day := time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)
	for _, e := range read(t, day).Events {
		got, problems := campaign.FormOf(e).Event(e, day)
		if len(problems) > 0 || !reflect.DeepEqual(got, e) {
			t.Errorf("%s: %v\n%+v\nof\n%+v", e.Slug, problems, got, e)
		}
	}
}

// What is exported is what was imported, but for who works there and for codes.
func TestTheDemonstrationComesBackFromItsFile(t *testing.T) {
	day := time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)
	c := read(t, day)
	c.Members = nil
	for i := range c.Events {
		c.Events[i].EarlyCode = ""
	}
	var b bytes.Buffer
	if err := campaign.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	got, err := campaign.Read(bytes.NewReader(b.Bytes()), day.AddDate(1, 0, 0))
	if err != nil || !reflect.DeepEqual(got, c) {
		t.Errorf("%v\n%s", err, b.String())
	}
}
