package participants

import (
	"net/http"

	"tribune/shared/fault"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// declineForm shows what reminders and news are, and how to have no more of
// them. It changes nothing: programs that scan mail open links too.
func (p *participants) declineForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.own(r)
	if err != nil {
		return err
	}
	v.Page.Path += "/decline"
	return web.Page(w, r, http.StatusOK, pages.Decline(v))
}

// decline notes that an address wants no reminders and news from the
// organisation. A mail program does it too, with one press and no page (RFC
// 8058). Twice is harmless.
func (p *participants) decline(w http.ResponseWriter, r *http.Request) error {
	v, err := p.own(r)
	if err != nil {
		return err
	}
	if address := v.Registration.Attendee.Address; !address.IsZero() {
		err = p.Table.Decline(r.Context(), v.Event.Organisation, p.Ring.Recipient(address.Folded())[0])
	}
	if err != nil {
		return fault.Wrap("participants: decline news", err)
	}
	v.Page.Path += "/decline"
	return web.Page(w, r, http.StatusOK, pages.Declined(v))
}
