package campaign

import (
	"time"

	"tribune/shared/event"
	"tribune/shared/organisation"
)

func (r *reader) event(at place, f fileEvent) event.Event {
	loc := r.zone(at.field("zone"), f.Zone)
	e := event.Event{
		Ref:          event.Ref{Organisation: organisation.ID(f.Organisation), Event: event.ID(r.id(at.field("id"), f.ID))},
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
	r.refer(at.field("organisation"), "organisation", f.Organisation, f.Organisation)
	r.claim(at.field("id"), "event", f.Organisation+"/"+f.ID)
	r.claim(at.field("slug"), "event slug", f.Slug)
	if f.Project != "" {
		r.refer(at.field("project"), "project", f.Organisation+"/"+f.Project, f.Project)
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
		r.problem(at.field("questions"), "are asked of who registers, and the event has no registration")
	}
	if len(f.Notices) > 0 {
		r.problem(at.field("notices"), "go to who registered, and the event has no registration")
	}
	return e
}

// attendance checks what belongs to events whose days people choose from.
func (r *reader) attendance(at place, f fileEvent) {
	if f.ByDay && len(f.Days) == 1 {
		r.problem(at.field("by-day"), "must be left out where there is one day")
	}
	for i, d := range f.Days {
		if d.Capacity != 0 && !f.ByDay {
			r.problem(at.field("days").at(i).field("capacity"), "must be left out unless by-day is true")
		}
	}
}

// zone reads an IANA name. An unknown one counts as UTC, so that the rest can
// be read all the same.
func (r *reader) zone(at place, s string) *time.Location {
	loc, err := time.LoadLocation(s)
	if err != nil || s == "" || s == "Local" {
		r.problem(at, "must be a zone's name such as Africa/Casablanca")
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
			r.problem(at.field("date"), "%v", err)
		}
		d := r.span(at, f.From, f.To, next, loc)
		if err != nil {
			d = event.Day{}
		}
		d.Capacity = r.number(at.field("capacity"), f.Capacity, 0, maxCapacity)
		if i > 0 && !d.Starts.IsZero() && d.Starts.Before(days[i-1].Ends) {
			r.problem(at.field("date"), "must come after the day before it in the list")
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
		r.problem(at.field("to"), "must be later than from")
		return event.Day{}
	}
	return d
}

// hour is zero, with its problem said, where it cannot be read.
func (r *reader) hour(at place, s string, date time.Time, loc *time.Location) time.Time {
	t, err := parseHour(s, date, loc)
	if err != nil {
		r.problem(at, "%v", err)
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
		r.problem(at, "the event has no day %d", n)
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
				r.problem(at.field("at"), "must lie within its day's hours")
			case i > 0 && item.Starts.Before(items[i-1].Starts):
				r.problem(at.field("at"), "must not be earlier than the item before it")
			}
		}
		items = append(items, item)
	}
	return items
}

func (r *reader) slots(at place, all []fileSlot, days []event.Day, loc *time.Location) []event.Slot {
	var slots []event.Slot
	seen, workshops := map[string]bool{}, map[string]bool{}
	for i, f := range all {
		at := at.at(i)
		s := event.Slot{
			ID:        r.unique(at.field("id"), f.ID, seen),
			Title:     r.text(at.field("title"), f.Title, line),
			Optional:  f.Optional,
			Workshops: r.workshops(at.field("workshops"), f.Workshops, all[i+1:], workshops),
		}
		if d, ok := r.nth(at.field("day"), f.Day, days); ok {
			span := r.span(at, f.From, f.To, day(d.Starts, loc), loc)
			s.Starts, s.Ends = span.Starts, span.Ends
			switch {
			case s.Starts.IsZero():
			case s.Starts.Before(d.Starts) || s.Ends.After(d.Ends):
				r.problem(at, "must lie within its day's hours")
			case i > 0 && s.Starts.Before(slots[i-1].Ends):
				r.problem(at.field("from"), "must not be earlier than the end of the slot before it")
			}
		}
		slots = append(slots, s)
	}
	if len(workshops) > MaxWorkshops {
		r.problem(at, "may hold at most %d workshops together", MaxWorkshops)
	}
	return slots
}

// workshops reads those of a slot, which may last through the slots that follow.
func (r *reader) workshops(at place, all []fileWorkshop, following []fileSlot, seen map[string]bool) []event.Workshop {
	if len(all) == 0 {
		r.problem(at, "must hold one at least")
	}
	var workshops []event.Workshop
	for i, f := range all {
		at := at.at(i)
		least := 1
		if f.Online > 0 {
			least = 0
		}
		workshops = append(workshops, event.Workshop{
			ID:       event.WorkshopID(r.unique(at.field("id"), f.ID, seen)),
			Title:    r.title(at.field("title"), f.Title, line),
			Capacity: r.number(at.field("capacity"), f.Capacity, least, maxCapacity),
			Remote:   r.number(at.field("online"), f.Online, 0, maxCapacity),
			Spans:    r.spans(at.field("spans"), f.Spans, following),
		})
	}
	return workshops
}

// spans reads the slots that a workshop lasts through beside its own: those that
// follow, none left out between.
func (r *reader) spans(at place, ids []string, following []fileSlot) []string {
	for i, id := range ids {
		switch {
		case i >= len(following):
			r.problem(at.at(i), "no slot follows here")
		case id != following[i].ID:
			r.problem(at.at(i), "must be %q, the slot that follows", following[i].ID)
		}
	}
	return ids
}

// unique reads an id that the event may use once.
func (r *reader) unique(at place, id string, seen map[string]bool) string {
	if seen[id] {
		r.problem(at, "the event has another %q", id)
	}
	seen[id] = true
	return r.id(at, id)
}
