package browser_test

import (
	"net/http"
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
)

// inquisitive has two days, is attended on site or online, and asks questions of
// every kind.
func inquisitive(e event.Event) event.Event {
	text := func(s string) locale.Text { return locale.Text{locale.French: s} }
	first := e.Days[0]
	e.Days = append(e.Days, event.Day{Starts: first.Starts.Add(24 * time.Hour), Ends: first.Ends.Add(24 * time.Hour)})
	e.ByDay, e.Remote = true, event.Remote{Capacity: 10, URL: "https://exemple.org/salle"}
	e.Slots = []event.Slot{{ID: "matin", Title: text("Matin"), Starts: first.Starts, Ends: first.Ends, Optional: true, Workshops: []event.Workshop{
		{ID: "un", Title: text("Le premier"), Capacity: 5, Remote: 5}, {ID: "deux", Title: text("Le second"), Capacity: 5},
	}}}
	options := []event.Option{{ID: "a", Label: text("Une réponse")}, {ID: "b", Label: text("Une autre")}}
	for _, kind := range event.QuestionKinds {
		q := event.Question{ID: string(kind), Kind: kind, Label: text("Question " + string(kind)), Hint: text("Un mot d’aide"), Required: kind == event.OneOf}
		if kind == event.OneOf || kind == event.SomeOf || kind == event.Language {
			q.Options = options
		}
		q.Need = kind == event.Language
		e.Questions = append(e.Questions, q)
	}
	return e
}

// ask is the form that asks everything, and what comes of it.
func (g gallery) ask(lang string) {
	v, address := g.visit(""), "curieuse."+lang[1:]+"@exemple.org"
	g.keep(lang, "event-asking", http.StatusOK, v.get(g.t, lang+asking))
	form := g.keep(lang, "register-asking", http.StatusOK, v.get(g.t, lang+asking+"/register"))
	g.later(g.t, 5*time.Second)
	wrong := somebody(address, "mode", "site", "question_number", "beaucoup", "question_language", "a")
	g.keep(lang, "register-asking-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/register", wrong...))
	right := somebody(address, "mode", "online", "day_1", "yes", "question_one", "a", "workshop-matin", "un")
	v.follow(g.t, v.submit(g.t, form, "/register", right...))
	link := g.linkTo(address)
	change := g.keep(lang, "change", http.StatusOK, v.get(g.t, link+"/change"))
	g.keep(lang, "change-error", http.StatusUnprocessableEntity, v.submit(g.t, change, "/change", "given", "", "mode", "site", "day_1", ""))
}

// linkTo is the private link in the newest mail to an address.
func (g gallery) linkTo(address string) string {
	g.t.Helper()
	return privateLink.FindString(g.mailTo(g.t, address).Body.Text)
}

// await is the event with one seat, which is held for one, waited for by
// another, and offered to her when it comes free.
func (g gallery) await() {
	v := g.visit("")
	register := func(lang, address string, more ...string) page {
		form := v.get(g.t, lang+awaited+"/register")
		g.later(g.t, 5*time.Second)
		return v.submit(g.t, form, "/register", somebody(address, more...)...)
	}
	register("/fr", "seule@exemple.org")
	held := g.linkTo("seule@exemple.org")
	g.hangStanding("held", held)
	g.everyLanguage("registered-held", awaited+"/registered")
	g.later(g.t, 5*time.Second)
	g.everyLanguage("event-waiting", awaited)
	for _, l := range locale.Languages {
		lang := "/" + string(l)
		g.keep(lang, "register-full-waiting", http.StatusUnprocessableEntity, register(lang, "attend@exemple.org"))
	}
	g.keep("/fr", "queued", http.StatusOK, v.follow(g.t, register("/fr", "attend@exemple.org", "wait", "yes")))
	waiting := g.linkTo("attend@exemple.org")
	g.hangStanding("waiting", waiting)
	v.submit(g.t, v.get(g.t, held), "/cancel")
	g.hangStanding("offered", waiting)
	g.later(g.t, event.DefaultOffer)
	if err := g.Tick(g.t.Context()); err != nil {
		g.t.Fatal(err)
	}
	g.hangStanding("lapsed", waiting)
}

// hangStanding is what a private link shows, in every language.
func (g gallery) hangStanding(name, link string) {
	_, path, _ := strings.Cut(link[1:], "/")
	g.everyLanguage("registration-"+name, "/"+path)
}

func (g gallery) everyLanguage(name, path string) {
	v := g.visit("")
	for _, l := range locale.Languages {
		lang := "/" + string(l)
		g.keep(lang, name, http.StatusOK, v.get(g.t, lang+path))
	}
}
