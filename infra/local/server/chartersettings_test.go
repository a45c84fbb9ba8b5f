package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/enginetest"
	"tribune/shared/organisation"
)

// What keeps a charter from being published is said item by item, and nothing is
// written.
func TestPublishingACharterIsBlocked(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	d := h.draftsCharter(t, h.signIn(t), "Charte retenue")
	path := d.path + "/publication"
	form := d.organiser.editor(t, path, "sure", "yes")
	refused := func(why string, form url.Values, says string) page {
		t.Helper()
		got := d.organiser.post(t, path, form)
		if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(t), says) {
			t.Errorf("%s: told %d: %s", why, got.status, got.text(t))
		}
		return got
	}
	unsure := d.organiser.editor(t, path)
	refused("she is not sure", unsure, "Cochez la case")
	refused("no address", fillIn(form, "slug", "Deux mots"), "a–z")
	refused("another edition was read", fillIn(form, "version", "1.9"), "ont changé")
	got := refused("the address is another's", fillIn(form, "slug", "charte-tanger-cooperation"), "déjà prise")
	if _, again := got.form(t); again.Get("slug") != "charte-tanger-cooperation-2" {
		t.Errorf("it suggests %q", again.Get("slug"))
	}
	org, err := h.Parts.Table.Organisation(t.Context(), h.event.Organisation)
	if err != nil {
		t.Fatal(err)
	}
	whole := org.Controller
	org.Controller = organisation.Controller{}
	for _, put := range []organisation.Controller{{}, whole} {
		org.Controller = put
		if err := h.Parts.Table.PutOrganisation(t.Context(), org); err != nil {
			t.Fatal(err)
		}
		if put.Name == "" {
			refused("nobody answers for the data", form, "Protection des données")
		}
	}
	edit := d.organiser.editor(t, d.path+"/edit", "preamble-ar", "نحن")
	d.organiser.saves(t, d.path+"/edit", edit)
	if said := d.organiser.get(t, path).text(t); !strings.Contains(said, "Le texte entier dans une langue") {
		t.Errorf("a language is not whole: %s", said)
	}
	_, none := d.organiser.post(t, d.path+"/edit", d.organiser.editor(t, d.path+"/edit", "act", "remove articles-0")).form(t)
	d.organiser.saves(t, d.path+"/edit", none)
	if said := d.organiser.get(t, path).text(t); !strings.Contains(said, "Un article au moins") {
		t.Errorf("there is no article: %s", said)
	}
	if n := audited(t, at, `"Action":"charter-published"`); n != 0 || d.call(t).Current != 0 {
		t.Errorf("%d lines of the audit, %+v", n, d.call(t))
	}
}

// A version that says what the one before says is not published.
func TestANewVersionSaysSomethingElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.draftsCharter(t, h.signIn(t), "Charte redite")
	d.publishes(t)
	d.organiser.saves(t, d.path+"/edit", d.organiser.editor(t, d.path+"/edit?next"))
	if said := d.organiser.get(t, d.path+"/publication").text(t); !strings.Contains(said, "autre chose que la version signée") {
		t.Errorf("told: %s", said)
	}
	if got := d.organiser.post(t, d.path+"/publication", url.Values{"version": {"2.1"}, "sure": {"yes"}}); got.status != http.StatusUnprocessableEntity || d.call(t).Current != 1 {
		t.Errorf("%d: %s", got.status, got.text(t))
	}
}

// How a charter is signed is set, closed and opened again; each is told once.
func TestACharterIsSet(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	d := h.draftsCharter(t, h.signIn(t), "Charte réglée")
	d.publishes(t)
	path := d.path + "/settings"
	past := d.organiser.post(t, path, d.organiser.editor(t, path, "closes", "2020-01-01"))
	if past.status != http.StatusUnprocessableEntity || !strings.Contains(past.text(t), "passé") {
		t.Errorf("%d: %s", past.status, past.text(t))
	}
	day := h.Clock.Now().AddDate(0, 1, 0).Format(time.DateOnly)
	hers := d.organiser.editor(t, path, "reviewed", "yes", "closes", day)
	hers.Del("individuals")
	his := d.organiser.editor(t, path)
	d.organiser.saves(t, path, hers)
	c := d.call(t)
	if closes := c.Closes.In(h.event.Location()).Format("2006-01-02 15:04"); c.Individuals || !c.Reviewed || !c.Sensitive || closes != day+" 23:59" {
		t.Errorf("set %+v", c)
	}
	if got := d.organiser.post(t, path, his); got.status != http.StatusConflict || !strings.Contains(got.text(t), day) {
		t.Errorf("%d: %s", got.status, got.text(t))
	}
	for range 2 {
		d.organiser.saves(t, d.path+"/close", url.Values{})
	}
	shut := d.call(t)
	if shut.Open(h.Clock.Now()) || shut.Current != 1 {
		t.Errorf("closed: %+v", shut)
	}
	d.organiser.saves(t, path, d.organiser.editor(t, path, "sensitive", "yes")) // the day was not touched
	if c := d.call(t); !c.Closes.Equal(shut.Closes) {
		t.Errorf("closed at %s, then %s", shut.Closes, c.Closes)
	}
	for range 2 {
		d.organiser.saves(t, d.path+"/reopen", url.Values{})
	}
	if c := d.call(t); !c.Open(h.Clock.Now()) || !c.Closes.IsZero() {
		t.Errorf("open again: %+v", c)
	}
	for action, lines := range map[organisation.Action]int{organisation.CharterSet: 2, organisation.CharterClosed: 1, organisation.CharterReopened: 1} {
		if n := audited(t, at, fmt.Sprintf(`"Action":"%s"`, action)); n != lines {
			t.Errorf("%d lines of the audit say %s", n, action)
		}
	}
}

// Who sees some events or people alone is led to no charter, and a reader to no form.
func TestWhoIsLedToCharters(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	for i, c := range []struct {
		member organisation.Member
		leads  []string
	}{
		{organisation.Member{Role: organisation.Organiser}, []string{chartersPath, chartersPath + "/new"}},
		{organisation.Member{Role: organisation.Reader}, []string{chartersPath}},
		{organisation.Member{Role: organisation.Organiser, Scope: organisation.Scope{Events: []string{string(h.event.Ref.Event)}}}, nil},
		{organisation.Member{Role: organisation.Reader, Scope: organisation.Scope{Countries: []string{"MA"}}}, nil},
	} {
		who := caller{of: &estate{organisation: h.event.Organisation}, role: c.member.Role, scope: c.member.Scope}
		who.cookie = h.begin(t, who, i)
		_, _, events := h.answer(t, who, "GET /fr/organisers/events", who.of, true)
		_, _, charters := h.answer(t, who, "GET "+chartersPath, who.of, true)
		var leads []string
		for _, to := range []string{chartersPath, chartersPath + "/new"} {
			if strings.Contains(events+charters, `href="`+to+`"`) {
				leads = append(leads, to)
			}
		}
		if !slices.Equal(leads, c.leads) {
			t.Errorf("%+v is led to %q", c.member, leads)
		}
	}
}
