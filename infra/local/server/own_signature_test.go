package server_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/charter"
	"tribune/shared/publiclog"
	"tribune/shared/site"
)

// Nothing behind a link is found by another one: of an earlier generation, of
// another version, of another charter, or made up.
func TestASignatureIsFoundByItsLinkAlone(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s := h.sign(t, "Nora", "nora@exemple.org", cooperative)
	old, link := s, charter.Link(h.Parts.Ring, s)
	old.Generation--
	h.publish(t)
	asked := 0
	for _, route := range site.Charters {
		method, pattern, _ := strings.Cut(route.Key, " ")
		if !strings.Contains(pattern, "{link}") {
			continue
		}
		asked++
		for what, at := range map[string][3]string{
			"an earlier generation": {ownCharter, "1", charter.Link(h.Parts.Ring, old)},
			"another version":       {ownCharter, "2", link},
			"no version":            {ownCharter, "01", link},
			"another charter":       {"nowhere", "1", link},
			"made up":               {ownCharter, "1", strings.Repeat("A", len(link))},
		} {
			path := strings.NewReplacer("{lang}", "fr", "{charter}", at[0], "{version}", at[1], "{link}", at[2]).Replace(pattern)
			p := h.get(t, path)
			if method == http.MethodPost {
				p = h.post(t, path, url.Values{"sure": {"yes"}, "display": {"show"}, "without": {"yes"}, "without-1": {"yes"}})
			}
			if p.status != http.StatusNotFound {
				t.Errorf("%s by a link of %s: %d", route.Key, what, p.status)
			}
		}
	}
	if asked < 15 {
		t.Errorf("only %d routes were asked", asked)
	}
	if now := h.stands(t, s); now.Revision != s.Revision {
		t.Errorf("it was changed: %+v", now)
	}
}

// deed is something that somebody does behind her link.
type deed struct {
	path   string
	fields []string
	form   bool // it is sent with the form of its page
	done   func(charter.Signature) bool
}

func deeds(h signatures) map[string]deed {
	by := h.Clock.Now().AddDate(1, 0, 0).Format(time.DateOnly)
	return map[string]deed{
		"show":        {"/display", []string{"display", "show", "sure", "yes"}, false, func(s charter.Signature) bool { return s.Display }},
		"unsubscribe": {"/news", []string{"List-Unsubscribe", "One-Click"}, false, func(s charter.Signature) bool { return !s.News }},
		"correct": {"/correct", []string{"organisation", "Coopérative Cannari", "signer-given", "Selma"}, true, func(s charter.Signature) bool {
			return s.Party.Name == "Coopérative Cannari" && s.Given.String() == "Selma" && s.Party.Kind == "association"
		}},
		"commit": {"/commitments", []string{"owner-2", "Service social", "by-2", by}, true, func(s charter.Signature) bool {
			return len(s.Commitments) == 1 && s.Commitments[0].Article == 2 && s.Commitments[0].Owner == "Service social" && s.Commitments[0].By.Format(time.DateOnly) == by
		}},
		"withdraw": {"/withdraw", []string{"sure", "yes"}, true, func(s charter.Signature) bool { return s.State == charter.Withdrawn }},
	}
}

// Whatever is done, is done once: pressed twice, and when the write is refused or
// its answer is lost.
func TestWhatIsDoneBehindALinkIsDoneOnce(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	address := 0
	for name, d := range deeds(h) {
		for _, fault := range []faults.Flavour{"", faults.Refused, faults.LostAnswer, faults.Conflict, faults.Throttled} {
			address++
			s := h.sign(t, "Nora", "nora."+string(rune('a'+address))+"@exemple.org", cooperative)
			form := url.Values{}
			if d.form {
				form = h.filled(t, h.path(s)+d.path)
			}
			for i := 0; i < len(d.fields); i += 2 {
				form.Set(d.fields[i], d.fields[i+1])
			}
			if fault != "" {
				h.Faults.Fail("PutItem", 1, fault)
			}
			for range 2 {
				if p, _ := h.press(t, h.path(s)+d.path, form); p.status != http.StatusSeeOther && p.status != http.StatusOK {
					t.Fatalf("%s, %s: %d %s", name, fault, p.status, p.text(t))
				}
			}
			if now := h.stands(t, s); !d.done(now) {
				t.Errorf("%s, %s: it stands as %+v", name, fault, now)
			}
			h.keepBook(t)
			if now := h.stands(t, s); now.State.Active() != now.Logged() {
				t.Errorf("%s, %s: the log has not what stands: %+v", name, fault, now)
			}
			h.Faults.Reset()
		}
	}
	organisations, _, _ := h.countOf(t)
	if want := 4 * 5; organisations != want || len(h.named(t)) != want { // five were withdrawn
		t.Errorf("%d count and %d are named, want %d", organisations, len(h.named(t)), want)
	}
}

