package pages

import (
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// PersonView is one person of an event, as organisers see her.
type PersonView struct {
	Page   layout.Page
	Event  event.Event
	Person roster.Entry // as she stands at Now
	Desk   registration.Desk
	Now    time.Time
	Told   registration.Outcome // what was just answered; "" if nothing was asked
}

// The names of the fields by which organisers act.
const (
	FieldDo     = "do"     // what is to be done: a [Do]
	FieldSource = "source" // how an organiser was told of somebody
	FieldFilter = "filter" // to whom: the list's filter, as an address says it
	FieldCount  = "count"  // how many were shown
	ParamTold   = "told"   // the outcome, in the address of a person's page
	ParamDone   = "done"   // to how many it was done, in the list's address …
	ParamLeft   = "left"   // … and to how many not
)

// Do is something that an organiser does to somebody: the kind of her wish.
type Do = registration.WishKind

// Doings lists them, in the order in which they are offered.
var Doings = []Do{
	registration.Accept, registration.Offer, registration.Restore, registration.Resend, registration.Cancel, registration.Remove,
}

// Fits reports whether something can be done to somebody as she stands.
func Fits(do Do, r registration.Registration, e event.Event, now time.Time) bool {
	before := now.Before(e.Starts())
	gone := r.State == registration.Lapsed || r.State == registration.Cancelled
	switch do {
	case registration.Accept:
		return r.State.Held()
	case registration.Offer:
		return before && (r.State == registration.Waiting || gone)
	case registration.Restore:
		return gone
	case registration.Cancel, registration.Remove:
		return r.State.Active()
	case registration.Resend:
		return !r.Attendee.Address.IsZero()
	}
	return false
}

// doings are those that fit her.
func (v PersonView) doings() []Do {
	return slices.DeleteFunc(slices.Clone(Doings), func(do Do) bool { return !Fits(do, v.Person.Registration, v.Event, v.Now) })
}

func (v PersonView) mayRun() bool { return v.Page.Role.May(site.RightTo(site.DoToPerson)) }

func (v PersonView) announced() Announcement { return Announcement{Event: v.Event, Desk: v.Desk} }

// Tells are the outcomes that a person's page says.
var Tells = []registration.Outcome{
	registration.Accepted, registration.Queued, registration.Altered, registration.Released, registration.Held, registration.Sent, registration.Unchanged,
	registration.Full, registration.WorkshopFull, registration.QueueFull, registration.TooLate, registration.Gone, registration.Stale, registration.Busy,
}

func (v PersonView) tone() layout.Tone {
	if v.Told.Refusal() || v.Told == registration.Busy {
		return layout.Warn
	}
	return layout.Good
}

// personOf is the path of a route about somebody.
func personOf(p locale.Printer, route string, e event.Event, r registration.Registration) string {
	return layout.Address(route, p.Lang, string(e.Ref.Event), r.Person.String())
}

// said is what somebody answered to a question, in words; none if nothing.
func (v PersonView) said(q event.Question) (all []string) {
	p, given := v.Page.Printer, v.Person.Answers
	if q.Need {
		given = v.Person.Needs.Answers
	}
	for _, a := range given[q.ID] {
		if q.Kind == event.Country {
			a = p.Country(a)
		} else {
			a = GivenAnswer{q, a}.answer(p)
		}
		all = append(all, a)
	}
	return all
}

// questions are those that she answered. What she needs is seen to while she comes.
func (v PersonView) questions() event.Questionnaire {
	return slices.DeleteFunc(slices.Clone(v.Event.Questions), func(q event.Question) bool {
		return len(v.said(q)) == 0 || q.Need && v.Person.State != registration.Confirmed
	})
}

// days are those on which she comes.
func (v PersonView) days() string {
	p := v.Page.Printer
	return p.List(each(v.Event.Attended(v.Person.Chosen()), func(d int) string { return dayOf(p, v.Event, d) }))
}

func (v PersonView) mode() string {
	return v.Page.Printer.T("mode." + modeOf(v.Person.Chosen().Remote))
}

func (v PersonView) at(t time.Time) string { return instant(v.Page.Printer, v.announced().local(t)) }

// steps are the history, the newest first.
func (v PersonView) steps() []registration.Step {
	all := slices.Clone(v.Person.History)
	slices.Reverse(all)
	return all
}

// by says who did a step.
func (v PersonView) by(s registration.Step) string {
	p := v.Page.Printer
	switch {
	case s.Itself():
		return p.T("history.itself")
	case s.By.IsZero():
		return p.T("history.herself")
	}
	return s.By.String()
}

// PersonFormView is the form by which an organiser registers somebody, or
// corrects her registration.
type PersonFormView struct {
	RegisterView
	Source       string                    // as it was chosen
	Registration registration.Registration // that is corrected; zero if there is none yet
	Unreached    bool                      // mail does not reach her, and her number is shown
}

func (v PersonFormView) isNew() bool { return v.Registration.Generation == 0 }

func (v PersonFormView) id() string { return string(v.Event.Ref.Event) }

func (v PersonFormView) title() string {
	if v.isNew() {
		return v.Page.Printer.T("person.add")
	}
	return v.Page.Printer.T("person.edit")
}

func (v PersonFormView) action() string {
	if v.isNew() {
		return layout.Address(site.AddPerson, v.Page.Printer.Lang, v.id())
	}
	return personOf(v.Page.Printer, site.SavePerson, v.Event, v.Registration)
}

// fields are who it is. Her address is part of what she is known by, and stays.
// No hint speaks to her, and the browser knows nothing of her.
func (v PersonFormView) fields() []layout.Input {
	var all []layout.Input
	for _, f := range v.person() {
		f.Hint, f.Complete = "", "off"
		if f.Name == FieldAddress && !v.isNew() || f.Name == FieldPhone && !v.isNew() && !v.Unreached {
			continue
		}
		all = append(all, f)
	}
	return all
}

func (v PersonFormView) source() layout.Choice {
	p := v.Page.Printer
	return layout.Choice{
		Name: FieldSource, Said: p.T("person.source"), Value: v.Source, Problem: v.Problems.For(FieldSource),
		Options: said(registration.Sources, func(s registration.Source) string { return p.T("source." + string(s)) }),
	}
}

func (v PersonFormView) agreed() layout.Check {
	c := v.consent()
	c.Label = v.Page.Printer.T("person.consent")
	return c
}

// SeveralView asks whether something is to be done to all whom a filter holds.
type SeveralView struct {
	Page   layout.Page
	Event  event.Event
	Filter roster.Filter
	Shown  int  // whom the filter holds
	Do     Do   // what is to be done; "" if that is to be chosen
	Count  int  // to how many it can be done
	Moved  bool // the number is another than was shown before
	Most   int  // how many it can be done to at once
	Fits   map[Do]int
}

func (v SeveralView) conditions() []condition {
	return AttendeesView{Page: v.Page, Event: v.Event, Filter: v.Filter, Countries: v.Filter.Countries}.conditions()
}

func (v SeveralView) list() string {
	return withFilter(v.Page.Printer, site.Attendees, v.Event, v.Filter)
}

// choose is the path of the page that asks about one thing.
func (v SeveralView) choose(do Do) string {
	values := v.Filter.Values()
	values.Set(FieldDo, string(do))
	return layout.Address(site.SeveralForm, v.Page.Printer.Lang, string(v.Event.Ref.Event)) + "?" + values.Encode()
}

// DoneToMany are what can be done to several at once.
var DoneToMany = []Do{registration.Accept, registration.Offer, registration.Resend, registration.Remove}
