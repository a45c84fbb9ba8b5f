package pages

import (
	"fmt"
	"strconv"
	"time"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// What a button wants that moves a row, and the row.
const (
	Up   = "up "
	Down = "down "
)

// ParamNext is in the address of the form in which a version is begun.
const ParamNext = "next"

// OwnCharter is a charter as its organisation sees it.
type OwnCharter struct {
	charter.Call
	Text  charter.Charter // what is signed now; zero before one was published
	Draft charter.Charter // of the version that follows; zero if nobody writes one
}

// Drafted reports whether a version is being written.
func (c OwnCharter) Drafted() bool { return c.Draft.Version > 0 }

// Latest is the text that was written last.
func (c OwnCharter) Latest() charter.Charter {
	if c.Drafted() {
		return c.Draft
	}
	return c.Text
}

// Next is the draft of the version that follows, which begins as a copy.
func (c OwnCharter) Next() charter.Charter {
	if c.Drafted() {
		return c.Draft
	}
	return c.Text.Next()
}

// Title is that of what is signed, or else of what is written.
func (c OwnCharter) Title() locale.Text {
	if c.Current > 0 {
		return c.Text.Title
	}
	return c.Draft.Title
}

// stands says in a word how it stands before the public.
func (c OwnCharter) stands(p locale.Printer, now time.Time) (layout.Tone, string) {
	switch {
	case c.Current == 0:
		return layout.Plain, p.T("charter.draft")
	case c.Open(now):
		return layout.Good, p.T("charter.open")
	}
	return layout.Warn, p.T("charter.closed")
}

func (c OwnCharter) to(p locale.Printer, route string) string {
	return layout.Address(route, p.Lang, string(c.Ref.ID))
}

// begins is where the version that follows is begun.
func (c OwnCharter) begins(p locale.Printer) string {
	return c.to(p, site.EditCharter) + "?" + ParamNext
}

// public is the address of its page, and whole as it is passed on.
func (c OwnCharter) public(page layout.Page) (path, whole string) {
	path = layout.Address(site.CharterPage, page.Printer.Lang, c.Slug)
	return path, page.Origin + path
}

// CharterEdition is an edition as a form says it.
func CharterEdition(e charter.Edition) string { return fmt.Sprintf("%d.%d", e.Version, e.Revision) }

// EditionIn reads it; a zero one of what none is.
func EditionIn(s string) (e charter.Edition) {
	if _, err := fmt.Sscanf(s, "%d.%d", &e.Version, &e.Revision); err != nil || CharterEdition(e) != s {
		return charter.Edition{}
	}
	return e
}

// OwnChartersView is the list of an organisation's charters.
type OwnChartersView struct {
	Page     layout.Page
	Charters []ListedCharter
	Writes   bool // whoever looks may make one
	Now      time.Time
}

// ListedCharter is a line of it, with who signed the version of now.
type ListedCharter struct {
	OwnCharter
	Count ledger.Count
}

// OwnCharterView is a charter with all its versions.
type OwnCharterView struct {
	OwnCharter
	Page   layout.Page
	Texts  []charter.Charter // published, the last first
	Book   ledger.Book
	Writes bool
	Now    time.Time
	Zone   *time.Location // in which its times are said
	Saved  bool
}

// answers says in a title whether it can be signed.
func (v OwnCharterView) answers(p locale.Printer) (layout.Tone, string) {
	if v.Open(v.Now) {
		return layout.Good, p.T("charter.open.title")
	}
	return layout.Warn, p.T("charter.closed.title")
}

// versionPage is where the public reads a version.
func (v OwnCharterView) versionPage(p locale.Printer, t charter.Charter) string {
	if t.Version == v.Current {
		return layout.Address(site.CharterPage, p.Lang, v.Slug)
	}
	return layout.Address(site.CharterVersion, p.Lang, v.Slug, fmt.Sprint(t.Version))
}

// CharterFormView is the form of a charter's draft. It is made of the same fields
// as an event's.
type CharterFormView struct {
	EditorView
	Base   charter.Charter // of which the form tells what it is to become; without an id if it is new
	Events []event.Event   // that may have called for it
}

func (v CharterFormView) fresh() bool { return v.Base.ID == "" }

func (v CharterFormView) title() string {
	if v.fresh() {
		return v.Page.Printer.T("charter.new")
	}
	return v.Page.Printer.T("charter.edit", locale.Args{"N": v.Page.Printer.Number(v.Base.Version)})
}

func (v CharterFormView) lead() string {
	if v.Base.Version > 1 {
		return v.Page.Printer.T("charter.edit.lead.next", locale.Args{"N": v.Page.Printer.Number(v.Base.Version - 1)})
	}
	return v.Page.Printer.T("charter.edit.lead")
}

func (v CharterFormView) action() string {
	if v.fresh() {
		return layout.Address(site.CreateCharter, v.Page.Printer.Lang)
	}
	return layout.Address(site.SaveCharter, v.Page.Printer.Lang, string(v.Base.ID))
}

func (v CharterFormView) edition() string { return CharterEdition(v.Base.Edition()) }

// callers are the events that may have called for the charter.
func (v CharterFormView) callers() layout.Select {
	p := v.Page.Printer
	var options []layout.Option
	for _, e := range v.Events {
		title, _ := e.Title.In(p.Lang)
		options = append(options, layout.Option{Value: string(e.Ref.Event), Said: title + " – " + p.ShortDate(e.Starts().In(e.Location()))})
	}
	s := v.choice("event", false, options)
	s.None, s.Optional = p.T("charter.event.none"), true
	return s
}

// CharterSettingsView is what holds of a charter beside its text, as a form.
type CharterSettingsView struct {
	EditorView
	OwnCharter
	Now  time.Time
	Zone *time.Location
	Done bool // something was done just now
}

func (v CharterSettingsView) revision() string { return strconv.Itoa(v.Call.Revision) }

// closing asks for the last day on which the charter is signed.
func (v CharterSettingsView) closing() layout.Input {
	return v.small("closes", "date", "charter.closes.hint", true)
}

// moment says a day and an hour.
func moment(p locale.Printer, t time.Time) locale.Args {
	return locale.Args{"Date": p.Date(t), "Time": p.Time(t)}
}

// CharterPublicationView is the way of a draft before the public.
type CharterPublicationView struct {
	OwnCharter
	Page         layout.Page
	Organisation organisation.Organisation
	Slug         string // as it was typed
	Sure         bool
	Now          time.Time
	Zone         *time.Location
	Done         bool
	Stamp        string
	Problems     web.Problems
}

// Blocks are what keeps the draft from being published, each in a sentence and with
// where it is mended; "" for who cannot.
func (v CharterPublicationView) Blocks() []Block {
	p, all := v.Page.Printer, controllerBlocks(v.Page, v.Organisation)
	for _, key := range v.Draft.Blocks(v.Call, v.Text, v.Now) {
		to := v.to(p, site.EditCharter)
		if key == "closed" {
			to = v.to(p, site.CharterSettings)
		}
		all = append(all, Block{Said: p.T("charter.block." + key), To: to})
	}
	return all
}

// lost are the languages in which the version of now is signed, and the draft could
// not be; partial those in which something of the draft is written, and not all.
func (v CharterPublicationView) lost() (lost, partial []string) {
	whole, was := map[locale.Lang]bool{}, map[locale.Lang]bool{}
	for _, l := range v.Draft.Languages() {
		whole[l] = true
	}
	for _, l := range v.Text.Languages() {
		was[l] = true
	}
	for _, l := range locale.Languages {
		switch said := v.Page.Printer.T("language." + string(l)); {
		case whole[l]:
		case was[l]:
			lost = append(lost, said)
		case v.Draft.Title[l] != "":
			partial = append(partial, said)
		}
	}
	return lost, partial
}

func (v CharterPublicationView) slug() layout.Input {
	return slugField(v.Page.Printer, v.Page.Origin+layout.Address(site.CharterPage, v.Page.Printer.Lang, ""), v.Slug, v.Problems)
}

// exact is the text of the draft in a language, as it would be signed.
func (v CharterPublicationView) exact(l locale.Lang) string {
	text, _ := v.Draft.Text(l)
	return string(text)
}

// CharterPreviewView is a charter's text as visitors would read it.
type CharterPreviewView struct {
	OwnCharter
	Page layout.Page
}

// unchanged are the languages in which the draft says what the version of now says,
// where it says otherwise in another one.
func (v CharterPublicationView) unchanged() (unchanged []string) {
	p, changed := v.Page.Printer, false
	for _, l := range v.Draft.Languages() {
		if _, written := v.Text.Text(l); !written {
			continue
		}
		if v.Text.Hash(l) == v.Draft.Hash(l) {
			unchanged = append(unchanged, p.T("language."+string(l)))
		} else {
			changed = true
		}
	}
	if !changed {
		return nil
	}
	return unchanged
}
