package participants

import (
	"net/http"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/intake"
	"tribune/shared/locale"
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
	if a.Accepts != event.Open && !(a.Accepts == event.Early && a.Event.EarlyCode != "") {
		return answer(w, r, http.StatusOK, page, a, closed(a))
	}
	v := pages.RegisterView{Page: page, Announcement: a, Stamp: p.Ring.Form(formPurpose(a.Event.Ref), p.Now())}
	v.Values.Asked = a.Event.Questions.Asked(nil)
	return web.Page(w, r, http.StatusOK, pages.RegisterForm(v))
}

// closed is why an event that is not open takes nobody.
func closed(a pages.Announcement) pages.AnswerKind {
	switch {
	case a.Event.State == event.Cancelled:
		return pages.CalledOff
	case a.Accepts == event.Early:
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
	if !a.Event.Registers() { // there is no desk to bring it to
		return answer(w, r, http.StatusConflict, page, a, closed(a))
	}
	v := pages.RegisterView{Page: page, Announcement: a, Values: intake.Values(form, a.Event)}
	stamp, problems := p.web.OpenStamp(page.Printer, form, formPurpose(a.Event.Ref), false)
	v.Stamp = stamp.Again
	if len(problems) > 0 {
		v.Problems = problems
		return p.mend(w, r, v)
	}
	wish, err := p.wish(&v, form, received)
	if err != nil {
		return fault.Wrap("participants: read a form", err)
	}
	if len(v.Problems) > 0 {
		return p.mend(w, r, v)
	}
	person, err := p.person(a.Event, wish.Attendee)
	if err != nil {
		return err
	}
	wish.FormMade, wish.Nonce = stamp.Made, stamp.Nonce
	outcome, err := p.desk.Register(r.Context(), a.Event.Ref, person, wish)
	if err != nil {
		return err
	}
	return p.conclude(w, r, v, outcome, wish.Choice)
}

// wish reads a whole form, and says in the view what of it is to be mended.
func (p *participants) wish(v *pages.RegisterView, form web.Form, now time.Time) (registration.Wish, error) {
	t, e := v.Page.Printer, v.Event
	who, problems, err := intake.Attendee(t, form, now)
	if err != nil {
		return registration.Wish{}, err
	}
	if doubts := intake.Doubt(t, form); len(doubts) > 0 {
		problems, v.Doubted = append(doubts, problems...), true
	}
	early, refused := earlyCode(t, form, e, now)
	x, unfit := intake.ReadEntry(t, form, e, now)
	v.Problems = intake.InPageOrder(e, problems, refused, unfit)
	return registration.Wish{
		Made: now, Choice: x.Choice, Wait: x.Wait, Early: early, Attendee: who, Answers: x.Answers, Needs: x.Needs,
		Expires: e.Ends().Add(registration.Keep),
	}, nil
}

// earlyCode reports whether somebody who comes early has the code for it.
func earlyCode(t locale.Printer, f web.Form, e event.Event, now time.Time) (bool, web.Problems) {
	if e.EarlyCode == "" || e.Accepts(now) != event.Early {
		return false, nil
	}
	if event.EarlyDigest(e.Ref, f.Get(pages.FieldEarlyCode)) != e.EarlyCode {
		return false, web.Problems{{Field: pages.FieldEarlyCode, Text: t.T("problem.early-code.wrong")}}
	}
	return true, nil
}

// conclude tells the outcome of a registration.
func (p *participants) conclude(w http.ResponseWriter, r *http.Request, v pages.RegisterView, outcome registration.Outcome, chosen event.Choice) error {
	t := v.Page.Printer
	switch outcome {
	case registration.TooLate:
		return answer(w, r, http.StatusConflict, v.Page, v.Announcement, closed(v.Announcement))
	case registration.Accepted:
		http.Redirect(w, r, layout.Address(site.Registered, t.Lang, string(v.Event.Slug)), http.StatusSeeOther)
		return nil
	case registration.Queued:
		http.Redirect(w, r, layout.Address(site.Queued, t.Lang, string(v.Event.Slug)), http.StatusSeeOther)
		return nil
	case registration.Full, registration.QueueFull, registration.TooEarly:
		if outcome != registration.Full || v.Event.NoWaiting {
			return answer(w, r, http.StatusConflict, v.Page, v.Announcement, pages.AnswerKind(outcome))
		}
		return p.mendFull(w, r, v, chosen)
	case registration.WorkshopFull:
		return p.mendFull(w, r, v, chosen)
	case registration.Unknown:
		v.Problems = web.Problems{{Text: t.T("problem.workshop.unknown")}}
		return p.mend(w, r, v)
	}
	return fault.New(fault.Unavailable, "participants: "+string(outcome), nil) // busy: the page that keeps the form says so
}

// mendFull shows the form again with what is full, and that she may wait.
func (p *participants) mendFull(w http.ResponseWriter, r *http.Request, v pages.RegisterView, chosen event.Choice) error {
	if err := p.seats(r.Context(), &v.Announcement); err != nil {
		return err
	}
	v.Problems = intake.InPageOrder(v.Event, intake.Full(v.Page.Printer, v.Event, v.Desk, chosen, v.Holds, !v.Event.NoWaiting))
	if len(v.Problems) == 0 { // a seat came free meanwhile
		return fault.New(fault.Unavailable, "participants: a seat came free", nil)
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

// queued says that she waits and a mail is on its way; the same to everybody.
func (p *participants) queued(w http.ResponseWriter, r *http.Request) error {
	a, page, err := p.announcement(r)
	if err != nil {
		return err
	}
	page.Path += "/queued"
	return web.Page(w, r, http.StatusOK, pages.Queued(pages.EventView{Page: page, Announcement: a}))
}
