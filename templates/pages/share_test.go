package pages_test

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// metas are a page's properties and names with what they say; what stands
// several times is joined.
func metas(doc *html.Node) map[string]string {
	said := map[string]string{}
	for _, n := range elements(doc, "meta") {
		key := value(n, "property") + value(n, "name")
		said[key] = strings.TrimPrefix(said[key]+" "+value(n, "content"), " ")
	}
	return said
}

// A public page says what it is to those who pass it on; a personal one says
// nothing at all.
func TestPagesSayWhatIsShared(t *testing.T) {
	territories := map[locale.Lang][2]string{
		locale.French: {"fr_FR", "ar_MA en_GB"}, locale.Arabic: {"ar_MA", "fr_FR en_GB"}, locale.English: {"en_GB", "fr_FR ar_MA"},
	}
	onEveryPage(t, func(t *testing.T, l locale.Lang, _, page string, doc *html.Node) {
		said, links := metas(doc), map[string]string{}
		for _, n := range elements(doc, "link") {
			links[value(n, "rel")+value(n, "hreflang")] = value(n, "href")
		}
		if said["robots"] == "noindex" {
			if strings.Contains(page, `"og:`) || links["canonical"] != "" || links["alternatefr"] != "" {
				t.Error("a personal page is offered to be passed on")
			}
			return
		}
		here := links["canonical"]
		want := map[string]string{
			"og:type": "website", "og:site_name": "Tribune", "og:url": here, "og:description": said["description"],
			"og:locale": territories[l][0], "og:locale:alternate": territories[l][1],
		}
		for key, w := range want {
			if said[key] != w || w == "" {
				t.Errorf("%s is %q, want %q", key, said[key], w)
			}
		}
		if title := words(elements(doc, "title")[0]); said["og:title"] == "" || !strings.Contains(title, said["og:title"]) {
			t.Errorf("passed on as %q, titled %q", said["og:title"], title)
		}
		if !strings.HasPrefix(here, origin+"/"+string(l)) {
			t.Errorf("it says that it is at %q", here)
		}
		for _, other := range locale.Languages {
			if got := links["alternate"+other.Tag()]; got != origin+"/"+string(other)+strings.TrimPrefix(here, origin+"/"+string(l)) {
				t.Errorf("in %s it is at %q", other, got)
			}
		}
		if links["alternatex-default"] != links["alternatefr"] {
			t.Errorf("for everybody else it is at %q", links["alternatex-default"])
		}
	})
}

// structured is an event's data as a program reads it from the page.
func structured(t *testing.T, v pages.EventView) map[string]any {
	t.Helper()
	scripts := elements(parse(t, render(t, pages.Event(v))), "script")
	if len(scripts) != 1 || value(scripts[0], "type") != "application/ld+json" {
		t.Fatalf("%d scripts", len(scripts))
	}
	var told map[string]any
	if err := json.Unmarshal([]byte(words(scripts[0])), &told); err != nil {
		t.Fatalf("%v: %s", err, words(scripts[0]))
	}
	return told
}

func TestEventIsToldToPrograms(t *testing.T) {
	a := announced(t, 37, event.Open)
	evil := "</script><script>alert(1)</script><!-- " + hostile
	a.Event.Title = locale.Text{locale.French: evil}
	page := layout.Page{Printer: locale.For(locale.French), Origin: origin, Path: "/events/tanger"}
	got, err := json.Marshal(structured(t, pages.EventView{Page: page, Announcement: a}))
	if err != nil {
		t.Fatal(err)
	}
	name, err := json.Marshal(evil)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"@context":"https://schema.org","@type":"Event","description":"Une journée.","endDate":"2027-03-26T13:00:00+01:00",` +
		`"eventAttendanceMode":"https://schema.org/OfflineEventAttendanceMode","eventStatus":"https://schema.org/EventScheduled",` +
		`"inLanguage":["fr"],"isAccessibleForFree":true,"location":{"@type":"Place","address":{"@type":"PostalAddress",` +
		`"addressCountry":"MA","addressLocality":"Tanger","streetAddress":"1 rue Exemple"},"name":"Maison des associations"},` +
		`"maximumAttendeeCapacity":60,"name":` + string(name) + `,"organizer":{"@type":"Organization","name":"Association"},` +
		`"remainingAttendeeCapacity":23,"startDate":"2027-03-25T09:00:00+01:00","url":"https://tribune.example.org/fr/events/tanger"}`
	if string(got) != want {
		t.Errorf("told as\n%s\nwant\n%s", got, want)
	}
}

// Seats are told while there is a desk to ask for one.
func TestProgramsAreToldSeatsWhileItMatters(t *testing.T) {
	page := layout.Page{Printer: locale.For(locale.Arabic), Origin: origin, Path: "/events/tanger"}
	for _, c := range []struct {
		a    pages.Announcement
		left any
	}{
		{announced(t, 60, event.Open), 0.0},
		{announced(t, 59, event.Open), 1.0},
		{announced(t, 0, event.Early), nil},
		{announced(t, 9, event.Closed), nil},
		{announced(t, 9, event.Over), nil},
	} {
		told := structured(t, pages.EventView{Page: page, Announcement: c.a})
		if told["remainingAttendeeCapacity"] != c.left || told["maximumAttendeeCapacity"] != 60.0 {
			t.Errorf("%s: %v seats are left", c.a.Accepts, told["remainingAttendeeCapacity"])
		}
	}
	bare := announced(t, 0, event.Closed)
	bare.Event.Capacity, bare.Event.Place, bare.Event.Address = 0, nil, nil
	told := structured(t, pages.EventView{Page: page, Announcement: bare})
	place := told["location"].(map[string]any)
	if _, said := told["maximumAttendeeCapacity"]; said || place["name"] != "ترجمة Tanger" {
		t.Errorf("an event without a place and a desk: %v", told)
	}
}
