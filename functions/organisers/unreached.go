package organisers

import (
	"net/http"
	"slices"

	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// unreached lists whom to phone, as mail does not reach them.
func (o *organisers) unreached(w http.ResponseWriter, v visit) error {
	e, page, err := o.eventPage(v, "/unreached")
	if err != nil {
		return err
	}
	people, err := o.list(v, e)
	if err != nil {
		return err
	}
	view := pages.UnreachedView{Page: page, Event: e}
	if view.People, err = o.missed(v, people); err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Unreached(view))
}

// looked is how many addresses are looked at for the sake of a figure. Of a longer
// list it counts those whom the last mail did not reach, and leaves out the few
// who are set aside for what happened elsewhere.
const looked = 500

// unreachedOf is how many of a list are to be phoned.
func (o *organisers) unreachedOf(v visit, list []roster.Entry) (n int, err error) {
	if len(list) <= looked {
		missed, err := o.missed(v, list)
		return len(missed), err
	}
	for _, l := range list {
		if toCall(l) {
			n++
		}
	}
	return n, nil
}

// toCall reports whether the last mail did not reach somebody. Who cancelled need
// not be told anything.
func toCall(l roster.Entry) bool { return l.Delivery.Failed() && l.State != registration.Cancelled }

// missed are those of a list whom the last mail did not reach, or the next will
// not: an address that bounced for another event gets nothing of this one. The
// list's order stays: who has a seat comes first.
func (o *organisers) missed(v visit, list []roster.Entry) ([]roster.Entry, error) {
	keys := make([][]string, len(list))
	for i, l := range list {
		keys[i] = o.Ring.Recipient(l.Attendee.Address.Folded())
	}
	known, err := o.Table.Recipients(v.Context(), slices.Concat(keys...))
	if err != nil {
		return nil, fault.Wrap("organisers: look at the addresses", err)
	}
	now := o.Now()
	var missed []roster.Entry
	for i, l := range list {
		for _, k := range keys[i] {
			if r := known[k]; r.Suppressed(now) && !l.Delivery.Failed() {
				l.Delivery = outbox.Delivery{Fate: outbox.Undeliverable, Reason: outbox.Suppressed} // since when is another organisation's to know
			}
		}
		if toCall(l) {
			missed = append(missed, l)
		}
	}
	return missed, nil
}
