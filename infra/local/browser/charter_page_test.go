package browser_test

import (
	"net/http"
	"strings"
	"time"

	"tribune/infra/local/signed"
	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/organisation"
)

// lookedAt is a charter of this test's own: the demonstration's is signed by others.
const lookedAt = "/charters/charte-regardee"

// publicCharter is what anybody sees of a charter: before somebody signed it, with many,
// what is looked for among them, its earlier text, its log, and once it is closed.
func (g gallery) publicCharter() {
	v, r := g.visit(""), charter.Ref{Organisation: "ahsud", ID: "charte-regardee"}
	g.publishCharter(r, 1)
	g.eachLanguage(func(lang string) {
		g.keep(lang, "charter-empty", http.StatusOK, v.get(g.t, lang+lookedAt))
	})
	all := signed.Some(g.Clock.Now())
	for _, name := range strings.Fields("Un Deux Trois Quatre Cinq Six Sept Huit Neuf Dix Onze Douze Treize Quatorze Quinze Seize Vingt Trente Cent Mille") {
		all = append(all, signed.Organisation("Association "+name, "association", "FR", ""))
	}
	g.signCharter(r, 1, all)
	g.publishCharter(r, 2)
	g.signCharter(r, 2, all)
	g.later(g.t, 5*time.Second)
	g.eachLanguage(func(lang string) {
		for name, path := range map[string]string{
			"charter": "", "charter-sought": "?country=FR&kind=association&order=recent&q=association", "charter-none": "?q=nobody", "charter-earlier": "/versions/1",
		} {
			g.keep(lang, name, http.StatusOK, v.get(g.t, lang+lookedAt+path))
		}
		log := g.keep(lang, "log", http.StatusOK, v.get(g.t, lang+lookedAt+"/log"))
		head := v.get(g.t, lang+lookedAt+"/log/head").body
		g.keep(lang, "log-head", http.StatusOK, v.submit(g.t, log, "/log", "proof", head))
		g.keep(lang, "log-error", http.StatusUnprocessableEntity, v.submit(g.t, log, "/log", "proof", "nothing"))
	})
	c, err := g.Parts.Table.Call(g.t.Context(), r)
	if err != nil {
		g.t.Fatal(err)
	}
	c.Closes, c.Revision = g.Clock.Now(), c.Revision+1
	if err := g.Parts.Table.SaveCall(g.t.Context(), c, organisation.Audit{}); err != nil {
		g.t.Fatal(err)
	}
	g.later(g.t, 5*time.Second)
	g.eachLanguage(func(lang string) {
		g.keep(lang, "charter-closed", http.StatusOK, v.get(g.t, lang+lookedAt))
	})
}

func (g gallery) eachLanguage(look func(lang string)) {
	for _, l := range locale.Languages {
		look("/" + string(l))
	}
}

// publishCharter publishes the demonstration's text as a version of another charter; its
// second lacks an article, and says one otherwise.
func (g gallery) publishCharter(r charter.Ref, version int) {
	g.t.Helper()
	table, now := g.Parts.Table, g.Clock.Now()
	text, err := table.Text(g.t.Context(), charter.Ref{Organisation: "ahsud", ID: "charte-tanger"}, 1)
	if err != nil {
		g.t.Fatal(err)
	}
	slug := strings.TrimPrefix(lookedAt, "/charters/")
	text.ID, text.Slug, text.Version, text.Event, text.Published, text.Revision = r.ID, slug, version, "", now, 1
	if version > 1 {
		text.Articles = append(text.Articles[:1:1], charter.Article{Title: text.Articles[1].Title, Text: text.Articles[0].Text})
	}
	err = table.PublishText(g.t.Context(), charter.Call{
		Ref: r, Slug: slug, Log: charter.LogName(g.origin, slug), Opened: now, Current: version,
		SecretVersion: g.Parts.Ring.Current(), Individuals: true, Sensitive: true, Revision: version,
	}, text, organisation.Audit{})
	if err != nil {
		g.t.Fatal(err)
	}
}

func (g gallery) signCharter(r charter.Ref, version int, all []charter.Signature) {
	g.t.Helper()
	if err := signed.Write(g.t.Context(), g.Parts, r, version, all...); err != nil {
		g.t.Fatal(err)
	}
}
