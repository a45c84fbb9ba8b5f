package layout

import (
	"slices"
	"strings"

	"tribune/shared/locale"
	"tribune/shared/site"
)

// Subject is the event, or the charter, that a console page is about.
type Subject struct {
	ID      string
	Title   locale.Text
	Charter bool // it is one, and no event
	Signed  bool // of a charter: a text of it was published, so that people sign it
}

// parts are those of the console about it, and what they are called together.
func (s Subject) parts() (all []way, name string) {
	if s.Charter {
		return charterParts, "layout.charter-parts"
	}
	return eventParts, "layout.event-parts"
}

// way is one of the ways through the console: a route, and its name in the catalogue.
type way struct{ route, name string }

// whole are the ways that are there only for who sees everything of her organisation.
var whole = []string{site.OwnCharters}

// areas are the parts of the console that its heading leads to.
var areas = []way{
	{site.OwnEvents, "events.title"},
	{site.Projects, "projects.title"},
	{site.OwnCharters, "charters.title"},
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

// charterParts are those about one charter.
var charterParts = []way{
	{site.OwnCharter, "charter.part"},
	{site.SignatoryList, "signatories.title"},
	{site.CharterNews, "news-desk.title"},
	{site.HandoverForm, "handover.title"},
	{site.EditCharter, "charter.text"},
	{site.PreviewCharter, "preview.part"},
	{site.CharterSettings, "charter.settings"},
	{site.CharterPublication, "publication.title"},
}

// signed are the ways that are there only once people sign.
var signed = []string{site.SignatoryList, site.CharterNews, site.HandoverForm}

// open are some of these ways, those that the role of who is signed in may go, and
// that lead to what she sees and what there is.
func (p Page) open(all []way) (open []way) {
	for _, w := range all {
		hidden := p.Narrow && slices.Contains(whole, w.route) || !p.Subject.Signed && slices.Contains(signed, w.route)
		if p.Role.May(site.RightTo(w.route)) && !hidden {
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
