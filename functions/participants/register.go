package participants

import (
	"net/http"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func formPurpose(e event.Ref) string { return "register " + e.String() }

// registerForm shows the form, or why there is none now.
func (p *participants) registerForm(w http.ResponseWriter, r *http.Request) error {
	a, page, err := p.announcement(r)
	if err != nil {
		return err
	}
	page.Path += "/register"
	if a.Accepts != event.Open {
		return answer(w, r, http.StatusOK, page, a, closed(a.Accepts))
	}
	v := pages.RegisterView{Page: page, Announcement: a, Stamp: p.Ring.Form(formPurpose(a.Event.Ref), p.Now())}
	return web.Page(w, r, http.StatusOK, pages.RegisterForm(v))
}

func closed(a event.Acceptance) pages.AnswerKind {
	if a == event.Early {
		return pages.TooEarly
	}
	return pages.TooLate
}

// mend shows the form again, with what is to be mended.
func (p *participants) mend(w http.ResponseWriter, r *http.Request, v pages.RegisterView) error {
	if err := p.seats(r.Context(), &v.Announcement); err != nil {
		return err
	}
	return web.Page(w, r, http.StatusUnprocessableEntity, pages.RegisterForm(v))
}

// answer writes why there is no place now.
func answer(w http.ResponseWriter, r *http.Request, status int, page layout.Page, a pages.Announcement, kind pages.AnswerKind) error {
	return web.Page(w, r, status, pages.Answer(pages.AnswerView{Page: page, Announcement: a, Kind: kind}))
}

// register brings a form to the desk. The answer is what a newcomer with these
// choices is told, whoever is registered already.
func (p *participants) register(w http.ResponseWriter, r *http.Request) error {
	received := p.Now()
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	a, page, err := p.find(r)
	if err != nil {
		return err
	}
	page.Path += "/register"
	if a.Event.Capacity == 0 { // there is no desk to bring it to
		return answer(w, r, http.StatusConflict, page, a, closed(a.Accepts))
	}
	v := pages.RegisterView{Page: page, Announcement: a, Values: values(form, a.Event)}
	stamp, problems := p.web.OpenStamp(page.Printer, form, formPurpose(a.Event.Ref), false)
	v.Stamp = p.Ring.Restamp(formPurpose(a.Event.Ref), stamp.Nonce, stamp.Made)
	if len(problems) > 0 {
		v.Problems = problems
		return p.mend(w, r, v)
	}
	who, problems, err := attendee(page.Printer, form, received)
	if err != nil {
		return fault.Wrap("participants: read a form", err)
	}
	if doubts := doubt(page.Printer, form); len(doubts) > 0 {
		problems, v.Doubted = append(doubts, problems...), true
	}
	chosen, unchosen := choices(page.Printer, form, a.Event)
	if v.Problems = inPageOrder(problems, unchosen); len(v.Problems) > 0 {
		return p.mend(w, r, v)
	}
	person, err := p.person(a.Event, who)
	if err != nil {
		return err
	}
	outcome, err := p.desk.Register(r.Context(), a.Event.Ref, person, registration.Wish{
		Made: received, FormMade: stamp.Made, Nonce: stamp.Nonce, Workshops: chosen, Attendee: who,
		Expires: a.Event.Ends().Add(registration.Keep),
	})
	if err != nil {
		return err
	}
	return p.conclude(w, r, v, outcome, chosen)
}

// conclude tells the outcome of a registration.
func (p *participants) conclude(w http.ResponseWriter, r *http.Request, v pages.RegisterView, outcome registration.Outcome, chosen []event.WorkshopID) error {
	t := v.Page.Printer
	switch outcome {
	case registration.Accepted:
		http.Redirect(w, r, layout.Address(site.Registered, t.Lang, string(v.Event.Slug)), http.StatusSeeOther)
		return nil
	case registration.Full, registration.TooEarly, registration.TooLate:
		return answer(w, r, http.StatusConflict, v.Page, v.Announcement, pages.AnswerKind(outcome))
	case registration.WorkshopFull:
		if err := p.seats(r.Context(), &v.Announcement); err != nil {
			return err
		}
		if v.Problems = full(t, v.Event, v.Desk, chosen); len(v.Problems) == 0 { // a seat came free meanwhile
			return fault.New(fault.Unavailable, "participants: "+string(outcome), nil)
		}
	case registration.Unknown:
		v.Problems = web.Problems{{Text: t.T("problem.workshop.unknown")}}
	default: // busy: the page that keeps the form says so
		return fault.New(fault.Unavailable, "participants: "+string(outcome), nil)
	}
	return p.mend(w, r, v)
}

// registered says that the place is kept and a mail is on its way; the same to everybody.
func (p *participants) registered(w http.ResponseWriter, r *http.Request) error {
	a, page, err := p.announcement(r)
	if err != nil {
		return err
	}
	page.Path += "/registered"
	return web.Page(w, r, http.StatusOK, pages.Registered(pages.EventView{Page: page, Announcement: a}))
}
