package browser_test

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/locale"
)

// gallery is every page in every state that it has, in every language, got by
// real requests. A page that is added to the site is added here.
type gallery struct {
	*house
	t *testing.T
}

// hang fills the gallery, and adds the broken page that every checker must refuse.
func hang(t *testing.T) *house {
	t.Helper()
	g := gallery{newHouse(t, false), t}
	g.crowd()
	day := g.day()
	g.await()
	called := g.call()
	for _, l := range locale.Languages {
		lang := "/" + string(l)
		g.open(lang)
		g.register(lang)
		g.ask(lang)
		g.lost(lang)
		g.sign(lang)
		g.signIn(lang)
		g.wrong(lang)
		g.signatures(lang, called)
	}
	called = g.amend(called)
	for _, l := range locale.Languages {
		g.signedAgain("/"+string(l), called)
	}
	g.publicCharter()
	g.door(g.console(), day)
	empty := newHouse(t, true)
	for _, l := range locale.Languages {
		g.keep("/"+string(l), "home-empty", http.StatusOK, empty.visit("").get(t, "/"+string(l)))
	}
	broken, err := os.ReadFile("testdata/broken.html")
	if err != nil {
		t.Fatal(err)
	}
	g.save(page{
		name: brokenName, status: http.StatusOK, body: string(broken),
		header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
	})
	return g.house
}

// brokenName is the name of the page that every checker must refuse.
const brokenName = "fr-refused"

// keep saves a page, which must have been answered so.
func (g gallery) keep(lang, name string, status int, p page) page {
	g.t.Helper()
	p.name = lang[1:] + "-" + name
	if p.status != status || !strings.HasPrefix(p.header.Get("Content-Type"), "text/html") {
		g.t.Fatalf("%s: %d %s, want %d: %s", p.name, p.status, p.header.Get("Content-Type"), status, p.body)
	}
	g.wantSwitch(lang, p)
	g.save(p)
	return p
}

// keepOf saves what a button answers that has no page of its own, on the page that
// it stands on: that is where the other languages lead.
func (g gallery) keepOf(lang, name, on string, status int, p page) page {
	g.t.Helper()
	p.asked = "GET " + on
	return g.keep(lang, name, status, p)
}

// wantSwitch wants a page to lead to itself in every other language; home from
// what is nowhere.
func (g gallery) wantSwitch(lang string, p page) {
	g.t.Helper()
	_, path, _ := strings.Cut(p.asked, " ")
	below := strings.TrimPrefix(path, lang)
	if p.status == http.StatusNotFound {
		below = ""
	}
	var want []string
	for _, l := range locale.Languages {
		if string(l) != lang[1:] {
			want = append(want, "/"+string(l)+below)
		}
	}
	if got := p.switches(g.t); !slices.Equal(got, want) {
		g.t.Errorf("%s: the languages lead to %q, want %q", p.name, got, want)
	}
}

// somebody fills in the form of an event; the last are further answers.
func somebody(address string, more ...string) []string {
	return append([]string{"given", "Zineb", "family", "العلمي", "address", address, "phone", "+212 600 000 000", "organisation", "Coopérative", "sector", "association", "consent", "yes"}, more...)
}

// crowd fills the small event: first its narrow room, then the whole.
func (g gallery) crowd() {
	v, forms := g.visit(""), map[string]page{}
	for _, l := range locale.Languages {
		forms["/"+string(l)] = v.get(g.t, "/"+string(l)+small+"/register")
	}
	g.later(g.t, 5*time.Second)
	take := func(address, room string) {
		v.follow(g.t, v.submit(g.t, forms["/fr"], "/register", somebody(address, "workshop-salle", room)...))
	}
	take("bounce@simulator.amazonses.com", "etroite")
	for lang, form := range forms {
		p := v.submit(g.t, form, "/register", somebody("tard@exemple.org", "workshop-salle", "etroite")...)
		g.keep(lang, "register-room-full", http.StatusUnprocessableEntity, p)
	}
	take("seconde@exemple.org", "large")
	g.later(g.t, 5*time.Second) // no page still shows the desk as it was
	for lang, form := range forms {
		p := v.submit(g.t, form, "/register", somebody("tard@exemple.org", "workshop-salle", "large")...)
		g.keep(lang, "register-full", http.StatusConflict, p)
		g.keep(lang, "event-full", http.StatusOK, v.get(g.t, lang+small))
	}
}

