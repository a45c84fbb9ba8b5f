package pages

import (
	"strconv"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// colours are the stylesheet's, each an ink with the ground that it stands on.
var colours = []struct{ ink, ground string }{
	{"ink", "paper"}, {"soft", "paper"}, {"ink", "card"}, {"soft", "card"},
	{"brand", "paper"}, {"on-brand", "brand"}, {"brand-deep", "tint"}, {"accent", "paper"},
	{"good", "good-ground"}, {"warn", "warn-ground"}, {"bad", "bad-ground"}, {"plain", "plain-ground"},
	{"line", "paper"}, {"edge", "card"}, {"focus", "paper"},
}

// sample is a made-up event with what a page can show of one.
func sample() Announcement {
	at := func(hour int) time.Time { return time.Date(2027, time.March, 11, hour, 0, 0, 0, time.UTC) }
	text := func(fr, ar, en string) locale.Text {
		return locale.Text{locale.French: fr, locale.Arabic: ar, locale.English: en}
	}
	e := event.Event{
		Ref: event.Ref{Organisation: "exemple", Event: "exemple"}, Slug: "exemple",
		Title: text("Une journée d’exemple", "يوم للمثال", "An example of a day"),
		Place: text("Salle des exemples", "قاعة الأمثلة", "Hall of examples"),
		City:  text("Tanger", "طنجة", "Tangier"), Country: "MA", Zone: "Africa/Casablanca",
		Days: []event.Day{{Starts: at(8), Ends: at(16)}}, Capacity: 60, Opens: at(0).AddDate(0, -1, 0), Closes: at(0),
		Programme: []event.Item{
			{Starts: at(8), Title: text("Accueil", "الاستقبال", "Welcome")},
			{Starts: at(9), Title: text("Échanges", "نقاش", "Discussion")},
		},
	}
	d := registration.NewDesk(e)
	d.Seats[event.Hall] = registration.Seats{Capacity: 60, Taken: 37}
	o := organisation.Organisation{Name: text("Association d’exemple", "جمعية المثال", "Example association")}
	return Announcement{Event: e, Organisation: o, Desk: d, Accepts: event.Open}
}

// past is the sample when it is over, and nobody could register for it here.
func past(a Announcement) Announcement {
	a.Event.Capacity, a.Desk, a.Accepts = 0, registration.Desk{}, event.Over
	return a
}

// sampleProblems are for the two fields on the page that have something to mend.
func sampleProblems(p locale.Printer) web.Problems {
	return web.Problems{
		{Field: FieldGiven, Text: p.T("problem.given.missing")},
		{Field: FieldSector, Text: p.T("problem.sector.missing")},
	}
}

// sampleForm is the registration form of which the page shows some fields.
func sampleForm(page layout.Page) RegisterView {
	return RegisterView{Page: page, Announcement: sample(), Problems: sampleProblems(page.Printer)}
}

// styleAddress is the guide's own, which the manifest does not know.
func styleAddress(p locale.Printer) string { return layout.Address(site.Home, p.Lang) + "/style" }

// spaces are the gaps that stand between things, in rem, from the parts of a
// line to those of a page.
var spaces = []string{"0.25", "0.5", "0.75", "1", "1.5", "2.25", "3.5"}

// sampleLeaves is the third of nine pages.
func sampleLeaves(p locale.Printer) layout.Leaves {
	return layout.Leaves{Current: 3, Last: 9, Address: func(n int) string {
		return styleAddress(p) + "?page=" + strconv.Itoa(n)
	}}
}
