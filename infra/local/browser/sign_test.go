package browser_test

import (
	"net/http"
	"testing"
	"time"

	"tribune/shared/organisation"
)

// tangierCharter is the one that the demonstration opens.
const (
	tangierCharter = "/charters/charte-tanger-cooperation"
	charterID      = "charte-tanger-cooperation"
)

// signer fills in the form of a charter; the last are further answers.
func signer(address string, more ...string) []string {
	return append([]string{
		"as", "organisation", "organisation", "Coopérative du Détroit", "kind", "association", "field", "employment", "country", "MA", "site", "cooperative.exemple.org",
		"signer-given", "Zineb", "signer-family", "العلمي", "function", "Présidente", "address", address, "mandate", "yes", "news", "yes", "explicit-consent", "yes",
	}, more...)
}

// sign is the three pages by which a charter is signed, and the lost link.
func (g gallery) sign(lang string) {
	v, at := g.visit(""), lang+tangierCharter
	form := g.keep(lang, "sign", http.StatusOK, v.get(g.t, at+"/sign"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "sign-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/sign"))
	g.keep(lang, "sign-doubt", http.StatusUnprocessableEntity, v.submit(g.t, form, "/sign", signer("zineb@gmial.com")...))
	herself := v.submit(g.t, form, "/sign", signer("zineb@exemple.org", "as", "individual", "display", "yes")...)
	g.keep(lang, "sign-read-herself", http.StatusOK, herself)
	read := g.keep(lang, "sign-read", http.StatusOK, v.submit(g.t, form, "/sign", signer("zineb@exemple.org")...))
	g.keep(lang, "sign-mend", http.StatusOK, v.press(g.t, herself, at+"/sign", "/signatures", "mend", "yes"))
	changed := v.submit(g.t, read, "/signatures", "hash", "another")
	changed.asked = "POST " + at + "/sign" // in another language one begins with the form
	g.keep(lang, "sign-changed", http.StatusConflict, changed)
	code := g.keep(lang, "sign-code", http.StatusOK, v.follow(g.t, v.submit(g.t, read, "/signatures")))
	g.keep(lang, "sign-code-error", http.StatusUnprocessableEntity, v.submit(g.t, code, "/code", "code", "12 34"))
	g.keep(lang, "signed", http.StatusOK, v.get(g.t, at+"/signed"))
	form = g.keep(lang, "lost-signature", http.StatusOK, v.get(g.t, at+"/lost-link"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "lost-signature-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/lost-link", "address", "nulle part"))
	g.keep(lang, "lost-signature-sent", http.StatusOK, v.follow(g.t, v.submit(g.t, form, "/lost-link", "address", "inconnue@exemple.org")))
	g.closed(v, lang)
}

// closed is the charter while nobody signs it, for a moment.
func (g gallery) closed(v *visitor, lang string) {
	table := g.Parts.Table
	ref, err := table.ResolveCharter(g.t.Context(), charterID)
	if err != nil {
		g.t.Fatal(err)
	}
	c, err := table.Call(g.t.Context(), ref)
	if err != nil {
		g.t.Fatal(err)
	}
	for _, closes := range []time.Time{g.Clock.Now(), {}} {
		c.Closes, c.Revision = closes, c.Revision+1
		if err := table.SaveCall(g.t.Context(), c, organisation.Audit{}); err != nil {
			g.t.Fatal(err)
		}
		g.later(g.t, 5*time.Second)
		if !closes.IsZero() {
			g.keep(lang, "sign-closed", http.StatusOK, v.get(g.t, lang+tangierCharter+"/sign"))
		}
	}
}

// press is submit with a button that posts elsewhere.
func (v *visitor) press(t *testing.T, p page, to, suffix string, answers ...string) page {
	t.Helper()
	_, fields := p.form(t, suffix)
	for i := 0; i < len(answers); i += 2 {
		fields.Set(answers[i], answers[i+1])
	}
	return v.post(t, to, fields)
}
