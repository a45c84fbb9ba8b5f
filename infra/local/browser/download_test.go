package browser_test

import (
	"net/http"
	"time"
)

// taken is what is taken away: a list of people, and what was done by whom.
func (g gallery) taken(v *visitor, lang string) {
	console := lang + "/organisers"
	form := g.keep(lang, "console-download", http.StatusOK, v.get(g.t, console+small+"/download"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "console-download-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/download", "format", "parchment"))
	g.keep(lang, "console-journal", http.StatusOK, v.get(g.t, console+"/journal"))
	g.keep(lang, "console-journal-empty", http.StatusOK, v.get(g.t, console+"/journal?action=factor-reset"))
}
