package pages

import (
	"net/url"
	"slices"
	"strconv"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// AttendeesView is who comes to an event.
type AttendeesView struct {
	Page  layout.Page
	Event event.Event
	Desk  registration.Desk

	Filter     roster.Filter
	Order      roster.Order
	Leaf       roster.Leaf // of those whom the filter holds
	Registered int         // whom the member sees, filtered or not
	Countries  []string    // that they come from
	Unreached  int         // of all of them, those whom mail does not reach, or [Uncounted]

	Saved      bool // the event was, just now
	Done, Left int  // what was just done to several, and to how many not; Done is -1 if nothing was
}

// The names by which the list's address says more than its filter.
const (
	ParamSort   = "sort"
	ParamAfter  = "after"
	ParamBefore = "before"
)

func (v AttendeesView) id() string { return string(v.Event.Ref.Event) }

// Registers reports whether people can be registered at all.
func (v AttendeesView) Registers() bool { return v.Event.Registers() }

func (v AttendeesView) mayRun() bool { return v.Page.Role.May(site.RightTo(site.PersonForm)) }

// with is the path of a route that takes the list's filter.
func (v AttendeesView) with(route string) string {
	return withFilter(v.Page.Printer, route, v.Event, v.Filter)
}

func withFilter(p locale.Printer, route string, e event.Event, f roster.Filter) string {
	path := layout.Address(route, p.Lang, string(e.Ref.Event))
	if query := f.Values().Encode(); query != "" {
		path += "?" + query
	}
	return path
}

// list is the path of the list in its order with other values.
func (v AttendeesView) list(values url.Values) string {
	return listed(v.Page.Printer, site.Attendees, v.Event, values, v.Order)
}

// listed is the path of a route about a list in an order.
func listed(p locale.Printer, route string, e event.Event, values url.Values, o roster.Order) string {
	if o != roster.Orders[0] {
		values.Set(ParamSort, string(o))
	}
	path := layout.Address(route, p.Lang, string(e.Ref.Event))
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// download is the path of the list, as it is filtered and sorted, as a file.
func (v AttendeesView) download() string {
	return listed(v.Page.Printer, site.DownloadForm, v.Event, v.Filter.Values(), v.Order)
}

func (v AttendeesView) turned(param string, c roster.Cursor) string {
	values := v.Filter.Values()
	values.Set(param, c.String())
	return v.list(values)
}

// tally says how many there are, and which of them are shown.
func (v AttendeesView) tally() string {
	p, l := v.Page.Printer, v.Leaf
	args := locale.Args{"All": p.Number(v.Registered)}
	said := p.N("attendees.tally", l.All, args)
	if shown := len(l.Entries); shown > 0 && shown < l.All {
		said += p.T("attendees.shown", locale.Args{"First": p.Number(l.First), "Last": p.Number(l.First + shown - 1)})
	}
	return said
}

// sieve is a condition of the form: its name, what can be asked for, and what is.
type sieve struct {
	param, name string
	options     []layout.Option
	asked       []string
}

func (s sieve) holds(o layout.Option) bool { return slices.Contains(s.asked, o.Value) }

// sieves are the conditions of which this event's people have something.
func (v AttendeesView) sieves() []sieve {
	return sieves(v.Page.Printer, v.Event, v.Filter, v.Countries)
}

func sieves(p locale.Printer, e event.Event, f roster.Filter, countries []string) []sieve {
	asked := f.Values()
	var all []sieve
	add := func(param, name string, options []layout.Option) {
		if len(options) > 1 || len(asked[param]) > 0 {
			all = append(all, sieve{param, name, options, asked[param]})
		}
	}
	add(roster.ParamState, p.T("attendees.state"), said(Addressed, func(s registration.State) string { return p.T("state." + string(s)) }))
	var workshops []layout.Option
	for _, s := range e.Slots {
		for _, w := range s.Workshops {
			workshops = append(workshops, layout.Option{Value: string(w.ID), Said: in(p, w.Title)})
		}
	}
	add(roster.ParamWorkshop, p.T("attendees.workshop"), workshops)
	var days []layout.Option
	for i := range e.Days {
		days = append(days, layout.Option{Value: strconv.Itoa(i + 1), Said: dayOf(p, e, i+1)})
	}
	if e.ByDay {
		add(roster.ParamDay, p.T("csv.days"), days)
	}
	if e.Capacity > 0 && e.Remote.Capacity > 0 {
		add(roster.ParamMode, p.T("csv.mode"), said([]roster.Mode{roster.OnSite, roster.Online}, func(m roster.Mode) string { return p.T("mode." + string(m)) }))
	}
	add(roster.ParamSector, p.T("attendees.sector"), said(registration.Sectors, func(s registration.Sector) string { return p.T("sector." + string(s)) }))
	add(roster.ParamCountry, p.T("attendees.country"), said(countries, p.Country))
	add(roster.ParamLang, p.T("csv.lang"), said(locale.Languages, func(l locale.Lang) string { return p.T("language." + string(l)) }))
	add(roster.ParamReach, p.T("csv.delivery"), said([]roster.Reach{roster.Reached, roster.Unreached}, func(r roster.Reach) string { return p.T("reach." + string(r)) }))
	all = append(all, answered(p, e, asked)...)
	if len(e.Questions.Needs()) > 0 {
		all = append(all, sieve{roster.ParamNeeds, p.T("attendees.needs"), []layout.Option{{Value: "yes", Said: p.T("attendees.needs.some")}}, asked[roster.ParamNeeds]})
	}
	return all
}

// answered are the questions whose answers are known beforehand.
func answered(p locale.Printer, e event.Event, asked url.Values) (all []sieve) {
	for _, a := range AnswersOf(e) {
		i := slices.IndexFunc(all, func(s sieve) bool { return s.name == in(p, a.Question.Label) })
		if i < 0 {
			i = len(all)
			all = append(all, sieve{roster.ParamAnswer, in(p, a.Question.Label), nil, asked[roster.ParamAnswer]})
		}
		all[i].options = append(all[i].options, layout.Option{Value: roster.AnswerParam(a.Question.ID, a.Answer), Said: a.answer(p)})
	}
	return all
}

func said[T ~string](values []T, say func(T) string) (all []layout.Option) {
	for _, v := range values {
		all = append(all, layout.Option{Value: string(v), Said: say(v)})
	}
	return all
}

// condition is one that narrows the list, in words, and the list without it.
type condition struct{ said, without string }

func (v AttendeesView) conditions() (all []condition) {
	p := v.Page.Printer
	add := func(param, value, name, text string) {
		rest := v.Filter.Values()
		rest[param] = slices.DeleteFunc(slices.Clone(rest[param]), func(s string) bool { return s == value })
		if len(rest[param]) == 0 {
			rest.Del(param)
		}
		all = append(all, condition{p.T("attendees.condition", locale.Args{"Name": name, "Value": text}), v.list(rest)})
	}
	if s := v.Filter.Search; s != "" {
		add(roster.ParamSearch, s, p.T("attendees.searched"), s)
	}
	for _, s := range v.sieves() {
		for _, o := range s.options {
			if s.holds(o) {
				add(s.param, o.Value, s.name, o.Said)
			}
		}
	}
	return all
}

// Uncounted is the number of those of a long list whom mail does not reach: the
// page that lists them says it.
const Uncounted = -1

func (v AttendeesView) unreached() string {
	if v.Unreached == Uncounted {
		return v.Page.Printer.T("unreached.title")
	}
	return v.Page.Printer.N("unreached.count", v.Unreached)
}
