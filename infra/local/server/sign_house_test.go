package server_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/token"
	"tribune/shared/web"
)

// The charter that is signed here, and where.
const (
	signedCharter = "charte-tanger-cooperation"
	signingPath   = "/fr/charters/" + signedCharter
)

// signer is somebody about to sign, in a browser of her own.
type signer struct {
	*house
	browser
	path string // of the charter, in her language
}

func (h *house) signer(t testing.TB) signer { return signer{h, h.withCookies(t), signingPath} }

// forOrganisation and forHerself are what people type.
func forOrganisation(address string, more ...string) []string {
	return append([]string{
		"as", "organisation", "organisation", "Coopérative du Détroit", "kind", "association", "field", "employment", "country", "MA",
		"site", "cooperative.exemple.org", "signer-given", "Zineb", "signer-family", "العلمي", "function", "présidente", "address", address,
		"mandate", "yes", "explicit-consent", "yes",
	}, more...)
}

func forHerself(address string, more ...string) []string {
	return append([]string{
		"as", "individual", "country", "FR", "signer-given", "Maria", "signer-family", "Silva", "address", address, "explicit-consent", "yes",
	}, more...)
}

// types fills in the first page, as fast as people do.
func (s signer) types(t testing.TB, typed ...string) (action string, form url.Values) {
	t.Helper()
	action, form = s.browser.get(t, s.path+"/sign").form(t)
	for i := 0; i < len(typed); i += 2 {
		form.Set(typed[i], typed[i+1])
	}
	s.later(t, 4*time.Second)
	return action, form
}

// reads fills in the first page, and gives the second with its form.
func (s signer) reads(t testing.TB, typed ...string) (p page, action string, form url.Values) {
	t.Helper()
	p = s.browser.post(t, s.path+"/sign", second(s.types(t, typed...)))
	if p.status != http.StatusOK {
		t.Fatalf("read back: %d %s", p.status, p.text(t))
	}
	action, form = p.form(t)
	return p, action, form
}

func second(_ string, form url.Values) url.Values { return form }

// asks goes as far as the page where the code is typed.
func (s signer) asks(t testing.TB, typed ...string) {
	t.Helper()
	_, action, form := s.reads(t, typed...)
	if p := s.browser.post(t, action, form); p.status != http.StatusSeeOther || p.header.Get("Location") != s.path+"/code" {
		t.Fatalf("ask for the code: %d %s %s", p.status, p.header.Get("Location"), p.text(t))
	}
}

// ask is what the browser's cookie leads to.
func (s signer) ask(t testing.TB) charter.Ask {
	t.Helper()
	at, err := url.Parse(s.browser.origin)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s.client.Jar.Cookies(at) {
		if c.Name == web.SignatureCookie+"-"+signedCharter {
			a, err := s.Parts.Table.AskOf(t.Context(), token.Hash(c.Value))
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
	}
	t.Fatal("the browser has no cookie of an ask")
	return charter.Ask{}
}

// code is what the mail says.
func (s signer) code(t testing.TB) string {
	t.Helper()
	return s.Parts.Ring.SignatureCode(s.ask(t).Mail)
}

// wrongCode is another one.
func (s signer) wrongCode(t testing.TB) string {
	t.Helper()
	if s.code(t) == "123456" {
		return "654321"
	}
	return "123456"
}

// confirms types a code.
func (s signer) confirms(t testing.TB, code string) page {
	t.Helper()
	action, form := s.browser.get(t, s.path+"/code").form(t)
	form.Set("code", code)
	return s.browser.post(t, action, form)
}

// signs goes the whole way.
func (s signer) signs(t testing.TB, typed ...string) {
	t.Helper()
	s.asks(t, typed...)
	s.confirms(t, s.code(t)).wantSigned(t, s)
}

func (p page) wantSigned(t testing.TB, s signer) {
	t.Helper()
	if p.status != http.StatusSeeOther || p.header.Get("Location") != s.path+"/signed" {
		t.Errorf("type the code: %d %s: %s", p.status, p.header.Get("Location"), p.text(t))
	}
}

// wantRefused wants a page with something to mend, which says so in these words.
func (p page) wantRefused(t testing.TB, status int, words string) {
	t.Helper()
	if p.status != status || !strings.Contains(p.text(t), words) {
		t.Errorf("%d, want %d and %q: %s", p.status, status, words, p.text(t))
	}
}

// call is the charter as it stands.
func (h *house) call(t testing.TB) charter.Call {
	t.Helper()
	ref, err := h.Parts.Table.ResolveCharter(t.Context(), signedCharter)
	if err != nil {
		t.Fatal(err)
	}
	c, err := h.Parts.Table.Call(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wantSignatures has the book kept, and wants so many of a version to stand in it,
// among the signatures, and in the log with every one that ever stood. It gives
// those that stand.
func (h *house) wantSignatures(t testing.TB, version, n int) (all []charter.Signature) {
	t.Helper()
	c, table := h.call(t), h.Parts.Table
	if _, err := ledger.NewKeeper(table, h.Parts.Now).Keep(t.Context(), c.Ref); err != nil {
		t.Fatal(err)
	}
	for s, err := range table.AllSignatures(t.Context(), c.Ref, version) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	book, err := table.Book(t.Context(), c.Ref)
	if err != nil {
		t.Fatal(err)
	}
	counted := book.Counts[version]
	if len(all) != n || counted.Organisations+counted.Individuals != n || book.Leaves < int64(n) {
		t.Errorf("%d signatures, the book counts %+v, the log has %d leaves; want %d", len(all), counted, book.Leaves, n)
	}
	return all
}

// amend publishes another text, which is signed from now on.
func (h *house) amend(t testing.TB) {
	t.Helper()
	c := h.call(t)
	text, err := h.Parts.Table.Text(t.Context(), c.Ref, c.Current)
	if err != nil {
		t.Fatal(err)
	}
	c.Current, c.Revision = c.Current+1, c.Revision+1
	text.Version, text.Revision, text.Published = c.Current, 1, h.Clock.Now()
	text.Title = locale.Text{locale.French: "Charte de coopération, version " + strconv.Itoa(c.Current)}
	text.Preamble, text.Articles = nil, []charter.Article{{Text: locale.Text{locale.French: "Nous coopérons davantage."}}}
	if err := h.Parts.Table.PublishText(t.Context(), c, text, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	h.later(t, 3*time.Second) // no page still shows the old one
}

// closeCharter has nobody sign it from now on.
func (h *house) closeCharter(t testing.TB) {
	t.Helper()
	c := h.call(t)
	c.Closes, c.Revision = h.Clock.Now(), c.Revision+1
	if err := h.Parts.Table.SaveCall(t.Context(), c, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	h.later(t, 3*time.Second)
}

// stamped is what two pages that say the same differ in.
var stamped = regexp.MustCompile(`name="form" value="[^"]*"`)

func (p page) unstamped() string { return stamped.ReplaceAllString(p.body, "") }
