package server_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

const doorPath = listPath + "/check-in"

// as is a browser in which somebody is signed in.
func (h *house) as(t testing.TB, address string, role organisation.Role, scope organisation.Scope) browser {
	t.Helper()
	a, err := outbox.ParseAddress(address)
	if err != nil {
		t.Fatal(err)
	}
	m := organisation.Member{Organisation: h.event.Organisation, Address: a, Role: role, Lang: "fr", Scope: scope}
	id := h.session(t, m, nil)
	b := h.withCookies(t)
	origin, _ := url.Parse(h.origin)
	b.client.Jar.SetCookies(origin, []*http.Cookie{{Name: "session", Value: id, Path: "/"}})
	return b
}

func (h *house) withCookies(t testing.TB) browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := newClient()
	c.Jar = jar
	return browser{c, h.origin}
}

// onTheDay is a house half an hour before its event, with so many in the second
// workshop, and somebody who is to come.
func onTheDay(t *testing.T, occupied ...int) (h *house, p person, r registration.Registration) {
	t.Helper()
	h = newDeafHouse(t)
	p = somebody("Zineb")
	h.comes(t, h.event, p)
	_, all := h.books(t)
	for _, n := range occupied {
		h.occupy(t, workshops[1], n)
	}
	h.setClock(t, h.event.Starts().Add(-30*time.Minute))
	return h, p, all[p.address]
}

// says is what a button of the door says.
func says(r registration.Registration, half, nonce string) url.Values {
	return url.Values{"person": {r.Person.String()}, "half": {half}, "n": {(nonce + strings.Repeat("x", token.NonceSize))[:token.NonceSize]}}
}

// follow opens where an answer leads.
func (b browser) follow(t testing.TB, p page) page {
	t.Helper()
	if p.status != http.StatusSeeOther {
		t.Fatalf("%d leads nowhere: %s", p.status, p.text(t))
	}
	return b.get(t, p.header.Get("Location"))
}

func (p page) wantSays(t testing.TB, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(strings.ReplaceAll(p.text(t), "\u00a0", " "), w) {
			t.Errorf("it does not say %q: %s", w, p.text(t))
		}
	}
}

func TestWhoeverIsSecondAtTheDoorIsToldWhoWasFirst(t *testing.T) {
	t.Parallel()
	h, p, r := onTheDay(t)
	one := h.as(t, "une@exemple.org", organisation.Door, organisation.Scope{})
	two := h.as(t, "deux@exemple.org", organisation.Owner, organisation.Scope{})
	one.get(t, doorPath+"?q=zinéb").wantSays(t, "1 personne trouvée", p.given)
	one.follow(t, one.post(t, doorPath, says(r, "1-morning", "a"))).wantSays(t, "Arrivée enregistrée à", p.given, "1 sur 1")
	two.follow(t, two.post(t, doorPath, says(r, "1-morning", "b"))).wantSays(t, "Déjà enregistrée à", "par une@exemple.org")
	one.follow(t, one.post(t, doorPath, says(r, "1-morning", "a"))).wantSays(t, "Arrivée enregistrée à") // the same press
	one.follow(t, one.post(t, doorPath+"/undo", says(r, "1-morning", "c"))).wantSays(t, "Arrivée non enregistrée", "0 sur 1")
}

