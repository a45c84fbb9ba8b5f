package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"tribune/shared/organisation"
	"tribune/shared/outbox"
)

var noLine organisation.Audit

// robot opens what it is led to and presses every button, once with all fields as
// they are and once with everything filled in, and types no code.
type robot struct {
	browser
	met int // buttons
}

func (r *robot) scan(t *testing.T, address string) {
	t.Helper()
	if resp, err := r.client.Head(r.origin + address); err != nil {
		t.Fatal(err)
	} else {
		_ = resp.Body.Close()
	}
	for range 5 {
		r.buttons(t, r.get(t, address), 2)
	}
}

// buttons presses those of a page, and of the pages that answer, to a depth.
func (r *robot) buttons(t *testing.T, p page, depth int) {
	t.Helper()
	for n := range p.node(t).Descendants() {
		if depth == 0 || n.Data != "form" {
			continue
		}
		for b := range n.Descendants() {
			if b.Data == "button" {
				r.presses(t, n, b, depth)
			}
		}
	}
}

func (r *robot) presses(t *testing.T, form, button *html.Node, depth int) {
	t.Helper()
	action := attribute(form, "action")
	if own := attribute(button, "formaction"); own != "" {
		action = own
	}
	asIs := inputs(form)
	if name := attribute(button, "name"); name != "" {
		asIs.Set(name, attribute(button, "value"))
	}
	full := url.Values{}
	for name, values := range asIs {
		full[name] = values
		if values[0] == "" && name != "website" && name != "code" {
			full.Set(name, "yes")
		}
	}
	for _, sent := range []url.Values{asIs, full} {
		r.met++
		answer := r.post(t, action, sent)
		if to := answer.header.Get("Location"); to != "" {
			answer = r.get(t, to)
		}
		r.buttons(t, answer, depth-1)
	}
}

// A scanner of mail, a crawler, or a browser that loads everything beforehand: with
// somebody's cookies or without, before she typed her code nothing counts, and
// afterwards it is as if nobody else had been there.
func TestScannersSignNothing(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	s := h.signer(t)
	read, _, _ := s.reads(t, forOrganisation("zineb@exemple.org")...)
	s.asks(t, forOrganisation("zineb@exemple.org")...)
	code := s.code(t)
	own, stranger := &robot{browser: s.browser}, &robot{browser: h.withCookies(t)}
	for _, r := range []*robot{own, stranger} {
		for _, page := range []string{"/sign", "/code", "/signed", "/lost-link", "/lost-link/sent"} {
			h.later(t, 5*time.Second)
			r.scan(t, s.path+page)
		}
	}
	stranger.buttons(t, read, 3) // as it is in a cache
	if own.met < 30 || stranger.met < 30 {
		t.Errorf("only %d and %d buttons were pressed", own.met, stranger.met)
	}
	h.wantSignatures(t, 1, 0)
	if got := h.promised(t); got[string(outbox.Signed)]+got[string(outbox.SignedLink)] != 0 {
		t.Errorf("promised %v", got)
	}
	if code != s.code(t) {
		t.Error("her browser waits for another code")
	}
	s.confirms(t, code).wantSigned(t, s)
	own.buttons(t, read, 3)
	h.wantSignatures(t, 1, 1)
}

// A code that is not hers, or came too late, or with nothing to sign any more, is
// refused in a sentence, and nothing counts.
func TestSignatureCodes(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	refused := func(p page, words string) {
		t.Helper()
		p.wantRefused(t, http.StatusUnprocessableEntity, words)
		h.wantSignatures(t, h.call(t).Current, 0)
	}
	refused(h.signer(t).confirms(t, "123456"), "n’est plus valable")

	s := h.signer(t)
	s.asks(t, forOrganisation("zineb@exemple.org")...)
	for range 20 { // what is no code is no try
		refused(s.confirms(t, " 12345"), "6 chiffres")
	}
	if p := s.confirms(t, s.wrongCode(t)); !strings.Contains(p.body, `value="`+s.wrongCode(t)) {
		t.Error("what was typed is not kept")
	}
	for range 4 {
		refused(s.confirms(t, s.wrongCode(t)), "pas le bon")
	}
	refused(s.confirms(t, s.code(t)), "Trop d’essais")

	other := h.signer(t)
	s.asks(t, forOrganisation("zineb@exemple.org")...)
	refused(other.confirms(t, s.code(t)), "n’est plus valable")
	code := s.code(t)
	h.later(t, 24*time.Hour-time.Minute)
	other.asks(t, forHerself("maria@exemple.org")...)
	h.later(t, 2*time.Minute)
	refused(s.confirms(t, code), "n’est plus valable")

	h.amend(t)
	refused(other.confirms(t, other.code(t)), "Le texte a changé")
	s.asks(t, forOrganisation("zineb@exemple.org")...)
	h.closeCharter(t)
	refused(s.confirms(t, s.code(t)), "close")
}

