package organisers

import (
	"net/http"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/intake"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func personPurpose(e event.Ref) string { return "person " + e.String() }

// personForm asks whom to register, while the event is not over.
func (o *organisers) personForm(w http.ResponseWriter, v visit) error {
	view, err := o.newPerson(v)
	if err != nil {
		return err
	}
	view.Stamp = o.Ring.Form(personPurpose(view.Event.Ref), o.Now())
	view.Values.Asked, view.Values.Lang = view.Event.Questions.Asked(nil), string(v.lang)
	return web.Page(w, v.Request, http.StatusOK, pages.PersonForm(view))
}

// newPerson is the form for somebody who is not registered. Conflict if the
// event is over, or takes no registrations.
func (o *organisers) newPerson(v visit) (view pages.PersonFormView, err error) {
	view.Event, view.Page, err = o.eventPage(v, "/people/new")
	if err != nil {
		return view, err
	}
	if !view.Event.Registers() || view.Event.Accepts(o.Now()) == event.Over {
		return view, fault.New(fault.Conflict, "organisers: register somebody", nil)
	}
	return view, o.announce(v, &view)
}

// announce reads who organises, and the seats.
func (o *organisers) announce(v visit, view *pages.PersonFormView) (err error) {
	if view.Organisation, err = v.organisation(); err == nil {
		view.Desk, err = o.Table.Desk(v.Context(), view.Event.Ref)
	}
	return fault.Wrap("organisers: read the seats", err)
}

// addPerson registers somebody of whom an organiser was told.
func (o *organisers) addPerson(w http.ResponseWriter, v visit) error {
	received := o.Now()
	view, err := o.newPerson(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	view.Values, view.Source = intake.Values(form, view.Event), form.Get(pages.FieldSource)
	stamp, problems := o.web.OpenStamp(view.Page.Printer, form, personPurpose(view.Event.Ref), true)
	view.Stamp = stamp.Again
	if view.Problems = problems; len(problems) > 0 {
		return mend(w, v, view)
	}
	who, problems, err := intake.Attendee(view.Page.Printer, form, received)
	if err != nil {
		return fault.Wrap("organisers: read a form", err)
	}
	if doubts := intake.Doubt(view.Page.Printer, form); len(doubts) > 0 {
		problems, view.Doubted = append(doubts, problems...), true
	}
	x, unfit := intake.ReadEntry(view.Page.Printer, form, view.Event, received)
	view.Problems = intake.InPageOrder(view.Event, o.told(view.Page.Printer, form, &who), problems, unfit)
	if len(view.Problems) > 0 {
		return mend(w, v, view)
	}
	person, outcome, err := o.add(v, view.Event, registration.Wish{
		Made: received, FormMade: stamp.Made, Nonce: stamp.Nonce, Choice: x.Choice, Wait: x.Wait, Attendee: who,
		Answers: x.Answers, Needs: x.Needs, Source: registration.Source(view.Source),
	})
	if err != nil {
		return err
	}
	return o.conclude(w, v, view, person, outcome, x.Choice)
}

// told reads what only an organiser's form asks: how she was told, and in which
// language to write.
func (o *organisers) told(p locale.Printer, form web.Form, who *registration.Attendee) (problems web.Problems) {
	if _, known := registration.ParseSource(form.Get(pages.FieldSource)); !known {
		problems = append(problems, web.Problem{Field: pages.FieldSource, Text: p.T("problem.source.missing")})
	}
	lang, known := locale.Parse(form.Get(pages.FieldLang))
	if !known {
		problems = append(problems, web.Problem{Field: pages.FieldLang, Text: p.T("problem.lang.missing")})
	}
	who.Lang = lang
	return problems
}

// add registers somebody for whom the member speaks, such as a walk-in at the
// door ([registration.AtDoor]): she has a seat at once if one is free, and the
// journal has its line. [registration.Unchanged] if she is registered already.
func (o *organisers) add(v visit, e event.Event, w registration.Wish) (token.Person, registration.Outcome, error) {
	who, err := o.person(e, w.Attendee)
	if err != nil {
		return who, "", err
	}
	outcome, err := o.desk.Register(v.Context(), e.Ref, who, o.wish(v, e, w))
	return who, outcome, err
}

// person is the key of who has these names and this address at an event.
func (o *organisers) person(e event.Event, a registration.Attendee) (token.Person, error) {
	who, err := o.Ring.Person(e.SecretVersion, e.Ref.String(), a.Address.Folded(), registration.FoldNames(a.Given, a.Family))
	if err != nil {
		return who, fault.New(fault.Internal, "organisers: name the person", err)
	}
	return who, nil
}

// editPerson shows what stands, to be corrected.
func (o *organisers) editPerson(w http.ResponseWriter, v visit) error {
	view, err := o.ownPersonForm(v)
	if err != nil {
		return err
	}
	view.Stamp = o.Ring.Form(personPurpose(view.Event.Ref), o.Now())
	view.Values = pages.Kept(view.Event, view.Registration)
	return web.Page(w, v.Request, http.StatusOK, pages.PersonForm(view))
}

// ownPersonForm is the form for somebody who has a seat or waits; Conflict if she
// does not.
func (o *organisers) ownPersonForm(v visit) (view pages.PersonFormView, err error) {
	own, err := o.ownPerson(v, "/edit")
	if err != nil {
		return view, err
	}
	if !own.Person.State.Active() {
		return view, fault.New(fault.Conflict, "organisers: correct a registration", nil)
	}
	view.Page, view.Event, view.Registration, view.Unreached = own.Page, own.Event, own.Person.Registration, own.Person.Delivery.Failed()
	view.Holds, view.Held = view.Registration.Holds(), view.Registration.State.Held()
	return view, o.announce(v, &view)
}

// savePerson corrects what stands, and moves her if other places are chosen.
func (o *organisers) savePerson(w http.ResponseWriter, v visit) error {
	received := o.Now()
	view, err := o.ownPersonForm(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	view.Values = intake.Values(form, view.Event)
	stamp, problems := o.web.OpenStamp(view.Page.Printer, form, personPurpose(view.Event.Ref), true)
	view.Stamp = stamp.Again
	if view.Problems = problems; len(problems) > 0 {
		return mend(w, v, view)
	}
	who, problems, err := intake.Changed(view.Page.Printer, form)
	if err != nil {
		return fault.Wrap("organisers: read a form", err)
	}
	x, unfit := intake.ReadEntry(view.Page.Printer, form, view.Event, received)
	if view.Problems = intake.InPageOrder(view.Event, problems, unfit); len(view.Problems) > 0 {
		return mend(w, v, view)
	}
	r := view.Registration
	if who.Address = r.Attendee.Address; !view.Unreached {
		who.Phone = r.Attendee.Phone // which was not shown
	}
	renamed, err := o.person(view.Event, who)
	if err != nil {
		return err
	}
	outcome, err := o.desk.Ask(v.Context(), view.Event.Ref, r.Person, o.wish(v, view.Event, registration.Wish{
		Kind: registration.Change, Made: received, Nonce: stamp.Nonce, Generation: r.Generation,
		Choice: x.Choice, Wait: x.Wait, Attendee: who, Answers: x.Answers, Needs: x.Needs, Renamed: renamed,
	}))
	if err != nil {
		return err
	}
	return o.conclude(w, v, view, r.Person, outcome, x.Choice)
}

// conclude leads to her page, or shows the form again with what is in the way.
func (o *organisers) conclude(w http.ResponseWriter, v visit, view pages.PersonFormView, who token.Person, outcome registration.Outcome, chosen event.Choice) error {
	p := view.Page.Printer
	switch outcome {
	case registration.Busy:
		return fault.New(fault.Unavailable, "organisers: register somebody", nil)
	case registration.Full, registration.WorkshopFull:
		view.Problems = intake.InPageOrder(view.Event, intake.Full(p, view.Event, view.Desk, chosen, view.Holds, view.CanWait()))
		if len(view.Problems) == 0 {
			view.Problems = web.Problems{{Text: p.T("told." + string(outcome))}}
		}
	case registration.NameTaken:
		view.Problems = web.Problems{{Field: pages.FieldGiven, Text: p.T("problem.name.taken")}}
	case registration.Unknown:
		view.Problems = web.Problems{{Text: p.T("problem.workshop.unknown")}}
	case registration.Stale:
		view.Problems = web.Problems{{Text: p.T("told.stale")}}
		view.Stamp = o.Ring.Form(personPurpose(view.Event.Ref), o.Now()) // the one that came would be so for ever
	case registration.QueueFull, registration.TooLate, registration.Gone:
		view.Problems = web.Problems{{Text: p.T("told." + string(outcome))}}
	default:
		leadToPerson(w, v, view.Event, who, outcome)
		return nil
	}
	return mend(w, v, view)
}

// mend shows the form again, with what is to be mended.
func mend(w http.ResponseWriter, v visit, view pages.PersonFormView) error {
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.PersonForm(view))
}
