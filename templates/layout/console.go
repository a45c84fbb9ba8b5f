package layout

import (
	"strings"

	"tribune/shared/locale"
	"tribune/shared/site"
)

// Subject is the event that a console page is about.
type Subject struct {
	ID    string
	Title locale.Text
}

// way is one of the ways through the console: a route, and its name in the catalogue.
type way struct{ route, name string }

// areas are the parts of the console that its heading leads to.
var areas = []way{
	{site.OwnEvents, "events.title"},
	{site.Projects, "projects.title"},
	{site.Team, "team.title"},
	{site.OwnOrganisation, "organisation.title"},
	{site.Journal, "journal.title"},
	{site.Account, "account.title"},
}

// eventParts are the parts of the console about one event, in the order in which
// its pages lead to them.
var eventParts = []way{
	{site.Attendees, "attendees.part"},
	{site.Paper, "paper.title"},
	{site.Messages, "messages.title"},
	{site.EditEvent, "edit.part"},
	{site.PreviewEvent, "preview.part"},
	{site.Arrivals, "arrivals.title"},
	{site.Report, "report.title"},
	{site.Publication, "publication.title"},
}

// open are some of these ways, those that the role of who is signed in may go.
func (p Page) open(all []way) (open []way) {
	for _, w := range all {
		if p.Role.May(site.RightTo(w.route)) {
			open = append(open, w)
		}
	}
	return open
}

// leads is where a way leads from a page.
func (w way) leads(p Page) string { return Address(w.route, p.Printer.Lang, p.Subject.ID) }

// current says of a way that leads to the page itself that it does, as
// aria-current puts it.
func (w way) current(p Page) string {
	if path, _, _ := strings.Cut(p.in(p.Printer.Lang), "?"); w.leads(p) == path {
		return "page"
	}
	return "false"
}