// open is what anybody may look at.
func (g gallery) open(lang string) {
	v := g.visit("")
	g.keep(lang, "home", http.StatusOK, v.get(g.t, lang))
	g.keep(lang, "style", http.StatusOK, v.get(g.t, lang+"/style"))
	for name, path := range map[string]string{
		"event": tangier, "event-paris": paris, "event-past": past, "event-early": early, "event-closed": closed,
		"register-early": early + "/register", "register-choices": paris + "/register", "register-closed": closed + "/register",
	} {
		g.keep(lang, name, http.StatusOK, v.get(g.t, lang+path))
	}
}

var privateLink = regexp.MustCompile(`/[a-z]{2}/events/[^/\s]+/registrations/[^/\s]+`)

// register is the form, its answers, and what the private link opens.
func (g gallery) register(lang string) {
	v, address := g.visit(""), "zineb."+lang[1:]+"@exemple.org"
	full := somebody(address, "workshop-ateliers", "entreprises-sociales")
	form := g.keep(lang, "register", http.StatusOK, v.get(g.t, lang+tangier+"/register"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "register-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/register"))
	doubt := v.submit(g.t, form, "/register", somebody("zineb@gmial.com", "workshop-ateliers", "entreprises-sociales")...)
	g.keep(lang, "register-doubt", http.StatusUnprocessableEntity, doubt)
	g.Faults.Fail(faults.AnyWrite, 50, faults.Refused)
	g.keep(lang, "retry", http.StatusServiceUnavailable, v.submit(g.t, form, "/register", full...))
	g.Faults.Reset()
	g.keep(lang, "registered", http.StatusOK, v.follow(g.t, v.submit(g.t, form, "/register", full...)))
	link := privateLink.FindString(g.mailTo(g.t, address).Body.Text)
	own := g.keep(lang, "registration", http.StatusOK, v.get(g.t, link))
	decline := g.keep(lang, "decline", http.StatusOK, v.get(g.t, link+"/decline"))
	g.keep(lang, "declined", http.StatusOK, v.submit(g.t, decline, "/decline"))
	g.keep(lang, "cancelled", http.StatusOK, v.follow(g.t, v.submit(g.t, own, "/cancel")))
	g.keep(lang, "erased", http.StatusOK, v.follow(g.t, v.submit(g.t, own, "/disown")))
}

func (g gallery) lost(lang string) {
	v := g.visit("")
	form := g.keep(lang, "lost-link", http.StatusOK, v.get(g.t, lang+tangier+"/lost-link"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "lost-link-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/lost-link", "address", "nulle part"))
	g.keep(lang, "lost-link-sent", http.StatusOK, v.follow(g.t, v.submit(g.t, form, "/lost-link", "address", "seconde@exemple.org")))
}

func (g gallery) signIn(lang string) {
	v := g.visit("")
	form := g.keep(lang, "sign-in", http.StatusOK, v.get(g.t, lang+"/organisers"))
	g.keep(lang, "sign-in-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/organisers"))
	form = g.keep(lang, "code", http.StatusOK, v.follow(g.t, v.submit(g.t, form, "/organisers", "address", "inconnue@exemple.org")))
	g.keep(lang, "code-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/code", "code", "12345678"))
}

var code = regexp.MustCompile(`\b\d{4}\x{a0}\d{4}\b`)

