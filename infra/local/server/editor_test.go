package server_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"tribune/infra/local/enginetest"
	"tribune/shared/event"
	"tribune/shared/fault"
)

const editPath = listPath + "/edit"

// editor opens the form of an event, as it would be sent now, with what is typed in.
func (b browser) editor(t *testing.T, path string, typed ...string) url.Values {
	t.Helper()
	_, form := b.get(t, path).form(t)
	return fillIn(form, typed...)
}

func fillIn(form url.Values, typed ...string) url.Values {
	form = maps.Clone(form)
	for i := 0; i < len(typed); i += 2 {
		form.Set(typed[i], typed[i+1])
	}
	return form
}

// saves wants a form to be saved, and gives the page that says so.
func (b browser) saves(t *testing.T, path string, form url.Values) page {
	t.Helper()
	answer := b.post(t, path, form)
	to := answer.header.Get("Location")
	if answer.status != http.StatusSeeOther || !strings.HasSuffix(to, "?saved") {
		t.Fatalf("%d %s: %s", answer.status, to, answer.text(t))
	}
	return b.get(t, to)
}

func (h *house) stands(t *testing.T, id event.ID) event.Event {
	t.Helper()
	e, err := h.Parts.Table.Event(t.Context(), event.Ref{Organisation: h.event.Organisation, Event: id})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// With a title, a day and a town a draft is made; nobody but its organisers knows
// of it, and the same form again makes no other.
func TestEditorMakesADraft(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.signIn(t)
	form := b.editor(t, "/fr/organisers/events/new", "title-fr", "Rencontre d’été", "city-fr", "Tétouan", "days-0-date", "2027-07-01")
	for range 2 {
		if said := b.saves(t, "/fr/organisers/events/new", form).text(t); !strings.Contains(said, "C’est enregistré") || !strings.Contains(said, "Rencontre d’été") {
			t.Errorf("told: %s", said)
		}
	}
	e := h.stands(t, "rencontre-d-ete")
	if e.State != event.Draft || e.Version != 1 || e.Capacity != 60 || e.Zone != "Africa/Casablanca" || e.Country != "MA" || len(e.Notices) != 2 || e.NeutralTitle["fr"] != "Journée d’étude — Tétouan" {
		t.Errorf("made: %+v", e)
	}
	if closes := e.Closes.In(e.Location()).Format("2006-01-02 15:04"); closes != "2027-06-30 18:00" {
		t.Errorf("it closes %s", closes)
	}
	if n := audited(t, at, `"Action":"create"`); n != 1 {
		t.Errorf("%d lines of the audit say that it was made", n)
	}
	if _, err := h.Parts.Table.Resolve(t.Context(), e.Slug); !fault.Is(err, fault.NotFound) {
		t.Errorf("its name is claimed: %v", err)
	}
	if strings.Contains(h.get(t, "/fr").body, "Rencontre d’été") || h.get(t, "/fr/events/"+string(e.Slug)).status != http.StatusNotFound {
		t.Error("the public knows of it")
	}
	if list := b.get(t, "/fr/organisers/events").text(t); !strings.Contains(list, "Rencontre d’été") || !strings.Contains(list, "brouillon") {
		t.Errorf("its organisers do not: %s", list)
	}
	other := fillIn(form, "days-0-date", "2027-08-01")
	b.saves(t, "/fr/organisers/events/new", other)
	if e := h.stands(t, "rencontre-d-ete-2"); e.Starts().Format("2006-01-02") != "2027-08-01" {
		t.Errorf("the second of the same title is %+v", e)
	}
}

// An event is not called as the pages are where events are made: its own would
// stand where nobody gets to it.
func TestADraftIsNotInTheWayOfThePagesThatMakeOne(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.signIn(t)
	for _, title := range []string{"Import", "New"} {
		form := b.editor(t, "/fr/organisers/events/new", "title-fr", title, "city-fr", "Tétouan", "days-0-date", "2027-07-01")
		if said := b.saves(t, "/fr/organisers/events/new", form).text(t); !strings.Contains(said, "C’est enregistré") {
			t.Errorf("%s: told: %s", title, said)
		}
		h.stands(t, event.ID(strings.ToLower(title)+"-2"))
	}
}

// Rows come and go in a form that is never saved by it, and everything that was
// typed stays.
func TestEditorKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.signIn(t)
	before := h.stands(t, "journee-tanger")
	form := b.editor(t, editPath, "title-fr", "Un <autre> titre", "description-ar", "فقرة\r\n\r\nأخرى", "registration-capacity", "beaucoup")
	for _, list := range []string{"days", "programme", "slots", "slots-0-workshops", "questions", "questions-0-options", "notices", "notices-0-documents"} {
		answer := b.post(t, editPath, fillIn(form, "act", "add "+list))
		_, after := answer.form(t)
		for name, want := range form {
			if got := strings.ReplaceAll(after.Get(name), "\n", "\r\n"); name != "form" && !strings.HasSuffix(name, "-id") && got != want[0] && after.Get(name) != want[0] {
				t.Errorf("after a row of %s %s is %q, not %q", list, name, got, want)
			}
		}
		if answer.status != http.StatusOK || len(after) <= len(form) {
			t.Fatalf("no row of %s comes: %d, %d fields of %d", list, answer.status, len(after), len(form))
		}
		form = after
	}
	answer := b.post(t, editPath, fillIn(form, "act", "remove slots-0-workshops-1"))
	if _, after := answer.form(t); after.Get("slots-0-workshops-1-id") != string(workshops[2]) || after.Get("title-fr") != "Un <autre> titre" {
		t.Errorf("after a row went: %v", after)
	}
	for _, nonsense := range []string{"add", "add x", "add slots-0", "remove x", "remove slots", "drop"} {
		if got := b.post(t, editPath, fillIn(form, "act", nonsense)); got.status != http.StatusOK {
			t.Errorf("%q: %d", nonsense, got.status)
		}
	}
	if after := h.stands(t, "journee-tanger"); after.Version != before.Version {
		t.Error("something was saved")
	}
}

