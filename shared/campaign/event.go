package campaign

import (
	"slices"
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
)

func (r *reader) event(at place, f fileEvent) event.Event {
	ref := event.Ref{Organisation: organisation.ID(f.Organisation), Event: event.ID(r.id(at.field("id"), f.ID))}
	r.refer(at.field("organisation"), "organisation", f.Organisation, f.Organisation)
	r.claim(at.field("id"), "event", f.Organisation+"/"+f.ID)
	r.claim(at.field("slug"), "event slug", f.Slug)
	if IsTaken(f.ID) {
		r.problem(at.field("id"), "written.id.taken")
	}
	if f.Project != "" {
		r.refer(at.field("project"), "project", f.Organisation+"/"+f.Project, f.Project)
	}
	return r.content(at, f, ref)
}

// taken are the ids that no event, project or charter has: where its page would be,
// new ones are written, or read from a file.
var taken = []string{"new", "import"}

// IsTaken reports whether an id is one of them.
func IsTaken(id string) bool { return slices.Contains(taken, id) }

// content reads what an event says, beside what it is called and belongs to.
func (r *reader) content(at place, f fileEvent, ref event.Ref) event.Event {
	loc := r.zone(at.field("zone"), f.Zone)
	e := event.Event{
		Ref:          ref,
		Slug:         event.Slug(r.id(at.field("slug"), f.Slug)),
		Project:      f.Project,
		Title:        r.title(at.field("title"), f.Title, line),
		NeutralTitle: r.text(at.field("neutral-title"), f.NeutralTitle, name),
		Summary:      r.text(at.field("summary"), f.Summary, prose),
		Description:  r.text(at.field("description"), f.Description, prose),
		Audience:     r.text(at.field("audience"), f.Audience, prose),
		Place:        r.text(at.field("place"), f.Place, line),
		Address:      r.text(at.field("address"), f.Address, line),
		City:         r.title(at.field("city"), f.City, name),
		Country:      r.country(at.field("country"), f.Country),
		Access:       r.text(at.field("access"), f.Access, prose),
		Zone:         f.Zone,
		ByDay:        f.ByDay,
	}
	e.Days = r.days(at.field("days"), f.Days, loc)
	r.attendance(at, f)
	e.Programme = r.programme(at.field("programme"), f.Programme, e.Days, loc)
	e.Slots = r.slots(at.field("slots"), f.Slots, e.Days, loc)
	if f.Registration != nil {
		r.registration(at, *f.Registration, &e, loc)
		e.Questions = r.questions(at.field("questions"), f.Questions)
		e.Notices = r.notices(at.field("notices"), f.Notices)
		return e
	}
	if len(f.Questions) > 0 {
		r.problem(at.field("questions"), "written.questions.idle")
	}
	if len(f.Notices) > 0 {
		r.problem(at.field("notices"), "written.notices.idle")
	}
	return e
}

// attendance checks what belongs to events whose days people choose from.
func (r *reader) attendance(at place, f fileEvent) {
	if f.ByDay && len(f.Days) == 1 {
		r.problem(at.field("by-day"), "written.by-day.one")
	}
	for i, d := range f.Days {
		if d.Capacity != 0 && !f.ByDay {
			r.problem(at.field("days").at(i).field("capacity"), "written.by-day.capacity")
		}
	}
}

// zone reads an IANA name. An unknown one counts as UTC, so that the rest can
// be read all the same.
func (r *reader) zone(at place, s string) *time.Location {
	loc, err := time.LoadLocation(s)
	if err != nil || s == "" || s == "Local" {
		r.problem(at, "written.zone")
		return time.UTC
	}
	return loc
}

// days reads the event's days. One with something wrong in it is zero, and is
// compared with nothing, so that each mistake is told once.
func (r *reader) days(at place, all []fileDay, loc *time.Location) []event.Day {
	r.number(at, len(all), 1, maxDays)
	var days []event.Day
	var date time.Time
	for i, f := range all {
		at := at.at(i)
		next, err := parseDay(f.Date, day(r.today, loc), date)
		if err != nil {
			r.flawed(at.field("date"), err)
		}
		d := r.span(at, f.From, f.To, next, loc)
		if err != nil {
			d = event.Day{}
		}
		d.Pause = r.pause(at.field("pause"), f.Pause, d, next, loc)
		d.Capacity = r.number(at.field("capacity"), f.Capacity, 0, maxCapacity)
		if i > 0 && !d.Starts.IsZero() && d.Starts.Before(days[i-1].Ends) {
			r.problem(at.field("date"), "written.day.order")
		}
		date, days = next, append(days, d)
	}
	return days
}

// span reads the hours from and to of a day; zero if something is wrong with them.
func (r *reader) span(at place, from, to string, date time.Time, loc *time.Location) event.Day {
	d := event.Day{Starts: r.hour(at.field("from"), from, date, loc), Ends: r.hour(at.field("to"), to, date, loc)}
	switch {
	case d.Starts.IsZero() || d.Ends.IsZero():
		return event.Day{}
	case !d.Starts.Before(d.Ends):
		r.problem(at.field("to"), "written.to")
		return event.Day{}
	}
	return d
}

// pause reads the hours round noon of a day, "12:30-14:00"; zero if nothing is
// said, or something is wrong with them.
func (r *reader) pause(at place, s string, d event.Day, date time.Time, loc *time.Location) event.Span {
	if s == "" {
		return event.Span{}
	}
	from, to, parted := strings.Cut(s, "-")
	starts, wrongStart := parseHour(strings.TrimSpace(from), date, loc)
	ends, wrongEnd := parseHour(strings.TrimSpace(to), date, loc)
	switch {
	case !parted || wrongStart != nil || wrongEnd != nil || !starts.Before(ends):
		r.problem(at, "written.pause")
	case d.Starts.IsZero():
	case starts.Before(d.Starts) || ends.After(d.Ends):
		r.problem(at, "written.day.outside")
	default:
		return event.Span{Starts: starts, Ends: ends}
	}
	return event.Span{}
}

// hour is zero, with its problem said, where it cannot be read.
func (r *reader) hour(at place, s string, date time.Time, loc *time.Location) time.Time {
	t, err := parseHour(s, date, loc)
	if err != nil {
		r.flawed(at, err)
	}
	return t
}

// nth finds a day by its number, where none means the first. It is not ok if
// there is no such day or something is wrong with it.
func (r *reader) nth(at place, n int, days []event.Day) (d event.Day, ok bool) {
	if n == 0 {
		n = 1
	}
	if n < 1 || n > len(days) {
		r.problem(at, "written.day.none", locale.Args{"Day": n})
		return event.Day{}, false
	}
	return days[n-1], !days[n-1].Starts.IsZero()
}

func (r *reader) programme(at place, all []fileItem, days []event.Day, loc *time.Location) []event.Item {
	r.number(at, len(all), 0, maxItems)
	var items []event.Item
	for i, f := range all {
		at := at.at(i)
		item := event.Item{Title: r.title(at.field("title"), f.Title, line)}
		if d, ok := r.nth(at.field("day"), f.Day, days); ok {
			item.Starts = r.hour(at.field("at"), f.At, day(d.Starts, loc), loc)
			switch {
			case item.Starts.IsZero():
			case item.Starts.Before(d.Starts) || item.Starts.After(d.Ends):
				r.problem(at.field("at"), "written.day.outside")
			case i > 0 && item.Starts.Before(items[i-1].Starts):
				r.problem(at.field("at"), "written.programme.order")
			}
		}
		items = append(items, item)
	}
	return items
}
