package server_test

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/shared/account"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/project"
	"tribune/shared/site"
	"tribune/shared/token"
)

// estate is one organisation of two: an event, a colleague and a draft that are
// its own, and words that no page but its own says.
type estate struct {
	organisation organisation.ID
	event, other event.ID // the second is the organisation's too
	colleague    string   // account
	person       string   // key of somebody registered; "" if nobody is
	reader       organisation.Member
	signatory    string // key of who signed its charter
	words        []string
	told         map[string]map[string]bool // who was told of whom
}

// One comes from a partner's structure, the other does not.
const (
	partner = "Coopérative du Port"
	ours    = "Montree"
	theirs  = "Cachee"
)

// caller is somebody who asks: a role, a scope, and how far she is signed in.
type caller struct {
	name    string
	of      *estate // nil: signed out
	role    organisation.Role
	scope   organisation.Scope
	halfway bool
	stale   bool
	cookie  string
}

// TestIsolation asks for every route of the console, as the manifest has them,
// about one's own things and another organisation's, as everybody who could.
func TestIsolation(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	estates := []*estate{
		{organisation: "ahsud", event: "journee-tanger", other: "none-of-hers"},
		{organisation: "drogues-et-societe", event: "restitution-paris", other: "territoires-2009-01-16"},
	}
	for i, own := range estates {
		h.settle(t, own, i)
	}
	for _, name := range []string{ours, theirs} {
		p := somebody("%s", name)
		if name == ours {
			p.company = partner
		}
		h.register(t, p, h.form(t, p))
	}
	for r, err := range h.Parts.Table.Registrations(t.Context(), h.event.Ref) {
		if err == nil && r.Attendee.Given.String() == theirs { // whom a partner does not see
			estates[0].person = r.Person.String()
		}
	}
	estates[0].words = append(estates[0].words, ours, theirs)
	for i, own := range estates {
		foreign := estates[1-i]
		for n, c := range own.callers() {
			h.later(t, time.Hour) // so many posts in one minute would be too many
			if c.of != nil {
				c.cookie = h.begin(t, c, n)
			}
			for _, route := range site.Console {
				if route.Key == site.SignOut {
					continue // would end the session that the others need
				}
				h.cross(t, c, route, own, foreign)
			}
		}
	}
	wantToldOfPeople(t, estates[0].told)
}

// wantToldOfPeople wants those who are for everybody to see everybody, and those
// of a partner to see her people alone.
func wantToldOfPeople(t *testing.T, told map[string]map[string]bool) {
	t.Helper()
	for name, want := range map[string]struct{ ours, theirs bool }{
		"owner": {true, true}, "organiser": {true, true}, "reader": {true, true}, "reader of a partner": {true, false},
		"door of a partner": {told["door of a partner"][ours], false}, "reader of another event": {false, false}, "reader halfway": {false, false},
	} {
		if got := told[name]; got[ours] != want.ours || got[theirs] != want.theirs {
			t.Errorf("%s is told of %v, want %+v", name, got, want)
		}
	}
}

