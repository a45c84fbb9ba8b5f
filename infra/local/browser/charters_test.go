package browser_test

import (
	"net/http"
	"strings"
)

// charters are where charters are written, published and set: of an organisation
// that has one, and of one that has none.
func (g gallery) charters(v, fresh *visitor, lang string) {
	const charters = "/organisers/charters"
	l := lang[1:]
	g.keep(lang, "console-charters-empty", http.StatusOK, fresh.get(g.t, lang+charters))
	g.keep(lang, "console-charter", http.StatusOK, v.get(g.t, lang+charters+"/charte-tanger"))
	blank := g.keep(lang, "console-charter-new", http.StatusOK, v.get(g.t, lang+charters+"/new"))
	g.keep(lang, "console-charter-error", http.StatusUnprocessableEntity, v.submit(g.t, blank, "/new", "articles-0-title-fr", "Sans texte", "slug", "Deux mots"))
	more := v.submit(g.t, blank, "/new", "title-"+l, "Charte ميثاق "+l, "articles-0-text-"+l, "Coopérer.", "act", "add articles")
	g.keep(lang, "console-charter-row", http.StatusOK, v.submit(g.t, more, "/new", "articles-1-title-"+l, "Aider", "act", "up articles-1"))
	made := v.submit(g.t, blank, "/new", "title-"+l, "Charte ميثاق "+l, "articles-0-text-"+l, "Coopérer.")
	g.keep(lang, "console-charter-drafted", http.StatusOK, v.follow(g.t, made))
	own, _, _ := strings.Cut(made.header.Get("Location"), "?")
	hers := g.keep(lang, "console-charter-edit", http.StatusOK, v.get(g.t, own+"/edit"))
	v.submit(g.t, hers, "/edit", "preamble-fr", "Nous, associations "+lang, "preamble-ar", "نحن", "preamble-en", "We")
	g.keep(lang, "console-charter-conflict", http.StatusConflict, v.submit(g.t, hers, "/edit", "preamble-"+l, "Son préambule"))
	g.keep(lang, "console-charter-preview-draft", http.StatusOK, v.get(g.t, own+"/preview"))
	g.keep(lang, "console-charter-publication-draft", http.StatusOK, v.get(g.t, own+"/publication"))

	set := g.keep(lang, "console-charter-settings", http.StatusOK, v.get(g.t, own+"/settings"))
	g.keep(lang, "console-charter-settings-error", http.StatusUnprocessableEntity, v.submit(g.t, set, "/settings", "closes", "2020-01-01"))
	v.submit(g.t, set, "/settings", "reviewed", "yes")
	g.keep(lang, "console-charter-settings-conflict", http.StatusConflict, v.submit(g.t, set, "/settings", "closes", "2099-12-31"))

	ready := v.get(g.t, own+"/publication")
	g.keep(lang, "console-charter-publication-error", http.StatusUnprocessableEntity, v.submit(g.t, ready, "/publication", "slug", "Deux mots"))
	late := v.get(g.t, own+"/edit")
	g.keep(lang, "console-charter-published", http.StatusOK, v.follow(g.t, v.submit(g.t, ready, "/publication", "sure", "yes")))
	g.keep(lang, "console-charter-sealed", http.StatusOK, v.get(g.t, own+"/edit"))
	next := g.keep(lang, "console-charter-sealed-conflict", http.StatusConflict, v.submit(g.t, late, "/edit", "articles-0-text-"+l, "Coopérer mieux."))
	g.keep(lang, "console-charter-next", http.StatusOK, v.get(g.t, own+"/edit?next"))
	g.keep(lang, "console-charter-next-drafted", http.StatusOK, v.follow(g.t, v.submit(g.t, next, "/edit")))
	g.keep(lang, "console-charter-next-publication", http.StatusOK, v.get(g.t, own+"/publication"))
	g.keep(lang, "console-charter-next-preview", http.StatusOK, v.get(g.t, own+"/preview"))
	g.keep(lang, "console-charter-closed", http.StatusOK, v.follow(g.t, v.post(g.t, own+"/close", nil)))
	g.keep(lang, "console-charters", http.StatusOK, v.get(g.t, lang+charters))

	begun := fresh.submit(g.t, fresh.get(g.t, lang+charters+"/new"), "/new", "title-"+l, "Sans responsable")
	hindered, _, _ := strings.Cut(begun.header.Get("Location"), "?")
	g.keep(lang, "console-charter-publication-blocked", http.StatusOK, fresh.get(g.t, hindered+"/publication"))
}
