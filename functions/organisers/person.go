package organisers

import (
	"net/http"
	"slices"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// ownPerson finds one person of an event, if she is the member's to see.
func (o *organisers) ownPerson(v visit, below string) (pages.PersonView, error) {
	const op = "organisers: find a person"
	id := v.PathValue("person")
	e, page, err := o.eventPage(v, "/people/"+id+below)
	if err != nil {
		return pages.PersonView{}, err
	}
	none := fault.New(fault.NotFound, op, nil)
	who, err := token.ParsePerson(id)
	if err != nil || !e.Registers() {
		return pages.PersonView{}, none
	}
	desk, r, err := o.Table.Look(v.Context(), e.Ref, who)
	if err != nil {
		return pages.PersonView{}, fault.Wrap(op, err)
	}
	if r.State == "" || r.State == registration.Refused || r.Attendee.Address.IsZero() || !roster.Shows(v.session.Member.Scope, e, r) {
		return pages.PersonView{}, none
	}
	fares, err := o.Table.DeliveriesOf(v.Context(), e.Ref, []token.Person{who})
	if err != nil {
		return pages.PersonView{}, fault.Wrap(op, err)
	}
	now := o.Now()
	return pages.PersonView{Page: page, Event: e, Desk: desk, Now: now, Person: roster.Entry{Registration: r.At(now), Delivery: fares[id]}}, nil
}

// personPage shows what there is to know of somebody.
func (o *organisers) personPage(w http.ResponseWriter, v visit) error {
	query := ""
	told := registration.Outcome(v.URL.Query().Get(pages.ParamTold))
	if slices.Contains(pages.Tells, told) {
		query = "?" + pages.ParamTold + "=" + string(told)
	} else {
		told = ""
	}
	view, err := o.ownPerson(v, query)
	if err != nil {
		return err
	}
	view.Told = told
	return web.Page(w, v.Request, http.StatusOK, pages.Person(view))
}

// doToPerson does for somebody what a button says, and leads back to her page,
// which says what came of it.
func (o *organisers) doToPerson(w http.ResponseWriter, v visit) error {
	view, err := o.ownPerson(v, "")
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	do := pages.Do(form.Get(pages.FieldDo))
	if !slices.Contains(pages.Doings, do) {
		return fault.New(fault.Unreadable, "organisers: do something to a person", nil)
	}
	r := view.Person.Registration
	outcome, err := o.desk.Ask(v.Context(), view.Event.Ref, r.Person, o.wish(v, view.Event, registration.Wish{Kind: do, Generation: r.Generation}))
	if err != nil {
		return err
	}
	leadToPerson(w, v, view.Event, r.Person, outcome)
	return nil
}

// wish is one that the member has for somebody.
func (o *organisers) wish(v visit, e event.Event, w registration.Wish) registration.Wish {
	w.By, w.Expires = v.session.Member.Address, e.Ends().Add(registration.Keep)
	return w
}

// leadToPerson leads to somebody's page, which says what came of a wish.
func leadToPerson(w http.ResponseWriter, v visit, e event.Event, who token.Person, outcome registration.Outcome) {
	to := layout.Address(site.PersonPage, v.lang, string(e.Ref.Event), who.String())
	http.Redirect(w, v.Request, to+"?"+pages.ParamTold+"="+string(outcome), http.StatusSeeOther)
}
