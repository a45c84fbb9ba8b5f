package server_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/registration"
)

// A seat that is given back is offered to who waits longest, for two days, and
// then to the next. Everybody is told once, and the calendar follows.
func TestAnOfferLapsesToTheNext(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.occupy(t, workshops[0], 19)
	has, first, second := somebody("Has"), somebody("First"), somebody("Second")
	for _, p := range []*person{&has, &first, &second} {
		p.workshop = workshops[0]
	}
	h.register(t, has, h.form(t, has))
	h.wait(t, first)
	h.wait(t, second)
	h.tick(t)
	h.press(t, h.wantMails(t, has.address, "place réservée")[0].link(t, has)+"/cancel", nil)
	h.tick(t)
	h.wantMails(t, first.address, "liste d’attente", "une place vous est proposée")
	h.wantMails(t, second.address, "liste d’attente")

	h.later(t, event.DefaultOffer-time.Second)
	h.tick(t)
	h.wantMails(t, second.address, "liste d’attente")
	h.later(t, time.Second)
	h.tick(t)
	h.tick(t) // what the first one promised
	lapsed := h.wantMails(t, first.address, "liste d’attente", "une place vous est proposée", "place non acceptée")
	offer := h.wantMails(t, second.address, "liste d’attente", "une place vous est proposée")[1].link(t, second)

	late := lapsed[0].link(t, first)
	h.press(t, late+"/accept", nil)
	if page := h.get(t, late); !strings.Contains(page.body, "Cette place n’est plus gardée") || !strings.Contains(page.body, "Me mettre sur la liste d’attente") {
		t.Errorf("who accepts too late reads: %s", page.text(t))
	}
	h.press(t, offer+"/accept", nil)
	h.press(t, offer+"/accept", nil)
	h.tick(t)
	h.wantMails(t, second.address, "liste d’attente", "une place vous est proposée", "place réservée")
	if _, confirmed := h.books(t); confirmed[second.address].State == "" || confirmed[first.address].State != "" {
		t.Error("the seat went astray")
	}
}

// wait has somebody register for the waiting list.
func (h *house) wait(t testing.TB, p person) {
	t.Helper()
	form := h.form(t, p)
	form.Set("wait", "yes")
	if answer, _ := h.press(t, p.path("/register"), form); answer.said() != "queued" {
		t.Fatalf("%s was told %d: %s", p.given, answer.status, answer.text(t))
	}
}

// A change by the link moves the seat and updates the calendar's entry, under
// the same name and a higher number; it does not add a second one.
func TestAChangeUpdatesTheCalendar(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := somebody("Changing")
	p.workshop = workshops[0]
	h.register(t, p, h.form(t, p))
	h.tick(t)
	before := h.wantMails(t, p.address, "place réservée")[0]
	link := before.link(t, p)
	path, form := h.get(t, link+"/change").form(t)
	form.Set("workshop-ateliers", string(workshops[1]))
	form.Set("given", "Changed")
	if answer, _ := h.press(t, path, form); answer.status != http.StatusSeeOther {
		t.Fatalf("told %d: %s", answer.status, answer.text(t))
	}
	h.press(t, path, form) // pressed twice: nothing more
	h.tick(t)
	after := h.wantMails(t, p.address, "place réservée", "inscription modifiée")[1]
	was, is := calendarOf(t, before), calendarOf(t, after)
	if was["UID"] != is["UID"] || was["SEQUENCE"] >= is["SEQUENCE"] || is["STATUS"] != "CONFIRMED" {
		t.Errorf("the calendar says %v, then %v", was, is)
	}
	desk, confirmed := h.books(t)
	if desk.Seats[event.OfWorkshop(workshops[0], false)].Taken != 0 || desk.Seats[event.OfWorkshop(workshops[1], false)].Taken != 1 {
		t.Errorf("the desk says %v", desk.Seats)
	}
	if r := confirmed[p.address]; r.Attendee.Given.String() != "Changed" || len(r.Workshops) != 1 || r.Workshops[0] != workshops[1] {
		t.Errorf("on record stands %+v", r)
	}
}

