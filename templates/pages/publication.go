package pages

import (
	"strconv"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/project"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// Names of the fields of these pages.
const (
	FieldSlug = "slug"
	FieldText = "text"
	ActImport = "import"
)

// FieldReason is the name of the field of why an event is called off.
func FieldReason(l locale.Lang) string { return "reason-" + string(l) }

// MostReason is the longest reason, in characters: with what the mail says beside,
// 30 kB at most.
const MostReason = 3_000

// PublicationView is how an event stands before the public.
type PublicationView struct {
	Page         layout.Page
	Event        event.Event
	Organisation organisation.Organisation
	Slug         string // as it was typed
	Now          time.Time
	Done         bool // something was done just now
	Stamp        string
	Problems     web.Problems
}

// Blocks are what keeps the event from being published, each in a sentence and
// with where it is mended; "" for who cannot.
func (v PublicationView) Blocks() (all []Block) {
	p := v.Page.Printer
	all = controllerBlocks(v.Page, v.Organisation)
	for _, key := range v.Event.Blocks(v.Now) {
		all = append(all, Block{Said: p.T("publish.block." + key), To: v.to(site.EditEvent)})
	}
	return all
}

// Block is something that keeps an event, or a charter, from being published.
type Block struct{ Said, To string }

// controllerBlocks are what an organisation has not said yet of how it answers for
// the data that it collects.
func controllerBlocks(page layout.Page, o organisation.Organisation) (all []Block) {
	p := page.Printer
	for _, key := range o.Controller.Missing() {
		b := Block{Said: p.T("publish.controller", locale.Args{"What": p.T("organisation." + key)})}
		if governs(page) {
			b.To = layout.Address(site.OwnOrganisation, p.Lang)
		}
		all = append(all, b)
	}
	return all
}

func governs(page layout.Page) bool { return page.Role.May(site.RightTo(site.OwnOrganisation)) }

// unread are the organisation's languages in which the title is not written.
func (v PublicationView) unread() (langs []string) {
	for _, l := range v.Organisation.Writes() {
		if v.Event.Title[l] == "" {
			langs = append(langs, v.Page.Printer.T("language."+string(l)))
		}
	}
	return langs
}

func (v PublicationView) to(route string) string {
	return layout.Address(route, v.Page.Printer.Lang, string(v.Event.Ref.Event))
}

func (v PublicationView) announced() Announcement {
	return Announcement{Event: v.Event, Organisation: v.Organisation, Accepts: v.Event.Accepts(v.Now)}
}

// public is the address of the event's page, and whole as it is passed on.
func (v PublicationView) public() (path, whole string) {
	path = layout.Address(site.EventPage, v.Page.Printer.Lang, string(v.Event.Slug))
	return path, v.Page.Origin + path
}

func (v PublicationView) version() string { return strconv.Itoa(v.Event.Version) }

func (v PublicationView) slug() layout.Input {
	return slugField(v.Page.Printer, v.Page.Origin+layout.Address(site.EventPage, v.Page.Printer.Lang, ""), v.Slug, v.Problems)
}

// slugField asks for the end of an address.
func slugField(p locale.Printer, at, slug string, problems web.Problems) layout.Input {
	return layout.Input{
		Name: FieldSlug, Label: p.T("publish.slug"), Hint: p.T("publish.slug.hint", locale.Args{"Address": locale.Isolate(at)}), Value: slug,
		Problem: problems.For(FieldSlug), Dir: "ltr",
	}
}

// window says when people can register.
func (v PublicationView) window() (tone layout.Tone, said string) {
	p, a := v.Page.Printer, v.announced()
	switch a.Accepts {
	case event.Open:
		closes := a.local(v.Event.Closes)
		return layout.Good, p.T("publication.open", locale.Args{"Date": p.Date(closes), "Time": p.Time(closes)})
	case event.Early:
		return layout.Plain, p.T("standing.early", locale.Args{"Date": p.Date(a.local(v.Event.Opens))})
	}
	return layout.Warn, p.T("standing.closed")
}

// begun reports whether the event has begun.
func (v PublicationView) begun() bool { return !v.Now.Before(v.Event.Starts()) }

// told is the page of the mailing that says that the event is called off.
func (v PublicationView) told() string {
	return layout.Address(site.MessagePage, v.Page.Printer.Lang, string(v.Event.Ref.Event), mailing.CalledOff)
}

// CallOffView is what calling an event off does.
type CallOffView struct {
	Page     layout.Page
	Event    event.Event
	People   int // whom it concerns
	Reason   locale.Text
	Sure     bool
	Stamp    string
	Problems web.Problems
}

// Possible reports whether there is something to call off.
func (v CallOffView) Possible(now time.Time) bool {
	return v.Event.State == event.Published && now.Before(v.Event.Ends())
}

func (v CallOffView) reason(l locale.Lang) layout.Text {
	p, name := v.Page.Printer, FieldReason(l)
	return layout.Text{
		Name: name, Label: locale.Text{p.Lang: p.T("call-off.reason", locale.Args{"Language": p.T("language." + string(l))})},
		Value: v.Reason[l], Problem: v.Problems.For(name), Lang: l, Rows: 5, Optional: true,
	}
}

// AgainView asks for the date on which an event takes place again.
type AgainView struct {
	Page     layout.Page
	Event    event.Event
	Date     string // as it was typed
	Title    locale.Text
	Stamp    string
	Problems web.Problems
}

func (v AgainView) date() layout.Input {
	p := v.Page.Printer
	return typed(layout.Input{
		Name: FieldDate, Label: p.T("again.date"), Hint: p.T("again.date.hint", locale.Args{"Date": p.Date(v.Event.Starts().In(v.Event.Location()))}),
		Value: v.Date, Problem: v.Problems.For(FieldDate),
	}, "date")
}

func (v AgainView) titles() layout.Texts {
	t := layout.Texts{Name: "title", Said: v.Page.Printer.T("edit.title"), Optional: true}
	for _, l := range locale.Languages {
		if v.Event.Title[l] != "" || v.Title[l] != "" {
			t.Tongues = append(t.Tongues, layout.Tongue{Lang: l, Value: v.Title[l]})
		}
	}
	return t
}

// ImportView is the page on which a campaign file is read.
type ImportView struct {
	Page         layout.Page
	Organisation organisation.Organisation
	Text         string
	Read         bool // it can be imported, and this is what it makes
	Passed       bool // something of it is passed over
	Projects     []Joining
	Events       []Importing
	Stamp        string
	Problems     web.Problems
}

// Joining is a project of a file as it will stand.
type Joining struct {
	Project project.Project
	There   bool // there is one of its name
	Adds    bool // the file adds something
}

// Importing is an event of a file as it will stand.
type Importing struct {
	Event event.Event
	There bool // the same is there already
}

// makes reports whether there is something to make.
func (v ImportView) makes() bool {
	for _, j := range v.Projects {
		if j.Adds {
			return true
		}
	}
	for _, m := range v.Events {
		if !m.There {
			return true
		}
	}
	return false
}

func (v ImportView) text() layout.Text {
	p := v.Page.Printer
	return layout.Text{
		Name: FieldText, Label: locale.Text{p.Lang: p.T("import.text")}, Hint: p.T("import.text.hint"), Value: v.Text,
		Problem: v.Problems.For(FieldText), Rows: 16, Lang: locale.English, // YAML's words are
	}
}

// AtLine is what is wrong with a file and where.
func AtLine(p locale.Printer, one campaign.Problem) string {
	said := one.Say(p)
	switch {
	case one.Line == 0:
		return said
	case one.Place == "":
		return p.T("import.line", locale.Args{"Line": p.Number(one.Line), "Problem": said})
	}
	return p.T("import.place", locale.Args{"Line": p.Number(one.Line), "Place": locale.Isolate(one.Place), "Problem": said})
}
