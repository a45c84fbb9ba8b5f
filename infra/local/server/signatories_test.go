package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/enginetest"
	"tribune/shared/charter"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/templates/pages"
)

func (h *house) signatureOf(t testing.TB, s charter.Signature) charter.Signature {
	t.Helper()
	return must(h.Parts.Table.Signature(t.Context(), charta, 1, s.Signatory))
}

// The list says who signed, what waits for a look, and what is alike; of who
// withdrew it says nothing.
func TestTheListOfSignatories(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	one := h.charterSigned(t, "a@hasnouna.exemple.org", named("Association Hasnouna de soutien"))
	h.charterSigned(t, "b@autre.exemple.org", named("Hasnouna, soutiens"))
	h.charterSigned(t, "c@okana.exemple.org", named("Ελπίδα"))
	gone := h.charterSigned(t, "d@partie.exemple.org", named("Disparue"))
	h.charterSigned(t, "privee@gmail.com", individual("Inconnue", "Discrète"))
	h.keepBook(t)
	service := charter.NewService(h.Parts.Table, h.Parts.Ring, h.Clock.Now)
	if err := service.Withdraw(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	h.keepBook(t)
	list := b.get(t, chartaPath+"/signatories")
	for _, want := range []string{"Association Hasnouna de soutien", "Ελπίδα", "Inconnue Discrète", "4\u00a0signatures", "2\u00a0organisations aux noms proches", "Nom proche de"} {
		if !strings.Contains(list.text(t), want) && !strings.Contains(list.text(t), strings.ReplaceAll(want, "\u00a0", " ")) {
			t.Errorf("the list does not say %q: %s", want, list.text(t))
		}
	}
	for filter, want := range map[string][2]string{
		"q=elpida&kind=association": {"", "Ελπίδα"}, "q=Ελπιδα": {"Ελπίδα", "Hasnouna"}, "kind=individual": {"Discrète", "Hasnouna"}, "look=alike": {"Hasnouna, soutiens", "Ελπίδα"},
		"country=FR": {"Discrète", "Hasnouna"}, "state=withdrawn": {"Signature retirée", "Disparue"}, "state=aside": {"Aucune signature", "Hasnouna"},
	} {
		if got := b.get(t, chartaPath+"/signatories?"+filter).text(t); !strings.Contains(got, want[0]) || strings.Contains(got, want[1]) {
			t.Errorf("%s: %s", filter, got)
		}
	}
	if got := b.get(t, chartaPath+"/signatories/1/"+one.Signatory.String()).text(t); !strings.Contains(got, "a@hasnouna.exemple.org") || !strings.Contains(got, "Hasnouna, soutiens") {
		t.Errorf("her page says %s", got)
	}
	for _, path := range []string{"/signatories/1/" + strings.Repeat("A", 32), "/signatories/2/" + one.Signatory.String(), "/signatories/x/y", "/signatories?version=2"} {
		if got := b.get(t, chartaPath+path); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.status)
		}
	}
}

// Roles and scopes: who reads sees, who runs says; who sees a part of the
// organisation, or works at the door, or for another one, finds nothing.
func TestWhoSeesSignatories(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	s := h.charterSigned(t, "a@hasnouna.exemple.org", nil)
	h.keepBook(t)
	for i, c := range []struct {
		role      organisation.Role
		scope     organisation.Scope
		see, tell int
	}{
		{organisation.Owner, organisation.Scope{}, 200, 200},
		{organisation.Organiser, organisation.Scope{}, 200, 200},
		{organisation.Reader, organisation.Scope{}, 200, 404},
		{organisation.Door, organisation.Scope{}, 404, 404},
		{organisation.Organiser, organisation.Scope{Events: []string{"journee-tanger"}}, 404, 404},
		{organisation.Reader, organisation.Scope{Countries: []string{"MA"}}, 404, 404},
	} {
		b := h.as(t, fmt.Sprintf("membre%d@exemple.org", i), c.role, c.scope)
		for _, path := range []string{"/signatories", "/signatories/1/" + s.Signatory.String(), "/handover"} {
			if got := b.get(t, chartaPath+path); got.status != c.see {
				t.Errorf("%s %+v: %s: %d", c.role, c.scope, path, got.status)
			}
		}
		if got := b.asks(t, charter.Annul, "", s); got.status != c.tell {
			t.Errorf("%s %+v: asks to invalidate: %d", c.role, c.scope, got.status)
		}
		if got := b.get(t, chartaPath+"/news"); got.status != c.tell {
			t.Errorf("%s %+v: news: %d", c.role, c.scope, got.status)
		}
	}
	if h.signatureOf(t, s).State != charter.Counted {
		t.Error("asking changed something")
	}
}

