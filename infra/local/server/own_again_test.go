package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/token"
)

// Who signed an earlier text reads what is other in the one of now, and signs it in
// one step; a code is sent, and nothing counts before it is typed.
func TestALaterTextIsSignedInOneStep(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s := h.sign(t, "Nora", "nora@exemple.org", func(s *charter.Signature) {
		cooperative(s)
		s.Commitments = []charter.Commitment{{Article: 1, Owner: "Direction", By: h.Clock.Now()}, {Article: 2, Owner: "Service social", By: h.Clock.Now()}}
	})
	if p := h.get(t, h.path(s)+"/again"); p.status != http.StatusSeeOther {
		t.Errorf("of the text of now: %d", p.status)
	}
	text := h.publish(t)
	if p := h.get(t, h.path(s)); !strings.Contains(p.text(t), "Voir ce qui change et signer") {
		t.Errorf("she reads %s", p.text(t))
	}
	path := h.path(s) + "/again"
	page := h.get(t, path)
	for _, want := range []string{"Article 1 : modifié", "Un article réécrit", "Article 2 : nouveau", "Un article de plus", "Coopérative Canari", "Service social", "engagement n’est pas repris", text.Hash("fr").String()} {
		if !strings.Contains(strings.ReplaceAll(page.text(t), "\u00a0", " "), want) {
			t.Errorf("the page lacks %q: %s", want, page.text(t))
		}
	}
	form := h.filled(t, path)
	h.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	for range 2 { // she is impatient
		p, _ := h.press(t, path, form)
		if p.status != http.StatusSeeOther || p.header.Get("Location") != "/fr/charters/"+ownCharter+"/code" || !strings.HasPrefix(p.header.Get("Set-Cookie"), "signature-"+ownCharter+"=") {
			t.Fatalf("%d to %s, %q", p.status, p.header.Get("Location"), p.header.Get("Set-Cookie"))
		}
	}
	if n := h.promised(t)["signature-code"]; n != 1 {
		t.Errorf("%d codes are sent", n)
	}
	h.keepBook(t)
	if organisations, _, leaves := h.countOf(t); organisations != 0 || leaves != 1 {
		t.Errorf("before the code %d count and the log has %d leaves", organisations, leaves)
	}
	h.typesTheCode(t, s, form)
}

