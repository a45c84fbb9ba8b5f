package organisers

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// defaults are what a new event is filled with: one day in three weeks, sixty
// seats, the reminders of every event. Where the clocks are and when registration
// closes follow from the country and the day ([editor.complete]).
func defaults(org organisation.Organisation, now time.Time) campaign.Form {
	e := event.Event{Country: org.Controller.Country, Zone: event.ZoneOf(org.Controller.Country), Capacity: 60, Notices: event.DefaultNotices}
	day := now.In(e.Location()).AddDate(0, 0, 21)
	at := func(hour int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, e.Location())
	}
	e.Days = []event.Day{{Starts: at(9), Ends: at(17)}}
	f := campaign.FormOf(e)
	delete(f, "registration-opens")
	delete(f, "registration-closes")
	delete(f, "zone")
	f["days-0-was"] = ""
	return f
}

// complete fills in what was left empty and follows from the rest: the country's
// zone, that registration closes the day before, and a title that tells nothing of
// the theme.
func (e *editor) complete(now time.Time) {
	f := e.Form
	f.Sort()
	if f["zone"] == "" {
		f["zone"] = event.ZoneOf(f["country"])
	}
	if first, err := time.Parse(time.DateOnly, f["days-0-date"]); err == nil && f["registration"] != "" && f["registration-closes"] == "" {
		if eve := first.AddDate(0, 0, -1); eve.After(now) {
			f["registration-closes"] = eve.Format(time.DateOnly) + "T18:00"
		}
	}
	if city := f.Text("city"); !f.Text("neutral-title").Has() && city.Has() {
		for _, l := range f.Text("title").Languages() {
			name, _ := city.In(l)
			f["neutral-title-"+string(l)] = locale.For(l).T("edit.neutral", locale.Args{"City": name})
		}
	}
}

// put writes what the form says, if nothing of it is to be mended.
func (o *organisers) put(v visit, e *editor) (event.Event, error) {
	if e.base.Version == 0 {
		return o.create(v, e)
	}
	changed, ok := e.read(o.Now())
	if !ok {
		return changed, nil
	}
	changed = o.signed(v, changed)
	line := o.line(v, organisation.Edited, organisation.Audit{Event: string(changed.Ref.Event)})
	if changed.State == event.Draft {
		return changed, o.Table.SaveDraft(v.Context(), changed, line)
	}
	return changed, o.desk.Refit(v.Context(), registration.Revision{Event: changed, Was: e.was(), Line: line})
}

// read reads the form; not ok if something is to be mended, which it says.
func (e *editor) read(now time.Time) (event.Event, bool) {
	changed, problems := e.Form.Event(e.base, now)
	for _, p := range problems {
		if p.Field() == "neutral-title" && !e.Form.Text("city").Has() {
			continue // it follows from the town, which is asked for
		}
		e.Problems = append(e.Problems, web.Problem{Field: p.Field(), Text: p.Say(e.Page.Printer)})
	}
	return changed, len(problems) == 0
}

// signed is the next version of an event, by who is signed in.
func (o *organisers) signed(v visit, e event.Event) event.Event {
	e.Version, e.Updated, e.UpdatedBy = e.Version+1, o.Now(), v.session.Member.Address
	return e
}

// create writes a new draft under an id that its title makes. The same form sent
// twice is one draft.
func (o *organisers) create(v visit, e *editor) (event.Event, error) {
	wish := cmp.Or(campaign.IDOf(e.Form.Text("title")), "event")
	slug := strings.TrimSpace(e.Form["slug"])
	tried := map[string]bool{}
	for len(tried) < mostIDs {
		id := nextID(wish, tried)
		e.base.Ref.Event = event.ID(id)
		e.Form["slug"] = cmp.Or(slug, id)
		made, ok := e.read(o.Now())
		if !ok {
			return made, nil
		}
		made = o.signed(v, made)
		err := o.Table.SaveDraft(v.Context(), made, o.line(v, organisation.Created, organisation.Audit{Event: id}))
		if !fault.Is(err, fault.Conflict) {
			return made, err
		}
		stands, err := o.Table.Event(v.Context(), made.Ref)
		if err != nil {
			return made, err
		}
		if stands.State == event.Draft && stands.UpdatedBy == made.UpdatedBy && campaign.Merge(campaign.FormOf(made), campaign.FormOf(stands)).Agrees() {
			return stands, nil
		}
	}
	return event.Event{}, fault.New(fault.Unavailable, "organisers: find an id for an event", nil)
}

// was are the numbers that the form's days had before.
func (e *editor) was() []int {
	was := make([]int, e.Form.Rows("days"))
	for i := range was {
		was[i], _ = strconv.Atoi(e.Form[campaign.Row("days", i)+"-was"])
	}
	return was
}

// differ shows the form beside what somebody else saved meanwhile. Sent again, it
// is about what stands now. Who saved the same has saved it.
func (o *organisers) differ(w http.ResponseWriter, v visit, e editor) error {
	stands, err := o.own(v)
	if err != nil {
		return err
	}
	e.Merged = campaign.Merge(e.Form, campaign.FormOf(stands))
	if e.Merged.Agrees() && e.Form["registration-early-code"] == "" && e.Form["registration-early-code-none"] == "" {
		o.leadSaved(w, v, stands)
		return nil
	}
	e.stand(stands)
	e.Form = e.Merged.Form
	p, at := e.Page.Printer, stands.Updated.In(stands.Location())
	by := p.T("edit.conflict.somebody")
	if !stands.UpdatedBy.IsZero() {
		by = locale.Isolate(stands.UpdatedBy.String())
	}
	e.Problems = web.Problems{{Text: p.T("edit.conflict", locale.Args{"By": by, "When": p.Date(at) + ", " + p.Time(at)})}}
	return web.Page(w, v.Request, http.StatusConflict, pages.Editor(e.EditorView))
}

// short says which capacities are too low for those who have a seat, and what
// cannot go because of them.
func (e editor) short(all []registration.Shortfall) (problems web.Problems) {
	p, fields, was := e.Page.Printer, e.Form.Places(), e.was()
	for _, s := range all {
		field, there := fields[s.Place]
		for n := range e.base.Days {
			if s.Place == event.OfDay(n+1) {
				there = n < len(was) && was[n] == n+1
			}
		}
		taken := locale.Args{"Taken": p.Number(s.Seats.Taken), "Capacity": p.Number(s.Seats.Capacity), "Name": e.called(s.Place)}
		switch {
		case s.Place == event.OfDay(1) && !e.base.ByDay:
			problems = append(problems, web.Problem{Field: "by-day", Text: p.T("edit.short.by-day", taken)})
		case there && s.Seats.Taken > 0:
			problems = append(problems, web.Problem{Field: field, Text: p.N("edit.short", s.Seats.Taken, taken)})
		default:
			problems = append(problems, web.Problem{Text: p.N("edit.short.gone", s.Seats.Taken+s.Waiting, taken)})
		}
	}
	return problems
}

// called is the name of a place of the event as it stands.
func (e editor) called(place event.Place) string {
	p := e.Page.Printer
	for i, d := range e.base.Days {
		if place == event.OfDay(i+1) {
			return p.Date(d.Starts.In(e.base.Location()))
		}
	}
	for _, s := range e.base.Slots {
		for _, w := range s.Workshops {
			if place == event.OfWorkshop(w.ID, false) || place == event.OfWorkshop(w.ID, true) {
				return locale.IsolateText(w.Title, p.Lang)
			}
		}
	}
	return p.T("edit.part.registration")
}
