package server_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"tribune/functions/organisers"
	"tribune/functions/participants"
	"tribune/shared/locale"
	"tribune/shared/site"
)

// What search engines and those who pass a page on are told.
func TestPagesAreShared(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	robots := h.get(t, "/robots.txt")
	if !strings.Contains(robots.body, "\nSitemap: "+h.origin+"/sitemap.xml\n") || !strings.Contains(robots.body, "\nDisallow:\n") {
		t.Errorf("robots.txt says %q", robots.body)
	}
	event := h.get(t, "/fr/events/"+slug)
	var told struct {
		Starts time.Time `json:"startDate"`
		Left   int       `json:"remainingAttendeeCapacity"`
		URL    string    `json:"url"`
	}
	if err := json.Unmarshal([]byte(structured(t, event.body)), &told); err != nil {
		t.Fatal(err)
	}
	if !told.Starts.Equal(h.event.Starts()) || told.Left != 60 || told.URL != h.origin+"/fr/events/"+slug {
		t.Errorf("the event is told as %+v", told)
	}
	if got, want := event.header.Get("Content-Security-Policy"), h.get(t, "/fr").header.Get("Content-Security-Policy"); got != want || strings.Contains(got, "script-src") {
		t.Errorf("data in the page is answered with the policy %q", got)
	}
}

// structured is the data that stands in a page.
func structured(t *testing.T, body string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" {
			return n.FirstChild.Data
		}
	}
	t.Fatal("no data in the page")
	return ""
}

// Every address in the sitemap is a page that search engines may keep, and
// knows its translations as the page itself does.
func TestSitemapLeads(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	answer := h.get(t, "/sitemap.xml")
	var drawn struct {
		URLs []struct {
			Address string `xml:"loc"`
			Changed string `xml:"lastmod"`
			Others  []struct {
				Lang    string `xml:"hreflang,attr"`
				Address string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	}
	if err := xml.Unmarshal([]byte(answer.body), &drawn); err != nil {
		t.Fatalf("%v: %s", err, answer.body)
	}
	if answer.header.Get("Content-Type") != "application/xml; charset=utf-8" || !strings.Contains(answer.header.Get("Cache-Control"), "s-maxage") {
		t.Errorf("answered with %v", answer.header)
	}
	ahead, _ := h.Parts.Table.Upcoming(t.Context(), h.Clock.Now(), 100)
	past, _ := h.Parts.Table.Past(t.Context(), h.Clock.Now(), 100)
	calls, _ := h.Parts.Table.OpenedCalls(t.Context(), 100)
	if want := (1 + len(ahead) + len(past) + len(calls)) * len(locale.Languages); len(drawn.URLs) != want || len(past) == 0 || len(ahead) == 0 || len(calls) == 0 {
		t.Errorf("%d addresses for %d events ahead and %d past", len(drawn.URLs), len(ahead), len(past))
	}
	for _, u := range drawn.URLs {
		path, ours := strings.CutPrefix(u.Address, h.origin)
		p := h.get(t, path)
		if !ours || p.status != http.StatusOK || strings.Contains(p.body, "noindex") || !strings.Contains(p.body, `rel="canonical" href="`+u.Address+`"`) {
			t.Errorf("%s: %d", u.Address, p.status)
		}
		if len(u.Others) != len(locale.Languages) {
			t.Errorf("%s has %d translations", u.Address, len(u.Others))
		}
		for _, o := range u.Others {
			if !strings.Contains(p.body, `hreflang="`+o.Lang+`" href="`+o.Address+`"`) {
				t.Errorf("%s knows no %s", u.Address, o.Address)
			}
		}
	}
}

// The style guide is for who builds pages: it is served on this machine, and by
// nothing that is deployed.
func TestStyleGuideIsLocal(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	for _, l := range locale.Languages {
		path := "/" + string(l) + "/style"
		if p := h.get(t, path); p.status != http.StatusOK || !strings.Contains(p.body, "noindex") {
			t.Errorf("%s: %d", path, p.status)
		}
		for name, deployed := range map[string]http.Handler{"participants": participants.New(h.Parts), "organisers": organisers.New(h.Parts, nil)} {
			w := httptest.NewRecorder()
			deployed.ServeHTTP(w, httptest.NewRequest(http.MethodGet, h.origin+path, nil))
			if w.Code != http.StatusNotFound {
				t.Errorf("%s answers %s with %d", name, path, w.Code)
			}
		}
	}
	if p := h.get(t, "/xx/style"); p.status != http.StatusNotFound {
		t.Errorf("in no language: %d", p.status)
	}
	if slices.ContainsFunc(site.Routes, func(r site.Route) bool { return strings.Contains(r.Key, "style") }) {
		t.Error("the manifest routes the style guide")
	}
}

// That a link may have been replaced is told to who follows one, and to nobody else.
func TestLostPagesSayWhatHelps(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	p := locale.For(locale.French)
	for path, key := range map[string]string{
		"/fr/nothing": "fault.not-found.text", "/fr/events/nothing": "fault.not-found.text",
		"/fr/events/" + slug + "/registrations/AAAA": "fault.not-found.link",
	} {
		if got := h.get(t, path); got.status != http.StatusNotFound || !strings.Contains(html.UnescapeString(got.body), p.T(key)) {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
}
