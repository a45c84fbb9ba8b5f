package browser_test

import (
	"net/http"
	"regexp"
)

// crowded is the path of the messages of the event for which people registered.
const crowded = "/organisers" + small + "/messages"

// messages are what an organiser writes, and how she sends it.
func (g gallery) messages(v *visitor, lang string) {
	g.keep(lang, "console-messages-empty", http.StatusOK, v.get(g.t, lang+"/organisers"+early+"/messages"))
	form := g.keep(lang, "console-message-form", http.StatusOK, v.get(g.t, lang+crowded+"/new"))
	g.keep(lang, "console-message-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/new", "subject_fr", "Sans texte"))
	draft := g.keep(lang, "console-message-draft", http.StatusOK, v.follow(g.t, g.written(v, lang)))
	g.keep(lang, "console-message-edit", http.StatusOK, v.get(g.t, editLink.FindString(draft.body)))
	g.keep(lang, "console-message-tried", http.StatusOK, v.follow(g.t, v.submit(g.t, draft, "/try")))
	g.keep(lang, "console-message-sent", http.StatusOK, v.follow(g.t, v.submit(g.t, draft, "/send")))
	g.keep(lang, "console-messages", http.StatusOK, v.get(g.t, lang+crowded))
}

var editLink = regexp.MustCompile(`/[a-z]{2}/organisers/events/[^/"]+/messages/[^/"]+/edit`)

// written writes a draft, and gives the answer.
func (g gallery) written(v *visitor, lang string) page {
	form := v.get(g.t, lang+crowded+"/new")
	return v.submit(g.t, form, "/new", "subject_fr", "Changement de salle", "body_fr", "Dans la **grande salle**.\n\n## Venir\n\n- à pied\n- en [bus](https://exemple.org)",
		"lang_fr", "yes", "lang_ar", "yes", "lang_en", "yes", "news", "yes")
}
