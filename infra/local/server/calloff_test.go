package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/enginetest"
	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// comers is how many come while an event is called off.
const comers = 120

// People register, from many places at once, while two organisers call the event
// off: afterwards nobody gets a seat, and everybody who has one, or waits, is told
// once.
func TestAnEventIsCalledOffWhilePeopleCome(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	h.client.Transport.(*http.Transport).DialContext = fromEverywhere()
	organisers := []browser{h.signIn(t), h.signIn(t)}
	forms := make([]url.Values, comers)
	people := make([]person, comers)
	for i := range people {
		people[i] = somebody("Comer %d", i)
		people[i].workshop = workshops[i%3]
	}
	atOnce(comers, func(i int) {
		forms[i] = h.fill(t, people[i])
		forms[i].Set("wait", "yes")
	})
	var late []url.Values
	for i := range 3 {
		late = append(late, h.fill(t, somebody("Too late %d", i)))
	}
	h.later(t, 4*time.Second)
	off := make([]url.Values, len(organisers))
	for i, b := range organisers {
		off[i] = b.editor(t, listPath+"/cancel", "sure", "yes", "reason-fr", "La salle a **brûlé**.")
	}
	var all sync.WaitGroup
	for i, b := range organisers {
		all.Go(func() {
			time.Sleep(100 * time.Millisecond) // some come before
			if got := b.post(t, listPath+"/cancel", off[i]); got.status != http.StatusSeeOther {
				t.Errorf("told %d: %s", got.status, got.text(t))
			}
		})
	}
	atOnce(comers, func(i int) { h.press(t, people[i].path("/register"), forms[i]) })
	all.Wait()
	if e := h.stands(t, h.event.Ref.Event); e.State != event.Cancelled || e.Version != h.event.Version+1 {
		t.Fatalf("it is %q in version %d", e.State, e.Version)
	}
	before := h.standing(t)
	for i := range late {
		h.press(t, people[0].path("/register"), late[i])
	}
	h.tick(t)
	h.later(t, event.DefaultOffer+time.Hour)
	for range 3 {
		h.tick(t)
	}
	after := h.standing(t)
	t.Logf("%d of %d stand there", len(before), comers)
	for address, state := range after {
		if before[address] != state {
			t.Errorf("%s was %q, and is %q", address, before[address], state)
		}
	}
	h.wantToldOnce(t, after)
	if n := audited(t, at, `"Action":"call-off"`); n != 1 {
		t.Errorf("%d lines of the audit", n)
	}
}

// standing is how everybody stands who has a seat, or waits, by her address.
func (h *house) standing(t *testing.T) map[string]registration.State {
	t.Helper()
	stand := map[string]registration.State{}
	for r, err := range h.Parts.Table.Registrations(t.Context(), h.event.Ref) {
		if err != nil {
			t.Fatal(err)
		}
		if r.State.Active() {
			stand[r.Attendee.Address.String()] = r.State
		}
	}
	return stand
}

// wantToldOnce wants each of some people to have one mail that says that the event
// is called off, with its reason, and nobody else.
func (h *house) wantToldOnce(t *testing.T, stand map[string]registration.State) {
	t.Helper()
	told := map[string]int{}
	for _, m := range h.mails(t) {
		if strings.Contains(m.Subject, "n’a pas lieu") {
			told[m.Destination.To[0]]++
			if !strings.Contains(m.Body.Text, "brûlé") {
				t.Errorf("it says no reason: %s", m.Body.Text)
			}
		}
	}
	for address := range stand {
		if told[address] != 1 {
			t.Errorf("%s, who is %s, is told %d times", address, stand[address], told[address])
		}
	}
	if len(told) != len(stand) || len(stand) == 0 {
		t.Errorf("%d are told, %d have a seat or wait", len(told), len(stand))
	}
}

