package web_test

import "testing"

func TestFallback(t *testing.T) {
	for _, c := range []struct {
		method, target, accept string
		status                 int
		location, allow        string
	}{
		{"GET", "/", "", 302, "/fr", ""},
		{"GET", "/", "ar-MA,ar;q=0.9,fr;q=0.5", 302, "/ar", ""},
		{"GET", "/", "en-GB", 302, "/en", ""},
		{"GET", "/", "el, sk", 302, "/fr", ""},
		{"GET", "/", ";;;q=", 302, "/fr", ""},
		{"GET", "/fr/", "", 308, "/fr", ""},
		{"GET", "/fr///", "", 307, "/fr/", ""}, // ServeMux cleans first
		{"GET", "/fr/events/tanger/?a=b&c=%C3%A9", "", 308, "/fr/events/tanger?a=b&c=%C3%A9", ""},
		{"POST", "/fr/events/tanger/register/", "", 308, "/fr/events/tanger/register", ""},
		{"GET", "/fr/organisers/", "", 308, "/fr/organisers", ""}, // of another function
		{"GET", "/nothing/at/all/", "", 404, "", ""},
		{"GET", "/nothing/at/all", "", 404, "", ""},
		{"GET", "/fr/events", "", 404, "", ""},
		{"GET", "/fr/events//register", "", 307, "/fr/events/register", ""},
		{"DELETE", "/fr", "", 405, "", "GET"},
		{"PUT", "/fr/events/tanger/register", "", 405, "", "GET, POST"},
		{"GET", "/fr/events/tanger/registrations/abc/cancel", "", 405, "", "POST"},
		{"POST", "/tribune.css", "", 405, "", "GET"},
		// Nothing of this leads off the site.
		{"GET", "/%2Felsewhere.example/", "", 404, "", ""},
		{"GET", "/%2Forganisers/", "", 404, "", ""},
		{"GET", "/%2F%2Felsewhere.example%2Forganisers/", "", 404, "", ""},
		{"GET", "/%5Celsewhere.example/", "", 308, "/%5Celsewhere.example", ""},
		{"GET", "//elsewhere.example/", "", 307, "/elsewhere.example/", ""},
	} {
		w := newHouse().ask(c.method, c.target, "", "Accept-Language", c.accept)
		name := c.method + " " + c.target + " " + c.accept
		want(t, name, w, c.status, "")
		if got := w.Header().Get("Location"); got != c.location {
			t.Errorf("%s: leads to %q, want %q", name, got, c.location)
		}
		if got := w.Header().Get("Allow"); got != c.allow {
			t.Errorf("%s: Allow %q, want %q", name, got, c.allow)
		}
		if c.target == "/" && w.Header().Get("Vary") != "Accept-Language" {
			t.Errorf("%s: Vary %q", name, w.Header().Get("Vary"))
		}
	}
}