// Fewer seats than are taken are refused with the figures; and so is taking away
// the workshop where somebody sits.
func TestEditorTellsTheFigures(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.signIn(t)
	for i := range 3 {
		p := somebody("Seated %d", i)
		h.register(t, p, h.form(t, p))
	}
	form := b.editor(t, editPath, "registration-capacity", "2", "title-fr", "Un autre titre")
	answer := b.post(t, editPath, form)
	if said := answer.text(t); answer.status != http.StatusUnprocessableEntity || !strings.Contains(said, "2 ne suffit pas : 3 places sont prises") {
		t.Errorf("%d: %s", answer.status, said)
	}
	if _, kept := answer.form(t); kept.Get("registration-capacity") != "2" || kept.Get("title-fr") != "Un autre titre" {
		t.Errorf("what was typed is lost: %v", kept)
	}
	_, without := b.post(t, editPath, fillIn(b.editor(t, editPath), "act", "remove slots-0-workshops-0")).form(t)
	answer = b.post(t, editPath, without)
	if said := answer.text(t); answer.status != http.StatusUnprocessableEntity || !strings.Contains(said, "3 personnes y ont une place") || !strings.Contains(said, "populations") {
		t.Errorf("%d: %s", answer.status, said)
	}
	b.saves(t, editPath, fillIn(form, "registration-capacity", "3"))
	if desk, _ := h.books(t); desk.Seats[event.Hall].Capacity != 3 || h.stands(t, "journee-tanger").Title["fr"] != "Un autre titre" {
		t.Errorf("saved: %+v", desk.Seats)
	}
}

// Two edit the same event. The second sees both versions, keeps hers, and saves
// again on purpose; what he added is there.
func TestEditorsAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	she, he := h.signIn(t), h.signIn(t)
	hers := she.editor(t, editPath, "title-fr", "Le titre qu’elle veut", "summary-fr", "Son résumé")
	_, his := he.post(t, editPath, fillIn(he.editor(t, editPath, "title-fr", "Le titre qu’il veut"), "act", "add slots-0-workshops")).form(t)
	he.saves(t, editPath, fillIn(his, "slots-0-workshops-3-title-fr", "Son atelier", "slots-0-workshops-3-capacity", "9"))
	answer := she.post(t, editPath, hers)
	said := answer.text(t)
	if answer.status != http.StatusConflict || !strings.Contains(said, "organisation@exemple.org") || !strings.Contains(said, "Enregistré entre-temps : « Le titre qu’il veut") {
		t.Fatalf("%d: %s", answer.status, said)
	}
	if got := h.stands(t, "journee-tanger"); got.Title["fr"] != "Le titre qu’il veut" {
		t.Errorf("his is overwritten: %s", got.Title["fr"])
	}
	_, both := answer.form(t)
	if both.Get("title-fr") != "Le titre qu’elle veut" || both.Get("summary-fr") != "Son résumé" || both.Get("slots-0-workshops-3-title-fr") != "Son atelier" {
		t.Errorf("something is lost: %v", both)
	}
	she.saves(t, editPath, both)
	got := h.stands(t, "journee-tanger")
	if got.Title["fr"] != "Le titre qu’elle veut" || len(got.Slots[0].Workshops) != 4 || got.Slots[0].Workshops[3].Capacity != 9 || got.Version != 3 {
		t.Errorf("saved: %+v", got)
	}
	she.saves(t, editPath, both) // pressed twice
	if again := h.stands(t, "journee-tanger"); again.Version != 3 {
		t.Errorf("the same form twice is version %d", again.Version)
	}
}

// Of many who save at one moment one has; everybody else is shown that he did.
func TestEditorsAtTheSameMoment(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.signIn(t)
	form := b.editor(t, editPath)
	answers := make([]page, 6)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i] = b.post(t, editPath, fillIn(form, "title-fr", fmt.Sprint("Titre ", i))) })
	}
	wg.Wait()
	saved := 0
	for i, answer := range answers {
		switch answer.status {
		case http.StatusSeeOther:
			saved++
			if got := h.stands(t, "journee-tanger").Title["fr"]; got != fmt.Sprint("Titre ", i) {
				t.Errorf("%d was told that hers is saved, and %q is", i, got)
			}
		case http.StatusConflict:
		default:
			t.Errorf("%d: %s", answer.status, answer.text(t))
		}
	}
	if saved != 1 || audited(t, at, `"Action":"edit"`) != 1 {
		t.Errorf("%d saved, the audit says %d", saved, audited(t, at, `"Action":"edit"`))
	}
}

// The preview is what visitors see, marked, and sends nothing.
func TestPreview(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for path, says := range map[string]string{"/fr": "Aperçu", "/ar": "معاينة", "/en": "Preview"} {
		p := h.signIn(t).get(t, path+strings.TrimPrefix(listPath, "/fr")+"/preview")
		if p.status != http.StatusOK || !strings.Contains(p.text(t), says) || !strings.Contains(p.body, `name="workshop-ateliers"`) || strings.Contains(p.body, `/register"`) {
			t.Errorf("%s: %d %s", path, p.status, p.text(t))
		}
		for n := range p.node(t).Descendants() {
			if action := attribute(n, "action"); action != "" && !strings.HasSuffix(action, "/sign-out") {
				t.Errorf("%s: sends to %s", path, action)
			}
		}
	}
}
