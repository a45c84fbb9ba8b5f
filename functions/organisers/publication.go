package organisers

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// publicationRoutes are what becomes of an event as a whole.
func (o *organisers) publicationRoutes() map[string]console {
	return map[string]console{
		site.Publication: o.publication,
		site.Publish:     o.publish,
		site.CloseEvent:  o.closeEvent,
		site.ReopenEvent: o.reopenEvent,
		site.CallOffForm: o.callOffForm,
		site.CallOff:     o.callOff,
		site.AgainForm:   o.againForm,
		site.Again:       o.again,
		site.WriteFile:   o.writeFile,
		site.ImportForm:  o.importForm,
		site.Import:      o.importFile,
	}
}

// published is the view of an event's publication.
func (o *organisers) published(v visit) (pages.PublicationView, error) {
	e, page, err := o.eventPage(v, "/publication")
	if err != nil {
		return pages.PublicationView{}, err
	}
	org, err := v.organisation()
	view := pages.PublicationView{Page: page, Event: e, Organisation: org, Slug: string(e.Slug), Now: o.Now()}
	if view.Done = v.URL.Query().Has(pages.Saved); view.Done {
		view.Page.Path += "?" + pages.Saved
	}
	return view, err
}

func publishPurpose(e event.Ref) string { return "publish " + e.String() }

// publication says how an event stands before the public, and leads to what can
// be done about it.
func (o *organisers) publication(w http.ResponseWriter, v visit) error {
	view, err := o.published(v)
	if err != nil {
		return err
	}
	view.Stamp = o.Ring.Form(publishPurpose(view.Event.Ref), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.Publication(view))
}

// leadPublication leads to the page that says how an event stands.
func leadPublication(w http.ResponseWriter, v visit, e event.Event) {
	to := layout.Address(site.Publication, v.lang, string(e.Ref.Event))
	http.Redirect(w, v.Request, to+"?"+pages.Saved, http.StatusSeeOther)
}

// publish puts a draft before the public as it was read, once whoever presses, and
// says in words what keeps it from that.
func (o *organisers) publish(w http.ResponseWriter, v visit) error {
	view, err := o.published(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	if view.Event.State != event.Draft {
		leadPublication(w, v, view.Event)
		return nil
	}
	p := view.Page.Printer
	stamp, problems := o.web.OpenStamp(p, form, publishPurpose(view.Event.Ref), true)
	view.Stamp, view.Slug = stamp.Again, strings.TrimSpace(form.Get(pages.FieldSlug))
	switch {
	case len(problems) > 0:
		view.Problems = problems
	case form.Get(pages.FieldVersion) != strconv.Itoa(view.Event.Version):
		view.Problems = web.Problems{{Text: p.T("publish.changed")}}
	case !campaign.IsID(view.Slug):
		view.Problems = web.Problems{{Field: pages.FieldSlug, Text: p.T("publish.slug.wrong")}}
	case len(view.Blocks()) > 0: // which the page says
	default:
		e := o.signed(v, view.Event)
		e.Slug = event.Slug(view.Slug)
		err := o.Table.Publish(v.Context(), e, o.line(v, organisation.Published, organisation.Audit{Event: string(e.Ref.Event)}))
		if !fault.Is(err, fault.Conflict) {
			if err == nil {
				leadPublication(w, v, e)
			}
			return fault.Wrap("organisers: publish an event", err)
		}
		return o.unpublished(w, v, view)
	}
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Publication(view))
}

// unpublished says why an event was not published after all: somebody else did,
// or changed it, or its address is another's.
func (o *organisers) unpublished(w http.ResponseWriter, v visit, view pages.PublicationView) error {
	stands, err := o.own(v)
	if err != nil {
		return err
	}
	if stands.State != event.Draft {
		leadPublication(w, v, stands)
		return nil
	}
	p := view.Page.Printer
	view.Problems = web.Problems{{Text: p.T("publish.changed")}}
	if stands.Version == view.Event.Version {
		free, err := o.freeSlug(v, view.Slug)
		if err != nil {
			return err
		}
		view.Problems = web.Problems{{Field: pages.FieldSlug, Text: p.T("publish.taken")}}
		view.Slug = free
	}
	view.Event = stands
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Publication(view))
}

// freeSlug is a slug that leads nowhere yet, like the one that is wished for.
func (o *organisers) freeSlug(v visit, wish string) (string, error) {
	return free(wish, func(slug string) error {
		_, err := o.Table.Resolve(v.Context(), event.Slug(slug))
		return err
	})
}

// free is a slug of which nothing is found, like the one that is wished for.
func free(wish string, find func(slug string) error) (slug string, err error) {
	slug = campaign.FreeID(wish, func(id string) bool {
		findErr := find(id)
		if findErr != nil && !fault.Is(findErr, fault.NotFound) {
			err = findErr
		}
		return findErr == nil
	})
	return slug, fault.Wrap("organisers: find a free address", err)
}

// mostTries is how often an event is changed anew after somebody else changed it.
const mostTries = 5

// revise changes an event whatever else of it somebody changes meanwhile, unless
// there is nothing to change.
func (o *organisers) revise(v visit, change func(*event.Event) (registration.Revision, bool)) (event.Event, error) {
	for range mostTries {
		e, err := o.own(v)
		if err != nil {
			return e, err
		}
		next := o.signed(v, e)
		r, needed := change(&next)
		if !needed {
			return e, nil
		}
		r.Event = next
		if err = o.desk.Refit(v.Context(), r); !errors.Is(err, registration.ErrChanged) {
			return next, fault.Wrap("organisers: revise an event", err)
		}
	}
	return event.Event{}, fault.New(fault.Unavailable, "organisers: revise an event", registration.ErrChanged)
}

// closeEvent ends registration now; who waits is still served.
func (o *organisers) closeEvent(w http.ResponseWriter, v visit) error {
	return o.setWindow(w, v, organisation.Closed, event.Open, func(e *event.Event) { e.Closes = o.Now().Truncate(time.Minute) })
}

// reopenEvent opens it again, until the event begins.
func (o *organisers) reopenEvent(w http.ResponseWriter, v visit) error {
	return o.setWindow(w, v, organisation.Reopened, event.Closed, func(e *event.Event) { e.Closes = e.Starts() })
}

// setWindow changes when registration closes, if it stands as it must for that.
func (o *organisers) setWindow(w http.ResponseWriter, v visit, did organisation.Action, while event.Acceptance, change func(*event.Event)) error {
	if _, err := o.own(v); err != nil {
		return err
	}
	if _, err := web.ReadForm(w, v.Request, web.FormLimit); err != nil {
		return err
	}
	e, err := o.revise(v, func(e *event.Event) (registration.Revision, bool) {
		now := o.Now()
		if e.State != event.Published || e.Accepts(now) != while || !e.Registers() || !now.Before(e.Starts()) {
			return registration.Revision{}, false
		}
		change(e)
		return registration.Revision{Line: o.line(v, did, organisation.Audit{Event: string(e.Ref.Event)})}, true
	})
	if err != nil {
		return err
	}
	leadPublication(w, v, e)
	return nil
}
