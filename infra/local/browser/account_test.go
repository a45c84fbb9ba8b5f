package browser_test

import (
	"net/http"
	"strings"
	"time"
)

// ownAccount is what somebody sees of her account, her team and her
// organisation: of one that lacks everything, and of one that is complete.
func (g gallery) ownAccount(v, fresh *visitor, lang string) {
	console := lang + "/organisers"
	g.keep(lang, "console-account", http.StatusOK, v.get(g.t, console+"/account"))
	g.keep(lang, "console-factor-by-mail", http.StatusOK, v.get(g.t, console+"/factor"))
	enrol := g.keep(lang, "console-enrol", http.StatusOK, v.get(g.t, console+"/factor/new"))
	g.keep(lang, "console-enrol-error", http.StatusUnprocessableEntity, v.submit(g.t, enrol, "/factor/new", "code", "000000"))

	g.keep(lang, "console-organisation-empty", http.StatusOK, fresh.get(g.t, console+"/organisation"))
	form := g.keep(lang, "console-organisation", http.StatusOK, v.get(g.t, console+"/organisation"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "console-organisation-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/organisation", "contact", "nowhere"))

	g.keep(lang, "console-team", http.StatusOK, v.get(g.t, console+"/team"))
	form = g.keep(lang, "console-invite", http.StatusOK, v.get(g.t, console+"/team/new"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "console-invite-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/team/new", "address", "nowhere", "role", "organiser", "country", "PT"))
	_, member, _ := strings.Cut(v.get(g.t, console+"/team").body, console+"/team/")
	for strings.HasPrefix(member, "new") {
		_, member, _ = strings.Cut(member, console+"/team/")
	}
	member, _, _ = strings.Cut(member, `"`)
	g.keep(lang, "console-member", http.StatusOK, v.get(g.t, console+"/team/"+member))
}
