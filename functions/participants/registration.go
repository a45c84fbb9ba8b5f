package participants

import (
	"net/http"
	"slices"

	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// own finds the registration behind a private link. Whatever is wrong with a
// link, the answer is NotFound.
func (p *participants) own(r *http.Request) (pages.RegistrationView, error) {
	v, generation, err := p.behind(r)
	if err == nil && v.Registration.Generation != generation {
		return pages.RegistrationView{}, fault.New(fault.NotFound, "participants: open a private link", nil)
	}
	return v, err
}

// everOwn finds it by any link that was ever sent for it, for what concerns the
// owner of the address and nothing that the registration holds.
func (p *participants) everOwn(r *http.Request) (pages.RegistrationView, error) {
	v, _, err := p.behind(r)
	return v, err
}

// behind finds the registration that a private link is for, and the generation
// that it was made for.
func (p *participants) behind(r *http.Request) (pages.RegistrationView, int, error) {
	const op = "participants: open a private link"
	a, page, err := p.announcement(r)
	if err != nil {
		return pages.RegistrationView{}, 0, err
	}
	link := r.PathValue("link")
	who, generation, err := p.Ring.OpenLink(a.Event.Ref.String(), link)
	if err != nil {
		return pages.RegistrationView{}, 0, fault.New(fault.NotFound, op, token.ErrLink)
	}
	reg, err := p.desk.Find(r.Context(), a.Event.Ref, who)
	if err != nil {
		return pages.RegistrationView{}, 0, fault.Wrap(op, err)
	}
	if reg.State == "" {
		return pages.RegistrationView{}, 0, fault.New(fault.NotFound, op, nil)
	}
	page.Path += "/registrations/" + link
	now := p.Now()
	return pages.RegistrationView{Page: page, Announcement: a, Registration: reg.At(now), Link: link, Now: now}, generation, nil
}

// registration shows what is behind a private link. It changes nothing:
// programs that scan mail open links too.
func (p *participants) registration(w http.ResponseWriter, r *http.Request) error {
	v, err := p.own(r)
	if err != nil {
		return err
	}
	v.Pass = p.Origin + layout.Address(site.PassPage, v.Organisation.Writes()[0], string(v.Event.Ref.Event),
		p.Ring.Pass(v.Event.Ref.String(), v.Registration.Person, v.Registration.Generation))
	if attested(v) {
		_, here, err := p.Table.Arriving(r.Context(), v.Event.Ref, v.Registration.Person)
		if err != nil {
			return fault.Wrap("participants: look whether she was there", err)
		}
		v.Attended = len(here.Attended(v.Event)) > 0
	}
	return web.Page(w, r, http.StatusOK, pages.Registration(v))
}

// cancel gives the seat back. Twice is harmless.
func (p *participants) cancel(w http.ResponseWriter, r *http.Request) error {
	return p.ask(w, r, registration.Wish{Kind: registration.Cancel})
}

// disown cancels and erases: somebody else typed this address.
func (p *participants) disown(w http.ResponseWriter, r *http.Request) error {
	return p.ask(w, r, registration.Wish{Kind: registration.Disown})
}

// accept takes the seat that is held.
func (p *participants) accept(w http.ResponseWriter, r *http.Request) error {
	return p.ask(w, r, registration.Wish{Kind: registration.Accept})
}

// restore takes a cancellation back, while the seats are free, or else waits for
// them: the page before said which.
func (p *participants) restore(w http.ResponseWriter, r *http.Request) error {
	return p.ask(w, r, registration.Wish{Kind: registration.Restore, Wait: true})
}

// ask brings a wish about the registration behind a private link to the desk,
// and leads back to its page, which says how it stands then.
func (p *participants) ask(w http.ResponseWriter, r *http.Request, wish registration.Wish) error {
	v, err := p.own(r)
	if err != nil {
		return err
	}
	return p.askFor(w, r, v, wish)
}

func (p *participants) askFor(w http.ResponseWriter, r *http.Request, v pages.RegistrationView, wish registration.Wish) error {
	wish.Generation, wish.Expires = v.Registration.Generation, v.Event.Ends().Add(registration.Keep)
	outcome, err := p.desk.Ask(r.Context(), v.Event.Ref, v.Registration.Person, wish)
	switch {
	case err != nil:
		return err
	case outcome == registration.Busy:
		return fault.New(fault.Unavailable, "participants: "+string(wish.Kind), nil)
	case slices.Contains([]registration.Outcome{registration.Full, registration.WorkshopFull, registration.QueueFull, registration.TooLate}, outcome):
		return answer(w, r, http.StatusConflict, v.Page, v.Announcement, pages.AnswerKind(outcome))
	}
	back(w, r, v)
	return nil
}

// back leads to the private page.
func back(w http.ResponseWriter, r *http.Request, v pages.RegistrationView) {
	http.Redirect(w, r, layout.Address(site.Registration, v.Page.Printer.Lang, string(v.Event.Slug), v.Link), http.StatusSeeOther)
}
