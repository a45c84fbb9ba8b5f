package organisers

import (
	"cmp"
	"net/http"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// ownEvents lists the organisation's events, the next one first, past ones last.
func (o *organisers) ownEvents(w http.ResponseWriter, v visit) error {
	org, page, err := o.page(v, "/events")
	if err != nil {
		return err
	}
	events, err := o.Table.Events(v.Context(), org.ID)
	if err != nil {
		return fault.Wrap("organisers: list events", err)
	}
	now := o.Now()
	slices.SortFunc(events, func(a, b event.Event) int {
		over := func(e event.Event) int {
			if e.Accepts(now) == event.Over {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(over(a), over(b)), a.Starts().Compare(b.Starts()))
	})
	view := pages.OwnEventsView{Page: page, Organisation: org}
	for _, e := range events {
		own := pages.OwnEvent{Event: e, Accepts: e.Accepts(now)}
		if e.Registers() {
			if own.Desk, err = o.Table.Desk(v.Context(), e.Ref); err != nil {
				return fault.Wrap("organisers: read a desk", err)
			}
		}
		view.Events = append(view.Events, own)
	}
	return web.Page(w, v.Request, http.StatusOK, pages.OwnEvents(view))
}

// attendees lists who comes to one of the organisation's events.
func (o *organisers) attendees(w http.ResponseWriter, v visit) error {
	e, page, err := o.eventPage(v, "")
	if err != nil {
		return err
	}
	view := pages.AttendeesView{Page: page, Event: e}
	if e.Registers() {
		if view.Desk, err = o.Table.Desk(v.Context(), e.Ref); err != nil {
			return fault.Wrap("organisers: read the desk", err)
		}
	}
	if view.People, err = o.list(v, e); err != nil {
		return err
	}
	if view.Unreached, err = o.unreachedOf(v, view.People); err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Attendees(view))
}

// list gives those who come, then those who cancelled, by family and given name
// as the language sorts them, and how the mail of each fares. Who was refused,
// or erased herself, is not there.
func (o *organisers) list(v visit, e event.Event) ([]pages.Listed, error) {
	fares, err := o.Table.Deliveries(v.Context(), e.Ref)
	if err != nil {
		return nil, fault.Wrap("organisers: list deliveries", err)
	}
	var all []pages.Listed
	for r, err := range o.Table.Registrations(v.Context(), e.Ref) {
		if err != nil {
			return nil, fault.Wrap("organisers: list attendees", err)
		}
		if r.State != registration.Refused && !r.Attendee.Address.IsZero() {
			all = append(all, pages.Listed{Registration: r, Delivery: fares[r.Person.String()]})
		}
	}
	byName := collator(v.lang)
	slices.SortStableFunc(all, func(a, b pages.Listed) int {
		return cmp.Or(
			slices.Index(registration.States, a.State)-slices.Index(registration.States, b.State),
			byName.CompareString(a.Attendee.Family.String(), b.Attendee.Family.String()),
			byName.CompareString(a.Attendee.Given.String(), b.Attendee.Given.String()),
			slices.Compare(a.Person[:], b.Person[:]),
		)
	})
	return all, nil
}

func collator(l locale.Lang) *collate.Collator {
	return collate.New(language.Make(l.Tag()), collate.IgnoreCase)
}
