package pages

import (
	"tribune/shared/site"
	"tribune/templates/layout"
)

// Names of the fields of [Project]: an event that is to be of it, and one that is
// to be so no longer.
const (
	FieldJoin  = "join"
	FieldLeave = "leave"
)

func (v ProjectView) groups() string {
	return layout.Address(site.GroupEvents, v.Page.Printer.Lang, string(v.Project.ID))
}

// others is the choice of an event that is to be of the project.
func (v ProjectView) others() layout.Select {
	p := v.Page.Printer
	s := layout.Select{Name: FieldJoin, Said: p.T("project.join")}
	for _, e := range v.Others {
		s.Options = append(s.Options, layout.Option{Value: string(e.Ref.Event), Said: in(p, e.Title) + " – " + p.Date(e.Starts().In(e.Location()))})
	}
	return s
}
