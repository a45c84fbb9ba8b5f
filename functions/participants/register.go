package participants

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// keep is how long after an event its registrations are kept.
const keep = 90 * 24 * time.Hour

func formPurpose(e event.Ref) string { return "register " + e.String() }

// registerForm shows the form, or why there is none now.
func (p *participants) registerForm(w http.ResponseWriter, r *http.Request) error {
	a, page, err := p.announcement(r)
	if err != nil {
		return err
	}
	page.Path += "/register"
	if a.Accepts != event.Open {
		return p.answer(w, r, page, a, closed(a.Accepts))
	}
	v := pages.RegisterView{Page: page, Announcement: a, Stamp: p.Ring.Form(formPurpose(a.Event.Ref), p.Now())}
	return p.showForm(w, r, http.StatusOK, v)
}

func closed(a event.Acceptance) pages.AnswerKind {
	if a == event.Early {
		return pages.TooEarly
	}
	return pages.TooLate
}

// showForm writes the form; with something to mend it is an answer of 422.
func (p *participants) showForm(w http.ResponseWriter, r *http.Request, status int, v pages.RegisterView) error {
	v.Page.Title = v.Page.Printer.T("register.title")
	v.Page.Errors = len(v.Problems) > 0
	return web.Page(w, r, status, pages.RegisterForm(v))
}

// answer writes why there is no place now.
func (p *participants) answer(w http.ResponseWriter, r *http.Request, page layout.Page, a pages.Announcement, kind pages.AnswerKind) error {
	page.Title = page.Printer.T("answer." + string(kind) + ".title")
	return web.Page(w, r, http.StatusConflict, pages.Answer(pages.AnswerView{Page: page, Announcement: a, Kind: kind}))
}

// register brings a form to the desk. The answer is what a newcomer with these
// choices is told, whoever is registered already.
func (p *participants) register(w http.ResponseWriter, r *http.Request) error {
	received := p.Now()
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	a, page, err := p.announcement(r)
	if err != nil {
		return p.retry(w, r, form, err)
	}
	page.Path += "/register"
	v := pages.RegisterView{Page: page, Announcement: a, Values: values(form, a.Event)}
	nonce, made, problems := p.openForm(page, a, form, received)
	v.Stamp = p.Ring.Restamp(formPurpose(a.Event.Ref), nonce, made)
	if len(problems) > 0 {
		v.Problems = problems
		return p.showForm(w, r, http.StatusUnprocessableEntity, v)
	}
	who, problems, err := attendee(page.Printer, form, received)
	if err != nil {
		return fault.Wrap("participants: read a form", err)
	}
	chosen, unchosen := choices(page.Printer, form, a.Event)
	if v.Problems = slices.Concat(problems, unchosen); len(v.Problems) > 0 {
		return p.showForm(w, r, http.StatusUnprocessableEntity, v)
	}
	person, err := p.person(a.Event, who)
	if err != nil {
		return err
	}
	outcome, err := p.desk.Register(r.Context(), a.Event.Ref, person, registration.Wish{
		Made: received, FormMade: made, Nonce: nonce, Workshops: chosen, Attendee: who,
		Expires: a.Event.Ends().Add(keep),
	})
	if err != nil {
		return p.retry(w, r, form, err)
	}
	return p.conclude(w, r, form, v, outcome, chosen)
}

// conclude tells the outcome of a registration.
func (p *participants) conclude(w http.ResponseWriter, r *http.Request, form web.Form, v pages.RegisterView, outcome registration.Outcome, chosen []event.WorkshopID) error {
	t := v.Page.Printer
	switch outcome {
	case registration.Accepted:
		http.Redirect(w, r, p.address(t.Lang, "/events/"+string(v.Event.Slug)+"/registered"), http.StatusSeeOther)
		return nil
	case registration.Full, registration.TooEarly, registration.TooLate:
		return p.answer(w, r, v.Page, v.Announcement, pages.AnswerKind(outcome))
	case registration.WorkshopFull:
		d, err := p.desk.Desk(r.Context(), v.Event.Ref)
		if err != nil {
			return p.retry(w, r, form, err)
		}
		v.Desk = d
		v.Problems = full(t, v.Event, d, chosen)
	case registration.Stale:
		v.Problems = web.Problems{{Text: t.T("problem.stale")}}
		v.Stamp = p.Ring.Form(formPurpose(v.Event.Ref), p.Now())
	case registration.Unknown:
		v.Problems = web.Problems{{Text: t.T("problem.workshop.unknown")}}
	default:
		return p.retry(w, r, form, fault.New(fault.Unavailable, "participants: "+string(outcome), nil))
	}
	return p.showForm(w, r, http.StatusUnprocessableEntity, v)
}

// openForm checks what needs no database: that the form is ours, neither too
// young nor too old, and that no robot filled the trap. It gives the nonce and
// the time under which the form is stamped if it is shown again: a form that
// was in order keeps its age, so that mending it takes as short as it may.
func (p *participants) openForm(page layout.Page, a pages.Announcement, form web.Form, now time.Time) (nonce string, made time.Time, problems web.Problems) {
	t := page.Printer
	nonce, made, err := p.Ring.OpenForm(formPurpose(a.Event.Ref), form.Get(pages.FieldStamp), now)
	switch {
	case errors.Is(err, token.ErrFormForged):
		return token.ID(), now, web.Problems{{Text: t.T("problem.form.forged")}}
	case errors.Is(err, token.ErrFormOld):
		return nonce, now, web.Problems{{Text: t.T("problem.form.old")}}
	case errors.Is(err, token.ErrFormYoung):
		return nonce, made, web.Problems{{Text: t.T("problem.form.fast")}}
	case form.Get(pages.FieldTrap) != "":
		return nonce, made, web.Problems{{Text: t.T("problem.honeypot")}}
	}
	return nonce, made, nil
}

// retry keeps a form that could not be brought to the desk now, on a page whose
// one button sends it again. Other errors pass through.
func (p *participants) retry(w http.ResponseWriter, r *http.Request, form web.Form, err error) error {
	if !fault.Is(err, fault.Unavailable) {
		return err
	}
	l, langErr := lang(r)
	if langErr != nil {
		return langErr
	}
	page := p.page(l, "")
	page.Title, page.Personal = page.Printer.T("retry.title"), true
	w.Header().Set("Retry-After", web.RetryAfter)
	v := pages.RetryView{Page: page, Action: r.URL.EscapedPath(), Fields: form.Fields()}
	if pageErr := web.Page(w, r, http.StatusServiceUnavailable, pages.Retry(v)); pageErr != nil {
		return pageErr
	}
	return err // for the log
}

// registered says that the place is kept and a mail is on its way; the same to everybody.
func (p *participants) registered(w http.ResponseWriter, r *http.Request) error {
	a, page, err := p.announcement(r)
	if err != nil {
		return err
	}
	page.Title, page.Personal = page.Printer.T("registered.title"), true
	page.Path += "/registered"
	return web.Page(w, r, http.StatusOK, pages.Registered(pages.EventView{Page: page, Announcement: a}))
}
