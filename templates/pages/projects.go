package pages

import (
	"strconv"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/project"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// ProjectsView is the list of an organisation's projects.
type ProjectsView struct {
	Page     layout.Page
	Projects []project.Project
	Events   map[project.ID]int // how many belong to each
	Writes   bool               // whoever looks may make one
}

// ProjectView is a project with the events that belong to it.
type ProjectView struct {
	Page    layout.Page
	Project project.Project
	Events  []event.Event
	Others  []event.Event // of no project, for who may group them
	Writes  bool
	Saved   bool
}

// ProjectFormView is the form of a project, new or as it stands. It is made of the
// same fields as an event's.
type ProjectFormView struct {
	EditorView
	Project project.Project // as it stands; without an id if it is new
}

func (v ProjectFormView) fresh() bool { return v.Project.ID == "" }

func (v ProjectFormView) title() string {
	if v.fresh() {
		return v.Page.Printer.T("project.new")
	}
	return v.Page.Printer.T("project.edit")
}

func (v ProjectFormView) action() string {
	if v.fresh() {
		return layout.Address(site.CreateProject, v.Page.Printer.Lang)
	}
	return layout.Address(site.SaveProject, v.Page.Printer.Lang, string(v.Project.ID))
}

func (v ProjectFormView) version() string { return strconv.Itoa(v.Project.Version) }

// plain is a field of one line in any script.
func (v ProjectFormView) plain(name string, optional bool) layout.Input {
	f := v.line(name, "", optional)
	f.Dir = "auto"
	return f
}

func projectPage(p locale.Printer, of project.Project) string {
	return layout.Address(site.ProjectPage, p.Lang, string(of.ID))
}

// appeared is when a publication did; "" if that is not said.
func appeared(p locale.Printer, one project.Publication) string {
	if one.Date.IsZero() {
		return ""
	}
	return p.ShortDate(one.Date)
}

// lies says where a partner is: "Lisbonne (Portugal)".
func lies(p locale.Printer, one project.Partner) string {
	where := locale.Isolate(one.Town)
	if one.Country == "" {
		return where
	}
	if one.Town == "" {
		return p.Country(one.Country)
	}
	return where + " (" + p.Country(one.Country) + ")"
}

func (j Joining) says(p locale.Printer) string {
	switch {
	case !j.There:
		return p.T("import.project.new")
	case j.Adds:
		return p.T("import.project.adds")
	}
	return p.T("import.there")
}

func (m Importing) says(p locale.Printer) string {
	if m.There {
		return p.T("import.there")
	}
	return p.T("import.event", locale.Args{"Date": p.Date(m.Event.Starts().In(m.Event.Location())), "Address": locale.Isolate(string(m.Event.Slug))})
}