// settle gives an organisation what the routes name.
func (h *house) settle(t *testing.T, own *estate, i int) {
	t.Helper()
	ctx, table := t.Context(), h.Parts.Table
	events, err := table.Events(ctx, own.organisation)
	if err != nil || len(events) == 0 {
		t.Fatalf("%s has %d events, %v", own.organisation, len(events), err)
	}
	e, err := table.Event(ctx, event.Ref{Organisation: own.organisation, Event: own.event})
	if err != nil {
		t.Fatal(err)
	}
	address := must(outbox.ParseAddress(fmt.Sprintf("collegue%d@exemple.org", i)))
	own.colleague = h.Parts.Ring.Account(address.Folded())[0]
	own.reader = organisation.Member{Organisation: own.organisation, Address: address, Role: organisation.Reader, Lang: locale.French}
	own.words = []string{address.String(), "Brouillon de " + string(own.organisation)}
	draft := mailing.Mailing{
		Event: e.Ref, ID: draftName, Kind: outbox.Message, State: mailing.Draft, Made: h.Parts.Now(),
		Subject: locale.Text{locale.French: own.words[1]}, Body: locale.Text{locale.French: "Un texte."},
	}
	carried := project.Project{Organisation: own.organisation, ID: project.ID(draftName + "-" + string(own.organisation)), Title: draft.Subject, Version: 1}
	for _, err := range []error{table.PutMailing(ctx, draft), table.SaveProject(ctx, carried, organisation.Audit{})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	h.settleCharter(t, own)
}

const draftName = "brouillon"

// chartered is the id of an organisation's charter.
func chartered(o organisation.ID) string { return "charte-" + string(o) }

// making are the routes that make, or change, what belongs to no one event. Who
// sees some events alone would not see it, and has no way there.
var making = []string{
	site.NewEvent, site.CreateEvent, site.ImportForm, site.Import, site.AgainForm, site.Again,
	site.NewProject, site.CreateProject, site.EditProject, site.SaveProject, site.GroupEvents,
}

// callers are everybody who could ask about an organisation's things.
func (own *estate) callers() []caller {
	all := []caller{{name: "signed out"}}
	for _, r := range organisation.Roles {
		all = append(all,
			caller{name: string(r), of: own, role: r},
			caller{name: string(r) + " halfway", of: own, role: r, halfway: true},
			caller{name: string(r) + " with an old factor", of: own, role: r, stale: true},
			caller{name: string(r) + " of another event", of: own, role: r, scope: organisation.Scope{Events: []string{string(own.other)}}})
		if r == organisation.Reader || r == organisation.Door {
			all = append(all, caller{name: string(r) + " of a partner", of: own, role: r, scope: organisation.Scope{Structures: []string{partner}}})
		}
	}
	return all
}

// begin signs somebody in, as far as she is to be.
func (h *house) begin(t *testing.T, c caller, i int) string {
	t.Helper()
	address := must(outbox.ParseAddress(fmt.Sprintf("%s%d@exemple.org", c.of.organisation, i)))
	m := organisation.Member{Organisation: c.of.organisation, Address: address, Role: c.role, Scope: c.scope, Lang: locale.French}
	return h.session(t, m, func(s *account.Session) {
		switch {
		case c.halfway:
			s.Factor, s.Waived = time.Time{}, false
		case c.stale:
			s.Factor = s.Begun.Add(-account.FactorFresh)
		}
	})
}

// session signs a member in, at first as if the factor had just been given.
func (h *house) session(t testing.TB, m organisation.Member, as func(*account.Session)) (id string) {
	t.Helper()
	ctx, now := t.Context(), h.Parts.Now()
	key := h.Parts.Ring.Account(m.Address.Folded())[0]
	if err := h.Parts.Table.Join(ctx, key, m); err != nil {
		t.Fatal(err)
	}
	holder, err := h.Parts.Table.Holder(ctx, []string{key})
	if err != nil {
		t.Fatal(err)
	}
	id = key + "." + token.Random(32)
	s := account.Session{
		Hash: token.Hash(id), Account: key, Epoch: holder.Epoch, Member: m, Begun: now, Seen: now, Expires: now.Add(account.SessionIdle), Factor: now, Waived: true,
	}
	if as != nil {
		as(&s)
	}
	if err := h.Parts.Table.Begin(ctx, s, account.Beginning{}); err != nil {
		t.Fatal(err)
	}
	return id
}

// cross asks for a route about the caller's own things and, where it names any,
// about another organisation's.
func (h *house) cross(t *testing.T, c caller, route site.Route, own, foreign *estate) {
	t.Helper()
	for _, e := range []*estate{own, foreign} {
		if !strings.Contains(route.Key, "{member}") {
			break
		}
		if err := h.Parts.Table.Join(t.Context(), e.colleague, e.reader); err != nil { // whom an owner has just removed
			t.Fatal(err)
		}
	}
	names := strings.Contains(route.Key, "{event}") || strings.Contains(route.Key, "{member}") || strings.Contains(route.Key, "{project}") || strings.Contains(route.Key, "{charter}")
	want := c.expects(route, true)
	status, to, body := h.answer(t, c, route.Key, own, want == "it")
	h.judge(t, c, route, "her own", status, to, want)
	for _, name := range []string{ours, theirs} {
		if strings.Contains(body, name) {
			own.note(c, name)
		}
	}
	for _, w := range foreign.words {
		if strings.Contains(body, w) {
			t.Errorf("%s as %s of %s says %q", route.Key, c.name, own.organisation, w)
		}
	}
	if names {
		status, to, body = h.answer(t, c, route.Key, foreign, false)
		h.judge(t, c, route, "another's", status, to, c.expects(route, false))
		for _, w := range foreign.words {
			if strings.Contains(body, w) {
				t.Errorf("%s as %s of %s about another's says %q", route.Key, c.name, own.organisation, w)
			}
		}
	}
}

// note keeps that a caller was told of somebody.
func (own *estate) note(c caller, name string) {
	if own.told == nil {
		own.told = map[string]map[string]bool{}
	}
	if own.told[c.name] == nil {
		own.told[c.name] = map[string]bool{}
	}
	own.told[c.name][name] = true
}

// expects is what a caller is to be answered: "sign-in", "factor", "404", or
// "it" for what the route gives.
func (c caller) expects(route site.Route, hers bool) string {
	switch {
	case route.Right == site.Anyone:
		return "it"
	case c.of == nil:
		return "sign-in"
	case c.halfway && route.Right != site.Halfway:
		return "factor"
	case !c.role.May(route.Right):
		return "404"
	case route.Right.Fresh() && c.stale:
		return "factor"
	case route.Key == site.Attestation, strings.Contains(route.Key, "{person}") && (c.of.person == "" || c.scope.OfPeople()):
		return "404" // nobody was there yet; or she is not for her to see
	case !c.scope.HasEvent("") && slices.Contains(making, route.Key):
		return "404"
	case !c.scope.Whole() && strings.Contains(route.Key, "/charters"):
		return "404" // it is of no one event, nor of some people
	case !hers, strings.Contains(route.Key, "{event}") && !c.scope.HasEvent(string(c.of.event)):
		return "404"
	}
	return "it"
}

func (h *house) judge(t *testing.T, c caller, route site.Route, whose string, status int, to, want string) {
	t.Helper()
	got := fmt.Sprint(status)
	switch {
	case status == http.StatusSeeOther && to == "/fr/organisers":
		got = "sign-in"
	case status == http.StatusSeeOther && to == "/fr/organisers/factor":
		got = "factor"
	case status < 400, status == http.StatusUnsupportedMediaType, status == http.StatusUnprocessableEntity, status == http.StatusConflict:
		got = "it"
	}
	if want == "it" && got == "factor" && (route.Right == site.Halfway || route.Key == site.NewRecovery) {
		got = "it" // leads there by itself
	}
	if got != want {
		t.Errorf("%s about %s as %s: %d %s, want %s", route.Key, whose, c.name, status, to, want)
	}
}

// answer is what a route says to a caller about what belongs to an estate. What
// she may post is no form, which shows how far she gets and changes nothing.
func (h *house) answer(t *testing.T, c caller, key string, about *estate, may bool) (status int, to, body string) {
	t.Helper()
	method, path, _ := strings.Cut(strings.NewReplacer(
		"{lang}", "fr", "{event}", string(about.event), "{message}", draftName, "{member}", about.colleague, "{person}", cmp.Or(about.person, "nobody"), "{pass}", "unknown",
		"{project}", draftName+"-"+string(about.organisation), "{charter}", chartered(about.organisation), "{version}", "1", "{signatory}", about.signatory,
	).Replace(key), " ")
	r, err := http.NewRequestWithContext(t.Context(), method, h.origin+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !may {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "session", Value: c.cookie})
	}
	res, err := h.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	to, _, _ = strings.Cut(res.Header.Get("Location"), "?")
	return res.StatusCode, to, string(b)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
