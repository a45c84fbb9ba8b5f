package server_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"tribune/infra/local/enginetest"
	"tribune/infra/local/faults"
	"tribune/shared/charter"
	"tribune/shared/organisation"
)

const chartersPath = "/fr/organisers/charters"

// charterDesk is a charter of the demonstration's organisation as one organiser
// handles it.
type charterDesk struct {
	*house
	organiser browser
	ref       charter.Ref
	path      string
}

// draftsCharter writes a charter of one article in French through the page.
func (h *house) draftsCharter(t *testing.T, b browser, title string) charterDesk {
	t.Helper()
	form := b.editor(t, chartersPath+"/new", "title-fr", title, "articles-0-title-fr", "Coopérer", "articles-0-text-fr", "Deux fois **l’an** :\r\n- ici,\r\n- là.")
	answer := b.post(t, chartersPath+"/new", form)
	to, _, saved := strings.Cut(answer.header.Get("Location"), "?")
	if answer.status != http.StatusSeeOther || !saved {
		t.Fatalf("%d: %s", answer.status, answer.text(t))
	}
	d := charterDesk{h, b, charter.Ref{Organisation: h.event.Organisation, ID: charter.ID(to[strings.LastIndexByte(to, '/')+1:])}, to}
	if again := b.post(t, chartersPath+"/new", form); again.header.Get("Location") != answer.header.Get("Location") {
		t.Errorf("the same form makes another one: %d %s", again.status, again.header.Get("Location"))
	}
	return d
}

