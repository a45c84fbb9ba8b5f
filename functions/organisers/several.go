package organisers

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// mostAtOnce is to how many people something is done at once: ten commits and
// their reads, well within what a request may take.
const mostAtOnce = 200

// severalForm asks what is to be done to all whom a filter holds, and then
// whether it is meant.
func (o *organisers) severalForm(w http.ResponseWriter, v visit) error {
	asked := v.URL.Query()
	view, _, err := o.several(v, asked, asked.Get(pages.FieldDo))
	if err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Several(view))
}

// several finds whom a filter holds, and to whom of them something can be done.
func (o *organisers) several(v visit, filter url.Values, do string) (view pages.SeveralView, fit []token.Person, err error) {
	e, page, err := o.eventPage(v, "/people/several")
	if err != nil {
		return view, nil, err
	}
	view = pages.SeveralView{Page: page, Event: e, Filter: roster.ParseFilter(filter, e), Most: mostAtOnce, Fits: map[pages.Do]int{}}
	if slices.Contains(pages.DoneToMany, pages.Do(do)) {
		view.Do = pages.Do(do)
	}
	query := view.Filter.Values()
	if view.Do != "" {
		query.Set(pages.FieldDo, do)
	}
	if len(query) > 0 {
		view.Page.Path += "?" + query.Encode()
	}
	all, err := o.list(v, e)
	if err != nil {
		return view, nil, err
	}
	found := meant(e, all, view.Filter)
	view.Shown = len(found)
	for _, p := range found {
		for _, do := range pages.DoneToMany {
			if pages.Fits(do, p.Registration, e, o.Now()) {
				view.Fits[do]++
			}
		}
		if pages.Fits(view.Do, p.Registration, e, o.Now()) {
			fit = append(fit, p.Person)
		}
	}
	view.Count = len(fit)
	return view, fit, nil
}

// doToSeveral does it, if there are as many as the page before said; else it
// asks again.
func (o *organisers) doToSeveral(w http.ResponseWriter, v visit) error {
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	filter, err := url.ParseQuery(form.Get(pages.FieldFilter))
	if err != nil {
		return fault.New(fault.Unreadable, "organisers: read a filter", nil)
	}
	view, fit, err := o.several(v, filter, form.Get(pages.FieldDo))
	if err != nil {
		return err
	}
	if view.Moved = form.Get(pages.FieldCount) != strconv.Itoa(view.Count); view.Moved || view.Do == "" || view.Count > mostAtOnce {
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Several(view))
	}
	outcomes, err := o.desk.AskAll(v.Context(), view.Event.Ref, fit, o.wish(v, view.Event, registration.Wish{Kind: view.Do, Nonce: token.ID()}))
	if err != nil && len(outcomes) == 0 {
		return fault.Wrap("organisers: do something to several", err)
	}
	done := 0
	for _, outcome := range outcomes {
		if !outcome.Refusal() && outcome != registration.Unchanged && outcome != registration.Busy {
			done++
		}
	}
	query := view.Filter.Values()
	query.Set(pages.ParamDone, strconv.Itoa(done))
	query.Set(pages.ParamLeft, strconv.Itoa(view.Count-done))
	to := layout.Address(site.Attendees, v.lang, string(view.Event.Ref.Event))
	http.Redirect(w, v.Request, to+"?"+query.Encode(), http.StatusSeeOther)
	return nil
}
