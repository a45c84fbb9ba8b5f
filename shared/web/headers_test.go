package web_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tribune/shared/web"
)

// What every answer carries. Here it is written a second time on purpose.
var everywhere = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	"Strict-Transport-Security":    "max-age=63072000; includeSubDomains",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
}

func TestHeadersOnEveryAnswer(t *testing.T) {
	for _, c := range []struct {
		method, target string
		origin         string
		status         int
		cache          string
	}{
		{"GET", "/fr", "", 200, "no-store"},
		{"HEAD", "/fr", "", 200, "no-store"},
		{"GET", "/fr/events/public", "", 200, "public, max-age=0, s-maxage=2"},
		{"GET", "/fr/events/for-ever", "", 200, "public, max-age=31536000, immutable"},
		{"GET", "/fr/events/gone", "", 404, "no-store"},
		{"GET", "/fr/events/down", "", 503, "no-store"},
		{"GET", "/fr/events/public-down", "", 503, "no-store"},
		{"GET", "/fr/events/breaks", "", 500, "no-store"},
		{"GET", "/fr/events/panics", "", 500, "no-store"},
		{"GET", "/fr/events/unrendered", "", 500, "no-store"},
		{"GET", "/", "", 302, "no-store"},
		{"GET", "/fr/", "", 308, "no-store"},
		{"GET", "//fr", "", 307, "no-store"},
		{"GET", "/nothing/at/all", "", 404, "no-store"},
		{"DELETE", "/fr", "", 405, "no-store"},
		{"POST", "/fr/events/x/register", "https://elsewhere.example", 403, "no-store"},
	} {
		var header []string
		if c.origin != "" {
			header = []string{"Origin", c.origin}
		}
		w := newHouse().ask(c.method, c.target, "", header...)
		name := c.method + " " + c.target
		want(t, name, w, c.status, "")
		if got := w.Header().Get("Cache-Control"); got != c.cache {
			t.Errorf("%s: Cache-Control %q, want %q", name, got, c.cache)
		}
		for key, value := range everywhere {
			if got := w.Header().Values(key); !slices.Equal(got, []string{value}) {
				t.Errorf("%s: %s %q", name, key, got)
			}
		}
	}
}

func TestForeignFormsAreRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		method string
		header []string
		want   int
	}{
		{"from elsewhere", "POST", []string{"Origin", "https://elsewhere.example"}, 403},
		{"from a site that begins like ours", "POST", []string{"Origin", origin + ".elsewhere.example"}, 403},
		{"over another scheme", "POST", []string{"Origin", "http://tribune.example.org:81"}, 403},
		{"from nowhere in particular", "POST", []string{"Origin", "null"}, 403},
		{"from elsewhere, by a browser that says so", "POST", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"from a sister site", "POST", []string{"Sec-Fetch-Site", "same-site", "Origin", "https://other.example.org"}, 403},
		{"from here, by an old browser", "POST", []string{"Origin", origin}, 200},
		{"from here", "POST", []string{"Origin", origin, "Sec-Fetch-Site", "same-origin"}, 200},
		{"from no browser", "POST", nil, 200},
		{"a link from elsewhere", "GET", []string{"Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"}, 200},
	} {
		h := newHouse()
		w := h.ask(c.method, "/fr/events/x/register", "", c.header...)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.want)
		}
		if c.want == 403 && (!strings.Contains(w.Body.String(), `error "forbidden" in fr at "/events/x/register"`) || !strings.Contains(h.log.String(), "cross-origin")) {
			t.Errorf("%s: %q, log %s", c.name, w.Body, h.log.String())
		}
	}
}

// Behind the edge the request's Host is not the site's: only the origin that
// the site was told counts.
func TestFormsOfTheSiteBehindTheEdge(t *testing.T) {
	r := httptest.NewRequest("POST", "/fr/events/x/register", strings.NewReader(""))
	r.Host = "abc.execute-api.example.net"
	r.Header.Set("Origin", origin)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	newHouse().ServeHTTP(w, r)
	want(t, "an old browser behind the edge", w, 200, "event")
}

func TestCookies(t *testing.T) {
	for _, c := range []struct {
		origin, name string
		secure       bool
	}{{origin, "__Host-session", true}, {"http://localhost:8080", "session", false}} {
		s := web.Site{Origin: c.origin}
		w := httptest.NewRecorder()
		s.SetCookie(w, web.SessionCookie, "value", 600)
		cookie := w.Result().Cookies()[0]
		if cookie.Name != c.name || cookie.Secure != c.secure || !cookie.HttpOnly || cookie.Path != "/" ||
			cookie.Domain != "" || cookie.SameSite != http.SameSiteLaxMode || cookie.MaxAge != 600 {
			t.Errorf("%s: %v", c.origin, cookie)
		}
		r := httptest.NewRequest("GET", "/", nil)
		if got := s.Cookie(r, web.SessionCookie); got != "" {
			t.Errorf("nothing was kept, and yet %q", got)
		}
		r.AddCookie(cookie)
		if got := s.Cookie(r, web.SessionCookie); got != "value" {
			t.Errorf("%s: kept %q", c.origin, got)
		}
	}
	// With TLS, a cookie that a sister site could have set is not ours.
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "planted"})
	if got := (web.Site{Origin: origin}).Cookie(r, web.SessionCookie); got != "" {
		t.Errorf("a planted cookie is read: %q", got)
	}
}
