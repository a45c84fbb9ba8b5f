package organisers

import (
	"cmp"
	"net/http"
	"slices"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/site"
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
	events = slices.DeleteFunc(events, func(e event.Event) bool { return !v.session.Member.Scope.HasEvent(string(e.Ref.Event)) })
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
	me := v.session.Member
	view := pages.OwnEventsView{Page: page, Organisation: org, Writes: me.Role.May(site.RightTo(site.NewEvent)) && me.Scope.HasEvent("")}
	for _, e := range events {
		own := pages.OwnEvent{Event: e, Accepts: e.Accepts(now)}
		if own.Desk, err = o.deskOf(v, e); err != nil {
			return err
		}
		view.Events = append(view.Events, own)
	}
	return web.Page(w, v.Request, http.StatusOK, pages.OwnEvents(view))
}

// deskOf is the desk of an event; that of one which is yet to be published has
// every seat free.
func (o *organisers) deskOf(v visit, e event.Event) (d registration.Desk, err error) {
	switch {
	case !e.Registers():
	case e.State == event.Draft:
		d = registration.NewDesk(e)
	default:
		d, err = o.Table.Desk(v.Context(), e.Ref)
	}
	return d, fault.Wrap("organisers: read a desk", err)
}
