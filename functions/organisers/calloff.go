package organisers

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func callOffPurpose(e event.Ref) string { return "call off " + e.String() }

// callingOff is the view of the page on which an event is called off, with how
// many people are told.
func (o *organisers) callingOff(v visit) (pages.CallOffView, error) {
	e, page, err := o.eventPage(v, "/cancel")
	view := pages.CallOffView{Page: page, Event: e}
	if err != nil || e.State != event.Published || !e.Registers() {
		return view, err
	}
	now := o.Now()
	for r, err := range o.Table.Registrations(v.Context(), e.Ref) {
		if err != nil {
			return view, fault.Wrap("organisers: count whom an event concerns", err)
		}
		if r.At(now).State.Active() && !r.Attendee.Address.IsZero() {
			view.People++
		}
	}
	return view, nil
}

// callOffForm says what calling an event off does, and to how many.
func (o *organisers) callOffForm(w http.ResponseWriter, v visit) error {
	view, err := o.callingOff(v)
	if err != nil {
		return err
	}
	if !view.Possible(o.Now()) {
		leadPublication(w, v, view.Event)
		return nil
	}
	view.Stamp = o.Ring.Form(callOffPurpose(view.Event.Ref), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.CallOff(view))
}

// callOff calls an event off, once whoever presses. Everybody who stands at its
// desk at that moment is told.
func (o *organisers) callOff(w http.ResponseWriter, v visit) error {
	view, err := o.callingOff(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, messageLimit)
	if err != nil {
		return err
	}
	if !view.Possible(o.Now()) {
		leadPublication(w, v, view.Event)
		return nil
	}
	p, purpose := view.Page.Printer, callOffPurpose(view.Event.Ref)
	stamp, problems := o.web.OpenStamp(p, form, purpose, true)
	view.Reason, view.Problems = readReason(p, form)
	view.Sure = form.Get(pages.FieldSure) != ""
	if !view.Sure {
		view.Problems = append(view.Problems, web.Problem{Field: pages.FieldSure, Text: p.T("call-off.sure.missing")})
	}
	if len(problems) > 0 {
		view.Problems = problems
	}
	if len(view.Problems) > 0 {
		view.Stamp = stamp.Again
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.CallOff(view))
	}
	e, err := o.revise(v, func(e *event.Event) (registration.Revision, bool) {
		if e.State != event.Published {
			return registration.Revision{}, false
		}
		e.State = event.Cancelled
		return registration.Revision{
			Line:     o.line(v, organisation.CalledOff, organisation.Audit{Event: string(e.Ref.Event), Rows: view.People}),
			CallsOff: &registration.CallingOff{Reason: view.Reason, Expected: view.People},
		}, true
	})
	if err != nil {
		return err
	}
	leadPublication(w, v, e)
	return nil
}

// readReason reads why an event is called off, in the languages in which it is said.
func readReason(p locale.Printer, form web.Form) (reason locale.Text, problems web.Problems) {
	for _, l := range locale.Languages {
		s := strings.TrimSpace(strings.ReplaceAll(form.Get(pages.FieldReason(l)), "\r\n", "\n"))
		if s == "" {
			continue
		}
		if reason == nil {
			reason = locale.Text{}
		}
		if reason[l] = s; utf8.RuneCountInString(s) > pages.MostReason {
			problems = append(problems, web.Problem{Field: pages.FieldReason(l), Text: p.T("written.long", locale.Args{"Most": p.Number(pages.MostReason)})})
		}
	}
	return reason, problems
}
