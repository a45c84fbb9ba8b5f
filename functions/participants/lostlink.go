package participants

import (
	"errors"
	"net/http"
	"strings"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
	"tribune/shared/web"
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
	return p.showLostLink(w, r, http.StatusOK, v)
}

func (p *participants) showLostLink(w http.ResponseWriter, r *http.Request, status int, v pages.LostLinkView) error {
	v.Page.Title = v.Page.Printer.T("lost-link.title")
	v.Page.Errors = len(v.Problems) > 0
	return web.Page(w, r, status, pages.LostLinkForm(v))
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
	a, page, err := p.announcement(r)
	if err != nil {
		return p.retry(w, r, form, err)
	}
	page.Path += "/lost-link"
	typed := lostAddress{strings.TrimSpace(form.Get(pages.FieldAddress))}
	v := pages.LostLinkView{Page: page, Announcement: a, Address: typed.Address}
	now := p.Now()
	nonce, made, stampErr := p.Ring.OpenForm(lostLinkPurpose(a.Event.Ref), form.Get(pages.FieldStamp), now)
	if v.Problems, err = web.Check(page.Printer, typed); err != nil {
		return err
	}
	switch {
	case errors.Is(stampErr, token.ErrFormForged), form.Get(pages.FieldTrap) != "":
		nonce, made = token.ID(), now
		v.Problems = web.Problems{{Text: page.Printer.T("problem.form.forged")}}
	case errors.Is(stampErr, token.ErrFormOld):
		made = now
		v.Problems = web.Problems{{Text: page.Printer.T("problem.form.old")}}
	}
	if len(v.Problems) > 0 {
		v.Stamp = p.Ring.Restamp(lostLinkPurpose(a.Event.Ref), nonce, made)
		return p.showLostLink(w, r, http.StatusUnprocessableEntity, v)
	}
	if err := p.resend(r, a.Event, typed.Address); err != nil {
		return p.retry(w, r, form, err)
	}
	page.Title, page.Personal = page.Printer.T("lost-link.sent.title"), true
	return web.Page(w, r, http.StatusOK, pages.LostLinkSent(pages.EventView{Page: page, Announcement: a}))
}

// resend looks through the event's registrations: an address may stand for
// several people, and keys tell nothing of addresses.
func (p *participants) resend(r *http.Request, e event.Event, address string) error {
	wanted, err := outbox.ParseAddress(address)
	if err != nil {
		return fault.New(fault.Internal, "participants: send a link again", err)
	}
	for reg, err := range p.Table.Registrations(r.Context(), e.Ref) {
		if err != nil {
			return fault.Wrap("participants: send a link again", err)
		}
		if reg.State == registration.Confirmed && reg.Attendee.Address.Folded() == wanted.Folded() {
			if err := p.desk.Resend(r.Context(), reg); err != nil {
				return err
			}
		}
	}
	return nil
}
