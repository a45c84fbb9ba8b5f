package server_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/engine"
	"tribune/infra/local/enginetest"
	"tribune/infra/local/faults"
	"tribune/shared/locale"
)

// arab types what a form must not lose: another script, marks of direction,
// quotes, and what would be markup.
func arab() person {
	return person{
		lang: locale.Arabic, given: "فاطمة الزهراء", family: `بن "علي" & <b>O'Neil<b>`, address: "Fatima.Z+tanger@exemple.org",
		company: "جمعية حسنونة (AHSUD) — 100 %", workshop: workshops[1],
	}
}

// The database goes away under the site and comes back: nothing that was typed
// is lost, nothing is done twice, and nobody reads why.
func TestTheDatabaseGoesAndComesBack(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	db := startEngine(t, engine.Options{Data: data})
	h := newHouseOn(t, db.Endpoint, enginetest.Inbox(t))
	p := arab()
	early := somebody("Early")
	h.register(t, early, h.form(t, early))
	h.tick(t)
	private := h.wantMails(t, early.address, "place réservée")[0].link(t, early)
	organisers := h.signIn(t)
	lostPath, lost := h.get(t, early.path("/lost-link")).form(t)
	lost.Set("address", early.address)
	askPath, ask := h.get(t, "/fr/organisers").form(t)
	ask.Set("address", organiser)
	form := h.form(t, p)

	db.Stop()
	// The page that was just shown may still be in memory: the desk is not.
	h.post(t, p.path("/register"), form).wantKept(t, p.path("/register"), form)
	h.later(t, 3*time.Second) // now nothing is
	path, kept := h.post(t, p.path("/register"), form).wantKept(t, p.path("/register"), form)
	h.post(t, lostPath, lost).wantKept(t, lostPath, lost)
	h.post(t, askPath, ask).wantKept(t, askPath, ask)
	h.post(t, private+"/cancel", nil).wantKept(t, private+"/cancel", url.Values{})
	h.wantPagesLater(t, organisers, p, private)
	if got := h.get(t, "/tribune.css"); got.status != http.StatusOK {
		t.Errorf("the stylesheet: %d", got.status)
	}
	h.wantCauses(t)

	restarted := startEngine(t, engine.Options{Data: data, Port: port(t, db.URL)})
	if restarted.AccessKey != db.AccessKey {
		t.Fatal("the data has another key")
	}
	h.wantRegistered(t, early.address)
	for range 2 { // twice: she is impatient
		answer, _ := h.press(t, path, kept)
		answer.wantPlace(t, p)
	}
	h.wantRegistered(t, early.address, p.address)
	h.tick(t)
	h.wantMails(t, p.address, "طنجة")
	_, books := h.books(t)
	if r := books[p.address]; r.Attendee.Given.String() != p.given || r.Attendee.Family.String() != p.family || r.Attendee.Organisation != p.company {
		t.Errorf("registered as %+v", r.Attendee)
	}
	if file := organisers.csv(t, listPath); file.status != http.StatusOK || !strings.Contains(file.body, p.given) {
		t.Errorf("the list: %d %s", file.status, file.body)
	}
}

// wantPagesLater wants every page that needs the database to say so.
func (h *house) wantPagesLater(t *testing.T, organisers browser, p person, private string) {
	t.Helper()
	for _, path := range []string{"/fr", "/ar", p.path(""), p.path("/register"), p.path("/registered"), p.path("/lost-link"), p.path("/lost-link/sent"), private, "/fr/events/unknown"} {
		h.get(t, path).wantLater(t)
	}
	for _, path := range []string{"/fr/organisers/events", listPath, downloadPath} {
		organisers.get(t, path).wantLater(t)
	}
}

// wantCauses wants the log to say what the pages did not.
func (h *house) wantCauses(t *testing.T) {
	t.Helper()
	told := 0
	for _, e := range h.log.entries(t) {
		if e.Status == http.StatusServiceUnavailable {
			told++
			if !strings.Contains(e.Cause, "dynamo: ") || !strings.Contains(e.Cause, "connection refused") {
				t.Errorf("%s: the log gives the cause %q", e.Route, e.Cause)
			}
		}
	}
	if told < 10 {
		t.Errorf("the log tells of %d requests that failed", told)
	}
}

func port(t *testing.T, address string) int {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A database that takes a call and never answers it is no worse than one that
// is gone: the form comes back in time, and pressing again registers once.
func TestADatabaseThatHangs(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	p := arab()
	form := h.form(t, p)
	release, _ := h.Faults.Hold("BatchGetItem", faults.Before)
	started := time.Now()
	path, kept := h.post(t, p.path("/register"), form).wantKept(t, p.path("/register"), form)
	if took := time.Since(started); took > 9500*time.Millisecond {
		t.Errorf("kept waiting for %v, longer than a function lives", took)
	}
	release()
	answer, _ := h.press(t, path, kept)
	answer.wantPlace(t, p)
	h.wantRegistered(t, p.address)
}