// A change that was refused, by whoever stood at the desk, can be sent again from
// the page that said so: to wait instead, for one.
func TestARefusedChangeCanBeSentAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := somebody("Refused")
	p.workshop = workshops[0]
	h.register(t, p, h.form(t, p))
	h.occupy(t, workshops[1], 20)
	h.tick(t)
	link := h.wantMails(t, p.address, "place réservée")[0].link(t, p)
	path, form := h.get(t, link+"/change").form(t)
	form.Set("workshop-ateliers", string(workshops[1]))
	form.Set("lang", "ar")
	now := h.Clock.Now()
	if _, err := h.Parts.Table.Lead(t.Context(), h.event.Ref, now, now.Add(200*time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	refused, _ := h.press(t, path, form)
	wantWorkshopFull(t, refused)
	path, again := refused.form(t)
	again.Set("wait", "yes")
	if answer, _ := h.press(t, path, again); answer.status != http.StatusSeeOther {
		t.Fatalf("told %d: %s", answer.status, answer.text(t))
	}
	h.tick(t)
	if mails := h.wantMails(t, p.address, "place réservée", "لائحة الانتظار"); len(mails) == 2 && !strings.Contains(mails[1].Body.Text, "تحية طيبة") {
		t.Errorf("she wanted to be written to in Arabic: %s", mails[1].Body.Text)
	}
}

// Whoever corrects the spelling of her name is no colleague of herself: under
// either spelling she is known, before and after she cancels.
func TestACorrectedNameIsTheSamePerson(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := somebody("Zinb")
	h.register(t, p, h.form(t, p))
	h.tick(t)
	link := h.wantMails(t, p.address, "place réservée")[0].link(t, p)
	path, form := h.get(t, link+"/change").form(t)
	form.Set("given", "Zineb")
	h.press(t, path, form)
	corrected := p
	corrected.given = "Zineb"
	for _, again := range []person{corrected, p} {
		h.register(t, again, h.form(t, again))
	}
	h.tick(t)
	h.wantMails(t, p.address, "place réservée", "vous avez déjà une place")
	if desk, _ := h.books(t); desk.Seats[event.Hall].Taken != 1 {
		t.Errorf("she has %d seats", desk.Seats[event.Hall].Taken)
	}
	h.press(t, link+"/cancel", nil)
	h.later(t, 4*time.Second)
	h.register(t, corrected, h.form(t, corrected))
	if desk, _ := h.books(t); desk.Seats[event.Hall].Taken != 1 {
		t.Errorf("come back, she has %d seats", desk.Seats[event.Hall].Taken)
	}
}

// What people need is gone seven days after the event, for every reader at that
// second and from the table soon after.
func TestNeedsAreForgotten(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	p := somebody("Needing")
	h.register(t, p, h.form(t, p))
	_, confirmed := h.books(t)
	r := confirmed[p.address]
	r.Needs = registration.Needs{Answers: event.Answers{"diet": {"none"}}, Until: h.event.Ends().Add(registration.KeepNeeds)}
	if _, err := h.Parts.Table.Leave(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	find := func() registration.Registration {
		t.Helper()
		r, err := h.Parts.Table.Find(t.Context(), h.event.Ref, r.Person)
		if err != nil || r.State != registration.Confirmed {
			t.Fatalf("%+v, %v", r, err)
		}
		return r
	}
	forgotten := h.event.Ends().Add(registration.KeepNeeds)
	h.Clock.Advance(forgotten.Add(-time.Minute).Sub(h.Clock.Now()))
	h.tick(t) // takes longer than a second: there is mail to send
	h.Clock.Advance(forgotten.Add(-time.Second).Sub(h.Clock.Now()))
	before := find()
	if len(before.Needs.Answers) != 1 {
		t.Error("needs are gone before their time")
	}
	h.Clock.Advance(time.Second)
	if len(find().Needs.Answers) != 0 {
		t.Error("needs are read after their time")
	}
	h.Clock.Advance(time.Hour)
	h.tick(t)
	if after := find(); after.Version != before.Version+1 {
		t.Error("what she needs was not written away")
	}
	h.Clock.Advance(time.Hour)
	h.tick(t)
	if after := find(); after.Version != before.Version+1 {
		t.Error("it was written away twice")
	}
}

// calendarOf reads the properties of the one entry that a mail brings.
func calendarOf(t *testing.T, m mail) map[string]string {
	t.Helper()
	if len(m.Attachments) != 1 {
		t.Fatalf("%q brings %d files", m.Subject, len(m.Attachments))
	}
	file, err := base64.StdEncoding.DecodeString(m.Attachments[0].Content)
	if err != nil {
		t.Fatal(err)
	}
	properties := map[string]string{}
	for line := range strings.SplitSeq(string(file), "\r\n") {
		if name, value, ok := strings.Cut(line, ":"); ok {
			properties[name] = value
		}
	}
	return properties
}
