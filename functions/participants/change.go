package participants

import (
	"net/http"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/intake"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func changePurpose(e event.Ref) string { return "change " + e.String() }

// changeForm shows the form with the registration as it stands.
func (p *participants) changeForm(w http.ResponseWriter, r *http.Request) error {
	own, err := p.own(r)
	if err != nil {
		return err
	}
	if !changeable(own) {
		back(w, r, own)
		return nil
	}
	v := changing(own)
	v.Stamp = p.Ring.Form(changePurpose(v.Event.Ref), p.Now())
	v.Values = pages.Kept(v.Event, v.Registration)
	return web.Page(w, r, http.StatusOK, pages.ChangeForm(v))
}

// changeable reports whether there is something to change, and time to.
func changeable(v pages.RegistrationView) bool {
	return v.Registration.State.Active() && v.Event.State != event.Cancelled && v.Now.Before(v.Event.Starts())
}

func changing(own pages.RegistrationView) pages.ChangeView {
	v := pages.ChangeView{Registration: own.Registration, Link: own.Link}
	v.Page, v.Announcement, v.Holds = own.Page, own.Announcement, own.Registration.Holds()
	v.Held = own.Registration.State.Held()
	v.Page.Path += "/change"
	return v
}

// change brings a form of changes to the desk. If the places that it asks for
// are full and she does not want to wait, all stays as it was.
func (p *participants) change(w http.ResponseWriter, r *http.Request) error {
	received := p.Now()
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	own, err := p.own(r)
	if err != nil {
		return err
	}
	if !changeable(own) {
		back(w, r, own)
		return nil
	}
	v, purpose := changing(own), changePurpose(own.Event.Ref)
	v.Values = intake.Values(form, v.Event)
	stamp, problems := p.web.OpenStamp(v.Page.Printer, form, purpose, true)
	v.Stamp, v.Problems = stamp.Again, problems
	if len(problems) > 0 {
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.ChangeForm(v))
	}
	who, problems, err := intake.Changed(v.Page.Printer, form)
	if err != nil {
		return fault.Wrap("participants: read a form of changes", err)
	}
	x, unfit := intake.ReadEntry(v.Page.Printer, form, v.Event, received)
	if v.Problems = intake.InPageOrder(v.Event, problems, unfit); len(v.Problems) > 0 {
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.ChangeForm(v))
	}
	who.Address = v.Registration.Attendee.Address
	renamed, err := p.person(v.Event, who)
	if err != nil {
		return err
	}
	outcome, err := p.desk.Ask(r.Context(), v.Event.Ref, v.Registration.Person, registration.Wish{
		Kind: registration.Change, Made: received, Nonce: stamp.Nonce, Generation: v.Registration.Generation,
		Choice: x.Choice, Wait: x.Wait, Attendee: who, Answers: x.Answers, Needs: x.Needs, Renamed: renamed,
	})
	if err != nil {
		return err
	}
	return p.concludeChange(w, r, own, v, outcome, x.Choice)
}

// stay has somebody keep what she has and wait for nothing else.
func (p *participants) stay(w http.ResponseWriter, r *http.Request) error {
	own, err := p.own(r)
	if err != nil {
		return err
	}
	if reg := own.Registration; reg.State == registration.Confirmed && reg.Wants != nil {
		return p.askFor(w, r, own, registration.Wish{
			Kind: registration.Change, Choice: reg.Choice, Attendee: reg.Attendee, Answers: reg.Answers, Needs: reg.Needs,
		})
	}
	back(w, r, own)
	return nil
}

// concludeChange tells the outcome of a change.
func (p *participants) concludeChange(w http.ResponseWriter, r *http.Request, own pages.RegistrationView, v pages.ChangeView, outcome registration.Outcome, chosen event.Choice) error {
	t := v.Page.Printer
	switch outcome {
	case registration.Busy:
		return fault.New(fault.Unavailable, "participants: change a registration", nil)
	case registration.Full, registration.WorkshopFull:
		if err := p.seats(r.Context(), &v.Announcement); err != nil {
			return err
		}
		if v.Problems = intake.InPageOrder(v.Event, intake.Full(t, v.Event, v.Desk, chosen, v.Holds, v.CanWait())); len(v.Problems) == 0 {
			return fault.New(fault.Unavailable, "participants: a seat came free", nil)
		}
	case registration.QueueFull:
		v.Problems = web.Problems{{Field: pages.FieldWait, Text: t.T("answer.queue-full.text")}}
	case registration.NameTaken:
		v.Problems = web.Problems{{Field: pages.FieldGiven, Text: t.T("problem.name.taken")}}
	case registration.Unknown:
		v.Problems = web.Problems{{Text: t.T("problem.workshop.unknown")}}
	default:
		back(w, r, own)
		return nil
	}
	return web.Page(w, r, http.StatusUnprocessableEntity, pages.ChangeForm(v))
}