// What is said of some is said once they were shown; each verdict does what it says, and stands in the journal once.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	c, _ := h.charta(t)
	c.Reviewed, c.Revision = true, c.Revision+1
	if err := h.Parts.Table.SaveCall(t.Context(), c, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	var domain []charter.Signature
	for i := range 27 {
		domain = append(domain, h.charterSigned(t, fmt.Sprintf("n%d@attrape-tout.exemple", i), named(fmt.Sprintf("Attrape %d", i*i*i*7919))))
	}
	other := h.charterSigned(t, "a@hasnouna.exemple.org", nil)
	book := h.keepBook(t)
	if book.Counts[1].Organisations != 26 {
		t.Fatalf("%+v", book.Counts)
	}
	asked := b.asks(t, charter.Show, "", other)
	if asked.status != http.StatusOK || !strings.Contains(asked.text(t), "Cela concerne 1 signature") || h.signatureOf(t, other).Review != charter.Unseen {
		t.Fatalf("%d %s", asked.status, asked.text(t))
	}
	if got := b.says(t, charter.Show, b.shown(t, charter.Show, "", domain[7]), "", other); got.status != http.StatusUnprocessableEntity {
		t.Errorf("when another was shown: %d", got.status)
	}
	if got := b.post(t, chartaPath+"/signatories", url.Values{pages.FieldDo: {"show"}}); got.status != http.StatusUnprocessableEntity {
		t.Errorf("of nobody: %d", got.status)
	}
	shown := b.shown(t, charter.Show, "", other)
	for range 2 { // the second finds nothing to say
		b.says(t, charter.Show, shown, "", other)
	}
	h.keepBook(t)
	if wall := must(h.Parts.Table.Wall(t.Context(), charta, 1)); len(wall) != 1 || wall[0].Name != other.Party.Name {
		t.Errorf("the wall says %+v", wall)
	}
	if got := b.asksAndSays(t, charter.Let, "state=aside"); got.status != http.StatusSeeOther {
		t.Errorf("let: %d %s", got.status, got.text(t))
	}
	if book = h.keepBook(t); book.Counts[1].Organisations != 28 {
		t.Errorf("they count: %+v", book.Counts)
	}
	b.asksAndSays(t, charter.KeepOff, "", other)
	h.wantBooksAgree(t)
	if got := b.asksAndSays(t, charter.Annul, "domain=attrape-tout.exemple"); got.status != http.StatusSeeOther {
		t.Errorf("invalidate: %d %s", got.status, got.text(t))
	}
	h.wantBooksAgree(t)
	if s := h.signatureOf(t, domain[3]); s.State != charter.Invalidated || s.Name() == "" {
		t.Errorf("it is %+v", s)
	}
	for action, want := range map[string]int{"signatures-shown": 1, "signatures-let": 1, "signatures-kept-off": 1, "signatures-invalidated": 1} {
		if n := audited(t, at, `"Action":"`+action+`"`); n != want {
			t.Errorf("%s stands %d times in the journal", action, n)
		}
	}
}

// Hundreds are invalidated by two at once while others sign: each once, and what
// counts, what is named and what is logged are the same.
func TestHundredsAreInvalidatedByTwoAtOnceWhileOthersSign(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	const bad, good = 250, 60
	h.crowdSigns(t, bad, "fausse")
	h.keepBook(t)
	two := []browser{h.as(t, "une@exemple.org", organisation.Organiser, organisation.Scope{}), h.as(t, "autre@exemple.org", organisation.Owner, organisation.Scope{})}
	shown := two[0].shown(t, charter.Annul, "q=fausse")
	var all sync.WaitGroup
	for _, b := range two {
		all.Go(func() {
			if got := b.says(t, charter.Annul, shown, "q=fausse"); got.status != http.StatusSeeOther {
				t.Errorf("told %d: %.300s", got.status, got.text(t))
			}
		})
	}
	all.Go(func() { h.crowdSigns(t, good, "vraie") })
	all.Go(func() {
		for range 10 {
			h.keepBook(t)
		}
	})
	all.Wait()
	h.wantBooksAgree(t)
	states := map[charter.State]int{}
	for _, s := range h.signedAll(t) {
		states[s.State]++
	}
	if states[charter.Invalidated] != bad || states[charter.Counted] != good {
		t.Errorf("they are %v", states)
	}
	rows := 0
	for a, err := range h.Parts.Table.Journal(t.Context(), "ahsud", organisation.Period{To: h.Clock.Now().Add(time.Minute)}) {
		if err != nil {
			t.Fatal(err)
		}
		if a.Action == organisation.SignaturesInvalidated {
			rows += a.Rows
			if a.Charter != string(charta.ID) {
				t.Errorf("a line is about %q", a.Charter)
			}
		}
	}
	if rows != bad {
		t.Errorf("the journal says %d", rows)
	}
}

// News go out once however often they are sent, to those who want them, and no more
// than three a day.
func TestNewsGoOutOnce(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	h.charterSigned(t, "a@hasnouna.exemple.org", nil)
	h.charterSigned(t, "b@autre.exemple.org", func(s *charter.Signature) { s.News = false })
	h.keepBook(t)
	write := func(sure bool) page {
		_, form := b.get(t, chartaPath+"/news").form(t)
		h.later(t, 5*time.Second)
		form.Set(pages.FieldSubject("fr"), "La charte avance")
		form.Set(pages.FieldBody("fr"), "Le **conseil** l’a lue.")
		if sure {
			form.Set(pages.FieldSure, "yes")
			b.post(t, chartaPath+"/news", form)
		}
		return b.post(t, chartaPath+"/news", form)
	}
	if got := write(false); got.status != http.StatusOK || !strings.Contains(got.body, "<strong>conseil</strong>") || !strings.Contains(got.text(t), "Envoyer à 1 signataire") {
		t.Fatalf("the preview: %d %s", got.status, got.text(t))
	}
	if all := must(h.Parts.Table.Announcements(t.Context(), charta)); len(all) != 0 {
		t.Errorf("a preview sent %+v", all)
	}
	for range charter.MostNews + 1 {
		write(true)
	}
	all := must(h.Parts.Table.Announcements(t.Context(), charta))
	if len(all) != charter.MostNews {
		t.Errorf("%d went out", len(all))
	}
	for _, a := range all {
		if a.Kind != outbox.CharterNews || a.Expected != 1 || a.Subject["fr"] != "La charte avance" || a.By != must(outbox.ParseAddress("equipe@exemple.org")) {
			t.Errorf("%+v", a)
		}
	}
	if got := b.get(t, chartaPath+"/news").text(t); !strings.Contains(got, "Trois messages sont partis") {
		t.Errorf("it does not say that so many went out: %s", got)
	}
}
