package organisers

import (
	"net/http"
	"net/url"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func (o *organisers) arrivalRoutes() map[string]console {
	return map[string]console{
		site.Arrivals:    o.arrivals,
		site.Arrive:      o.arrive,
		site.UndoArrival: o.undoArrival,
		site.PassPage:    o.pass,
		site.WalkInForm:  o.walkInForm,
		site.WalkIn:      o.walkIn,
	}
}

// shown is how many people a page of arrivals shows: what an old phone bears.
const shown = 20

// arrivals is the page of those who work at the door: a search, who is still
// expected, and what became of the last press.
func (o *organisers) arrivals(w http.ResponseWriter, v visit) error {
	e, page, err := o.eventPage(v, "/check-in")
	if err != nil {
		return err
	}
	people, err := o.roster.Unmailed(v.Context(), e, v.session.Member.Scope)
	if err != nil {
		return err
	}
	there, err := o.Table.Presences(v.Context(), e.Ref)
	if err != nil {
		return fault.Wrap("organisers: look who is there", err)
	}
	asked, now := v.URL.Query(), o.Now()
	view := pages.ArrivalsView{Page: page, Event: e, Half: attendance.Current(e, now), Search: asked.Get(pages.QuerySearch), Nonce: token.ID(), Now: now}
	if h, ok := attendance.Find(e, asked.Get(pages.QueryHalf)); ok {
		view.Half = h
	}
	if len(asked) > 0 {
		view.Page.Path += "?" + asked.Encode()
	}
	view.Counts = pages.CountArrivals(e, people, there)
	view.Told = told(e, people, there, view, asked)
	list := listed(e, people, there, view)
	roster.Sort(list, roster.ByName, v.lang)
	after, before := roster.ParseCursor(asked.Get(pages.QueryAfter)), roster.ParseCursor(asked.Get(pages.QueryBefore))
	view.Leaf = roster.Turn(list, people, roster.ByName, v.lang, after, before, shown)
	for _, p := range view.Leaf.Entries {
		view.Found = append(view.Found, pages.Arrival{Registration: p.Registration, Presence: there[p.Person]})
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Arrivals(view))
}

// listed are those whom a search finds, however they stand; or else those who are
// still expected.
func listed(e event.Event, people []roster.Entry, there map[token.Person]attendance.Presence, view pages.ArrivalsView) (list []roster.Entry) {
	search := roster.Filter{Search: view.Search}
	for _, p := range people {
		switch {
		case view.Search != "" && !search.Registered(e, p.Registration):
		case view.Search == "" && (!pages.ExpectedAt(e, p.Registration, view.Half) || there[p.Person].In(view.Half)):
		default:
			list = append(list, p)
		}
	}
	return list
}

// told is about whom the last press was, and whether it was the first to say so:
// what is told is what stands, whatever the address says.
func told(e event.Event, people []roster.Entry, there map[token.Person]attendance.Presence, view pages.ArrivalsView, asked url.Values) *pages.Arrival {
	who, err := token.ParsePerson(asked.Get(pages.QueryPerson))
	if err != nil {
		return nil
	}
	for _, p := range people {
		if p.Person == who {
			here := there[who]
			mark, in := here.Marks[attendance.Name(view.Half)]
			return &pages.Arrival{Registration: p.Registration, Presence: here, First: in && mark.Nonce == asked.Get(pages.QueryNonce)}
		}
	}
	return nil
}

// arrive notes that somebody is there. Whoever is second is told who was first.
func (o *organisers) arrive(w http.ResponseWriter, v visit) error {
	p, ok, err := o.pressed(w, v)
	if err != nil || !ok {
		return err
	}
	if !o.Now().Before(attendance.Opens(p.event, p.half)) {
		if err := o.letIn(v, p, organisation.CheckedIn); err != nil {
			return err
		}
	}
	p.back(w, v)
	return nil
}

// letIn notes that somebody is there, if she has a seat; if not, the page says
// how she stands. NotFound for whom the member does not see.
func (o *organisers) letIn(v visit, p press, did organisation.Action) error {
	_, _, err := o.attendance.Arrive(v.Context(), p.event, p.person, p.half,
		attendance.Mark{At: o.Now(), By: v.session.Member.Address, Nonce: p.nonce}, p.line(o, v, did),
		func(r registration.Registration) error { return o.admits(v, p.event, r) })
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// undoArrival takes it back.
func (o *organisers) undoArrival(w http.ResponseWriter, v visit) error {
	p, ok, err := o.pressed(w, v)
	if err != nil || !ok {
		return err
	}
	err = o.attendance.Undo(v.Context(), p.event, p.person, p.half, p.line(o, v, organisation.Unchecked),
		func(r registration.Registration) error { return o.shows(v, p.event, r) })
	if err != nil {
		return err
	}
	p.back(w, v)
	return nil
}

// press is what a button of the door says.
type press struct {
	event  event.Event
	half   event.HalfDay
	person token.Person
	nonce  string
}

// pressed reads a button; one that says nothing leads back to the page.
func (o *organisers) pressed(w http.ResponseWriter, v visit) (p press, ok bool, err error) {
	if p.event, err = o.own(v); err != nil {
		return p, false, err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return p, false, err
	}
	p.person, err = token.ParsePerson(form.Get(pages.QueryPerson))
	p.half, ok = attendance.Find(p.event, form.Get(pages.QueryHalf))
	p.nonce = form.Get(pages.QueryNonce)
	if ok = ok && err == nil && len(p.nonce) == token.NonceSize; !ok {
		leadArrivals(w, v, p.event, "")
	}
	return p, ok, nil
}

func (p press) line(o *organisers, v visit, did organisation.Action) organisation.Audit {
	return o.line(v, did, organisation.Audit{Event: string(p.event.Ref.Event), Person: p.person.String(), Format: string(attendance.Name(p.half)), Rows: 1})
}

// back leads to the page that says what stands now.
func (p press) back(w http.ResponseWriter, v visit) {
	said := url.Values{
		pages.QueryHalf: {string(attendance.Name(p.half))}, pages.QueryPerson: {p.person.String()}, pages.QueryNonce: {p.nonce},
	}
	leadArrivals(w, v, p.event, "?"+said.Encode())
}

// leadArrivals leads to the page of those who work at the door.
func leadArrivals(w http.ResponseWriter, v visit, e event.Event, query string) {
	http.Redirect(w, v.Request, layout.Address(site.Arrivals, v.lang, string(e.Ref.Event))+query, http.StatusSeeOther)
}

// shows is NotFound for whom the member does not see.
func (o *organisers) shows(v visit, e event.Event, r registration.Registration) error {
	if r.State == "" || r.State == registration.Refused || r.Attendee == (registration.Attendee{}) || !roster.Shows(v.session.Member.Scope, e, r) {
		return fault.New(fault.NotFound, "organisers: find who arrives", nil)
	}
	return nil
}

// admits is a conflict for who has no seat.
func (o *organisers) admits(v visit, e event.Event, r registration.Registration) error {
	if err := o.shows(v, e, r); err != nil {
		return err
	}
	if r.At(o.Now()).State != registration.Confirmed {
		return fault.New(fault.Conflict, "organisers: admit somebody without a seat", nil)
	}
	return nil
}

// pass shows whom a code is for that was scanned at the door, and one button.
// That a code is not good is said, and how to go on, and nothing of whose it was.
func (o *organisers) pass(w http.ResponseWriter, v visit) error {
	e, page, err := o.eventPage(v, "/check-in/"+v.PathValue("pass"))
	if err != nil {
		return err
	}
	now := o.Now()
	view := pages.PassView{Page: page, Event: e, Half: attendance.Current(e, now), Nonce: token.ID(), Now: now}
	person, generation, err := o.Ring.OpenPass(e.Ref.String(), v.PathValue("pass"))
	if err == nil {
		var r registration.Registration
		if r, view.Arrival.Presence, err = o.Table.Arriving(v.Context(), e.Ref, person); err != nil {
			return fault.Wrap("organisers: look whose pass it is", err)
		}
		if view.Known = r.Generation == generation && o.shows(v, e, r) == nil; view.Known {
			view.Arrival.Registration = r.At(now)
		} else {
			view.Arrival = pages.Arrival{}
		}
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Pass(view))
}
