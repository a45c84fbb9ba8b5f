package organisers

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
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
	if view.Organisation, err = o.Table.Organisation(v.Context(), e.Organisation); err != nil || !e.Registers() {
		return view, fault.Wrap("organisers: read the organisation", err)
	}
	view.Desk, err = o.Table.Desk(v.Context(), e.Ref)
	return view, fault.Wrap("organisers: read the desk", err)
}

// stranger is what is asked of somebody at the door, and its rules.
type stranger struct {
	Given        string `form:"given" validate:"required,namelong,namelink,namecontrol"`
	Family       string `form:"family" validate:"required,namelong,namelink,namecontrol"`
	Address      string `form:"address" validate:"required,address"`
	Organisation string `form:"organisation" validate:"max=120,nolink"`
	Sector       string `form:"sector" validate:"sector"`
	Consent      string `form:"consent" validate:"required"`
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
	view.Stamp = o.Ring.Restamp(purpose, stamp.Nonce, stamp.Made)
	typed := readStranger(form, &view)
	wish, unfit, err := o.strangersWish(p, view, typed)
	if err != nil {
		return err
	}
	if view.Problems = append(problems, unfit...); len(view.Problems) == 0 && !(view.Opens && view.Event.Registers()) {
		view.Problems = web.Problems{{Text: p.T("problem.walk-in.early")}}
	}
	if len(view.Problems) > 0 {
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.WalkIn(view))
	}
	wish.FormMade, wish.Nonce = stamp.Made, stamp.Nonce
	return o.admit(w, v, view, wish)
}

// readStranger reads the form, and keeps it as it was typed.
func readStranger(f web.Form, view *pages.WalkInView) stranger {
	get := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	s := stranger{
		Given: get(pages.FieldGiven), Family: get(pages.FieldFamily), Address: get(pages.FieldAddress),
		Organisation: get(pages.FieldOrganisation), Sector: get(pages.FieldSector), Consent: get(pages.FieldConsent),
	}
	view.Values = pages.Values{
		Given: s.Given, Family: s.Family, Address: s.Address, Organisation: s.Organisation, Sector: s.Sector,
		Consent: s.Consent != "", Workshops: map[string]string{},
	}
	for _, slot := range view.Event.Slots {
		view.Values.Workshops[slot.ID] = get(pages.FieldWorkshop(slot.ID))
	}
	return s
}

// strangersWish is what somebody at the door wishes, or what is to be mended.
func (o *organisers) strangersWish(p locale.Printer, view pages.WalkInView, s stranger) (w registration.Wish, problems web.Problems, err error) {
	e := view.Event
	if problems, err = web.Check(p, s); err != nil {
		return w, nil, err
	}
	c := event.Choice{Remote: e.Capacity == 0}
	if e.ByDay {
		c.Days = []int{view.Half.Day}
	}
	for _, slot := range e.Slots {
		if id := view.Values.Workshops[slot.ID]; id != "" {
			c.Workshops = append(c.Workshops, event.WorkshopID(id))
		}
	}
	for _, u := range e.Check(c) {
		key := "problem.walk-in.workshop"
		if u.Slot != "" {
			problems = append(problems, web.Problem{Field: pages.FieldWorkshop(u.Slot), Text: p.T(key)})
		} else {
			problems = append(problems, web.Problem{Text: p.T(key)})
		}
	}
	if len(problems) > 0 {
		return w, problems, nil
	}
	now := o.Now()
	a := registration.Attendee{Organisation: registration.ParseAffiliation(s.Organisation), Lang: p.Lang, Consent: now}
	a.Sector, _ = registration.ParseSector(s.Sector)
	given, givenErr := registration.ParseName(s.Given)
	family, familyErr := registration.ParseName(s.Family)
	address, addressErr := outbox.ParseAddress(s.Address)
	a.Given, a.Family, a.Address = given, family, address
	w = registration.Wish{Made: now, Choice: c, Attendee: a}
	return w, nil, cmp.Or(givenErr, familyErr, addressErr)
}

// admit brings the wish to the desk, and whoever has a seat in.
func (o *organisers) admit(w http.ResponseWriter, v visit, view pages.WalkInView, wish registration.Wish) error {
	e := view.Event
	wish.Source = registration.AtDoor
	person, outcome, err := o.add(v, e, wish)
	if err != nil {
		return err
	}
	if slices.Contains([]registration.Outcome{registration.Full, registration.WorkshopFull, registration.QueueFull, registration.Unchanged}, outcome) {
		return o.noSeat(w, v, view, person, outcome)
	}
	if outcome != registration.Accepted {
		return fault.New(fault.Unavailable, "organisers: register at the door: "+string(outcome), nil)
	}
	return o.enter(w, v, press{event: e, half: view.Half, person: person, nonce: wish.Nonce})
}

// noSeat says that there is none, unless she has one: who is registered already
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
	if outcome == registration.WorkshopFull {
		key = "problem.walk-in.workshop-full"
	}
	view.Problems = web.Problems{{Text: view.Page.Printer.T(key)}}
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.WalkIn(view))
}

// enter notes that somebody who was just registered is there. A member whose
// scope does not show her is told so by the page, which does not name her.
func (o *organisers) enter(w http.ResponseWriter, v visit, p press) error {
	_, _, err := o.attendance.Arrive(v.Context(), p.event, p.person, p.half,
		attendance.Mark{At: o.Now(), By: v.session.Member.Address, Nonce: p.nonce}, p.line(o, v, organisation.WalkedIn),
		func(r registration.Registration) error { return o.admits(v, p.event, r) })
	switch {
	case fault.Is(err, fault.NotFound):
		http.Redirect(w, v.Request, layout.Address(site.Arrivals, v.lang, string(p.event.Ref.Event)), http.StatusSeeOther)
		return nil
	case err != nil && !fault.Is(err, fault.Conflict):
		return err
	}
	p.back(w, v)
	return nil
}
