package browser_test

import (
	"net/http"
	"strings"
)

// editor is where events are written: a new one, one of every shape, what is to be
// mended, and what two saved at once.
func (g gallery) editor(v, fresh *visitor, lang string) {
	const events = "/organisers/events"
	g.keep(lang, "console-event-new-empty", http.StatusOK, fresh.get(g.t, lang+events+"/new"))
	blank := g.keep(lang, "console-event-new", http.StatusOK, v.get(g.t, lang+events+"/new"))
	g.keep(lang, "console-event-error", http.StatusUnprocessableEntity, v.submit(g.t, blank, "/new", "days-0-date", "demain", "registration-capacity", "beaucoup"))
	more := v.submit(g.t, blank, "/new", "title-fr", "Une journée", "act", "add slots")
	g.keep(lang, "console-event-row", http.StatusOK, v.submit(g.t, more, "/new", "act", "add questions"))
	made := v.submit(g.t, blank, "/new", "title-"+lang[1:], "يوم Journée", "city-"+lang[1:], "طنجة")
	g.keep(lang, "console-event-saved", http.StatusOK, v.follow(g.t, made))
	draft, _, _ := strings.Cut(made.header.Get("Location"), "?")
	g.keep(lang, "console-event-draft", http.StatusOK, v.get(g.t, draft+"/edit"))
	g.keep(lang, "console-preview-draft", http.StatusOK, v.get(g.t, draft+"/preview"))

	g.keep(lang, "console-event-full", http.StatusOK, v.get(g.t, lang+events+"/journee-tanger/edit"))
	hers := g.keep(lang, "console-event-asking", http.StatusOK, v.get(g.t, lang+"/organisers"+asking+"/edit"))
	g.keep(lang, "console-preview", http.StatusOK, v.get(g.t, lang+"/organisers"+asking+"/preview"))
	his := v.submit(g.t, hers, "/edit", "act", "add notices")
	v.follow(g.t, v.submit(g.t, his, "/edit", "title-fr", "Titre de l’autre "+lang, "registration-capacity", "33"))
	g.keep(lang, "console-event-conflict", http.StatusConflict, v.submit(g.t, hers, "/edit", "title-fr", "Son titre", "by-day", ""))
	g.keep(lang, "console-event-short", http.StatusUnprocessableEntity, v.submit(g.t, v.get(g.t, lang+"/organisers"+small+"/edit"), "/edit", "registration-capacity", "1"))
}
