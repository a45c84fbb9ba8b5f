package web_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tribune/shared/fault"
	"tribune/shared/site"
	"tribune/shared/web"
)

func TestErrorsChooseTheirPageByKind(t *testing.T) {
	for _, c := range []struct {
		target string
		status int
		body   string
		retry  string
	}{
		{"/ar/events/gone", 404, `error "not-found" in ar at ""`, ""},
		{"/fr/events/down", 503, `error "unavailable" in fr at "/events/down"`, "5"},
		{"/en/events/breaks", 500, `error "" in en at "/events/breaks"`, ""},
		{"/en/events/panics", 500, `error "" in en`, ""},
		{"/xx/events/gone", 404, `error "not-found" in ar`, ""},
	} {
		w := newHouse().ask("GET", c.target, "", "Accept-Language", "ar-MA, en;q=0.5")
		want(t, c.target, w, c.status, c.body)
		if got := w.Header().Get("Retry-After"); got != c.retry {
			t.Errorf("%s: Retry-After %q, want %q", c.target, got, c.retry)
		}
		if got := w.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("%s: %q", c.target, got)
		}
	}
}

// The cause is for the log; the person reads what the kind alone says. The log
// has the route's key, and what a panic was about does not reach it either.
func TestCausesAreLoggedAndNeverShown(t *testing.T) {
	for _, name := range []string{"breaks", "panics", "unrendered"} {
		h := newHouse()
		w := h.ask("GET", "/fr/events/"+name+"?secret=canary", "")
		if body := w.Body.String(); strings.Contains(body, "canary") || strings.Contains(body, "half a page") || strings.Contains(body, ".go:") {
			t.Errorf("%s: shown: %s", name, body)
		}
		var line struct{ Level, Route, Cause, Kind string }
		if err := json.Unmarshal(h.log.Bytes(), &line); err != nil {
			t.Fatalf("%s: the log is not one line: %v\n%s", name, err, h.log.String())
		}
		if line.Level != "ERROR" || line.Route != site.EventPage || line.Cause == "" {
			t.Errorf("%s: %+v", name, line)
		}
		if log := h.log.String(); strings.Contains(log, "secret") || strings.Contains(log, "/fr/events/") || strings.Contains(log, "canary of a panic") {
			t.Errorf("%s: the log says too much: %s", name, log)
		}
		if name == "panics" && !strings.Contains(line.Cause, "house_test.go") {
			t.Errorf("the log does not say where it panicked: %s", line.Cause)
		}
	}
}

func TestPanicAfterTheAnswerBegan(t *testing.T) {
	h := newHouse()
	w := h.ask("GET", "/fr/events/panics-late", "")
	if w.Code != http.StatusAccepted || w.Body.Len() != 0 {
		t.Errorf("a second answer was written: %d %q", w.Code, w.Body)
	}
	if !strings.Contains(h.log.String(), "panic") {
		t.Errorf("not logged: %s", h.log.String())
	}
}

func TestWhatWasPostedIsKeptWhenAPartIsDown(t *testing.T) {
	w := newHouse().ask("POST", "/ar/events/down/register", "given=Nour&note=a%26b")
	want(t, "down", w, 503, `send again in ar at "/events/down/register" to /ar/events/down/register: given=Nour&note=a%26b`)
	want(t, "no page there", newHouse().ask("POST", "/ar/events/e/registrations/down/cancel", ""), 503, `send again in ar at "" to`)
	if w.Header().Get("Retry-After") != web.RetryAfter {
		t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
	}
}

func TestHeadIsAnsweredAsGet(t *testing.T) {
	server := httptest.NewServer(newHouse())
	defer server.Close()
	for path, status := range map[string]int{"/fr": 200, "/fr/events/gone": 404, "/fr/nothing/here": 404} {
		resp, err := http.Head(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != status || resp.Header.Get("Content-Type") == "" || resp.ContentLength == 0 {
			t.Errorf("HEAD %s: %d, %v", path, resp.StatusCode, resp.Header)
		}
	}
}

// One place that posts without end is refused, its form kept; other places and
// readers are not.
func TestOnePlacePostsTooMuch(t *testing.T) {
	h := newHouse()
	refused := 0
	for range 1000 {
		if w := h.ask("POST", "/fr/events/x/register", "given=Nour"); w.Code == http.StatusTooManyRequests {
			refused++
			if w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), `send again in fr at "/events/x/register" to /fr/events/x/register: given=Nour`) {
				t.Fatalf("%v %q", w.Header(), w.Body)
			}
		}
	}
	if refused == 0 || refused > 700 {
		t.Errorf("%d of 1000 are refused", refused)
	}
	large := strings.Repeat("x", web.FormLimit+1)
	want(t, "what is too large is not said to be kept", h.ask("POST", "/fr/events/x/register", large), 429, `error "too-many" in fr at "/events/x/register"`)
	want(t, "reading goes on", h.ask("GET", "/fr", ""), 200, "")
	r := httptest.NewRequest("POST", "/fr/events/x/register", strings.NewReader(""))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = "203.0.113.9"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	want(t, "another place", w, 200, "event")
}

func TestMuxWantsWhatTheManifestSays(t *testing.T) {
	nothing := func(http.ResponseWriter, *http.Request) error { return fault.New(fault.NotFound, "test", nil) }
	whole := func() map[string]web.Handler {
		all := map[string]web.Handler{}
		for _, r := range site.Routes {
			if r.Function == site.Organisers {
				all[r.Key] = nothing
			}
		}
		return all
	}
	panics := func(handlers map[string]web.Handler) (did bool) {
		defer func() { did = recover() != nil }()
		web.Site{Origin: origin}.Mux(site.Organisers, handlers)
		return
	}
	less, more := whole(), whole()
	delete(less, site.SignOut)
	more[site.Home] = nothing
	for name, c := range map[string]struct {
		handlers map[string]web.Handler
		want     bool
	}{"whole": {whole(), false}, "a route without handler": {less, true}, "another function's route": {more, true}} {
		if got := panics(c.handlers); got != c.want {
			t.Errorf("%s: panics %t", name, got)
		}
	}
}
