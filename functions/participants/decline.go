package participants

import (
	"net/http"

	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// declineForm shows what reminders and news are, and how to have no more of
// them. It changes nothing: programs that scan mail open links too.
func (p *participants) declineForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.everOwn(r)
	if err != nil {
		return err
	}
	v.Page.Path += "/decline"
	if address := v.Registration.Attendee.Address; !address.IsZero() {
		declined, err := p.Table.Declines(r.Context(), v.Event.Organisation, p.Ring.Recipient(address.Folded()))
		if err != nil {
			return fault.Wrap("participants: look whether news are declined", err)
		}
		if declined {
			return web.Page(w, r, http.StatusOK, pages.Declined(v))
		}
	}
	return web.Page(w, r, http.StatusOK, pages.Decline(v))
}

// decline notes that an address wants no reminders and news from the
// organisation. A mail program does it too, with one press and no page (RFC
// 8058). Twice is harmless. Whoever did it by mistake, or whose mail scanner did,
// takes it back on the page that says so.
func (p *participants) decline(w http.ResponseWriter, r *http.Request) error {
	v, err := p.everOwn(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil && !fault.Is(err, fault.Unsupported) { // mail programs send forms of other kinds too
		return err
	}
	v.Page.Path += "/decline"
	v.Again = err == nil && form.Get(pages.FieldAgain) != ""
	address := v.Registration.Attendee.Address
	if address.IsZero() {
		return web.Page(w, r, http.StatusOK, pages.Declined(v))
	}
	until := p.Now().Add(organisation.KeepDeclined)
	if v.Again {
		until = p.Now()
	}
	for _, key := range p.Ring.Recipient(address.Folded()) {
		if err := p.Table.Decline(r.Context(), v.Event.Organisation, key, until); err != nil {
			return fault.Wrap("participants: decline news", err)
		}
	}
	return web.Page(w, r, http.StatusOK, pages.Declined(v))
}
