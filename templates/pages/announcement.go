package pages

import (
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// standing is how registration stands, in one word; sentences of the catalogue
// below "standing.".
type standing string

const (
	over    standing = "over"
	closed  standing = "closed"
	none    standing = "none" // the event takes no registrations
	early   standing = "early"
	full    standing = "full"
	few     standing = "few" // a tenth of the seats or less is left
	offered standing = "open"
)

// standing reads how registration stands.
func (a Announcement) standing() standing {
	left := a.Desk.Overall.Left()
	switch {
	case a.Accepts == event.Over:
		return over
	case a.Event.Capacity == 0:
		return none
	case a.Accepts == event.Closed:
		return closed
	case a.Accepts == event.Early:
		return early
	case left == 0:
		return full
	case left*10 <= a.Desk.Overall.Capacity:
		return few
	}
	return offered
}

// tone is how it sounds.
func (s standing) tone() layout.Tone {
	switch s {
	case offered:
		return layout.Good
	case few:
		return layout.Warn
	case full:
		return layout.Bad
	}
	return layout.Plain
}

// says is the standing in words: the seats left, or why there are none.
func (a Announcement) says(p locale.Printer) string {
	s := a.standing()
	switch s {
	case offered, few:
		return p.N("seats.left", a.Desk.Overall.Left())
	case early:
		return p.T("standing.early", locale.Args{"Date": p.Date(a.local(a.Event.Opens))})
	}
	return p.T("standing." + string(s))
}

// open reports whether a person can register now.
func (a Announcement) open() bool { s := a.standing(); return s == offered || s == few }

// local is an instant as the clocks at the event show it.
func (a Announcement) local(t time.Time) time.Time { return t.In(a.Event.Location()) }

func (a Announcement) starts() time.Time { return a.local(a.Event.Starts()) }

func (a Announcement) ends() time.Time { return a.local(a.Event.Ends()) }

// dates says the event's days in words.
func (a Announcement) dates(p locale.Printer) string { return p.DateRange(a.starts(), a.ends()) }

// hours says a day's hours with the name of their zone.
func (a Announcement) hours(p locale.Printer, d event.Day) string {
	starts := a.local(d.Starts)
	return p.Hours(starts, d.Ends) + " (" + p.Zone(starts) + ")"
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

// attendees is the path of an event's list.
func attendees(p locale.Printer, e event.Event) string {
	return layout.Address(site.Attendees, p.Lang, string(e.Ref.Event))
}

// in gives a text without its mark of language, for titles and descriptions.
func in(p locale.Printer, t locale.Text) string {
	s, _ := t.In(p.Lang)
	return s
}

// machine is an instant as HTML's datetime says it.
func machine(t time.Time) string { return t.Format(time.RFC3339) }
