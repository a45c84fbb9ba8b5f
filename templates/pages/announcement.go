package pages

import (
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// standing is how registration stands, in one word; sentences of the catalogue
// below "standing.".
type standing string

const (
	off     standing = "cancelled"
	over    standing = "over"
	closed  standing = "closed"
	none    standing = "none" // the event takes no registrations
	early   standing = "early"
	full    standing = "full"
	waiting standing = "waiting" // full, and people may wait
	few     standing = "few"     // a tenth of the seats or less is left
	offered standing = "open"
)

// seats are those of the event as a whole, on site and online.
func (a Announcement) seats() registration.Seats {
	hall, online := a.Desk.Seats[event.Hall], a.Desk.Seats[event.Online]
	return registration.Seats{Capacity: hall.Capacity + online.Capacity, Taken: hall.Taken + online.Taken}
}

// standing reads how registration stands.
func (a Announcement) standing() standing {
	left, capacity := a.seats().Left(), a.seats().Capacity
	switch {
	case a.off():
		return off
	case a.Accepts == event.Over:
		return over
	case !a.Event.Registers():
		return none
	case a.Accepts == event.Closed:
		return closed
	case a.Accepts == event.Early:
		return early
	case left == 0 && a.Event.NoWaiting:
		return full
	case left == 0:
		return waiting
	case left*10 <= capacity:
		return few
	}
	return offered
}

// tone is how it sounds.
func (s standing) tone() layout.Tone {
	switch s {
	case offered:
		return layout.Good
	case few, waiting:
		return layout.Warn
	case full, off:
		return layout.Bad
	}
	return layout.Plain
}

// says is the standing in words: the seats left, or why there are none.
func (a Announcement) says(p locale.Printer) string {
	s := a.standing()
	switch s {
	case offered, few:
		return p.N("seats.left", a.seats().Left())
	case early:
		return p.T("standing.early", locale.Args{"Date": p.Date(a.local(a.Event.Opens))})
	}
	return p.T("standing." + string(s))
}

// off reports whether the event does not take place.
func (a Announcement) off() bool { return a.Event.State == event.Cancelled }

// open reports whether a person can register now, be it to wait.
func (a Announcement) open() bool {
	s := a.standing()
	return s == offered || s == few || s == waiting || a.byCode()
}

// byCode reports whether a code lets people in who come early.
func (a Announcement) byCode() bool { return a.standing() == early && a.Event.EarlyCode != "" }

// invites is what the button to the form says.
func (a Announcement) invites(p locale.Printer) string {
	switch {
	case a.byCode():
		return p.T("event.register.early")
	case a.standing() == waiting:
		return p.T("event.register.waiting")
	}
	return p.T("event.register")
}

// local is an instant as the clocks at the event show it.
func (a Announcement) local(t time.Time) time.Time { return t.In(a.Event.Location()) }

func (a Announcement) starts() time.Time { return a.local(a.Event.Starts()) }

func (a Announcement) ends() time.Time { return a.local(a.Event.Ends()) }

// dates says the event's days in words.
func (a Announcement) dates(p locale.Printer) string { return p.DateRange(a.starts(), a.ends()) }

// moment says the event's days in words, and the hours where there is one day.
func (a Announcement) moment(p locale.Printer) string {
	if len(a.Event.Days) == 1 {
		return a.dates(p) + p.T("mail.comma") + p.Hours(a.starts(), a.ends())
	}
	return a.dates(p)
}

// hours says a day's hours with the name of their zone.
func (a Announcement) hours(p locale.Printer, d event.Day) string {
	starts := a.local(d.Starts)
	return p.Hours(starts, d.Ends) + " (" + p.Zone(starts) + ")"
}

// during says a slot's hours, with their day where the event has several.
func (a Announcement) during(p locale.Printer, s event.Slot) string {
	starts := a.local(s.Starts)
	if len(a.Event.Days) > 1 {
		return p.Date(starts) + p.T("mail.comma") + p.Hours(starts, s.Ends)
	}
	return p.Hours(starts, s.Ends)
}

// title is the event's title in the language of the page, or in one it has.
func (a Announcement) title(p locale.Printer) string { return in(p, a.Event.Title) }

// address is the path of one of the event's pages.
func (a Announcement) address(p locale.Printer, key string) string {
	return layout.Address(key, p.Lang, string(a.Event.Slug))
}

// private is the path of one of the pages behind a private link.
func (v RegistrationView) private(key string) string {
	return layout.Address(key, v.Page.Printer.Lang, string(v.Event.Slug), v.Link)
}

// private is the same for the form by which it is changed.
func (v ChangeView) private(key string) string {
	return layout.Address(key, v.Page.Printer.Lang, string(v.Event.Slug), v.Link)
}

// attendees is the path of an event's list.
func attendees(p locale.Printer, e event.Event) string {
	return layout.Address(site.Attendees, p.Lang, string(e.Ref.Event))
}

// messages is the path of what is said to an event's people.
func messages(p locale.Printer, e event.Event) string {
	return layout.Address(site.Messages, p.Lang, string(e.Ref.Event))
}

// in gives a text without its mark of language, for titles and descriptions.
func in(p locale.Printer, t locale.Text) string {
	s, _ := t.In(p.Lang)
	return s
}

// machine is an instant as HTML's datetime says it.
func machine(t time.Time) string { return t.Format(time.RFC3339) }
