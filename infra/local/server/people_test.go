package server_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/inbox"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/templates/pages"
)

// person is somebody who registers.
type person struct {
	lang                            locale.Lang
	given, family, address, company string
	workshop                        event.WorkshopID
}

// somebody is a person whom no other test of this name makes.
func somebody(format string, args ...any) person {
	name := fmt.Sprintf(format, args...)
	return person{
		lang: locale.French, given: name, family: "Essai", company: "Maison d'essai",
		address:  strings.ToLower(strings.NewReplacer(" ", ".", ",", "").Replace(name)) + "@exemple.org",
		workshop: workshops[0],
	}
}

func (p person) path(page string) string { return "/" + string(p.lang) + "/events/" + slug + page }

// form opens the form and fills it in, as fast as people do.
func (h *house) form(t testing.TB, p person) url.Values {
	t.Helper()
	form := h.fill(t, p)
	h.later(t, 4*time.Second)
	return form
}

// fill is form without the time that it takes.
func (h *house) fill(t testing.TB, p person) url.Values {
	t.Helper()
	_, form := h.get(t, p.path("/register")).form(t)
	form.Set("given", p.given)
	form.Set("family", p.family)
	form.Set("address", p.address)
	form.Set("organisation", p.company)
	form.Set("sector", "association")
	form.Set("workshop-ateliers", string(p.workshop))
	form.Set("consent", "yes")
	return form
}

// register sends a form, again where the site says so, until somebody is told
// that she has a place.
func (h *house) register(t testing.TB, p person, form url.Values) (presses int) {
	t.Helper()
	answer, presses := h.press(t, p.path("/register"), form)
	answer.wantPlace(t, p)
	return presses
}

func (p page) wantPlace(t testing.TB, who person) {
	t.Helper()
	if p.status != http.StatusSeeOther || p.header.Get("Location") != who.path("/registered") {
		t.Errorf("%s: %d %s: %s", who.given, p.status, p.header.Get("Location"), p.text(t))
	}
}

// books are the desk and the registrations, held against each other.
func (h *house) books(t testing.TB) (registration.Desk, map[string]registration.Registration) {
	t.Helper()
	desk, err := h.Parts.Table.Desk(t.Context(), h.event.Ref)
	if err != nil {
		t.Fatal(err)
	}
	confirmed := map[string]registration.Registration{}
	taken := map[event.Place]int{}
	for r, err := range h.Parts.Table.Registrations(t.Context(), h.event.Ref) {
		if err != nil {
			t.Fatal(err)
		}
		if r.State != registration.Confirmed {
			continue
		}
		if address := r.Attendee.Address.String(); confirmed[address].State != "" {
			t.Errorf("%s is registered twice", address)
		}
		confirmed[r.Attendee.Address.String()] = r
		for _, p := range r.Places() {
			taken[p]++
		}
	}
	if desk.Seats[event.Hall].Taken != len(confirmed) || desk.Seats[event.Hall].Taken > desk.Seats[event.Hall].Capacity {
		t.Errorf("the desk says %d of %d, %d are registered", desk.Seats[event.Hall].Taken, desk.Seats[event.Hall].Capacity, len(confirmed))
	}
	for id, s := range desk.Seats {
		if s.Taken != taken[id] || s.Taken > s.Capacity {
			t.Errorf("%s: the desk says %d of %d, %d are registered", id, s.Taken, s.Capacity, taken[id])
		}
	}
	return desk, confirmed
}

func (h *house) wantRegistered(t testing.TB, addresses ...string) {
	t.Helper()
	_, confirmed := h.books(t)
	for _, a := range addresses {
		if confirmed[a].State == "" {
			t.Errorf("%s is not registered", a)
		}
	}
	if len(confirmed) != len(addresses) {
		t.Errorf("%d are registered, want %d", len(confirmed), len(addresses))
	}
}

