package organisers

import (
	"cmp"
	"net/http"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func againPurpose(e event.Ref) string { return "again " + e.String() }

// copying is the view of the page on which an event is taken up again. Who sees
// some events alone would not see the new one.
func (o *organisers) copying(v visit) (pages.AgainView, error) {
	if !v.session.Member.Scope.HasEvent("") {
		return pages.AgainView{}, fault.New(fault.NotFound, "organisers: take an event up again", nil)
	}
	e, page, err := o.eventPage(v, "/duplicate")
	return pages.AgainView{Page: page, Event: e, Title: e.Title}, err
}

// againForm asks for the date on which an event takes place again.
func (o *organisers) againForm(w http.ResponseWriter, v visit) error {
	view, err := o.copying(v)
	if err != nil {
		return err
	}
	view.Stamp = o.Ring.Form(againPurpose(view.Event.Ref), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.Again(view))
}

// again makes a draft of an event on another date; the same form sent twice makes
// one.
func (o *organisers) again(w http.ResponseWriter, v visit) error {
	view, err := o.copying(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	p, purpose := view.Page.Printer, againPurpose(view.Event.Ref)
	stamp, problems := o.web.OpenStamp(p, form, purpose, true)
	title := campaign.Form{}
	for _, l := range locale.Languages {
		title["title-"+string(l)] = form.Get("title-" + string(l))
	}
	view.Title, view.Date, view.Problems = title.Text("title"), form.Get(pages.FieldDate), problems
	first, err := time.Parse(time.DateOnly, view.Date)
	if err != nil {
		view.Problems = append(view.Problems, web.Problem{Field: pages.FieldDate, Text: p.T("again.date.wrong")})
	}
	copied := view.Event.Again(first)
	if view.Title.Has() {
		copied.Title = view.Title
	}
	if err == nil && len(problems) == 0 {
		var made event.Event
		if made, view.Problems, err = o.saveCopy(v, p, copied); err == nil && len(view.Problems) == 0 {
			o.leadSaved(w, v, made)
			return nil
		}
		if err != nil {
			return fault.Wrap("organisers: take an event up again", err)
		}
	}
	view.Stamp = stamp.Again
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Again(view))
}

// saveCopy saves a draft that was made from another event, if the rules of events
// are held: hours may fall where the clocks leap.
func (o *organisers) saveCopy(v visit, p locale.Printer, e event.Event) (event.Event, web.Problems, error) {
	e.SecretVersion = o.Ring.Current()
	wish := cmp.Or(campaign.IDOf(e.Title), "event")
	slug, err := o.freeSlug(v, wish)
	if err != nil {
		return e, nil, err
	}
	e.Slug = event.Slug(slug)
	if _, problems := campaign.FormOf(e).Event(e, o.Now()); len(problems) > 0 {
		return e, web.Problems{{Field: pages.FieldDate, Text: problems[0].Say(p)}}, nil
	}
	tried := map[string]bool{}
	for len(tried) < mostIDs {
		id := nextID(wish, tried)
		e.Ref.Event = event.ID(id)
		made := o.signed(v, e)
		err := o.Table.SaveDraft(v.Context(), made, o.line(v, organisation.Duplicated, organisation.Audit{Event: id}))
		if !fault.Is(err, fault.Conflict) {
			return made, nil, err
		}
		stands, err := o.Table.Event(v.Context(), made.Ref)
		if err != nil {
			return made, nil, err
		}
		if stands.State == event.Draft && campaign.Alike(stands, made) {
			return stands, nil, nil
		}
	}
	return e, nil, fault.New(fault.Unavailable, "organisers: find an id for an event", nil)
}

// mostIDs is how many ids are tried for one event, or one project.
const mostIDs = 100

// nextID is the next id like a wish that is not tried yet and may have a page of
// its own, and is tried then.
func nextID(wish string, tried map[string]bool) string {
	id := campaign.FreeID(wish, func(id string) bool { return tried[id] || campaign.IsTaken(id) })
	tried[id] = true
	return id
}