// The write that calls an event off is refused, or its answer is lost: it is
// called off with its line of the audit and its mailing, once, or not at all.
func TestCallingOffFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		flavour faults.Flavour
		times   int
		status  int
		state   event.State // afterwards
	}{
		"refused once": {faults.Refused, 1, http.StatusSeeOther, event.Cancelled}, "lost once": {faults.LostAnswer, 1, http.StatusSeeOther, event.Cancelled},
		"refused": {faults.Refused, 8, http.StatusServiceUnavailable, event.Published}, "lost": {faults.LostAnswer, 8, http.StatusServiceUnavailable, event.Cancelled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := enginetest.Dynamo(t)
			h := newHouseOn(t, at, enginetest.Inbox(t))
			p := somebody("Told")
			h.comes(t, h.event, p)
			b := h.signIn(t)
			form := b.editor(t, listPath+"/cancel", "sure", "yes", "reason-fr", "La salle a brûlé.")
			h.Faults.Fail("TransactWriteItems", c.times, c.flavour)
			if got := b.post(t, listPath+"/cancel", form); got.status != c.status {
				t.Errorf("told %d: %s", got.status, got.text(t))
			}
			h.Faults.Reset()
			_, err := h.Parts.Table.Mailing(t.Context(), h.event.Ref, mailing.CalledOff)
			if got := h.stands(t, h.event.Ref.Event).State; got != c.state || (err == nil) != (got == event.Cancelled) {
				t.Errorf("it is %q, and its mailing %v", got, err)
			}
			if got := b.post(t, listPath+"/cancel", form); got.status != http.StatusSeeOther {
				t.Errorf("then told %d: %s", got.status, got.text(t))
			}
			h.tick(t)
			h.tick(t)
			h.wantToldOnce(t, map[string]registration.State{p.address: registration.Confirmed})
			if n := audited(t, at, `"Action":"call-off"`); n != 1 {
				t.Errorf("%d lines of the audit", n)
			}
		})
	}
}

// What an event that is called off says of itself, and offers no longer.
func TestACancelledEventSaysSo(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	link := h.comes(t, h.event, somebody("Comes"))
	b := h.signIn(t)
	if got := b.post(t, listPath+"/cancel", b.editor(t, listPath+"/cancel")); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(t), "Cochez la case") {
		t.Errorf("unsure: told %d", got.status)
	}
	if got := b.post(t, listPath+"/cancel", b.editor(t, listPath+"/cancel", "sure", "yes", "reason-fr", strings.Repeat("é", 3001))); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a long reason: told %d", got.status)
	}
	b.saves(t, listPath+"/cancel", b.editor(t, listPath+"/cancel", "sure", "yes"))
	h.later(t, 5*time.Second)
	public := h.get(t, "/fr/events/"+slug)
	for _, want := range []string{"Cette rencontre est annulée", "https://schema.org/EventCancelled", "Annulé"} {
		if !strings.Contains(public.body, want) {
			t.Errorf("the event's page does not say %q", want)
		}
	}
	own := h.get(t, link)
	if said := own.text(t); !strings.Contains(said, "Cette rencontre est annulée") || strings.Contains(own.body, link+"/change") || strings.Contains(own.body, link+"/cancel") {
		t.Errorf("behind her link: %s", said)
	}
	for _, route := range []string{"/change", "/restore", "/accept"} {
		if got := h.post(t, link+route, url.Values{}); got.status != http.StatusSeeOther {
			t.Errorf("%s: %d", route, got.status)
		}
	}
	if got := h.get(t, "/fr/events/"+slug+"/register"); strings.Contains(got.body, `name="given"`) || !strings.Contains(got.text(t), "personne ne peut plus") {
		t.Errorf("the form: %s", got.text(t))
	}
	if got := b.get(t, listPath+"/cancel"); got.status != http.StatusSeeOther {
		t.Errorf("it can be called off again: %d", got.status)
	}
	h.setClock(t, h.event.Starts().AddDate(0, 0, -7).Add(time.Minute))
	h.tick(t)
	if all, err := h.Parts.Table.Mailings(t.Context(), h.event.Ref); err != nil || len(all) != 1 || all[0].Kind != outbox.CalledOff {
		t.Errorf("mailings %+v, %v", all, err)
	}
}

// Registration is closed and opened again, whoever presses how often.
func TestRegistrationIsClosedAndOpenedAgain(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.signIn(t)
	for _, c := range []struct {
		path string
		want event.Acceptance
	}{{"/close", event.Closed}, {"/close", event.Closed}, {"/reopen", event.Open}, {"/reopen", event.Open}} {
		b.saves(t, listPath+c.path, url.Values{})
		desk, err := h.Parts.Table.Desk(t.Context(), h.event.Ref)
		e := h.stands(t, h.event.Ref.Event)
		if got := e.Accepts(h.Clock.Now()); err != nil || got != c.want || !desk.Closes.Equal(e.Closes) {
			t.Errorf("after %s it is %s, and its desk closes %v, %v", c.path, got, desk.Closes, err)
		}
	}
	for _, action := range []string{"close", "reopen"} {
		if n := audited(t, at, `"Action":"`+action+`"`); n != 1 {
			t.Errorf("%d lines of the audit say %s", n, action)
		}
	}
}