// A correction ends what the log held and begins anew, and counts once throughout;
// until the book has taken it up, no paper says what the log does not.
func TestACorrectionMovesTheLogAndTheWallTogether(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	s := h.sign(t, "Nora", "nora@exemple.org", cooperative)
	form := h.filled(t, h.path(s)+"/correct", "organisation", "Coopérative Cannari", "kind", "network", "country", "FR")
	h.post(t, h.path(s)+"/correct", form)
	if p := h.get(t, h.path(s)); !strings.Contains(p.text(t), "en train d’être comptée") {
		t.Errorf("she reads %s", p.text(t))
	}
	for _, paper := range []string{"/certificate", "/certificate.pdf", "/receipt"} {
		if p := h.get(t, h.path(s)+paper); p.status != http.StatusSeeOther || p.header.Get("Location") != h.path(s) {
			t.Errorf("%s of what the log has not taken up: %d", paper, p.status)
		}
	}
	h.keepBook(t)
	organisations, individuals, leaves := h.countOf(t)
	if organisations != 1 || individuals != 0 || leaves != 3 || !slices.Equal(h.named(t), []string{"Coopérative Cannari"}) {
		t.Errorf("%d and %d count, %d leaves, %q are named", organisations, individuals, leaves, h.named(t))
	}
	now, ended := h.stands(t, s), h.leaf(t, 1)
	if ended.Kind != publiclog.Withdrawn || ended.Commitment != s.Booked.Commitment {
		t.Errorf("the log ends %+v", ended)
	}
	if begun := h.leaf(t, 2); begun.Kind != publiclog.Signed || begun.Commitment != now.Commitment() || now.Salt == s.Salt {
		t.Errorf("the log begins %+v", begun)
	}
	if found := h.holding(t, "Coopérative Canari"); len(found) > 0 {
		t.Errorf("what was corrected is still there: %q", found)
	}
	for field, wrong := range map[string]string{
		"organisation": "", "kind": "club", "field": "", "country": "XX", "site": "nulle part", "signer-given": "", "function": "www.exemple.org",
	} {
		bad := h.filled(t, h.path(s)+"/correct", field, wrong)
		p := h.post(t, h.path(s)+"/correct", bad)
		if _, kept := p.form(t); p.status != http.StatusUnprocessableEntity || !strings.Contains(p.body, `href="#`+field+`"`) || kept.Get("organisation") != bad.Get("organisation") {
			t.Errorf("%s %q: %d %s", field, wrong, p.status, p.text(t))
		}
	}
}

func (h signatures) leaf(t *testing.T, n int64) publiclog.Leaf {
	t.Helper()
	leaves := must(h.Parts.Table.Leaves(t.Context(), h.call.Ref, n, 1))
	if len(leaves) == 0 {
		t.Fatalf("the log has no leaf %d", n)
	}
	return must(publiclog.ParseLeaf(leaves[0].Bytes))
}

// Who withdraws is forgotten everywhere, and the log says of it no more than that
// it happened.
func TestAWithdrawalForgets(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	h.sign(t, "Reste", "reste@exemple.org", nil)
	s := h.sign(t, "Zerzouria", "zerzouria@canari.example", func(s *charter.Signature) {
		cooperative(s)
		s.Display, s.Commitments = true, []charter.Commitment{{Article: 1, Owner: "Service Zerzouria", By: h.Clock.Now()}}
	})
	salt := string(must(s.Salt.MarshalText()))
	quoted := string(must(json.Marshal(s.Party.Name)))
	words := []string{"Zerzouria", "zerzouria", "canari.example", salt, strings.Trim(quoted, `"`)}
	if found := h.holding(t, words...); len(found) < 5 {
		t.Fatalf("before, only %q holds a canary", found)
	}
	if p := h.post(t, h.path(s)+"/withdraw", url.Values{}); p.status != http.StatusUnprocessableEntity {
		t.Errorf("without the box: %d", p.status) // a scanner that presses every button
	}
	p := h.post(t, h.path(s)+"/withdraw", url.Values{"sure": {"yes"}})
	if p = h.get(t, p.header.Get("Location")); !strings.Contains(p.text(t), "Votre signature est retirée") || strings.Contains(p.body, "Zerzouria") {
		t.Errorf("she reads %s", p.text(t))
	}
	h.keepBook(t)
	organisations, individuals, leaves := h.countOf(t)
	if organisations != 0 || individuals != 1 || leaves != 3 || len(h.named(t)) != 0 {
		t.Errorf("%d and %d count, %d leaves, %q are named", organisations, individuals, leaves, h.named(t))
	}
	if ended := h.leaf(t, 2); ended.Kind != publiclog.Withdrawn || ended.Commitment != s.Booked.Commitment {
		t.Errorf("the log ends %+v", ended)
	}
	if found := h.holding(t, words...); len(found) > 0 {
		t.Errorf("she is still in %q", found)
	}
	for _, e := range h.log.lines {
		for _, w := range append(words, charter.Link(h.Parts.Ring, s)) {
			if strings.Contains(e, w) {
				t.Errorf("the log of the site holds %s: %s", w, e)
			}
		}
	}
}
