package server_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tribune/infra/local/demonstration"
	"tribune/infra/local/enginetest"
	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/project"
)

const importPath = "/fr/organisers/events/import"

// What is exported can be imported: it is there already, or makes a draft under
// names that are free. Nothing of it is anybody's data.
func TestAnEventIsExportedAndImported(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.signIn(t)
	h.comes(t, h.event, somebody("Nobody's business"))
	file := b.get(t, listPath+"/campaign.yaml")
	if file.status != http.StatusOK || !strings.HasPrefix(file.header.Get("Content-Type"), "application/yaml") || strings.Contains(file.body, "Nobody") {
		t.Fatalf("%d, %s:\n%s", file.status, file.header.Get("Content-Type"), file.body)
	}
	same := b.post(t, importPath, b.editor(t, importPath, "text", file.body))
	if said := same.text(t); same.status != http.StatusOK || !strings.Contains(said, "déjà là") || !strings.Contains(said, "laissées de côté") {
		t.Errorf("of what is there it says %d: %s", same.status, said)
	}
	other := strings.Replace(file.body, "capacity: 60", "capacity: 61", 1)
	form := b.editor(t, importPath, "text", other)
	shown := b.post(t, importPath, form)
	if shown.status != http.StatusOK || !strings.Contains(shown.text(t), slug+"-2") {
		t.Errorf("what would be made: %s", shown.text(t))
	}
	if events := h.own(t); len(events) != len(h.own(t)) || audited(t, at, `"Action":"import"`) != 0 {
		t.Error("it was made before it was wanted")
	}
	for range 2 {
		if got := b.post(t, importPath, fillIn(form, "act", "import")); got.status != http.StatusSeeOther {
			t.Fatalf("told %d: %s", got.status, got.text(t))
		}
	}
	made := h.stands(t, "journee-tanger-2")
	if made.State != event.Draft || made.Capacity != 61 || made.Slug != slug+"-2" || made.Organisation != h.event.Organisation {
		t.Errorf("made %+v", made)
	}
	made.Capacity = 60
	if !campaign.Alike(made, h.event) {
		t.Error("it does not say the same")
	}
	if n := audited(t, at, `"Action":"import"`); n != 1 {
		t.Errorf("%d lines of the audit", n)
	}
}

func (h *house) own(t *testing.T) []event.Event {
	t.Helper()
	events, err := h.Parts.Table.Events(t.Context(), h.event.Organisation)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// Another organisation's file makes one's own drafts, its project with them; the
// organisation, its team and its charters are nobody's to bring.
func TestTheDemonstrationIsImported(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.signIn(t)
	form := b.editor(t, importPath, "text", string(demonstration.File()), "act", "import")
	if got := b.post(t, importPath, form); got.status != http.StatusSeeOther {
		t.Fatalf("told %d: %s", got.status, got.text(t))
	}
	drafts := slices.DeleteFunc(h.own(t), func(e event.Event) bool { return e.State != event.Draft })
	whole, err := campaign.Read(strings.NewReader(string(demonstration.File())), h.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	theirs := slices.DeleteFunc(whole.Events, func(e event.Event) bool { return e.Organisation == h.event.Organisation })
	if len(drafts) != len(theirs) { // one's own are there already
		t.Errorf("%d drafts of %d events of others", len(drafts), len(theirs))
	}
	for _, d := range drafts {
		if slices.ContainsFunc(whole.Events, func(e event.Event) bool { return e.Slug == d.Slug }) {
			t.Errorf("%s has the address of another", d.Ref)
		}
	}
	p, err := h.Parts.Table.Project(t.Context(), h.event.Organisation, whole.Projects[0].ID)
	if err != nil || !project.Same(p, func() project.Project { w := whole.Projects[0]; w.Organisation = p.Organisation; return w }()) {
		t.Errorf("the project is %+v, %v", p, err)
	}
	if page := b.get(t, "/fr/organisers/projects/"+string(p.ID)); !strings.Contains(page.body, p.Partners[0].Name) {
		t.Errorf("its page: %s", page.text(t))
	}
}

// Everything that is wrong with a file is told at once, each with its line; and
// nothing of it is made.
func TestAFileIsReadWhole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.signIn(t)
	before := len(h.own(t))
	for text, says := range map[string][]string{
		"": {"empty"},
		"tribune: 1\nevents:\n  - {id: Un, slug: un, title: {fr: Un}, city: {fr: Tanger}, country: MA, zone: Nulle/Part, days: []}\n": {"Ligne 3, events[0].id", "Ligne 3, events[0].zone", "Ligne 3, events[0].days"},
		"tribune: 1\nsurprise: {}\n": {"Ligne 2", "surprise"},
	} {
		got := b.post(t, importPath, b.editor(t, importPath, "text", text, "act", "import"))
		for _, want := range says {
			if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(t), want) {
				t.Errorf("%q: %d without %q: %s", text, got.status, want, got.text(t))
			}
		}
	}
	if n := len(h.own(t)); n != before {
		t.Errorf("%d events, were %d", n, before)
	}
}

// Two change a project at once: the second sees both, and nothing is lost.
func TestTwoWriteOneProject(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.signIn(t)
	const create = "/fr/organisers/projects/new"
	blank := b.editor(t, create, "title-fr", "Friches urbaines", "act", "add partners")
	_, form := b.post(t, create, blank).form(t)
	form = fillIn(form, "title-fr", "Friches urbaines", "partners-0-name", "Quai des Savoirs", "partners-0-country", "FR", "partners-0-site", "https://exemple.org/")
	for range 2 {
		b.saves(t, create, form)
	}
	const own = "/fr/organisers/projects/friches-urbaines"
	hers := b.editor(t, own+"/edit", "summary-fr", "Son résumé")
	his := b.editor(t, own+"/edit", "summary-fr", "Le résumé de l’autre")
	b.saves(t, own+"/edit", his)
	got := b.post(t, own+"/edit", hers)
	if got.status != http.StatusConflict || !strings.Contains(got.body, "Son résumé") || !strings.Contains(got.body, "Le résumé de l’autre") {
		t.Errorf("told %d: %s", got.status, got.text(t))
	}
	_, again := got.form(t)
	b.saves(t, own+"/edit", again)
	p, err := h.Parts.Table.Project(t.Context(), h.event.Organisation, "friches-urbaines")
	if err != nil || p.Summary["fr"] != "Son résumé" || len(p.Partners) != 1 || p.Version != 3 {
		t.Errorf("%+v, %v", p, err)
	}
	if n := audited(t, at, `"Action":"project"`); n != 3 {
		t.Errorf("%d lines of the audit", n)
	}
	for _, path := range []string{"/fr/organisers/projects/nowhere", own + "/nowhere"} {
		if got := b.get(t, path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
	if got := b.post(t, own+"/edit", url.Values{}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("nothing: %d", got.status)
	}
}
