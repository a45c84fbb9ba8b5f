package participants

import (
	"net/http"

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
	const op = "participants: open a private link"
	a, page, err := p.announcement(r)
	if err != nil {
		return pages.RegistrationView{}, err
	}
	link := r.PathValue("link")
	who, generation, err := p.Ring.OpenLink(a.Event.Ref.String(), link)
	if err != nil {
		return pages.RegistrationView{}, fault.New(fault.NotFound, op, token.ErrLink)
	}
	reg, err := p.desk.Find(r.Context(), a.Event.Ref, who)
	if err != nil {
		return pages.RegistrationView{}, fault.Wrap(op, err)
	}
	if reg.Generation != generation || reg.State == "" {
		return pages.RegistrationView{}, fault.New(fault.NotFound, op, nil)
	}
	page.Path += "/registrations/" + link
	return pages.RegistrationView{Page: page, Announcement: a, Registration: reg, Link: link}, nil
}

// registration shows what is behind a private link. It changes nothing:
// programs that scan mail open links too.
func (p *participants) registration(w http.ResponseWriter, r *http.Request) error {
	v, err := p.own(r)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, pages.Registration(v))
}

// cancel gives the seat back. Twice is harmless.
func (p *participants) cancel(w http.ResponseWriter, r *http.Request) error {
	return p.release(w, r, registration.Cancel)
}

// disown cancels and erases: somebody else typed this address.
func (p *participants) disown(w http.ResponseWriter, r *http.Request) error {
	return p.release(w, r, registration.Disown)
}

func (p *participants) release(w http.ResponseWriter, r *http.Request, kind registration.WishKind) error {
	v, err := p.own(r)
	if err != nil {
		return err
	}
	outcome, err := p.desk.Release(r.Context(), v.Event.Ref, v.Registration.Person, kind, v.Registration.Generation)
	if err != nil {
		return err
	}
	if outcome == registration.Busy {
		return fault.New(fault.Unavailable, "participants: give a seat back", nil)
	}
	http.Redirect(w, r, layout.Address(site.Registration, v.Page.Printer.Lang, string(v.Event.Slug), v.Link), http.StatusSeeOther)
	return nil
}
