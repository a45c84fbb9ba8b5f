package organisers

import (
	"net/http"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/intake"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func walkInPurpose(e event.Ref) string { return "walk-in " + e.String() }

// walkInForm asks who has come without being registered.
func (o *organisers) walkInForm(w http.ResponseWriter, v visit) error {
	view, err := o.walkInView(v)
	if err != nil {
		return err
	}
	view.Stamp = o.Ring.Form(walkInPurpose(view.Event.Ref), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.WalkIn(view))
}

func (o *organisers) walkInView(v visit) (view pages.WalkInView, err error) {
	e, page, err := o.eventPage(v, "/check-in/walk-in")
	if err != nil {
		return view, err
	}
	e.NoWaiting = true // nobody waits at the door: what is full is said to be
	view.RegisterView = pages.RegisterView{Page: page, Announcement: pages.Announcement{Event: e}, Values: pages.Values{Workshops: map[string]string{}}}
	view.Half, view.Opens = attendance.Current(e, o.Now()), !o.Now().Before(attendance.Opens(e, attendance.Current(e, o.Now())))
	if view.Organisation, err = v.organisation(); err != nil || !e.Registers() {
		return view, err
	}
	view.Desk, err = o.Table.Desk(v.Context(), e.Ref)
	return view, fault.Wrap("organisers: read the desk", err)
}

// walkIn registers somebody at the door and notes that she is there. It goes to
// the desk like any wish, so that no seat is given twice; with the same form
// again it gives the same answer.
func (o *organisers) walkIn(w http.ResponseWriter, v visit) error {
	view, err := o.walkInView(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	p, purpose := view.Page.Printer, walkInPurpose(view.Event.Ref)
	stamp, problems := o.web.OpenStamp(p, form, purpose, true)
	view.Stamp = stamp.Again
	view.Values = intake.Values(form, view.Event)
	now := o.Now()
	who, unfit, err := intake.Attendee(p, form, now)
	if err != nil {
		return fault.Wrap("organisers: read a form", err)
	}
	choice := event.Choice{Remote: view.Event.Capacity == 0, Workshops: intake.Workshops(form, view.Event)}
	if view.Event.ByDay {
		choice.Days = []int{view.Half.Day}
	}
	if len(unfit) == 0 {
		unfit = elsewhere(p, view.Event, choice)
	}
	if view.Problems = append(problems, unfit...); len(view.Problems) == 0 && !(view.Opens && view.Event.Registers()) {
		view.Problems = web.Problems{{Text: p.T("problem.walk-in.early")}}
	}
	if len(view.Problems) > 0 {
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.WalkIn(view))
	}
	return o.admit(w, v, view, registration.Wish{
		Made: now, FormMade: stamp.Made, Nonce: stamp.Nonce, Choice: choice, Attendee: who, Source: registration.AtDoor,
	})
}

// elsewhere says which of the workshops that are chosen at the door cannot be.
func elsewhere(p locale.Printer, e event.Event, c event.Choice) (problems web.Problems) {
	for _, u := range e.Check(c) {
		one := web.Problem{Text: p.T("problem.walk-in.workshop")}
		if u.Slot != "" {
			one.Field = pages.FieldWorkshop(u.Slot)
		}
		problems = append(problems, one)
	}
	return problems
}

// admit brings the wish to the desk, and whoever has a seat in.
func (o *organisers) admit(w http.ResponseWriter, v visit, view pages.WalkInView, wish registration.Wish) error {
	e := view.Event
	person, outcome, err := o.add(v, e, wish)
	if err != nil {
		return err
	}
	switch outcome {
	case registration.Accepted:
		return o.enter(w, v, press{event: e, half: view.Half, person: person, nonce: wish.Nonce})
	case registration.Busy:
		return fault.New(fault.Unavailable, "organisers: register at the door", nil)
	}
	return o.noSeat(w, v, view, person, outcome)
}

// noSeat says why there is none, unless she has one: who is registered already
// is answered what a newcomer would be.
func (o *organisers) noSeat(w http.ResponseWriter, v visit, view pages.WalkInView, person token.Person, outcome registration.Outcome) error {
	r, err := o.desk.Find(v.Context(), view.Event.Ref, person)
	if err != nil {
		return err
	}
	if r.State == registration.Confirmed {
		return o.enter(w, v, press{event: view.Event, half: view.Half, person: person, nonce: token.ID()})
	}
	key := "problem.walk-in.full"
	switch outcome {
	case registration.WorkshopFull:
		key = "problem.walk-in.workshop-full"
	case registration.Unknown:
		key = "problem.walk-in.workshop"
	case registration.TooLate: // for whom an organiser speaks nothing else is
		key = "event.called-off"
	case registration.Stale:
		key = "told.stale"
		view.Stamp = o.Ring.Form(walkInPurpose(view.Event.Ref), o.Now()) // the one that came would be so for ever
	}
	view.Problems = web.Problems{{Text: view.Page.Printer.T(key)}}
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.WalkIn(view))
}

// enter notes that somebody who was just registered is there. A member whose
// scope does not show her is told so by the page, which does not name her.
func (o *organisers) enter(w http.ResponseWriter, v visit, p press) error {
	err := o.letIn(v, p, organisation.WalkedIn)
	if fault.Is(err, fault.NotFound) {
		leadArrivals(w, v, p.event, "")
		return nil
	}
	if err != nil {
		return err
	}
	p.back(w, v)
	return nil
}
