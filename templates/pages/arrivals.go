package pages

import (
	"net/url"
	"slices"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/templates/layout"
)

// What the address of [Arrivals] says, and its buttons.
const (
	QueryHalf   = "half"
	QuerySearch = "q"
	QueryPerson = "person" // whom the last press was about …
	QueryNonce  = "n"      // … and which press it was
	QueryAfter  = "after"
	QueryBefore = "before"
)

// ArrivalsView is the page of those who work at the door.
type ArrivalsView struct {
	Page   layout.Page
	Event  event.Event
	Half   event.HalfDay // the one that is looked at
	Counts []ArrivalCount
	Search string
	Found  []Arrival   // of the search, or still expected
	Leaf   roster.Leaf // where in the whole list they are
	Told   *Arrival    // whom the last press was about; nil if there was none
	Nonce  string      // of this page's buttons
	Now    time.Time
}

// Arrival is somebody who registered, and whether she is there.
type Arrival struct {
	Registration registration.Registration
	Presence     attendance.Presence
	First        bool // the press that is told of was the first to say so
}

// ArrivalCount is how many are there of how many for a half-day.
type ArrivalCount struct {
	Half              event.HalfDay
	Expected, Present int
}

// ExpectedAt reports whether somebody has a seat and is expected for a half-day.
func ExpectedAt(e event.Event, r registration.Registration, h event.HalfDay) bool {
	return r.State == registration.Confirmed && slices.Contains(e.Attended(r.Choice), h.Day)
}

// CountArrivals counts those expected and those there for each half-day.
func CountArrivals(e event.Event, people []roster.Entry, there map[token.Person]attendance.Presence) []ArrivalCount {
	var counts []ArrivalCount
	for _, h := range e.HalfDays() {
		c := ArrivalCount{Half: h}
		for _, p := range people {
			if ExpectedAt(e, p.Registration, h) {
				c.Expected++
			}
			if there[p.Person].In(h) {
				c.Present++
			}
		}
		counts = append(counts, c)
	}
	return counts
}

// told is how somebody stands at the door; sentences of the catalogue below
// "arrival.".
type told string

const (
	isThere    told = "there"
	tooSoon    told = "early"     // arrivals are not noted yet
	isOver     told = "past"      // the event is over
	otherDay   told = "other-day" // has a seat, on another day
	isExpected told = "expected"
	seatHeld   told = "held"
	onList     told = "waiting"
	noSeat     told = "gone"
)

// stands says how somebody stands for a half-day.
func (a Arrival) stands(e event.Event, h event.HalfDay, now time.Time) told {
	r := a.Registration
	switch {
	case a.Presence.In(h):
		return isThere
	case r.State.Held():
		return seatHeld
	case r.State == registration.Waiting:
		return onList
	case r.State != registration.Confirmed:
		return noSeat
	case now.Before(attendance.Opens(e, h)):
		return tooSoon
	case !ExpectedAt(e, r, h):
		return otherDay
	}
	return isExpected
}

// enters reports whether a press notes that she is there.
func (t told) enters() bool { return t == isExpected || t == otherDay || t == isOver }

func (t told) tone() layout.Tone {
	switch t {
	case isThere:
		return layout.Good
	case isExpected:
		return layout.Plain
	case noSeat:
		return layout.Bad
	}
	return layout.Warn
}

// tag is a word of how somebody stands in a list.
func (a Arrival) tag(p locale.Printer, t told) string {
	switch {
	case t == isExpected && a.Registration.Chosen().Remote:
		return p.T("mode.online")
	case t == isExpected, t == tooSoon:
		return ""
	case t == isThere, t == otherDay:
		return p.T("arrival." + string(t) + ".tag")
	}
	return p.T("state." + string(a.Registration.State))
}

func (a Arrival) name() string { return a.Registration.Attendee.FullName() }

