package browser_test

import (
	"net/http"
	"regexp"
	"strings"
	"time"
)

var personLink = regexp.MustCompile(`/[a-z]{2}/organisers/events/[^/"]+/people/[^/"?]{32}`)

// people are the list as it is narrowed, one person, and what is done for her.
func (g gallery) people(v *visitor, lang string) {
	list := lang + "/organisers" + asking
	form := g.keep(lang, "console-person-form", http.StatusOK, v.get(g.t, list+"/people/new"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "console-person-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/people/new"))
	g.keep(lang, "console-attendees-narrow", http.StatusOK, v.get(g.t, lang+"/organisers"+small+"?q=zineb&sector=association&sort=name&state=confirmed"))
	g.keep(lang, "console-attendees-nobody", http.StatusOK, v.get(g.t, lang+"/organisers"+small+"?q=personne"))
	crowd := v.get(g.t, lang+"/organisers"+small+"?state=confirmed")
	person := personLink.FindString(crowd.body)
	if person == "" {
		g.t.Fatalf("%s: the list leads to nobody", lang)
	}
	own := g.keep(lang, "console-person", http.StatusOK, v.get(g.t, person))
	g.keep(lang, "console-person-edit", http.StatusOK, v.get(g.t, person+"/edit"))
	told := v.follow(g.t, v.submit(g.t, own, strings.TrimPrefix(person, lang), "do", "resend"))
	g.keep(lang, "console-person-told", http.StatusOK, told)
	g.keep(lang, "console-several", http.StatusOK, v.get(g.t, lang+"/organisers"+small+"/people/several?state=confirmed"))
	g.keep(lang, "console-several-meant", http.StatusOK, v.get(g.t, lang+"/organisers"+small+"/people/several?do=resend&state=confirmed"))
	g.keep(lang, "console-message-prefilled", http.StatusOK, v.get(g.t, lang+crowded+"/new?q=zineb&state=waiting"))
}
