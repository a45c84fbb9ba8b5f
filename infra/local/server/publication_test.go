package server_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/enginetest"
	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
)

// drafted is a draft of the demonstration's event, on another date, made through
// the page.
func (h *house) drafted(t *testing.T, b browser, title, date string) (event.Event, string) {
	t.Helper()
	form := b.editor(t, listPath+"/duplicate", "date", date, "title-fr", title)
	for range 2 { // the same form again makes no other
		b.saves(t, listPath+"/duplicate", form)
	}
	events, err := h.Parts.Table.Events(t.Context(), h.event.Organisation)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(events, func(e event.Event) bool { return e.Title["fr"] == title })
	if i < 0 {
		t.Fatalf("there is no %q", title)
	}
	return events[i], "/fr/organisers/events/" + string(events[i].Ref.Event)
}

// An event takes place again: everything moves, at the same hours of the wall, and
// nobody comes with it.
func TestAnEventIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	h.comes(t, h.event, somebody("Stays"))
	e, path := h.drafted(t, h.signIn(t), "Encore une fois", "2027-09-16")
	was := h.stands(t, h.event.Ref.Event)
	wall := func(t time.Time) string { return t.In(e.Location()).Format("15:04") }
	if e.State != event.Draft || e.Starts().In(e.Location()).Format(time.DateOnly) != "2027-09-16" || wall(e.Starts()) != wall(was.Starts()) || wall(e.Closes) != wall(was.Closes) {
		t.Errorf("it is %s, from %v, closes %v", e.State, e.Starts(), e.Closes)
	}
	if len(e.Slots) != len(was.Slots) || e.Capacity != was.Capacity || e.Description["ar"] != was.Description["ar"] || e.Slug == was.Slug {
		t.Errorf("it became %+v", e)
	}
	if list := h.signIn(t).get(t, path).text(t); strings.Contains(list, "Stays") {
		t.Error("somebody came with it")
	}
	if n := audited(t, at, `"Action":"duplicate"`); n != 1 {
		t.Errorf("%d lines of the audit", n)
	}
}

// Nobody knows of a draft but its organisers: no page, no list, no mail.
func TestNobodyKnowsOfADraft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.signIn(t)
	e, _ := h.drafted(t, b, "Brouillon secret", h.Clock.Now().AddDate(0, 0, 6).Format(time.DateOnly)) // when reminders are due
	public := "/fr/events/" + string(e.Slug)
	for _, p := range []string{public, public + "/register", public + "/registered", public + "/queued", public + "/lost-link", public + "/lost-link/sent", public + "/registrations/x", public + "/registrations/x/news"} {
		if got := h.get(t, p); got.status != http.StatusNotFound {
			t.Errorf("GET %s: %d", p, got.status)
		}
	}
	for _, p := range []string{"/register", "/lost-link", "/registrations/x/cancel", "/registrations/x/accept"} {
		if got := h.post(t, public+p, url.Values{"address": {"a@exemple.org"}}); got.status != http.StatusNotFound {
			t.Errorf("POST %s: %d", p, got.status)
		}
	}
	for _, p := range []string{"/fr", "/ar", "/sitemap.xml"} {
		if got := h.get(t, p); strings.Contains(got.body, string(e.Slug)) || strings.Contains(got.body, "Brouillon secret") {
			t.Errorf("%s tells of it", p)
		}
	}
	h.tick(t)
	if all, err := h.Parts.Table.Mailings(t.Context(), e.Ref); err != nil || len(all) > 0 {
		t.Errorf("the clock began %+v, %v", all, err)
	}
	if upcoming, err := h.Parts.Table.Upcoming(t.Context(), h.Clock.Now(), 100); err != nil || slices.ContainsFunc(upcoming, func(u event.Event) bool { return u.Ref == e.Ref }) {
		t.Errorf("the clock lists it, %v", err)
	}
	if _, err := h.Parts.Table.Desk(t.Context(), e.Ref); !fault.Is(err, fault.NotFound) {
		t.Errorf("it has a desk: %v", err)
	}
	if list := b.get(t, "/fr/organisers/events").text(t); !strings.Contains(list, "Brouillon secret") {
		t.Error("nor do its organisers")
	}
}

// Two publish at the same moment, each twice: it is published once.
func TestOrganisersWhoPublishAtOncePublishOnce(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	first := h.signIn(t)
	e, path := h.drafted(t, first, "Publiée une fois", "2027-09-16")
	organisers := []browser{first, h.signIn(t)}
	var all, stand sync.WaitGroup
	var releases []func()
	for _, b := range organisers {
		form := b.editor(t, path+"/publication")
		release, arrived := h.Faults.Hold("TransactWriteItems", faults.Before)
		releases = append(releases, release)
		stand.Go(func() { <-arrived })
		all.Go(func() {
			for range 2 {
				if got := b.post(t, path+"/publication", form); got.status != http.StatusSeeOther {
					t.Errorf("told %d: %s", got.status, got.text(t))
				}
			}
		})
	}
	stand.Wait() // both have read the draft
	for _, release := range releases {
		release()
	}
	all.Wait()
	if n := audited(t, at, `"Action":"publish"`); n != 1 {
		t.Errorf("%d lines of the audit", n)
	}
	if got := h.stands(t, e.Ref.Event); got.State != event.Published || got.Version != e.Version+1 {
		t.Errorf("it is %s in version %d", got.State, got.Version)
	}
	if page := h.get(t, "/fr/events/"+string(e.Slug)); page.status != http.StatusOK || !strings.Contains(page.body, "Publiée une fois") {
		t.Errorf("its page says %d", page.status)
	}
}

// What keeps an event from being published is said in words, and nothing is
// written.
func TestPublishingIsBlocked(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.signIn(t)
	e, path := h.drafted(t, b, "Pas encore", "2027-09-16")
	form := b.editor(t, path+"/publication")
	refused := func(why string, form url.Values, says string) page {
		t.Helper()
		got := b.post(t, path+"/publication", form)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(t), says) {
			t.Errorf("%s: told %d: %s", why, got.status, got.text(t))
		}
		return got
	}
	got := refused("the address is another's", fillIn(form, "slug", slug), "déjà prise")
	if _, again := got.form(t); again.Get("slug") != slug+"-2" {
		t.Errorf("it suggests %q", again.Get("slug"))
	}
	refused("no address", fillIn(form, "slug", "Deux mots"), "a–z")
	refused("another version was read", fillIn(form, "version", "9"), "a été modifiée")

	org, err := h.Parts.Table.Organisation(t.Context(), h.event.Organisation)
	if err != nil {
		t.Fatal(err)
	}
	whole := org.Controller
	org.Controller = organisation.Controller{}
	if err := h.Parts.Table.PutOrganisation(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	if said := refused("nobody answers for the data", form, "Ce qui manque pour publier"); strings.Count(said.body, `href="/fr/organisers/organisation"`) < len(org.Controller.Missing()) {
		t.Errorf("it does not lead to what is missing: %s", said.text(t))
	}
	org.Controller = whole
	if err := h.Parts.Table.PutOrganisation(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	h.Clock.Advance(e.Starts().Sub(h.Clock.Now()))
	b = h.signIn(t)
	if said := b.get(t, path+"/publication").text(t); !strings.Contains(said, "Une date à venir") {
		t.Errorf("it is today: %s", said)
	}
	if got := h.stands(t, e.Ref.Event); got.State != event.Draft || got.Version != 1 {
		t.Errorf("it is %s in version %d", got.State, got.Version)
	}
	if n := audited(t, at, `"Action":"publish"`); n != 0 {
		t.Errorf("%d lines of the audit", n)
	}
}
