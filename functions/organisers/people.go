package organisers

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"tribune/shared/event"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func (o *organisers) peopleRoutes() map[string]console {
	return map[string]console{
		site.Attendees:   o.attendees,
		site.Unreached:   o.unreached,
		site.PersonForm:  o.personForm,
		site.AddPerson:   o.addPerson,
		site.PersonPage:  o.personPage,
		site.DoToPerson:  o.doToPerson,
		site.EditPerson:  o.editPerson,
		site.SavePerson:  o.savePerson,
		site.SeveralForm: o.severalForm,
		site.DoToSeveral: o.doToSeveral,
	}
}

// leafSize is how many people stand on a page of the list.
const leafSize = 50

// attendees lists who comes to one of the organisation's events.
func (o *organisers) attendees(w http.ResponseWriter, v visit) error {
	asked := v.URL.Query()
	path := ""
	if len(asked) > 0 {
		path = "?" + v.URL.RawQuery
	}
	e, page, err := o.eventPage(v, path)
	if err != nil {
		return err
	}
	view := pages.AttendeesView{
		Page: page, Event: e, Filter: roster.ParseFilter(asked, e), Order: roster.ParseOrder(asked.Get(pages.ParamSort)), Done: -1, Saved: asked.Has(pages.Saved),
	}
	if view.Desk, err = o.deskOf(v, e); err != nil {
		return err
	}
	list, err := o.roster.Page(v.Context(), e, v.session.Member.Scope, roster.Query{
		Filter: view.Filter, Order: view.Order, Lang: v.lang, Size: leafSize,
		After: roster.ParseCursor(asked.Get(pages.ParamAfter)), Before: roster.ParseCursor(asked.Get(pages.ParamBefore)),
	})
	if err != nil {
		return err
	}
	view.Leaf, view.Registered, view.Countries = list.Leaf, len(list.Everybody), countries(e, list.Everybody)
	if view.Unreached = pages.Uncounted; list.Fares {
		if view.Unreached, err = o.unreachedOf(v, list.Everybody); err != nil {
			return err
		}
	}
	if done, err := strconv.Atoi(asked.Get(pages.ParamDone)); err == nil && done >= 0 {
		view.Done = done
		view.Left, _ = strconv.Atoi(asked.Get(pages.ParamLeft))
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Attendees(view))
}

// meant are those of a list whom a filter holds.
func meant(e event.Event, all []roster.Entry, f roster.Filter) []roster.Entry {
	return slices.DeleteFunc(slices.Clone(all), func(p roster.Entry) bool { return !f.Holds(e, p) })
}

// countries are those that people say they come from.
func countries(e event.Event, all []roster.Entry) []string {
	from := map[string]bool{}
	for _, p := range all {
		if c := e.CountryOf(p.Answers); c != "" {
			from[c] = true
		}
	}
	return slices.Sorted(maps.Keys(from))
}

// list gives those whom the member sees, as the event's page lists them.
func (o *organisers) list(v visit, e event.Event) ([]roster.Entry, error) {
	all, err := o.roster.Read(v.Context(), e, v.session.Member.Scope)
	roster.Sort(all, roster.ByState, v.lang)
	return all, err
}
