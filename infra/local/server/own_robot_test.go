package server_test

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"tribune/shared/charter"
)

// A scanner that follows the link in her mail and presses every button changes
// nothing of her signature.
func TestScannersChangeNothingBehindALink(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s := h.sign(t, "Nora", "nora@exemple.org", func(s *charter.Signature) {
		cooperative(s)
		s.Commitments = []charter.Commitment{{Article: 1, Owner: "Direction", By: h.Clock.Now()}, {Article: 2, Owner: "Service social", By: h.Clock.Now()}}
	})
	her := h.sign(t, "Selma", "selma@exemple.org", nil)
	h.later(t, 5*time.Second)
	for _, was := range []charter.Signature{s, her} {
		r := &robot{browser: h.withCookies(t)}
		r.scan(t, h.path(was))
		if r.met < 10 {
			t.Errorf("only %d buttons were pressed", r.met)
		}
		if now := h.stands(t, was); !reflect.DeepEqual(now, was) {
			t.Errorf("it stands as %+v, and stood as %+v", now, was)
		}
	}
	for _, c := range []struct{ path, field, box, words string }{
		{"/display", "display", "sure", "Cochez la case pour que votre nom"},
		{"/commitments", "without", "without-1", "Cochez les engagements"},
	} {
		p := h.post(t, h.path(s)+c.path, url.Values{c.field: {"show"}})
		p.wantRefused(t, http.StatusUnprocessableEntity, c.words)
		if !strings.Contains(p.body, `href="#`+c.box+`"`) || !strings.Contains(p.body, `id="`+c.box+`"`) {
			t.Errorf("%s: nothing leads to the box: %s", c.path, p.text(t))
		}
	}
}

// To be shown is a consent of that moment; to be hidden takes one press.
func TestShowingIsConsentedTo(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s := h.sign(t, "Nora", "nora@exemple.org", nil)
	h.later(t, time.Hour)
	h.post(t, h.path(s)+"/display", h.button(t, s, "/display", "sure"))
	shown := h.stands(t, s)
	if !shown.Display || shown.Consent.Before(s.Consent.Add(time.Hour)) || shown.Consent.After(h.Clock.Now()) {
		t.Errorf("shown, it stands as %+v", shown)
	}
	h.later(t, time.Hour)
	h.post(t, h.path(s)+"/display", h.button(t, s, "/display"))
	if now := h.stands(t, s); now.Display || !now.Consent.Equal(shown.Consent) {
		t.Errorf("hidden, it stands as %+v", now)
	}
}

// button is what a form of her page sends, with boxes ticked.
func (h signatures) button(t *testing.T, s charter.Signature, path string, boxes ...string) url.Values {
	t.Helper()
	for n := range h.get(t, h.path(s)).node(t).Descendants() {
		if n.Data == "form" && attribute(n, "action") == h.path(s)+path {
			form := inputs(n)
			for _, name := range boxes {
				form.Set(name, "yes")
			}
			return form
		}
	}
	t.Fatalf("her page has no form to %s", path)
	return nil
}

// A name is mended, and the country and the kind may become others; but another
// organisation signs for itself.
func TestACorrectionIsOfTheSameOrganisation(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s := h.sign(t, "Nora", "nora@exemple.org", cooperative)
	path := h.path(s) + "/correct"
	p := h.post(t, path, h.filled(t, path, "organisation", "Ministère de la santé"))
	p.wantRefused(t, http.StatusUnprocessableEntity, "une autre organisation")
	if _, kept := p.form(t); kept.Get("organisation") != "Ministère de la santé" || h.stands(t, s).Party != s.Party {
		t.Errorf("typed %q, it stands as %+v", kept.Get("organisation"), h.stands(t, s).Party)
	}
	for _, name := range []string{"Coopérative Canari", "COOPERATIVE  CANARI", "Coopérative Cannari"} {
		h.post(t, path, h.filled(t, path, "organisation", name, "kind", "network", "country", "FR"))
	}
	if now := h.stands(t, s).Party; now.Name != "Coopérative Cannari" || now.Kind != "network" || now.Country != "FR" {
		t.Errorf("it stands as %+v", now)
	}
}

// Who signed without a consent that the charter wants by now is asked for it when
// she signs a later text.
func TestALaterTextWantsTheConsentThatWasNotGiven(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s := h.sign(t, "Nora", "nora@exemple.org", func(s *charter.Signature) { s.Consent = time.Time{} })
	gave := h.sign(t, "Selma", "selma@exemple.org", nil)
	h.publish(t)
	if p := h.get(t, h.path(gave)+"/again"); strings.Contains(p.body, "explicit-consent") {
		t.Error("who consented is asked again")
	}
	path := h.path(s) + "/again"
	h.post(t, path, h.filled(t, path)).wantRefused(t, http.StatusUnprocessableEntity, "accord exprès")
	if n := h.promised(t)["signature-code"]; n != 0 {
		t.Errorf("%d codes are sent", n)
	}
	if p := h.post(t, path, h.filled(t, path, "explicit-consent", "yes")); p.status != http.StatusSeeOther {
		t.Errorf("with the box: %d %s", p.status, p.text(t))
	}
}
