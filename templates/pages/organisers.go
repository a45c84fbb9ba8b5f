package pages

import (
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// code asks for the code of a mail.
func (v CodeView) code() layout.Input {
	p := v.Page.Printer
	return layout.Input{
		Name: FieldCode, Label: p.T("form.code"), Hint: p.T("form.code.hint"),
		Problem: v.Problems.For(FieldCode), Complete: "one-time-code", Mode: "numeric", Dir: "ltr", Short: true,
	}
}

func (e OwnEvent) announced(o organisation.Organisation) Announcement {
	return Announcement{Event: e.Event, Organisation: o, Desk: e.Desk, Accepts: e.Accepts}
}

func (v AttendeesView) announced() Announcement { return Announcement{Event: v.Event, Desk: v.Desk} }

func (v UnreachedView) announced() Announcement { return Announcement{Event: v.Event} }

// columns are the list's headings; where there is no workshop, nothing is said of it.
func (v AttendeesView) columns() []string {
	p := v.Page.Printer
	columns := []string{p.T("attendees.name"), p.T("attendees.organisation"), p.T("attendees.sector")}
	if len(v.Event.Slots) > 0 {
		columns = append(columns, p.T("attendees.workshop"))
	}
	return append(columns, p.T("attendees.state"), p.T("attendees.since"))
}

// since says when a registration's state began, as the clocks at the event showed it.
func (v AttendeesView) since(r registration.Registration) string {
	return instant(v.Page.Printer, v.announced().local(r.Since))
}

// unreached is the path of those whom mail does not reach.
func unreached(p locale.Printer, e event.Event) string {
	return layout.Address(site.Unreached, p.Lang, string(e.Ref.Event))
}

// count is a place of which the page counts the seats.
type count struct {
	name  locale.Text
	place event.Place
}

// counts are the places of an event, the event itself first.
func (v AttendeesView) counts() []count {
	p, e := v.Page.Printer, v.Event
	var all []count
	add := func(name locale.Text, place event.Place) {
		if _, there := v.Desk.Seats[place]; there {
			all = append(all, count{name, place})
		}
	}
	said := func(key string) locale.Text { return locale.Text{p.Lang: p.T(key)} }
	add(said("attendees.overall"), event.Hall)
	add(said("mode.online"), event.Online)
	for i, d := range e.Days {
		add(locale.Text{p.Lang: p.Date(d.Starts.In(e.Location()))}, event.OfDay(i+1))
	}
	for _, s := range e.Slots {
		for _, w := range s.Workshops {
			add(w.Title, event.OfWorkshop(w.ID, false))
			add(v.online(w.Title), event.OfWorkshop(w.ID, true))
		}
	}
	return all
}

// online is a workshop's title, as it is attended online.
func (v AttendeesView) online(title locale.Text) locale.Text {
	p := v.Page.Printer
	text, in := title.In(p.Lang)
	return locale.Text{in: text + " – " + locale.For(in).T("mode.online")}
}

// nobody says why the list is empty: seats that are counted were taken by people
// whose registrations are kept no longer.
func (v AttendeesView) nobody() string {
	if v.announced().seats().Taken > 0 {
		return v.Page.Printer.T("attendees.erased")
	}
	return v.Page.Printer.T("attendees.empty")
}

// taken says how many seats of how many, in words: a stroke between two numbers
// is read either way where Arabic is.
func taken(p locale.Printer, s registration.Seats) string {
	return p.T("seats.taken", locale.Args{"Taken": p.Number(s.Taken), "Capacity": p.Number(s.Capacity)})
}

// Fared says how somebody's mail fares, and why where it does not arrive.
func Fared(p locale.Printer, d outbox.Delivery) string {
	if d.Failed() && d.Reason != "" && d.Reason != outbox.Unknown {
		return p.T("delivery.reason." + string(d.Reason))
	}
	return p.T("delivery." + string(d.Fate))
}

func fared(d outbox.Delivery) layout.Tone {
	switch {
	case d.Failed():
		return layout.Bad
	case d.Fate == outbox.Delivered:
		return layout.Good
	}
	return layout.Plain
}

func state(s registration.State) layout.Tone {
	if s == registration.Confirmed {
		return layout.Good
	}
	return layout.Plain
}
