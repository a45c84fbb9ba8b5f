package server_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"tribune/shared/site"
)

// guarded are the headers of every answer, as REQUIREMENTS' Pages lists them.
var guarded = map[string]string{
	"Content-Security-Policy":      "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	"Strict-Transport-Security":    "max-age=63072000; includeSubDomains",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
}

// shared is how the edge may keep what is the same for everybody; everything
// else is kept by nobody.
const shared = "public, max-age=0, s-maxage=2"

// TestHeadersOfEveryRoute asks every route of the manifest, as it is found and
// as nobody finds it, and paths that are no route.
func TestHeadersOfEveryRoute(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	public := map[string]bool{
		site.Home: true, site.EventPage: true, site.CharterPage: true, site.CharterText: true, site.Badge: true, site.CharterFacts: true,
		site.LogHead: true, site.LogKeys: true, site.LogLeaves: true, site.LogProof: true,
	}
	for _, route := range site.Routes {
		for event, exists := range map[string]bool{slug: true, "nowhere": false} {
			named := map[bool]string{true: strings.TrimPrefix(charterPath, "/charters/"), false: "nowhere"}[exists]
			method, pattern, _ := strings.Cut(route.Key, " ")
			path := strings.NewReplacer("{lang}", "fr", "{event}", event, "{link}", "nolink", "{charter}", named, "{version}", "1", "{from}", "0", "{to}", "0").Replace(pattern)
			resp := h.ask(t, method, path)
			cached := resp.StatusCode == http.StatusOK && (public[route.Key] && exists || !strings.Contains(pattern, "{"))
			if route.Key == site.Home {
				cached = true
			}
			want := "no-store"
			if cached {
				want = shared
			}
			wantGuarded(t, route.Key, resp, want)
		}
	}
	for _, path := range []string{"/", "/fr/", "/nothing", "/fr/nothing", "//fr", "/fr/events/" + slug + "/"} {
		wantGuarded(t, path, h.ask(t, http.MethodGet, path), "no-store")
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodOptions} {
		wantGuarded(t, method, h.ask(t, method, "/fr"), "no-store")
	}
}

// What is one person's is kept by nobody, once it is told.
func TestHeadersOfPersonalAnswers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := somebody("Personal")
	answers := map[string]page{"a registration": h.post(t, p.path("/register"), h.form(t, p))}
	h.tick(t)
	answers["a private link"] = h.get(t, h.wantMails(t, p.address, "place réservée")[0].link(t, p))
	b := h.signIn(t)
	answers["the console"] = b.get(t, "/fr/organisers/events")
	answers["a list"], answers["a file"] = b.get(t, listPath), b.csv(t, listPath)
	for what, got := range answers {
		if got.status != http.StatusOK && got.status != http.StatusSeeOther {
			t.Errorf("%s: %d", what, got.status)
		}
		wantGuarded(t, what, &http.Response{StatusCode: got.status, Header: got.header}, "no-store")
	}
}

func (h *house) ask(t *testing.T, method, path string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, h.origin+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := h.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	return resp
}

func wantGuarded(t *testing.T, what string, resp *http.Response, cache string) {
	t.Helper()
	for name, want := range guarded {
		if name == "Cross-Origin-Resource-Policy" && what == site.Badge && resp.StatusCode == http.StatusOK {
			want = "cross-origin" // the one thing that other sites show
		}
		if got := resp.Header.Get(name); got != want {
			t.Errorf("%s (%d): %s: %q", what, resp.StatusCode, name, got)
		}
	}
	if got := resp.Header.Get("Cache-Control"); got != cache {
		t.Errorf("%s (%d): Cache-Control: %q, want %q", what, resp.StatusCode, got, cache)
	}
	for _, c := range resp.Cookies() {
		if c.Name != "session" || c.Value != "" { // signing out takes one away
			t.Errorf("%s: sets %v", what, c)
		}
	}
}
