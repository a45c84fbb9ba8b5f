package organisers

import (
	"net/http"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/project"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// groupEvents has an event that is of no project be of this one, or one of this be
// of none. Who finds that somebody else did so first is shown what stands.
func (o *organisers) groupEvents(w http.ResponseWriter, v visit) error {
	p, _, err := o.ownProject(v, "")
	if err != nil {
		return err
	}
	if !o.writesProjects(v) {
		return fault.New(fault.NotFound, "organisers: group events", nil)
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	for _, move := range []struct {
		field    string
		from, to project.ID
	}{{pages.FieldJoin, "", p.ID}, {pages.FieldLeave, p.ID, ""}} {
		id := event.ID(form.Get(move.field))
		if id == "" {
			continue
		}
		e, err := o.Table.Event(v.Context(), event.Ref{Organisation: p.Organisation, Event: id})
		if err == nil && e.Project == string(move.from) {
			err = o.group(v, e, move.to)
		}
		if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
			return fault.Wrap("organisers: group events", err)
		}
	}
	http.Redirect(w, v.Request, layout.Address(site.ProjectPage, v.lang, string(p.ID)), http.StatusSeeOther)
	return nil
}

// group has an event be of a project, or of none, as it was read.
func (o *organisers) group(v visit, e event.Event, p project.ID) error {
	about := organisation.Audit{Event: string(e.Ref.Event), Project: e.Project}
	if p != "" {
		about.Project = string(p)
	}
	e.Project = string(p)
	e = o.signed(v, e)
	if e.State == event.Draft {
		return o.Table.SaveDraft(v.Context(), e, o.line(v, organisation.Edited, about))
	}
	return o.desk.Refit(v.Context(), registration.Revision{Event: e, Line: o.line(v, organisation.Edited, about)})
}
