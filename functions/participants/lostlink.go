package participants

import (
	"net/http"
	"strings"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func lostLinkPurpose(e event.Ref) string { return "lost-link " + e.String() }

// lostLinkForm asks for the address to which a private link is sent again.
func (p *participants) lostLinkForm(w http.ResponseWriter, r *http.Request) error {
	a, page, err := p.announcement(r)
	if err != nil {
		return err
	}
	page.Path += "/lost-link"
	v := pages.LostLinkView{Page: page, Announcement: a, Stamp: p.Ring.Form(lostLinkPurpose(a.Event.Ref), p.Now())}
	return web.Page(w, r, http.StatusOK, pages.LostLinkForm(v))
}

// lostAddress is the one field of the form and its rules.
type lostAddress struct {
	Address string `form:"address" validate:"required,address"`
}

// lostLink promises the private link again to whoever is registered under an
// address. The answer is always the same.
func (p *participants) lostLink(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	a, page, err := p.find(r)
	if err != nil {
		return err
	}
	page.Path += "/lost-link"
	typed := lostAddress{strings.TrimSpace(form.Get(pages.FieldAddress))}
	v := pages.LostLinkView{Page: page, Announcement: a, Address: typed.Address}
	purpose := lostLinkPurpose(a.Event.Ref)
	stamp, problems := p.web.OpenStamp(page.Printer, form, purpose, false)
	if v.Problems = problems; len(problems) == 0 {
		if v.Problems, err = web.Check(page.Printer, typed); err != nil {
			return err
		}
	}
	if len(v.Problems) > 0 {
		v.Stamp = stamp.Again
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.LostLinkForm(v))
	}
	if err := p.resend(r, a.Event, typed.Address); err != nil {
		return err
	}
	http.Redirect(w, r, layout.Address(site.LostLinkSent, page.Printer.Lang, string(a.Event.Slug)), http.StatusSeeOther)
	return nil
}

// lostLinkSent says that a mail is on its way, if anybody is registered; the
// same to everybody.
func (p *participants) lostLinkSent(w http.ResponseWriter, r *http.Request) error {
	a, page, err := p.announcement(r)
	if err != nil {
		return err
	}
	page.Path += "/lost-link/sent"
	return web.Page(w, r, http.StatusOK, pages.LostLinkSent(pages.EventView{Page: page, Announcement: a}))
}

// resend promises it to each person who registered with the address.
func (p *participants) resend(r *http.Request, e event.Event, address string) error {
	const op = "participants: send a link again"
	wanted, err := outbox.ParseAddress(address)
	if err != nil {
		return fault.New(fault.Internal, op, err)
	}
	mailbox, err := p.Ring.Mailbox(e.SecretVersion, e.Ref.String(), wanted.Folded())
	if err != nil {
		return fault.New(fault.Internal, op, err)
	}
	for reg, err := range p.Table.RegistrationsOf(r.Context(), e.Ref, mailbox) {
		if err != nil {
			return fault.Wrap(op, err)
		}
		if s := reg.State; s.Active() || s == registration.Lapsed {
			if err := p.desk.Resend(r.Context(), reg); err != nil {
				return err
			}
		}
	}
	return nil
}