// The text changes between the page that reads it back and the button: it is read
// anew, as it is now. Closed, it is not signed.
func TestSigningWhatIsSuperseded(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	s := h.signer(t)
	_, action, form := s.reads(t, forOrganisation("zineb@exemple.org")...)
	h.amend(t)
	answer := s.browser.post(t, action, form)
	answer.wantRefused(t, http.StatusConflict, "Nous coopérons davantage")
	if got := h.promised(t); len(got) != 0 {
		t.Errorf("promised %v", got)
	}
	form.Set("edition", "2") // the right number, of a text that she did not read
	s.browser.post(t, action, form).wantRefused(t, http.StatusConflict, "Nous coopérons davantage")
	action, form = answer.form(t)
	if p := s.browser.post(t, action, form); p.status != http.StatusSeeOther {
		t.Fatalf("once it was read: %d %s", p.status, p.text(t))
	}
	s.confirms(t, s.code(t)).wantSigned(t, s)
	h.wantSignatures(t, 1, 0)
	h.wantSignatures(t, 2, 1)

	h.closeCharter(t)
	for status, p := range map[int]page{http.StatusOK: s.browser.get(t, s.path+"/sign"), http.StatusConflict: s.browser.post(t, action, form)} {
		p.wantRefused(t, status, "pas ouverte à la signature")
	}
	s.browser.post(t, s.path+"/sign", form).wantRefused(t, http.StatusConflict, "pas ouverte à la signature")
}

// Writes are refused, throttled, in each other's way, or performed without an
// answer: pressed again, a code is sent once and a signature given once.
func TestSigningFails(t *testing.T) {
	t.Parallel()
	for _, flavour := range flavours {
		t.Run(string(flavour), func(t *testing.T) {
			t.Parallel()
			h, signed := newDeafHouse(t), 0
			for _, times := range []int{1, 3, 10} {
				s := h.signer(t)
				_, action, form := s.reads(t, forHerself("maria"+string(flavour)+strings.Repeat("a", times)+"@exemple.org")...)
				h.fail(t, "TransactWriteItems", times, flavour)
				if answer, _ := s.press(t, action, form); answer.status != http.StatusSeeOther {
					t.Fatalf("%d times: ask: %d %s", times, answer.status, answer.text(t))
				}
				h.Faults.Reset()
				action, form = s.browser.get(t, s.path+"/code").form(t)
				form.Set("code", s.code(t))
				h.fail(t, "UpdateItem", 1, flavour)
				h.fail(t, "TransactWriteItems", times, flavour)
				answer, presses := s.press(t, action, form)
				h.Faults.Reset()
				answer.wantSigned(t, s)
				s.browser.post(t, action, form).wantSigned(t, s)
				signed++
				h.wantSignatures(t, 1, signed)
				t.Logf("%d times: the code was sent %d times", times, presses)
			}
			if got := h.promised(t); got[string(outbox.SignatureCode)] != signed || got[string(outbox.Signed)] != signed {
				t.Errorf("promised %v, want %d of each", got, signed)
			}
		})
	}
}

// The link is mailed to who signed, once in a while, for each version; the screen
// says the same to everybody.
func TestLostSignature(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	h.signer(t).signs(t, forOrganisation("zineb.alami@gmail.com")...)
	h.amend(t)
	h.signer(t).signs(t, forOrganisation("zinebalami@gmail.com")...)
	lost := func(address string) page {
		action, form := h.get(t, signingPath+"/lost-link").form(t)
		form.Set("address", address)
		h.later(t, 4*time.Second)
		return h.post(t, action, form)
	}
	lost("nulle part").wantRefused(t, http.StatusUnprocessableEntity, "incomplète")
	newcomer := lost("inconnue@exemple.org")
	if got := h.promised(t); got[string(outbox.SignedLink)] != 0 {
		t.Errorf("promised %v", got)
	}
	for range 2 {
		if p := lost("Zineb.Alami+perdu@gmail.com"); p.status != newcomer.status || p.body != newcomer.body || p.header.Get("Location") != newcomer.header.Get("Location") {
			t.Errorf("who signed is told %d %s, a newcomer %d", p.status, p.body, newcomer.status)
		}
	}
	h.closeCharter(t)
	lost("zineb.alami@gmail.com")
	if got := h.promised(t); got[string(outbox.SignedLink)] != 2 {
		t.Errorf("promised %v, want a link for each version", got)
	}
}
