package organisers

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/project"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// projectRoutes are the bodies of work that events belong to.
func (o *organisers) projectRoutes() map[string]console {
	return map[string]console{
		site.Projects:      o.projects,
		site.NewProject:    o.newProject,
		site.CreateProject: o.createProject,
		site.ProjectPage:   o.project,
		site.EditProject:   o.editProject,
		site.SaveProject:   o.saveProject,
		site.GroupEvents:   o.groupEvents,
	}
}

// projects lists the organisation's.
func (o *organisers) projects(w http.ResponseWriter, v visit) error {
	org, page, err := o.page(v, "/projects")
	if err != nil {
		return err
	}
	all, err := o.Table.Projects(v.Context(), org.ID)
	if err != nil {
		return fault.Wrap("organisers: list projects", err)
	}
	events, err := o.eventsOf(v)
	if err != nil {
		return err
	}
	view := pages.ProjectsView{Page: page, Writes: o.writesProjects(v), Projects: all, Events: map[project.ID]int{}}
	for _, e := range events {
		view.Events[project.ID(e.Project)]++
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Projects(view))
}

// writesProjects reports whether whoever is signed in may change projects: who
// sees some events alone may not.
func (o *organisers) writesProjects(v visit) bool {
	m := v.session.Member
	return m.Role.May(site.RightTo(site.NewProject)) && m.Scope.HasEvent("")
}

// eventsOf are the organisation's events that the member sees, the last first.
func (o *organisers) eventsOf(v visit) ([]event.Event, error) {
	all, err := o.Table.Events(v.Context(), v.session.Member.Organisation)
	all = slices.DeleteFunc(all, func(e event.Event) bool { return !v.session.Member.Scope.HasEvent(string(e.Ref.Event)) })
	slices.SortFunc(all, func(a, b event.Event) int { return b.Starts().Compare(a.Starts()) })
	return all, fault.Wrap("organisers: list events", err)
}

// ownProject finds a project of the session's organisation by the address's id.
func (o *organisers) ownProject(v visit, path string) (project.Project, layout.Page, error) {
	org, page, err := o.page(v, "/projects/"+v.PathValue("project")+path)
	if err != nil {
		return project.Project{}, page, err
	}
	p, err := o.Table.Project(v.Context(), org.ID, project.ID(v.PathValue("project")))
	return p, page, fault.Wrap("organisers: find a project", err)
}

// projectOf is the project that an event belongs to; a zero one if it does to none.
func (o *organisers) projectOf(v visit, e event.Event) (p project.Project, err error) {
	if e.Project != "" {
		p, err = o.Table.Project(v.Context(), e.Organisation, project.ID(e.Project))
	}
	if fault.Is(err, fault.NotFound) {
		return project.Project{}, nil
	}
	return p, fault.Wrap("organisers: read the project of an event", err)
}

// project shows one, with the events that belong to it.
func (o *organisers) project(w http.ResponseWriter, v visit) error {
	p, page, err := o.ownProject(v, "")
	if err != nil {
		return err
	}
	view := pages.ProjectView{Page: page, Project: p, Writes: o.writesProjects(v), Saved: v.URL.Query().Has(pages.Saved)}
	if view.Saved {
		view.Page.Path += "?" + pages.Saved
	}
	all, err := o.eventsOf(v)
	if err != nil {
		return err
	}
	for _, e := range all {
		if e.Project == string(p.ID) {
			view.Events = append(view.Events, e)
		} else if e.Project == "" && view.Writes {
			view.Others = append(view.Others, e)
		}
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Project(view))
}

func projectPurpose(p project.Project) string {
	return "project " + string(p.Organisation) + "/" + string(p.ID)
}

// editing is the form of a project: of one that is there, or of a new one.
func (o *organisers) editing(v visit, fresh bool) (view pages.ProjectFormView, err error) {
	if !o.writesProjects(v) {
		return view, fault.New(fault.NotFound, "organisers: write a project", nil)
	}
	var org organisation.Organisation
	if fresh {
		org, view.Page, err = o.page(v, "/projects/new")
		view.Project = project.Project{Organisation: org.ID}
	} else if view.Project, view.Page, err = o.ownProject(v, "/edit"); err == nil {
		org, err = v.organisation()
	}
	view.Writes = org.Writes()
	view.Langs = tongues(view.Writes, campaign.FormOfProject(view.Project), v.lang)
	return view, err
}

func (o *organisers) newProject(w http.ResponseWriter, v visit) error {
	return o.showProject(w, v, true)
}

func (o *organisers) editProject(w http.ResponseWriter, v visit) error {
	return o.showProject(w, v, false)
}