// occupy has n people take a workshop's seats past the pages, in one commit.
func (h *house) occupy(t testing.TB, w event.WorkshopID, n int) {
	t.Helper()
	desk, err := h.Parts.Table.Desk(t.Context(), h.event.Ref)
	if err != nil {
		t.Fatal(err)
	}
	now := h.Clock.Now()
	slips := make([]registration.Registration, n)
	for i := range slips {
		given, _ := registration.ParseName(fmt.Sprintf("Occupant %d", i))
		address, err := outbox.ParseAddress(fmt.Sprintf("occupant%d@%s.exemple.org", i, w))
		if err != nil {
			t.Fatal(err)
		}
		who, err := h.Parts.Ring.Person(h.event.SecretVersion, h.event.Ref.String(), address.Folded(), registration.FoldNames(given, given))
		if err != nil {
			t.Fatal(err)
		}
		slips[i] = registration.Registration{Event: h.event.Ref, Person: who, Wish: &registration.Wish{
			Kind: registration.Come, By: address, Source: registration.AtDoor, Made: now, FormMade: now, Nonce: "occupied", Choice: event.Choice{Workshops: []event.WorkshopID{w}}, Expires: h.event.Ends(),
			Attendee: registration.Attendee{Given: given, Family: given, Address: address, Sector: "other", Lang: locale.French},
		}}
	}
	after, decisions, _ := registration.Decide(desk, slips, now)
	for i := range decisions {
		decisions[i].Promises = nil // their mail is nobody's business here
	}
	if err := h.Parts.Table.Commit(t.Context(), after, decisions); err != nil {
		t.Fatal(err)
	}
	h.later(t, 3*time.Second) // no page still shows the desk as it was
}

// mail is a mail as the inbox shows it.
type mail struct{ inbox.Mail }

// received lists the mails to an address, in the order in which they came.
func (h *house) received(t testing.TB, address string) (all []mail) {
	t.Helper()
	found, err := inbox.To(h.inbox, address)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range found {
		all = append(all, mail{m})
	}
	return all
}

// mails lists all that came.
func (h *house) mails(t testing.TB) []inbox.Mail {
	t.Helper()
	all, err := inbox.All(h.inbox)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// wantMails wants mails to an address whose subjects hold these words, in this order.
func (h *house) wantMails(t testing.TB, address string, words ...string) []mail {
	t.Helper()
	got := h.received(t, address)
	ok := len(got) == len(words)
	for i := range min(len(got), len(words)) {
		ok = ok && strings.Contains(got[i].Subject, words[i])
	}
	if !ok {
		t.Errorf("%s received %v, want %v", address, got, words)
	}
	return got
}

var (
	privateLink = regexp.MustCompile(`/events/[^/\s]+/registrations/[^/\s]+`)
	code        = regexp.MustCompile(`\b\d{4}\x{a0}\d{4}\b`)
)

// link is the path behind the private link of a mail.
func (m mail) link(t testing.TB, p person) string {
	t.Helper()
	path := privateLink.FindString(m.Body.Text)
	if path == "" {
		t.Fatalf("there is no private link in %q: %s", m.Subject, m.Body.Text)
	}
	return "/" + string(p.lang) + path
}

const organiser = "organisation@exemple.org"

// askCode gives a browser that asked for a code, and the code that came.
func (h *house) askCode(t testing.TB) (browser, string) {
	t.Helper()
	b := browser{newClient(), h.origin}
	b.client.Jar, _ = cookiejar.New(nil)
	path, form := b.get(t, "/fr/organisers").form(t)
	form.Set("address", organiser)
	if p := b.post(t, path, form); p.status != http.StatusSeeOther {
		t.Fatalf("ask for a code: %d %s", p.status, p.text(t))
	}
	h.tick(t)
	for _, m := range slices.Backward(h.received(t, organiser)) { // she is told of downloads too
		if c := code.FindString(m.Body.Text); c != "" {
			return b, c
		}
	}
	t.Fatal("no code came")
	return b, ""
}

func enterCode(t testing.TB, b browser, code string) page {
	t.Helper()
	path, form := b.get(t, "/fr/organisers/code").form(t)
	form.Set("code", code)
	return b.post(t, path, form)
}

// signIn gives the browser of an organiser who is signed in.
func (h *house) signIn(t testing.TB) browser {
	t.Helper()
	b, code := h.askCode(t)
	if p := enterCode(t, b, code); p.status != http.StatusSeeOther {
		t.Fatalf("enter the code %q: %d %s", code, p.status, p.text(t))
	}
	return b
}

// The organiser's list of the event, and where it is asked for as a file.
const (
	listPath     = "/fr/organisers/events/journee-tanger"
	downloadPath = listPath + "/download"
)

// file takes a list as a file with these columns.
func (b browser) file(t testing.TB, list, format string, columns ...string) page {
	t.Helper()
	form := url.Values{pages.FieldFormat: {format}}
	for _, c := range columns {
		form.Set(pages.FieldColumn(c), "yes")
	}
	path, query, _ := strings.Cut(list, "?")
	if query != "" {
		query = "?" + query
	}
	return b.post(t, path+"/download"+query, form)
}

// csv takes it with what tests look for.
func (b browser) csv(t testing.TB, list string) page {
	t.Helper()
	return b.file(t, list, pages.CSV, "family", "given", "address", "delivery")
}