func (d charterDesk) call(t *testing.T) charter.Call {
	t.Helper()
	c, err := d.Parts.Table.Call(t.Context(), d.ref)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (d charterDesk) text(t *testing.T, version int) charter.Charter {
	t.Helper()
	c, err := d.Parts.Table.Text(t.Context(), d.ref, version)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// publishes publishes the draft as its page shows it.
func (d charterDesk) publishes(t *testing.T) {
	t.Helper()
	d.organiser.saves(t, d.path+"/publication", d.organiser.editor(t, d.path+"/publication", "sure", "yes"))
}

// From nothing to a charter that anybody reads, byte by byte as the console showed it.
func TestACharterIsWrittenAndPublished(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	d := h.draftsCharter(t, h.signIn(t), "Charte d’été")
	if c, text := d.call(t), d.text(t, 1); d.ref.ID != "charte-d-ete" || c.Current != 0 || !c.Individuals || !c.Sensitive || c.Reviewed || text.Slug != "charte-d-ete" {
		t.Errorf("made %+v, %+v", c, text)
	}
	public := "/fr/charters/charte-d-ete/versions/1/text"
	if got := h.get(t, public); got.status != http.StatusNotFound {
		t.Errorf("a draft is public: %d", got.status)
	}
	edit := d.path + "/edit"
	_, form := d.organiser.post(t, edit, d.organiser.editor(t, edit, "preamble-fr", "Nous,\r\nassociations", "act", "add articles")).form(t)
	form = fillIn(form, "articles-1-text-fr", "Aider.", "event", string(h.event.Ref.Event))
	_, form = d.organiser.post(t, edit, fillIn(form, "act", "up articles-1")).form(t)
	d.organiser.saves(t, edit, form)
	want := "# Charte d’été\n\nNous,\nassociations\n\n## 1.\n\nAider.\n\n## 2. Coopérer\n\nDeux fois **l’an** :\n- ici,\n- là.\n"
	hash := fmt.Sprintf("%x", sha256.Sum256([]byte(want)))
	before := d.organiser.get(t, d.path+"/publication")
	if !strings.Contains(before.text(t), hash) || !strings.Contains(before.body, "Deux fois **l’an** :\n- ici,\n- là.\n") {
		t.Errorf("it is to be published as %s", before.text(t))
	}
	d.publishes(t)
	got := h.get(t, public)
	if got.status != http.StatusOK || got.body != want {
		t.Errorf("the public reads %d: %q", got.status, got.body)
	}
	c, text := d.call(t), d.text(t, 1)
	if c.Current != 1 || c.Slug != "charte-d-ete" || !strings.HasSuffix(c.Log, "/charters/charte-d-ete") || c.SecretVersion != h.Parts.Ring.Current() || c.Opened.IsZero() || text.Event != string(h.event.Ref.Event) {
		t.Errorf("published as %+v", c)
	}
	for action, lines := range map[organisation.Action]int{organisation.CharterWritten: 2, organisation.CharterPublished: 1} {
		if n := audited(t, at, fmt.Sprintf(`"Action":"%s","Charter":"charte-d-ete"`, action)); n != lines {
			t.Errorf("%d lines of the audit say %s", n, action)
		}
	}
	if said := d.organiser.get(t, d.path).text(t); !strings.Contains(said, "Ouverte à la signature") || !strings.Contains(said, "Version 1") {
		t.Errorf("its page says %s", said)
	}
}

// What is published is never changed: who has it in a form keeps what she typed, as
// the draft of the version that follows.
func TestAPublishedVersionStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	d := h.draftsCharter(t, h.signIn(t), "Charte scellée")
	edit := d.path + "/edit"
	hers := d.organiser.editor(t, edit, "articles-0-text-fr", "Ce qu’elle écrivait.")
	d.publishes(t)
	sealed := d.text(t, 1)
	answer := d.organiser.post(t, edit, hers)
	if said := answer.text(t); answer.status != http.StatusConflict || !strings.Contains(said, "La version 1 vient d’être publiée") {
		t.Fatalf("%d: %s", answer.status, said)
	}
	_, kept := answer.form(t)
	if kept.Get("articles-0-text-fr") != "Ce qu’elle écrivait." || kept.Get("version") != "2.0" {
		t.Errorf("kept %v", kept)
	}
	if page := d.organiser.get(t, edit); !strings.Contains(page.text(t), "ne change plus") || !strings.Contains(page.body, "?next") {
		t.Errorf("a published text is edited as %s", page.text(t))
	}
	copied := d.organiser.editor(t, edit+"?next")
	if copied.Get("version") != "2.0" || copied.Get("articles-0-title-fr") != "Coopérer" || copied.Has("slug") {
		t.Errorf("the next version begins as %v", copied)
	}
	for range 2 {
		d.organiser.saves(t, edit, kept)
	}
	if next := d.text(t, 2); next.Revision != 1 || next.Articles[0].Text["fr"] != "Ce qu’elle écrivait." || !next.Published.IsZero() {
		t.Errorf("the draft is %+v", next)
	}
	beside := d.organiser.post(t, edit, copied) // begun before hers was saved
	if _, both := beside.form(t); beside.status != http.StatusConflict || !strings.Contains(beside.text(t), "Ce qu’elle écrivait.") || both.Get("version") != "2.1" {
		t.Errorf("%d: %s", beside.status, beside.text(t))
	}
	d.publishes(t)
	if c := d.call(t); c.Current != 2 || c.Slug != "charte-scellee" {
		t.Errorf("the call is %+v", c)
	}
	if now := d.text(t, 1); now.Revision != sealed.Revision || !charter.Same(now, sealed) || !now.Published.Equal(sealed.Published) {
		t.Errorf("the first version became %+v", now)
	}
	for version, says := range map[int]string{1: "- ici,", 2: "Ce qu’elle écrivait."} {
		if got := h.get(t, fmt.Sprintf("/fr/charters/charte-scellee/versions/%d/text", version)); !strings.Contains(got.body, says) {
			t.Errorf("version %d is %d: %s", version, got.status, got.body)
		}
	}
}

// Two write at once: the second sees both, and nothing is lost.
func TestTwoWriteOneCharter(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	she := h.signIn(t)
	d := h.draftsCharter(t, she, "Charte à deux")
	edit := d.path + "/edit"
	hers, his := she.editor(t, edit, "preamble-fr", "Son préambule"), she.editor(t, edit, "preamble-fr", "Le préambule de l’autre")
	_, his = she.post(t, edit, fillIn(his, "act", "add articles")).form(t)
	she.saves(t, edit, fillIn(his, "articles-1-text-fr", "Son article"))
	answer := she.post(t, edit, hers)
	if said := answer.text(t); answer.status != http.StatusConflict || !strings.Contains(said, "Le préambule de l’autre") || !strings.Contains(said, "Rien n’est perdu") {
		t.Fatalf("%d: %s", answer.status, said)
	}
	_, both := answer.form(t)
	for range 2 {
		she.saves(t, edit, both)
	}
	if got := d.text(t, 1); got.Preamble["fr"] != "Son préambule" || len(got.Articles) != 2 || got.Articles[1].Text["fr"] != "Son article" || got.Revision != 3 {
		t.Errorf("saved %+v", got)
	}
}

// One publishes while another saves: either what was read is published and what she
// typed becomes the next draft, or it is saved and he is told to read again.
func TestSavingAndPublishingAtOnce(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	d := h.draftsCharter(t, h.signIn(t), "Charte disputée")
	paths := []string{"/publication", "/edit"}
	forms := []url.Values{d.organiser.editor(t, d.path+paths[0], "sure", "yes"), d.organiser.editor(t, d.path+paths[1], "articles-0-text-fr", "Autre chose")}
	answers := make([]page, 2)
	var all, stand sync.WaitGroup
	var releases []func()
	for i, path := range paths {
		release, arrived := h.Faults.Hold("TransactWriteItems", faults.Before)
		releases = append(releases, release)
		stand.Go(func() { <-arrived })
		all.Go(func() { answers[i] = d.organiser.post(t, d.path+path, forms[i]) })
	}
	stand.Wait() // both have read the draft
	for _, release := range releases {
		release()
	}
	all.Wait()
	published := answers[0].status == http.StatusSeeOther
	if saved := answers[1].status == http.StatusSeeOther; published == saved {
		t.Fatalf("told %d: %s\nand %d: %s", answers[0].status, answers[0].text(t), answers[1].status, answers[1].text(t))
	}
	text := d.text(t, 1)
	if text.Published.IsZero() == published || (text.Articles[0].Text["fr"] == "Autre chose") == published || text.Revision != 2 {
		t.Errorf("published %t, and the text is %+v", published, text)
	}
	if n := audited(t, at, `"Action":"charter-published"`) + audited(t, at, `"Action":"charter-written"`); n != 2 {
		t.Errorf("%d lines of the audit", n)
	}
}

// The write fails in every way: a charter is published once, and told once.
func TestPublishingACharterFails(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.signIn(t)
	for i, flavour := range flavours {
		d := h.draftsCharter(t, b, fmt.Sprint("Charte malchanceuse ", i))
		form := b.editor(t, d.path+"/publication", "sure", "yes")
		h.fail(t, "TransactWriteItems", 3, flavour)
		answer, _ := b.press(t, d.path+"/publication", form)
		h.Faults.Reset()
		if answer.status != http.StatusSeeOther {
			t.Errorf("%s: %d %s", flavour, answer.status, answer.text(t))
		}
		if c := d.call(t); c.Current != 1 || c.Revision != 2 {
			t.Errorf("%s: %+v", flavour, c)
		}
	}
	if n := audited(t, at, `"Action":"charter-published"`); n != len(flavours) {
		t.Errorf("%d lines of the audit", n)
	}
}
