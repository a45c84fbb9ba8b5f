package server_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// Somebody signs for her organisation and somebody for herself, each on three
// pages, and what is kept is what they read.
func TestSigning(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	s := h.signer(t)
	s.path = "/ar/charters/" + signedCharter
	p, action, form := s.reads(t, forOrganisation("zineb@cooperative.exemple.org", "display", "yes")...)
	text, err := h.Parts.Table.Text(t.Context(), h.call(t).Ref, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{text.Hash(locale.Arabic).String(), "Coopérative du Détroit", "zineb@cooperative.exemple.org", text.Articles[0].Title[locale.Arabic]} {
		if !strings.Contains(p.body, words) {
			t.Errorf("what is read back lacks %q", words)
		}
	}
	if got := s.browser.post(t, action, form); got.header.Get("Location") != s.path+"/code" {
		t.Fatalf("ask: %d %s", got.status, got.text(t))
	}
	h.wantSignatures(t, 1, 0)
	h.tick(t)
	mailed := signatureCode.FindString(h.received(t, "zineb@cooperative.exemple.org")[0].Body.Text)
	arabic := strings.Map(func(r rune) rune { // as she may write them
		if '0' <= r && r <= '9' {
			return r - '0' + '٠'
		}
		return r
	}, mailed)
	s.confirms(t, arabic).wantSigned(t, s)
	maria := h.signer(t)
	maria.asks(t, forHerself("maria@exemple.org", "news", "yes")...)
	h.tick(t)
	maria.confirms(t, maria.code(t)).wantSigned(t, maria)
	for _, got := range h.wantSignatures(t, 1, 2) {
		want := charter.Signature{Lang: locale.French, Read: locale.French, News: true, Country: "FR"}
		if !got.Party.IsZero() {
			want = charter.Signature{Lang: locale.Arabic, Read: locale.Arabic, Display: true, Function: "présidente", Mandate: charter.ByDomain}
			site, _ := charter.ParseSite("cooperative.exemple.org")
			want.Party = charter.Party{Name: "Coopérative du Détroit", Kind: "association", Field: "employment", Country: "MA", Site: site}
		}
		if got.Party != want.Party || got.Lang != want.Lang || got.Read != want.Read || got.Text != text.Hash(want.Read) || got.Function != want.Function ||
			got.Display != want.Display || got.News != want.News || got.Country != want.Country || got.Consent.IsZero() {
			t.Errorf("kept: %+v\nwant %+v", got, want)
		}
	}
	h.tick(t)
	h.wantMails(t, "maria@exemple.org", "code de signature", "signature confirmée")
	h.wantMails(t, "zineb@cooperative.exemple.org", "رمز توقيعكم", "تأكيد التوقيع")
}

// signatureCode is how a mail writes it.
var signatureCode = regexp.MustCompile(`\b\d{3}\x{a0}\d{3}\b`)

// Every field is held against its rule, and what was typed is kept.
func TestSigningIsMended(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	s := h.signer(t)
	long := strings.Repeat("a", 121)
	for _, c := range []struct{ field, typed, words string }{
		{"organisation", "", "nom de l’organisation"}, {"organisation", "\u200b…", "nom de l’organisation"}, {"organisation", "www.exemple.org", "adresse de site"}, {"organisation", long, "120 caractères"},
		{"kind", "", "type d’organisation"}, {"kind", "circus", "type d’organisation"}, {"field", "", "domaine"}, {"country", "", "pays"}, {"country", "XX", "pays"},
		{"site", "nulle part", "adresse de site"}, {"signer-given", "", "prénom"}, {"signer-family", "bit.ly/x", "adresse de site"}, {"function", "", "fonction"}, {"function", long, "120 caractères"},
		{"address", "zineb", "adresse e-mail"}, {"address", "zineb@gmial.com", "gmail.com"}, {"mandate", "", "mandat"}, {"explicit-consent", "", "accord exprès"}, {"as", "both", "pour une organisation ou"},
		{"website", "http://exemple.org", "robots"}, {"form", "forged", "vérifié"},
	} {
		action, form := s.types(t, forOrganisation("zineb@exemple.org")...)
		form.Set(c.field, c.typed)
		got := s.browser.post(t, action, form)
		got.wantRefused(t, http.StatusUnprocessableEntity, c.words)
		_, kept := got.form(t)
		for name := range form {
			if name != "form" && name != "website" && name != "as" && name != "kind" && name != "country" && kept.Get(name) != form.Get(name) {
				t.Errorf("%s=%q: %s is %q, was %q", c.field, c.typed, name, kept.Get(name), form.Get(name))
			}
		}
	}
	_, _, form := s.reads(t, forHerself("maria@exemple.org", "organisation", long, "kind", "circus")...)
	if form.Get("organisation") != long {
		t.Error("what is not asked of her is not kept either")
	}
	form.Set("signer-given", "")
	s.browser.post(t, s.path+"/signatures", form).wantRefused(t, http.StatusUnprocessableEntity, "prénom") // it is hidden, and not believed
	form.Set("mend", "yes")
	if p := s.browser.post(t, s.path+"/sign", form); p.status != http.StatusOK || !strings.Contains(p.body, "maria@exemple.org") {
		t.Errorf("correct: %d %s", p.status, p.text(t))
	}
	h.wantSignatures(t, 1, 0)
	if got := h.promised(t); len(got) != 0 {
		t.Errorf("promised %v", got)
	}
}

// Where none but organisations sign nobody is asked, and nobody signs for herself.
func TestSigningForOrganisationsAlone(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	c := h.call(t)
	c.Individuals, c.Sensitive, c.Reviewed, c.Revision = false, false, true, c.Revision+1
	if err := h.Parts.Table.SaveCall(t.Context(), c, noLine); err != nil {
		t.Fatal(err)
	}
	s := h.signer(t)
	if p := s.browser.get(t, s.path+"/sign"); strings.Contains(p.body, `type="radio"`) || strings.Contains(p.body, "explicit-consent") {
		t.Error("it asks what is no question here")
	}
	action, form := s.types(t, forHerself("maria@exemple.org")...)
	s.browser.post(t, action, form).wantRefused(t, http.StatusUnprocessableEntity, "nom de l’organisation")
	s.signs(t, forOrganisation("zineb@exemple.org", "explicit-consent", "")...)
	if got := h.wantSignatures(t, 1, 1); !got[0].Consent.IsZero() {
		t.Error("a consent is kept that nobody gave")
	}
	if p := s.browser.get(t, s.path+"/signed"); !strings.Contains(p.text(t), "relit les noms") {
		t.Errorf("it is not said that somebody looks: %s", p.text(t))
	}
}

// mailbox is one, however it is spelled.
var mailbox = []string{"zineb.alami@gmail.com", "Zineb.Alami@Gmail.com", "z.i.n.e.b.alami+charte@googlemail.com", "ZINEBALAMI+2@gmail.com"}

// One mailbox signs once, and the screen tells nobody whether it did: who signed
// already is shown what a newcomer is, byte by byte.
func TestSigningTwice(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	shown := func(address string) (all []string) {
		h.later(t, time.Hour) // so many tries in one would be too many for a mailbox
		s := h.signer(t)
		p, action, form := s.reads(t, forOrganisation(address)...)
		note := func(p page) {
			all = append(all, fmt.Sprint(p.status, p.header.Get("Location"), len(p.header["Set-Cookie"]), p.unstamped()))
		}
		note(p)
		note(s.browser.post(t, action, form))
		note(s.browser.post(t, action, form))
		note(s.browser.get(t, s.path+"/code"))
		for range 7 {
			note(s.confirms(t, s.wrongCode(t)))
		}
		return all
	}
	newcomer := make([][]string, len(mailbox))
	for i, address := range mailbox {
		newcomer[i] = shown(address)
	}
	h.signer(t).signs(t, forOrganisation(mailbox[0])...)
	for i, address := range mailbox {
		if again := shown(address); !slices.Equal(again, newcomer[i]) {
			t.Errorf("%s is shown\n%q\na newcomer\n%q", address, again, newcomer[i])
		}
		s := h.signer(t)
		s.asks(t, forOrganisation(address)...)
		s.confirms(t, s.code(t)).wantRefused(t, http.StatusUnprocessableEntity, "pas le bon") // the code that no mail tells
	}
	h.wantSignatures(t, 1, 1)
	got := h.promised(t)
	if got[string(outbox.SignedAlready)] != 2*len(mailbox) || got[string(outbox.SignatureCode)] != len(mailbox)+1 || got[string(outbox.Signed)] != 1 {
		t.Errorf("promised %v", got)
	}
	h.signer(t).signs(t, forOrganisation("zineb.alami@exemple.org")...) // dots are letters elsewhere
	h.signer(t).signs(t, forOrganisation("zinebalami@exemple.org")...)
	h.wantSignatures(t, 1, 3)
}

// Every spelling of a mailbox has a code sent in a browser of its own, and all are
// typed at once.
func TestSigningAtOnce(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	for round := range 5 {
		var codes []url.Values
		var signers []signer
		for _, address := range mailbox {
			s := h.signer(t)
			s.asks(t, forOrganisation(fmt.Sprintf("%d%s", round, address))...)
			signers, codes = append(signers, s), append(codes, url.Values{"code": {s.code(t)}})
		}
		var all sync.WaitGroup
		for i, s := range signers {
			all.Go(func() {
				answer, _ := s.press(t, s.path+"/code", codes[i])
				answer.wantSigned(t, s)
			})
		}
		all.Wait()
		h.later(t, time.Minute)
	}
	h.wantSignatures(t, 1, 5)
	if got := h.promised(t); got[string(outbox.Signed)] != 5 {
		t.Errorf("promised %v, want one confirmation for each mailbox", got)
	}
}

// Who goes back and corrects her address has the code sent to the new one; the same
// page sent twice has it sent once.
func TestSigningIsCorrected(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	s := h.signer(t)
	_, action, form := s.reads(t, forOrganisation("zineb@exemple.net")...)
	s.browser.post(t, action, form)
	s.browser.post(t, action, form)
	form.Set("mend", "yes")
	action, form = s.browser.post(t, s.path+"/sign", form).form(t)
	form.Set("address", "zineb@exemple.org")
	action, form = s.browser.post(t, action, form).form(t)
	s.browser.post(t, action, form)
	s.confirms(t, s.code(t)).wantSigned(t, s)
	s.confirms(t, s.code(t)).wantSigned(t, s) // typed again it says the same
	if got := h.wantSignatures(t, 1, 1); got[0].Address.String() != "zineb@exemple.org" {
		t.Errorf("it is signed from %s", got[0].Address)
	}
	if got := h.promised(t); got[string(outbox.SignatureCode)] != 2 || got[string(outbox.Signed)] != 1 {
		t.Errorf("promised %v, want two codes", got)
	}
}