// typesTheCode signs the later text, past the page of the code.
func (h signatures) typesTheCode(t *testing.T, s charter.Signature, form url.Values) {
	t.Helper()
	id, _, err := h.Parts.Ring.OpenForm("sign version 2 of "+h.call.Ref.String()+" again", form.Get("form"), h.Clock.Now().Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	ask := must(h.Parts.Table.AskOf(t.Context(), token.Hash(id)))
	if ask.Signature.Salt != [32]byte{} || ask.Version != 2 {
		t.Errorf("asked as %+v", ask)
	}
	signing := charter.NewService(h.Parts.Table, h.Parts.Ring, h.Clock.Now)
	later, err := signing.Confirm(t.Context(), id, h.Parts.Ring.SignatureCode(ask.Mail))
	if err != nil {
		t.Fatal(err)
	}
	h.keepBook(t)
	later = h.stands(t, later)
	if !later.Logged() || later.Party != s.Party || len(later.Commitments) != 1 || later.Commitments[0].Article != 3 || !later.News || later.Mandate != charter.ByDomain || !later.Consent.Equal(s.Consent) {
		t.Errorf("she signed %+v", later)
	}
	if before := h.stands(t, s); !before.Logged() {
		t.Errorf("her first signature stands as %+v", before)
	}
	if p := h.get(t, h.path(s)); !strings.Contains(p.body, h.path(later)) || strings.Contains(p.body, "/again") {
		t.Errorf("she reads %s", p.text(t))
	}
}

// Mail programs stop news with one press, whatever kind of form they send, and
// nobody's signature falls with it; the page's own button takes it back.
func TestNewsAreStoppedWithOnePress(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s := h.sign(t, "Nora", "nora@exemple.org", nil)
	for range 5 {
		if p := h.get(t, h.path(s)+"/news"); p.status != http.StatusOK || !h.stands(t, s).News {
			t.Fatalf("a page that is opened changes something: %d", p.status)
		}
	}
	for kind, body := range map[string]string{
		"application/x-www-form-urlencoded": "List-Unsubscribe=One-Click",
		"multipart/form-data; boundary=x":   "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
	} {
		p := h.postRaw(t, h.path(s)+"/news", body, kind, "")
		if now := h.stands(t, s); p.status != http.StatusOK || now.News || now.State != charter.Counted {
			t.Errorf("%s: %d, it stands as %+v", kind, p.status, now)
		}
		action, again := p.form(t)
		if h.post(t, action, again); !h.stands(t, s).News {
			t.Errorf("%s: news are not had again", kind)
		}
	}
}

// An organisation says of each article who answers for it and by when; what is
// wrong is said beside the article, and a commitment can be taken back alone.
func TestCommitmentsAreTakenAndTakenBack(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s, her := h.sign(t, "Nora", "nora@exemple.org", cooperative), h.sign(t, "Selma", "selma@exemple.org", nil)
	if p := h.get(t, h.path(her)+"/commitments"); p.status != http.StatusSeeOther {
		t.Errorf("who signs for herself: %d", p.status)
	}
	path, today := h.path(s)+"/commitments", h.Clock.Now().UTC()
	day := func(years, days int) string { return today.AddDate(years, 0, days).Format(time.DateOnly) }
	for _, c := range []struct{ owner, by, field string }{
		{"", day(1, 0), "owner-1"}, {"Direction", "", "by-1"}, {"Direction", "demain", "by-1"},
		{"Direction", day(0, -1), "by-1"}, {"Direction", day(5, 1), "by-1"},
		{strings.Repeat("é", 81), day(1, 0), "owner-1"}, {"a@exemple.org", day(1, 0), "owner-1"},
	} {
		form := h.filled(t, path, "owner-1", c.owner, "by-1", c.by)
		p := h.post(t, path, form)
		if _, kept := p.form(t); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, `href="#`+c.field+`"`) || kept.Get("owner-1") != c.owner || kept.Get("by-1") != c.by {
			t.Errorf("%+v: %d %s", c, p.status, p.text(t))
		}
	}
	h.post(t, path, h.filled(t, path, "owner-1", strings.Repeat("é", 80), "by-1", day(5, 0), "owner-2", "Service social", "by-2", day(0, 0)))
	if now := h.stands(t, s); len(now.Commitments) != 2 {
		t.Fatalf("it takes upon itself %+v", now.Commitments)
	}
	h.later(t, 48*time.Hour)
	h.post(t, path, h.filled(t, path, "owner-3", "Direction", "by-3", day(1, 0))) // the second day is past by now, and stays
	if now := h.stands(t, s); len(now.Commitments) != 3 {
		t.Errorf("it takes upon itself %+v", now.Commitments)
	}
	for range 2 {
		h.post(t, path, url.Values{"without": {"yes"}, "without-2": {"yes"}})
	}
	h.keepBook(t)
	wall := must(h.Parts.Table.Wall(t.Context(), h.call.Ref, 1))
	if len(wall) != 1 || len(wall[0].Commitments) != 2 || wall[0].Commitments[1].Article != 3 {
		t.Errorf("the wall says %+v", wall)
	}
}

// A signature that an organiser looks at, or let fall, says so to who gave it, and
// gives no paper; nobody can do more about it than that.
func TestHowASignatureStands(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s := h.sign(t, "Nora", "nora@exemple.org", cooperative)
	for state, words := range map[charter.State]string{
		charter.Aside: "mise de côté", charter.Invalidated: "a été invalidée", charter.Counted: "Votre signature compte",
	} {
		now := h.stands(t, s)
		now.State = state
		if err := h.Parts.Table.Save(t.Context(), now); err != nil && !fault.Is(err, fault.Conflict) {
			t.Fatal(err)
		}
		p := h.get(t, h.path(s))
		if text := p.text(t); p.status != http.StatusOK || !strings.Contains(text, words) || strings.Contains(text, "Certificat") != (state == charter.Counted) {
			t.Errorf("%s: she reads %s", state, text)
		}
		if state == charter.Invalidated && (!strings.Contains(p.body, "mailto:") || h.get(t, h.path(s)+"/withdraw").status != http.StatusSeeOther) {
			t.Error("she is not told with whom to speak, or may do more")
		}
	}
}
