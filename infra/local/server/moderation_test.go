package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tribune/shared/charter"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/templates/pages"
)

// asks posts a verdict about those whom a filter shows, or who are ticked.
func (b browser) asks(t testing.TB, v charter.Verdict, filter string, ticked ...charter.Signature) page {
	t.Helper()
	return b.post(t, chartaPath+"/signatories", verdictOf(v, filter, ticked...))
}

// shown is the digest of those of whom the page asks whether they are meant.
func (b browser) shown(t testing.TB, v charter.Verdict, filter string, ticked ...charter.Signature) string {
	t.Helper()
	_, form := b.asks(t, v, filter, ticked...).form(t)
	return form.Get(pages.FieldShown)
}

// says posts a verdict as whoever was shown a digest is sure of it.
func (b browser) says(t testing.TB, v charter.Verdict, shown, filter string, ticked ...charter.Signature) page {
	t.Helper()
	form := verdictOf(v, filter, ticked...)
	form.Set(pages.FieldSure, "yes")
	form.Set(pages.FieldShown, shown)
	return b.post(t, chartaPath+"/signatories", form)
}

// asksAndSays says a verdict of those who are shown.
func (b browser) asksAndSays(t testing.TB, v charter.Verdict, filter string, ticked ...charter.Signature) page {
	t.Helper()
	return b.says(t, v, b.shown(t, v, filter, ticked...), filter, ticked...)
}

func verdictOf(v charter.Verdict, filter string, ticked ...charter.Signature) url.Values {
	form := url.Values{pages.FieldDo: {string(v)}, pages.FieldFilter: {filter}}
	for _, s := range ticked {
		form.Set(pages.FieldPick(s.Signatory), "yes")
	}
	if len(ticked) == 0 {
		form.Set(pages.FieldAll, "yes")
	}
	return form
}

// A verdict holds of those who were shown. If one withdraws and another signs, as many
// are there as before, and it is asked again of whom it is meant.
func TestAVerdictIsOfThoseWhoWereShown(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	stays := h.charterSigned(t, "a@fausse.exemple.org", named("Fausse une"))
	goes := h.charterSigned(t, "b@autre.exemple.org", named("Fausse deux"))
	h.keepBook(t)
	shown := b.shown(t, charter.Annul, "q=fausse")
	if ticked := b.shown(t, charter.Annul, "", goes, stays); shown == "" || ticked != shown {
		t.Errorf("of the same two it says %q and %q", shown, ticked)
	}
	if err := charter.NewService(h.Parts.Table, h.Parts.Ring, h.Clock.Now).Withdraw(t.Context(), goes); err != nil {
		t.Fatal(err)
	}
	comes := h.charterSigned(t, "c@vraie.exemple.org", named("Pas fausse"))
	h.keepBook(t)
	again := b.says(t, charter.Annul, shown, "q=fausse")
	if again.status != http.StatusUnprocessableEntity || !strings.Contains(again.text(t), "Pas fausse") || !strings.Contains(again.text(t), "Des signatures sont venues ou parties") {
		t.Errorf("%d %s", again.status, again.text(t))
	}
	if h.signatureOf(t, stays).State != charter.Counted || h.signatureOf(t, comes).State != charter.Counted {
		t.Error("it was said of those who were not shown")
	}
	action, form := again.form(t)
	if got := b.post(t, action, form); got.status != http.StatusSeeOther || h.signatureOf(t, comes).State != charter.Invalidated {
		t.Errorf("once they are shown: %d %s", got.status, got.text(t))
	}
}

// The page of a signature says whether mail about it arrives.
func TestASignatureSaysHowItsMailFares(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	s := h.charterSigned(t, "a@hasnouna.exemple.org", nil)
	h.keepBook(t)
	path, bounced := chartaPath+"/signatories/1/"+s.Signatory.String(), "e-mail non remis : l’adresse n’existe pas"
	says := func() bool {
		return strings.Contains(strings.ReplaceAll(b.get(t, path).text(t), "\u00a0", " "), bounced)
	}
	if says() {
		t.Error("it says so before it is known")
	}
	e := s.Promise(outbox.Signed, h.Clock.Now())
	if err := h.Parts.Table.Promise(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	after := e
	after.Delivery = outbox.Delivery{Fate: outbox.Bounced, Reason: outbox.NoSuchAddress, At: h.Clock.Now().Add(time.Second), Kind: e.Kind, Entry: e.ID}
	if err := h.Parts.Table.Delivered(t.Context(), e, after); err != nil {
		t.Fatal(err)
	}
	if !says() {
		t.Errorf("it says %s", b.get(t, path).text(t))
	}
}