func (o *organisers) showProject(w http.ResponseWriter, v visit, fresh bool) error {
	view, err := o.editing(v, fresh)
	if err != nil {
		return err
	}
	view.Form, view.Stamp = campaign.FormOfProject(view.Project), o.Ring.Form(projectPurpose(view.Project), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.ProjectForm(view))
}

func (o *organisers) createProject(w http.ResponseWriter, v visit) error {
	return o.keepProject(w, v, true)
}

func (o *organisers) saveProject(w http.ResponseWriter, v visit) error {
	return o.keepProject(w, v, false)
}

// keepProject reads the form, and saves the project if that is what was wanted and
// nothing is to be mended.
func (o *organisers) keepProject(w http.ResponseWriter, v visit, fresh bool) error {
	view, err := o.editing(v, fresh)
	if err != nil {
		return err
	}
	sent, err := web.ReadForm(w, v.Request, editorLimit)
	if err != nil {
		return err
	}
	p, purpose := view.Page.Printer, projectPurpose(view.Project)
	stamp, problems := o.web.OpenStamp(p, sent, purpose, true)
	view.Stamp, view.Form = stamp.Again, typedEvent(sent)
	if act := sent.Get(pages.FieldAct); act != "" {
		view.Project.Version, _ = strconv.Atoi(sent.Get(pages.FieldVersion)) // it still is about that one
		rearrangeRows(view.Form, act)
		return web.Page(w, v.Request, http.StatusOK, pages.ProjectForm(view))
	}
	changed, wrong := view.Form.Project(view.Project, o.Now())
	for _, one := range wrong {
		view.Problems = append(view.Problems, web.Problem{Field: one.Field(), Text: one.Say(p)})
	}
	switch {
	case len(problems) > 0:
		view.Problems = problems
	case sent.Get(pages.FieldVersion) != strconv.Itoa(view.Project.Version):
		return o.projectDiffers(w, v, view)
	case len(view.Problems) == 0:
		id, err := o.commitProject(v, changed)
		if fault.Is(err, fault.Conflict) {
			return o.projectDiffers(w, v, view)
		}
		if err == nil {
			http.Redirect(w, v.Request, layout.Address(site.ProjectPage, v.lang, string(id))+"?"+pages.Saved, http.StatusSeeOther)
		}
		return fault.Wrap("organisers: save a project", err)
	}
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.ProjectForm(view))
}

// rearrangeRows adds a row to a form or takes one away.
func rearrangeRows(f campaign.Form, act string) {
	if list, add := strings.CutPrefix(act, pages.Add); add {
		f.Add(list)
	} else if row, drop := strings.CutPrefix(act, pages.Remove); drop {
		f.Remove(row)
	}
}

// commitProject writes a project; a new one under an id that its title makes, where
// the same form sent twice is one project.
func (o *organisers) commitProject(v visit, p project.Project) (project.ID, error) {
	fresh := p.Version == 0
	p.Version, p.Updated, p.UpdatedBy = p.Version+1, o.Now(), v.session.Member.Address
	wish, tried := cmp.Or(campaign.IDOf(p.Title), "project"), map[string]bool{}
	for {
		if fresh {
			p.ID = project.ID(nextID(wish, tried))
		}
		err := o.Table.SaveProject(v.Context(), p, o.line(v, organisation.Project, organisation.Audit{Project: string(p.ID)}))
		if !fresh || !fault.Is(err, fault.Conflict) || len(tried) == mostIDs {
			return p.ID, err
		}
		stands, err := o.Table.Project(v.Context(), p.Organisation, p.ID)
		if err != nil || project.Same(stands, p) {
			return p.ID, err
		}
	}
}

// projectDiffers shows what somebody typed beside what somebody else saved
// meanwhile. Where both say the same there is nothing to show.
func (o *organisers) projectDiffers(w http.ResponseWriter, v visit, view pages.ProjectFormView) (err error) {
	if view.Project, err = o.Table.Project(v.Context(), view.Project.Organisation, view.Project.ID); err != nil {
		return fault.Wrap("organisers: find a project", err)
	}
	if view.Merged = campaign.Merge(view.Form, campaign.FormOfProject(view.Project)); view.Merged.Agrees() {
		http.Redirect(w, v.Request, layout.Address(site.ProjectPage, v.lang, string(view.Project.ID))+"?"+pages.Saved, http.StatusSeeOther)
		return nil
	}
	view.Form = view.Merged.Form
	view.Problems = web.Problems{{Text: view.Page.Printer.T("project.conflict")}}
	return web.Page(w, v.Request, http.StatusConflict, pages.ProjectForm(view))
}