// Who works at the door sees names, structures and workshops, and nothing else.
func TestTheDoorSeesTheDoorAlone(t *testing.T) {
	t.Parallel()
	h, p, r := onTheDay(t)
	door := h.as(t, "porte@exemple.org", organisation.Door, organisation.Scope{})
	for _, path := range []string{listPath, listPath + "/report", listPath + "/attestations", listPath + "/attestations/" + r.Person.String(), downloadPath} {
		if got := door.get(t, path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if list := door.get(t, "/fr/organisers/events"); !strings.Contains(list.body, doorPath) || strings.Contains(list.body, `"`+listPath+`"`) {
		t.Error("the list of events does not lead to the door")
	}
	for _, path := range []string{doorPath, doorPath + "?q=" + p.given, h.passOf(r, 1)} {
		if got := door.get(t, path); got.status != http.StatusOK || strings.Contains(got.body, p.address) {
			t.Errorf("%s: %d, or her address", path, got.status)
		}
	}
}

func (h *house) passOf(r registration.Registration, generation int) string {
	return doorPath + "/" + h.Parts.Ring.Pass(h.event.Ref.String(), r.Person, generation)
}

// A member of a partner sees, and brings in, the people of her own structure alone.
func TestAScopeHoldsAtTheDoor(t *testing.T) {
	t.Parallel()
	h, p, r := onTheDay(t)
	partner := h.as(t, "partenaire@exemple.org", organisation.Door, organisation.Scope{Structures: []string{"Ailleurs"}})
	for path, says := range map[string]string{doorPath + "?q=" + p.given: "Personne ne porte ce nom", h.passOf(r, 1): "Ce code n’est pas valable"} {
		if got := partner.get(t, path); !strings.Contains(got.body, says) || strings.Contains(got.body, `value="`+r.Person.String()) {
			t.Errorf("%s: %d, or she is seen", path, got.status)
		}
	}
	for _, path := range []string{doorPath, doorPath + "/undo"} {
		if got := partner.post(t, path, says(r, "1-morning", "a")); got.status != http.StatusNotFound {
			t.Errorf("POST %s: %d", path, got.status)
		}
	}
	if there, err := h.Parts.Table.Presences(t.Context(), h.event.Ref); err != nil || len(there) != 0 {
		t.Errorf("%+v, %v", there, err)
	}
}

// Who scans a code before she is signed in gets back to it. A path that leads
// elsewhere is not followed.
func TestAfterSignInSheIsWhereSheWas(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.comes(t, h.event, somebody("Zineb"))
	_, all := h.books(t)
	pass := h.passOf(all["zineb@exemple.org"], 1)
	b := h.withCookies(t)
	to := b.get(t, pass).header.Get("Location")
	if !strings.HasPrefix(to, "/fr/organisers?to=") {
		t.Fatalf("signed out, she is led to %q", to)
	}
	if _, form := b.get(t, to).form(t); form.Get("to") != pass {
		t.Errorf("once signed in, she is to go to %q", form.Get("to"))
	}
	for _, elsewhere := range []string{"//exemple.org/organisers/x", "https://exemple.org/", "/fr/organisers/../..//exemple.org", `/fr/organisers\exemple`, "/fr/events/x", "/xx/organisers/events"} {
		if _, form := b.get(t, "/fr/organisers?to="+url.QueryEscape(elsewhere)).form(t); form.Get("to") != "" {
			t.Errorf("%s: she is to go to %q", elsewhere, form.Get("to"))
		}
	}
}

func TestWhoIsNotSimplyExpected(t *testing.T) {
	t.Parallel()
	h, p, r := onTheDay(t)
	door := h.as(t, "porte@exemple.org", organisation.Door, organisation.Scope{})
	door.get(t, h.passOf(r, 1)).wantSays(t, p.given, "Place réservée", "Enregistrer l’arrivée")
	door.get(t, h.passOf(r, 2)).wantSays(t, "Ce code n’est pas valable") // of another generation
	h.setClock(t, h.event.Starts().AddDate(0, 0, -1))
	door = h.as(t, "porte@exemple.org", organisation.Door, organisation.Scope{})
	door.get(t, h.passOf(r, 1)).wantSays(t, "Ce n’est pas encore le jour")
	door.follow(t, door.post(t, doorPath, says(r, "1-morning", "a"))).wantSays(t, "Trop tôt pour enregistrer", "0 sur 1")
	h.setClock(t, h.event.Ends().AddDate(0, 0, 2))
	door = h.as(t, "porte@exemple.org", organisation.Door, organisation.Scope{})
	door.get(t, h.passOf(r, 1)).wantSays(t, "La rencontre est passée")
	h.post(t, "/fr/events/"+slug+"/registrations/"+h.Parts.Ring.Link(h.event.Ref.String(), r.Person, 1)+"/cancel", nil)
	door.get(t, h.passOf(r, 1)).wantSays(t, "Pas de place réservée", "inscrivez cette personne sur place")
	door.follow(t, door.post(t, doorPath, says(r, "1-morning", "b"))).wantSays(t, "Pas de place réservée", "0 sur 0")
}

// Somebody who comes without being registered takes a seat as everybody does.
func TestAStrangerAtTheDoor(t *testing.T) {
	t.Parallel()
	h, _, _ := onTheDay(t, 19)
	door := h.as(t, "porte@exemple.org", organisation.Door, organisation.Scope{})
	action, form := door.get(t, doorPath+"/walk-in").form(t)
	for name, value := range map[string]string{
		"given": "Nora", "family": "Passante", "address": "nora@exemple.org", "sector": "public", "consent": "yes", "workshop-ateliers": string(workshops[1]),
	} {
		form.Set(name, value)
	}
	for range 2 { // twice is once
		door.follow(t, door.post(t, action, form)).wantSays(t, "Arrivée enregistrée", "Nora", "1 sur 21")
	}
	full := url.Values{}
	for k, v := range form {
		full[k] = v
	}
	_, fresh := door.get(t, doorPath+"/walk-in").form(t)
	full.Set("form", fresh.Get("form"))
	full.Set("given", "Autre")
	if got := door.post(t, action, full); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "Cet atelier est complet") || !strings.Contains(got.body, "Autre") {
		t.Errorf("with no seat left it is %d: %s", got.status, got.text(t))
	}
	if d, _ := h.books(t); d.Seats[event.OfWorkshop(workshops[1], false)].Taken != 20 {
		t.Errorf("taken: %+v", d.Seats)
	}
}

// Why nobody can be registered is said at the door too, with what was typed; and
// who cancelled after the form was opened is registered when it is sent again.
func TestAStrangerWhoCannotComeIn(t *testing.T) {
	t.Parallel()
	h, p, r := onTheDay(t)
	door := h.as(t, "porte@exemple.org", organisation.Door, organisation.Scope{})
	_, form := door.get(t, doorPath+"/walk-in").form(t)
	form = fillIn(form, "given", p.given, "family", p.given, "address", p.address, "sector", "public", "consent", "yes", "workshop-ateliers", string(workshops[1]))
	h.later(t, 2*time.Second)
	h.post(t, "/fr/events/"+slug+"/registrations/"+h.Parts.Ring.Link(h.event.Ref.String(), r.Person, 1)+"/cancel", nil)
	stale := door.post(t, doorPath+"/walk-in", form)
	if stale.status != http.StatusUnprocessableEntity {
		t.Errorf("a form from before she cancelled is answered %d: %s", stale.status, stale.text(t))
	}
	stale.wantSays(t, "a changé entre-temps")
	_, again := stale.form(t)
	door.follow(t, door.post(t, doorPath+"/walk-in", again)).wantSays(t, "Arrivée enregistrée", p.given)

	_, form = door.get(t, doorPath+"/walk-in").form(t)
	form = fillIn(form, "given", "Nora", "family", "Passante", "address", "nora@exemple.org", "sector", "public", "consent", "yes", "workshop-ateliers", string(workshops[1]))
	owner := h.as(t, "elle@exemple.org", organisation.Owner, organisation.Scope{})
	if got := owner.post(t, listPath+"/cancel", owner.editor(t, listPath+"/cancel", "sure", "yes")); got.status != http.StatusSeeOther {
		t.Fatalf("it is not called off: %d %s", got.status, got.text(t))
	}
	late := door.post(t, doorPath+"/walk-in", form)
	if late.status != http.StatusUnprocessableEntity || !strings.Contains(late.body, "Passante") {
		t.Errorf("at an event that is called off she is answered %d: %s", late.status, late.text(t))
	}
	late.wantSays(t, "Cette rencontre est annulée")
}

var paperCode = regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){3}`)

// Her paper is behind her own link, and verifies when nothing is left of her.
func TestAPaperOutlivesTheRegistration(t *testing.T) {
	t.Parallel()
	h, p, r := onTheDay(t)
	own := "/fr/events/" + slug + "/registrations/" + h.Parts.Ring.Link(h.event.Ref.String(), r.Person, 1)
	h.get(t, own).wantSays(t, "À présenter à l’entrée")
	door := h.as(t, "porte@exemple.org", organisation.Door, organisation.Scope{})
	door.post(t, doorPath, says(r, string(attendance.Name(h.event.HalfDays()[0])), "a"))
	if got := h.get(t, own+"/attestation"); got.status != http.StatusNotFound {
		t.Errorf("before the end: %d", got.status)
	}
	h.setClock(t, h.event.Ends().Add(time.Hour))
	h.get(t, own).wantSays(t, "Attestation de présence")
	paper := h.get(t, own+"/attestation")
	owner := h.as(t, "owner@exemple.org", organisation.Owner, organisation.Scope{})
	all := owner.get(t, listPath+"/attestations")
	code := paperCode.FindString(paper.body)
	if code == "" || !strings.Contains(all.body, code) {
		t.Fatalf("no code, or another in the console: %q", code)
	}
	text := paper.text(t)
	hours := regexp.MustCompile(`\d+h\d\d`).FindString(text)
	h.setClock(t, h.event.Ends().Add(registration.Keep+time.Hour))
	if got := h.get(t, own+"/attestation"); got.status != http.StatusNotFound {
		t.Errorf("after erasure: %d", got.status)
	}
	verify := strings.TrimPrefix(strings.Replace(site.VerifyForm, "{event}", slug, 1), "GET ")
	verify = strings.Replace(verify, "{lang}", "fr", 1)
	action, form := h.get(t, verify).form(t)
	h.later(t, 4*time.Second)
	date := h.event.Ends().Add(time.Hour).In(h.event.Location()).Format(time.DateOnly)
	for name, value := range map[string]string{"name": strings.ToUpper(p.given + " " + p.given), "hours": hours, "date": date, "seal": code} {
		form.Set(name, value)
	}
	if got := h.post(t, action, form); got.status != http.StatusOK || !strings.Contains(got.body, "Attestation authentique") {
		t.Errorf("it does not verify: %d %s", got.status, got.text(t))
	}
	form.Set("hours", "12h00")
	h.post(t, action, form).wantSays(t, "Cela ne correspond à aucune attestation")
	form.Set("hours", "")
	if got := h.post(t, action, form); got.status != http.StatusUnprocessableEntity {
		t.Errorf("without hours: %d", got.status)
	}
}
