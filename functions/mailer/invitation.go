package mailer

import (
	"slices"
	"strings"

	"tribune/shared/calendar"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/templates/mail"
)

// invitation is the calendar's file: the days that somebody attends, or
// attended until she cancelled. Its sequence rises with every change of the
// registration and of the event, so that a later one replaces an earlier. What
// she attended before a change is not on record: with a changed one every other
// day is struck out.
func invitation(p locale.Printer, f mail.Facts, organiser string, changed bool) calendar.Written {
	r, e := f.Registration, f.Event
	title, _ := e.NeutralTitle.In(p.Lang)
	entry := calendar.Entry{
		UID:       r.Person.String() + "@" + string(e.Slug),
		Sequence:  r.Version + e.Version,
		Cancelled: r.State == registration.Cancelled || e.State == event.Cancelled,
		Summary:   title + " – " + organiser,
		Location:  location(p, f),
		Organiser: f.Organisation.ReplyTo,
		Stamp:     f.Now,
	}
	attended := e.Attended(r.Choice)
	for i, d := range e.Days {
		if absent := !slices.Contains(attended, i+1); !absent || changed {
			entry.Days = append(entry.Days, calendar.Day{Number: i + 1, Starts: d.Starts, Ends: d.Ends, Cancelled: absent})
		}
	}
	return calendar.Write(entry)
}

// location is where somebody attends, on one line. The address online is for
// those who have a seat.
func location(p locale.Printer, f mail.Facts) string {
	e, r := f.Event, f.Registration
	switch {
	case !r.Remote:
		return place(e, p.Lang)
	case r.State == registration.Confirmed && e.Remote.URL != "":
		return e.Remote.URL
	}
	return p.T("mail.online")
}

// place is where an event is, on one line; the town stands in it once.
func place(e event.Event, l locale.Lang) string {
	place := []locale.Text{e.Place, e.Address}
	if !e.TownInAddress(l) {
		place = append(place, e.City)
	}
	var parts []string
	for _, part := range place {
		if s, _ := part.In(l); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}
