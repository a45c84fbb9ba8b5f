package browser_test

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/event"
)

// publication is what becomes of an event as a whole: a draft that is published,
// closed and called off, taken up again, and read from a file.
func (g gallery) publication(v, fresh *visitor, lang string) {
	const events = "/organisers/events"
	blank := v.get(g.t, lang+events+"/new")
	made := v.submit(g.t, blank, "/new", "title-"+lang[1:], "Rencontre "+lang[1:]+" لقاء", "city-"+lang[1:], "Tanger")
	own, _, _ := strings.Cut(made.header.Get("Location"), "?")
	ready := g.keep(lang, "console-publication-draft", http.StatusOK, v.get(g.t, own+"/publication"))
	g.keep(lang, "console-publication-error", http.StatusUnprocessableEntity, v.submit(g.t, ready, "/publication", "slug", "tanger-insertion-professionnelle"))
	g.keep(lang, "console-publication", http.StatusOK, v.follow(g.t, v.submit(g.t, ready, "/publication")))
	g.keep(lang, "console-publication-closed", http.StatusOK, v.follow(g.t, v.submit(g.t, v.get(g.t, own+"/publication"), "/close")))
	again := g.keep(lang, "console-again", http.StatusOK, v.get(g.t, own+"/duplicate"))
	g.keep(lang, "console-again-error", http.StatusUnprocessableEntity, v.submit(g.t, again, "/duplicate", "date", "bientôt"))

	off := g.keep(lang, "console-call-off", http.StatusOK, v.get(g.t, own+"/cancel"))
	g.keep(lang, "console-call-off-error", http.StatusUnprocessableEntity, v.submit(g.t, off, "/cancel", "reason-fr", "La salle *n’est plus* libre."))
	g.keep(lang, "console-publication-off", http.StatusOK, v.follow(g.t, v.submit(g.t, off, "/cancel", "sure", "yes", "reason-fr", "La salle *n’est plus* libre.")))
	g.keep(lang, "console-message-off", http.StatusOK, v.get(g.t, own+"/messages/called_off"))
	g.later(g.t, 3*time.Second) // pages show what was read two seconds ago
	slug := own[strings.LastIndexByte(own, '/'):]
	g.keep(lang, "event-off", http.StatusOK, v.get(g.t, lang+"/events"+slug))
	g.keep(lang, "register-off", http.StatusOK, v.get(g.t, lang+"/events"+slug+"/register"))

	blocked := fresh.submit(g.t, fresh.get(g.t, lang+events+"/new"), "/new", "title-"+lang[1:], "Sans responsable", "city-"+lang[1:], "Tanger", "country", "MA")
	hers, _, _ := strings.Cut(blocked.header.Get("Location"), "?")
	g.keep(lang, "console-publication-blocked", http.StatusOK, fresh.get(g.t, hers+"/publication"))
}

// exchange is where a file is read, and the projects that it may bring.
func (g gallery) exchange(v, fresh *visitor, lang string) {
	form := g.keep(lang, "console-import", http.StatusOK, fresh.get(g.t, lang+"/organisers/events/import"))
	g.keep(lang, "console-import-error", http.StatusUnprocessableEntity, fresh.submit(g.t, form, "/import", "text", "tribune: 1\nevents:\n  - {id: A, title: {de: x}}\n"))
	g.keep(lang, "console-import-read", http.StatusOK, fresh.submit(g.t, form, "/import", "text", g.file()))

	g.keep(lang, "console-projects-empty", http.StatusOK, fresh.get(g.t, lang+"/organisers/projects"))
	g.keep(lang, "console-projects", http.StatusOK, v.get(g.t, lang+"/organisers/projects"))
	g.keep(lang, "console-project", http.StatusOK, v.get(g.t, lang+"/organisers/projects/"+string(funded().ID)))
	edit := g.keep(lang, "console-project-edit", http.StatusOK, v.get(g.t, lang+"/organisers/projects/"+string(funded().ID)+"/edit"))
	more := g.keep(lang, "console-project-row", http.StatusOK, v.submit(g.t, edit, "/edit", "act", "add publications"))
	g.keep(lang, "console-project-error", http.StatusUnprocessableEntity, v.submit(g.t, more, "/edit", "publications-0-date", "2009"))
	v.submit(g.t, edit, "/edit", "summary-fr", "Résumé de l’autre "+lang)
	g.keep(lang, "console-project-conflict", http.StatusConflict, v.submit(g.t, edit, "/edit", "summary-fr", "Son résumé"))
	g.keep(lang, "console-project-new", http.StatusOK, v.get(g.t, lang+"/organisers/projects/new"))
}

// file is an event of the gallery, as it is exported.
func (g gallery) file() string {
	var b bytes.Buffer
	e := events(g.Parts.Now())[0]
	e.Project = ""
	if err := campaign.Write(&b, campaign.Campaign{Events: []event.Event{e}}); err != nil {
		g.t.Fatal(err)
	}
	return b.String()
}