// signedIn is a visitor who has a session.
func (g gallery) signedIn(address string) *visitor {
	v := g.visit("")
	form := v.follow(g.t, v.submit(g.t, v.get(g.t, "/fr/organisers"), "/organisers", "address", address))
	v.follow(g.t, v.submit(g.t, form, "/code", "code", code.FindString(g.mailTo(g.t, address).Body.Text)))
	return v
}

// console is what organisers see, of an organisation with events and of one without.
func (g gallery) console() (organiser *visitor) {
	v, fresh := g.signedIn(owner), g.signedIn(newcomer)
	g.weigh()
	g.signatories()
	for _, l := range locale.Languages {
		lang := "/" + string(l)
		g.keep(lang, "console-events", http.StatusOK, v.get(g.t, lang+"/organisers/events"))
		g.keep(lang, "console-attendees", http.StatusOK, v.get(g.t, lang+"/organisers/events/journee-tanger"))
		g.keep(lang, "console-attendees-full", http.StatusOK, v.get(g.t, lang+"/organisers"+small))
		if p := g.keep(lang, "console-unreached", http.StatusOK, v.get(g.t, lang+"/organisers"+small+"/unreached")); !strings.Contains(p.body, "tel:") {
			g.t.Errorf("%s: there is nobody to phone", p.name)
		}
		g.keep(lang, "console-unreached-empty", http.StatusOK, v.get(g.t, lang+"/organisers"+early+"/unreached"))
		g.keep(lang, "console-attendees-empty", http.StatusOK, v.get(g.t, lang+"/organisers"+early))
		g.keep(lang, "console-events-empty", http.StatusOK, fresh.get(g.t, lang+"/organisers/events"))
		g.printed(v, lang)
		g.people(v, lang)
		g.messages(v, lang)
		g.downloads(v, fresh, lang)
		g.ownAccount(v, fresh, lang)
		g.editor(v, fresh, lang)
		g.publication(v, fresh, lang)
		g.exchange(v, fresh, lang)
		g.charters(v, fresh, lang)
		g.moderation(v, lang)
	}
	g.keep("/ar", "console-message-spent", http.StatusOK, v.follow(g.t, g.written(v, "/ar")))
	return v
}

// wrong is what is said when something is.
func (g gallery) wrong(lang string) {
	v, body := g.visit(""), url.Values{"filler": {strings.Repeat("x", 100_000)}}
	g.keep(lang, "404", http.StatusNotFound, v.get(g.t, lang+"/nowhere"))
	g.keep(lang, "405", http.StatusMethodNotAllowed, v.post(g.t, lang, nil))
	g.keep(lang, "413", http.StatusRequestEntityTooLarge, v.post(g.t, lang+tangier+"/register", body))
	g.keep(lang, "500", http.StatusInternalServerError, v.get(g.t, lang+"/broken"))
	other := v.ask(g.t, http.MethodPost, lang+tangier+"/register", "", http.Header{"Sec-Fetch-Site": {"cross-site"}})
	g.keep(lang, "403", http.StatusForbidden, other)
	g.Faults.Fail("Query", 50, faults.Refused)
	g.Faults.Fail("GetItem", 50, faults.Refused)
	g.later(g.t, time.Minute) // nothing is remembered
	g.keep(lang, "503", http.StatusServiceUnavailable, v.get(g.t, lang+paris))
	g.Faults.Reset()
	g.many(lang)
}

// many is one place that posts without end, with and without a form to keep.
func (g gallery) many(lang string) {
	crowd := g.visit("127.0.0.2")
	var p page
	for range 700 {
		if p = crowd.post(g.t, lang, nil); p.status == http.StatusTooManyRequests {
			break
		}
	}
	g.keep(lang, "429", http.StatusTooManyRequests, p)
	p = crowd.post(g.t, lang+tangier+"/register", url.Values{"given": {"Zineb"}})
	g.keep(lang, "429-kept", http.StatusTooManyRequests, p)
}
