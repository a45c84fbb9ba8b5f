package pages_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// hostile is what a page must show as it stands and never obey.
const hostile = `<script>alert("1")<script>'"><img src=x onerror=alert(2)>&amp;`

func name(t testing.TB, s string) registration.Name {
	t.Helper()
	n, err := registration.ParseName(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func address(t testing.TB, s string) outbox.Address {
	t.Helper()
	a, err := outbox.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func phone(t testing.TB, s string) registration.Phone {
	t.Helper()
	n, err := registration.ParsePhone(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func text(s string) locale.Text {
	return locale.Text{locale.French: s, locale.Arabic: "ترجمة " + s}
}

// studyDay is an event with everything that an event can have.
func studyDay() event.Event {
	at := func(day, hour int) time.Time { return time.Date(2027, time.March, day, hour, 0, 0, 0, time.UTC) }
	e := event.Event{
		Ref: event.Ref{Organisation: "o", Event: "e"}, Slug: "tanger",
		Title: text("Journée d’étude"), NeutralTitle: text("Rencontre"), Summary: text("Une journée."),
		Description: text("Premier.\n\nSecond."), Audience: text("Associations"),
		Programme: []event.Item{{Starts: at(25, 8), Title: text("Accueil")}, {Starts: at(26, 9), Title: text("Clôture")}},
		Place:     text("Maison des associations"), Address: text("1 rue Exemple"), City: text("Tanger"), Country: "MA", Access: text("À pied"),
		Zone: "Africa/Casablanca", Days: []event.Day{{Starts: at(25, 8), Ends: at(25, 16)}, {Starts: at(26, 8), Ends: at(26, 12)}},
		Capacity: 60, Opens: at(1, 0), Closes: at(24, 0),
	}
	s := event.Slot{ID: "a", Title: text("Ateliers"), Starts: at(25, 10), Ends: at(25, 12)}
	for _, id := range []event.WorkshopID{"w1", "w2", "w3"} {
		s.Workshops = append(s.Workshops, event.Workshop{ID: id, Title: text("Atelier " + string(id)), Capacity: 20})
	}
	e.Slots = []event.Slot{s}
	return e
}

// announced is the study day with one workshop full.
func announced(t testing.TB, taken int, accepts event.Acceptance) pages.Announcement {
	t.Helper()
	e := studyDay()
	d := registration.NewDesk(e)
	d.Seats[event.Hall] = registration.Seats{Capacity: e.Capacity, Taken: taken}
	d.Seats[event.OfWorkshop("w1", false)] = registration.Seats{Capacity: 20, Taken: 20}
	contact := address(t, "contact@exemple.org")
	o := organisation.Organisation{ID: "o", Name: text("Association"), ReplyTo: contact, Controller: organisation.Controller{
		Name: "Association", Contact: contact, Country: "MA", DPO: contact, LegalBasis: text("Consentement"),
		Recipients: text("L’équipe"), Retention: text("90 jours"), Transfers: text("Aucun"), CNDP: "D-1",
	}}
	return pages.Announcement{Event: e, Organisation: o, Desk: d, Accepts: accepts}
}

// registered is somebody with a hostile name and a place.
func registered(t testing.TB) registration.Registration {
	t.Helper()
	return registration.Registration{
		State: registration.Confirmed, Choice: event.Choice{Workshops: []event.WorkshopID{"w2"}}, Since: time.Date(2027, 3, 2, 9, 0, 0, 0, time.UTC),
		Attendee: registration.Attendee{
			Given: name(t, hostile), Family: name(t, "بنعلي"), Address: address(t, "z@exemple.org"),
			Phone: phone(t, "+212 6 00 00 00 00"), Organisation: hostile, Sector: "association",
		},
	}
}

// problems are what is to be mended in the registration form.
func problems(p locale.Printer) web.Problems {
	return web.Problems{
		{Text: p.T("problem.form.old")},
		{Field: pages.FieldGiven, Text: p.T("problem.given.missing")},
		{Field: pages.FieldAddress, Text: p.T("problem.address.suggest", locale.Args{"Suggestion": locale.Isolate("z@gmail.com")})},
		{Field: pages.FieldPhone, Text: p.T("problem.phone.invalid")},
		{Field: pages.FieldSector, Text: p.T("problem.sector.missing")},
		{Field: pages.FieldWorkshop("a"), Text: p.T("problem.workshop.full", locale.Args{"Workshop": "w1"})},
		{Field: pages.FieldConsent, Text: p.T("problem.consent.missing")},
	}
}

// origin is where the site is.
const origin = "https://tribune.example.org"

// everyPage is every page in the states that look different, by name. Names of
// what only organisers see begin with "console".
func everyPage(t testing.TB, p locale.Printer) map[string]templ.Component {
	t.Helper()
	page := layout.Page{Printer: p, Origin: origin, Path: "/events/tanger"}
	console := layout.Page{Printer: p, Path: "/organisers/events", SignedIn: text(hostile)}
	open, full, over := announced(t, 37, event.Open), announced(t, 60, event.Open), announced(t, 60, event.Over)
	none := over
	none.Event.Capacity, none.Desk, none.Accepts = 0, registration.Desk{}, event.Closed
	mine := registered(t)
	cancelled := mine
	cancelled.State = registration.Cancelled
	erased := registration.Registration{State: registration.Cancelled}
	all := map[string]templ.Component{
		"home":                pages.Home(pages.HomeView{Page: layout.Page{Printer: p, Origin: origin}, Open: []pages.Announcement{open, full}, Past: []pages.Announcement{over}}),
		"home empty":          pages.Home(pages.HomeView{Page: layout.Page{Printer: p, Origin: origin}}),
		"event":               pages.Event(pages.EventView{Page: page, Announcement: open}),
		"event few":           pages.Event(pages.EventView{Page: page, Announcement: announced(t, 59, event.Open)}),
		"event full":          pages.Event(pages.EventView{Page: page, Announcement: full}),
		"event early":         pages.Event(pages.EventView{Page: page, Announcement: announced(t, 0, event.Early)}),
		"event closed":        pages.Event(pages.EventView{Page: page, Announcement: announced(t, 9, event.Closed)}),
		"event over":          pages.Event(pages.EventView{Page: page, Announcement: over}),
		"event none":          pages.Event(pages.EventView{Page: page, Announcement: none}),
		"registered":          pages.Registered(pages.EventView{Page: page, Announcement: open}),
		"lost link":           pages.LostLinkForm(pages.LostLinkView{Page: page, Announcement: open, Stamp: "s", Address: hostile}),
		"lost link sent":      pages.LostLinkSent(pages.EventView{Page: page, Announcement: open}),
		"queued":              pages.Queued(pages.EventView{Page: page, Announcement: full}),
		"retry":               pages.Retry(pages.RetryView{Page: page, Action: "/fr/x", Fields: map[string][]string{"given": {hostile}}}),
		"sign-in":             pages.SignIn(pages.SignInView{Page: page, Stamp: "s", Address: hostile}),
		"code":                pages.Code(pages.CodeView{Page: page, Problems: web.Problems{{Field: pages.FieldCode, Text: p.T("problem.code.wrong")}}}),
		"console events":      pages.OwnEvents(pages.OwnEventsView{Page: console, Organisation: open.Organisation, Events: []pages.OwnEvent{{Event: open.Event, Desk: open.Desk, Accepts: event.Open}, {Event: none.Event, Accepts: event.Over}}}),
		"console no events":   pages.OwnEvents(pages.OwnEventsView{Page: console}),
		"console attendees":   pages.Attendees(pages.AttendeesView{Page: console, Event: open.Event, Desk: open.Desk, Done: -1, Registered: 3, Leaf: roster.Leaf{Entries: listed(mine, cancelled, erased), First: 1, All: 3}, Unreached: 3}),
		"console nobody":      pages.Attendees(pages.AttendeesView{Page: console, Event: none.Event}),
		"console unreached":   pages.Unreached(pages.UnreachedView{Page: console, Event: open.Event, People: unreached(mine)}),
		"console all reached": pages.Unreached(pages.UnreachedView{Page: console, Event: open.Event}),
		"console erased":      pages.Attendees(pages.AttendeesView{Page: console, Event: over.Event, Desk: over.Desk}),
		"error link":          pages.Error(pages.ErrorView{Page: page, Kind: fault.NotFound, Private: true}),
		"style":               pages.Style(page),
	}
	maps.Copy(all, everyForm(t, page))
	maps.Copy(all, everySigning(t, page))
	maps.Copy(all, everyStanding(t, page))
	maps.Copy(all, everyCharter(t, p))
	for _, kind := range []pages.AnswerKind{pages.Full, pages.WorkshopFull, pages.QueueFull, pages.TooEarly, pages.TooLate} {
		all["answer "+string(kind)] = pages.Answer(pages.AnswerView{Page: page, Announcement: full, Kind: kind})
	}
	for _, kind := range []fault.Kind{
		fault.Internal, fault.Invalid, fault.Unreadable, fault.Unsupported, fault.TooLarge, fault.Forbidden,
		fault.NotFound, fault.NotAllowed, fault.Conflict, fault.TooMany, fault.Unavailable,
	} {
		all["error "+string(kind)] = pages.Error(pages.ErrorView{Page: page, Kind: kind})
	}
	return all
}

// everyForm is the registration form in the states that look different.
func everyForm(t testing.TB, page layout.Page) map[string]templ.Component {
	t.Helper()
	p, open, noRoom := page.Printer, announced(t, 37, event.Open), announced(t, 37, event.Open)
	for place := range noRoom.Desk.Seats {
		noRoom.Desk.Seats[place] = registration.Seats{Capacity: 20, Taken: 20}
	}
	noRoom.Event.NoWaiting = true
	typed := pages.Values{
		Given: hostile, Family: hostile, Address: hostile, Phone: hostile, Organisation: hostile, Sector: "public",
		Workshops: map[string]string{"a": "w1"}, Consent: true,
	}
	unchosen := web.Problems{{Field: pages.FieldWorkshop("a"), Text: p.T("problem.workshop.missing", locale.Args{"Slot": "a"})}}
	return map[string]templ.Component{
		"form":              pages.RegisterForm(pages.RegisterView{Page: page, Announcement: open, Stamp: "s"}),
		"form wrong":        pages.RegisterForm(pages.RegisterView{Page: page, Announcement: open, Stamp: "s", Values: typed, Problems: problems(p)}),
		"form unchosen":     pages.RegisterForm(pages.RegisterView{Page: page, Announcement: open, Stamp: "s", Problems: unchosen}),
		"form without room": pages.RegisterForm(pages.RegisterView{Page: page, Announcement: noRoom, Stamp: "s", Problems: unchosen}),
		"form asking":       pages.RegisterForm(asking(t, page)),
		"change":            changing(t, page, nil),
		"change wrong": changing(t, page, web.Problems{
			{Field: pages.FieldLang, Text: p.T("problem.lang.missing")},
			{Field: pages.FieldMode, Text: p.T("problem.mode.missing")},
			{Field: pages.FieldDay(1), Text: p.T("problem.days.missing")},
			{Field: pages.FieldWait, Text: p.T("problem.event.full.wait")},
		}),
	}
}

// render gives a component's bytes.
func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(fmt.Errorf("render: %w", err))
	}
	return b.String()
}

// listed are people whose mail fares in every way there is, the first's well.
func listed(people ...registration.Registration) (all []roster.Entry) {
	for i, fate := range slices.Concat(outbox.Fates, outbox.Fates[:1]) {
		l := roster.Entry{Registration: people[i%len(people)], Delivery: outbox.Delivery{Fate: fate}}
		if i >= 2 {
			l.Delivery.Reason = outbox.Reasons[i-2]
		}
		all = append(all, l)
	}
	return all
}

// unreached are people whom mail does not reach, the last of whom gave no phone.
func unreached(r registration.Registration) (all []roster.Entry) {
	at := time.Date(2027, 3, 3, 23, 30, 0, 0, time.UTC)
	for _, reason := range outbox.Reasons {
		all = append(all, roster.Entry{Registration: r, Delivery: outbox.Delivery{Fate: outbox.Bounced, Reason: reason, At: at}})
	}
	silent := r
	silent.State, silent.Attendee.Phone, silent.Attendee.Organisation = registration.Waiting, registration.Phone{}, ""
	return append(all, roster.Entry{Registration: silent, Delivery: outbox.Delivery{Fate: outbox.Rejected, At: at}})
}
