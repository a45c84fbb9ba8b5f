package browser_test

import (
	"cmp"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"tribune/shared/site"
)

// Every page in every state: what a browser, axe and the two validators see.
func TestPages(t *testing.T) {
	h := hang(t)
	wantEveryRoute(t, h.saved)
	t.Run("look", func(t *testing.T) {
		t.Parallel()
		var mu sync.Mutex
		inTabs(t, h.saved, func(b *tab, p page) {
			found := b.look(h, p)
			mu.Lock()
			defer mu.Unlock()
			if p.name == brokenName {
				wantRefused(t, found, "axe", "contrast in dark", "forced colours", "paper", "left off paper", "320 px", "large letters", "origin", "requests")
				return
			}
			wantNothing(t, p.name, found)
		})
	})
	t.Run("markup", func(t *testing.T) {
		t.Parallel()
		saved, mails := export(t, h)
		wantMarkup(t, "html-validate", htmlValidate(t, "pages.htmlvalidate.mjs", saved))
		wantMarkup(t, "html-validate of mails", htmlValidate(t, "mails.htmlvalidate.mjs", mails))
		wantMarkup(t, "nu", nu(t, saved)) // a mail laid out by tables cannot conform
	})
	t.Run("weight", func(t *testing.T) {
		t.Parallel()
		heaviest := map[int]string{}
		for _, p := range h.saved {
			n, most := h.weigh(t, p), p.mostBytes()
			if n > most {
				t.Errorf("%s: %d bytes come over the wire, at most %d may", p.name, n, most)
			}
			heaviest[n] = p.name
		}
		n := slices.Max(slices.Collect(maps.Keys(heaviest)))
		t.Logf("the heaviest page is %s: %d bytes with its styles", heaviest[n], n)
	})
}

// wantMarkup wants a validator to refuse the broken page and no other.
func wantMarkup(t *testing.T, checker string, said map[string][]string) {
	t.Helper()
	wantRefused(t, complaints{checker: said[brokenName]}, checker)
	for name, found := range said {
		if name != brokenName {
			wantNothing(t, name, complaints{checker: found})
		}
	}
}

// pageless are the routes that answer with no page.
var pageless = []string{site.Stylesheet, site.Icon, site.Robots, site.Sitemap, site.WriteFile,
	site.CharterText, site.Badge, site.CharterFacts, site.LogHead, site.LogKeys, site.LogLeaves, site.LogProof, site.CertificatePDF, site.Receipt,
}

// wantEveryRoute wants a page of every route that has one: a route that the
// manifest gains must be hung in the gallery.
func wantEveryRoute(t *testing.T, saved []page) {
	t.Helper()
	mux, seen := http.NewServeMux(), map[string]bool{}
	for _, r := range site.Routes {
		mux.Handle(r.Key, http.NotFoundHandler())
	}
	for _, p := range saved {
		method, path, _ := strings.Cut(p.asked, " ")
		_, key := mux.Handler(httptest.NewRequest(cmp.Or(method, http.MethodGet), cmp.Or(path, "/"), nil))
		seen[key] = true
	}
	for _, r := range site.Routes {
		if strings.HasPrefix(r.Key, http.MethodGet) && !seen[r.Key] && !slices.Contains(pageless, r.Key) {
			t.Errorf("no page of %s is looked at", r.Key)
		}
	}
}

// wantNothing wants no checker to complain; the same complaint is said once.
func wantNothing(t *testing.T, name string, found complaints) {
	t.Helper()
	for checker, all := range found {
		slices.Sort(all)
		for _, sentence := range slices.Compact(all) {
			t.Errorf("%s, %s: %s", name, checker, sentence)
		}
	}
}