// args are what sentences about an arrival say.
func (a Arrival) args(p locale.Printer, e event.Event, h event.HalfDay) locale.Args {
	zone := e.Location()
	mark := a.Presence.Marks[attendance.Name(h)]
	args := locale.Args{
		"Name": locale.Isolate(a.name()), "By": locale.Isolate(mark.By.String()), "Half": halfDay(p, e, h),
		"Time": p.Time(mark.At.In(zone)), "Date": p.Date(h.Starts.In(zone)),
	}
	var days []string
	for _, d := range e.Attended(a.Registration.Chosen()) {
		if d <= len(e.Days) {
			days = append(days, p.Date(e.Days[d-1].Starts.In(zone)))
		}
	}
	args["Days"] = p.List(days)
	return args
}

// halfDay says which half of which day.
func halfDay(p locale.Printer, e event.Event, h event.HalfDay) string {
	half := p.T("half." + string(h.Half))
	if len(e.Days) < 2 {
		return half
	}
	return p.Date(h.Starts.In(e.Location())) + p.T("mail.comma") + half
}

func (v ArrivalsView) opened() bool { return !v.Now.Before(attendance.Opens(v.Event, v.Half)) }

func (v ArrivalsView) address(query ...string) string {
	q := url.Values{QueryHalf: {string(attendance.Name(v.Half))}}
	for i := 0; i+1 < len(query); i += 2 {
		q.Set(query[i], query[i+1])
	}
	return arrivals(v.Page.Printer, v.Event) + "?" + q.Encode()
}

func (v ArrivalsView) turned(key string, c roster.Cursor) string {
	if v.Search == "" {
		return v.address(key, c.String())
	}
	return v.address(QuerySearch, v.Search, key, c.String())
}

// arrivals is the path of the page of the door.
func arrivals(p locale.Printer, e event.Event) string {
	return layout.Address(site.Arrivals, p.Lang, string(e.Ref.Event))
}

// opensAt is where an event is opened from the list: at its people, or at the door.
func opensAt(page layout.Page, e event.Event) string {
	if page.Role.May(site.RightTo(site.Attendees)) {
		return attendees(page.Printer, e)
	}
	return arrivals(page.Printer, e)
}

// title says first what the last press did: it is what is read out first.
func (v ArrivalsView) title() string {
	p := v.Page.Printer
	if v.Told == nil {
		return p.T("arrivals.title")
	}
	return v.Told.says(p, v.Event, v.Half, v.Now)
}

// says is what stands about somebody, in a line.
func (a Arrival) says(p locale.Printer, e event.Event, h event.HalfDay, now time.Time) string {
	t := a.stands(e, h, now)
	args := a.args(p, e, h)
	switch {
	case t == isThere && a.First:
		return p.T("arrival.first.title", args)
	case t == isExpected:
		return p.T("arrival.undone.title", args)
	}
	return p.T("arrival."+string(t)+".title", args)
}

// tells is how the last press sounds.
func (v ArrivalsView) tells() layout.Tone {
	if t := v.Told.stands(v.Event, v.Half, v.Now); t != isThere || v.Told.First {
		return t.tone()
	}
	return layout.Warn
}

// at is the page of another half-day.
func (v ArrivalsView) at(h event.HalfDay) string {
	v.Half = h
	return v.address()
}

// early says from when arrivals are noted.
func (v ArrivalsView) early() locale.Args {
	return locale.Args{"Date": v.Page.Printer.Date(v.Half.Starts.In(v.Event.Location()))}
}

// heading says who is listed, and how many they are.
func (v ArrivalsView) heading() string {
	p := v.Page.Printer
	if v.Search != "" {
		return p.N("arrivals.found", v.Leaf.All)
	}
	return p.N("arrivals.expected", v.Leaf.All)
}

// nobody says why nobody is listed.
func (v ArrivalsView) nobody() string {
	if v.Search != "" {
		return v.Page.Printer.T("arrivals.none")
	}
	return v.Page.Printer.T("arrivals.everybody")
}

// counted are the figures of a half-day for a sentence.
func counted(p locale.Printer, c ArrivalCount) locale.Args {
	return locale.Args{"Present": p.Number(c.Present), "Expected": p.Number(c.Expected)}
}
