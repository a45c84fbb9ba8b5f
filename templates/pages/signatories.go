package pages

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"tribune/shared/charter"
	"tribune/shared/dossier"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// CharterSubject is the charter that a page of the console is about, and the version
// of its text whose signatories are meant.
type CharterSubject struct {
	Page layout.Page
	Call charter.Call
	Text charter.Charter
}

// The names of what the pages about signatories ask and are asked.
const (
	ParamVersion = "version" // of the text; the current one, if it is not given
	FieldAll     = "all"     // whom the filter holds are meant, not who is ticked
	FieldNamed   = "named"
	FieldShown   = "shown" // a digest of whom a verdict was shown to be of
)

// FieldPick ticks a signature.
func FieldPick(p token.Person) string { return "pick_" + p.String() }

func (c CharterSubject) id() string { return string(c.Call.Ref.ID) }

// at is the address of one of the pages about the charter, for this version.
func (c CharterSubject) at(route string, query url.Values) string {
	all := url.Values{}
	for name, values := range query {
		all[name] = values
	}
	if c.Text.Version != c.Call.Current {
		all.Set(ParamVersion, strconv.Itoa(c.Text.Version))
	}
	path := layout.Address(route, c.Page.Printer.Lang, c.id())
	if len(all) == 0 {
		return path
	}
	return path + "?" + all.Encode()
}

func (c CharterSubject) mayRun() bool { return c.Page.Role.May(site.RightTo(site.Moderate)) }

func (c CharterSubject) mayTake() bool { return c.Page.Role.May(site.RightTo(site.Handover)) }

// versions leads to the signatories of the other versions.
func (c CharterSubject) versions(of string) (all []link) {
	p := c.Page.Printer
	for n := c.Call.Current; n >= 1; n-- {
		other := c
		other.Text.Version = n
		all = append(all, link{p.T("signatories.version", locale.Args{"Version": p.Number(n)}), other.at(of, nil), n == c.Text.Version})
	}
	return all
}

// link is a way to a page, perhaps to this one.
type link struct {
	name, to string
	here     bool
}

// SignatoriesView is what [Signatories] shows: some of those who signed a version.
type SignatoriesView struct {
	CharterSubject
	Filter       dossier.Filter
	Entries      []*dossier.Entry // on this page
	All          int              // whom the filter holds
	Number, Last int              // of the page, and of the last one
	Waiting      []int            // of each of Waits, how many
	States       []int            // of those who stand, and then of each state, how many
	Countries    []string
	Done, Left   int // of how many something was said just now, and of how many not; -1 if nothing was
	Problems     web.Problems
}

// Waits are the filters that show what waits for an organiser's look.
func (v SignatoriesView) Waits() []dossier.Filter {
	all := []dossier.Filter{{State: charter.Aside}, {Look: dossier.Alike}}
	if v.Call.Reviewed {
		all = slices.Insert(all, 0, dossier.Filter{Look: dossier.Unseen})
	}
	return all
}

// wait says how many wait of what a filter shows.
func (v SignatoriesView) wait(f dossier.Filter, n int) string {
	return v.Page.Printer.N("signatories.wait."+cmp.Or(string(f.Look), string(f.State)), n)
}

func (v SignatoriesView) anyWaiting() bool {
	return slices.ContainsFunc(v.Waiting, func(n int) bool { return n > 0 })
}

// Query are the version and the filter as an address says them.
func (v SignatoriesView) Query() url.Values {
	q := v.Filter.Values()
	if v.Text.Version != v.Call.Current {
		q.Set(ParamVersion, strconv.Itoa(v.Text.Version))
	}
	return q
}

func (v SignatoriesView) turn(n int) string {
	q := v.Filter.Values()
	q.Set(ParamPage, strconv.Itoa(n))
	return v.at(site.SignatoryList, q)
}

func (v SignatoriesView) narrow(f dossier.Filter) string {
	return v.at(site.SignatoryList, f.Values())
}

// choices are what can be asked of the list.
func (v SignatoriesView) choices() []layout.Select {
	p := v.Page.Printer
	any := []layout.Option{{Said: p.T("signatories.any")}}
	state := layout.Select{Name: dossier.ParamState, Said: p.T("signatories.state"), Value: string(v.Filter.State), One: true, Options: slices.Clone(any)}
	for _, s := range dossier.States {
		state.Options = append(state.Options, layout.Option{Value: string(s), Said: p.T("signature.state." + string(s))})
	}
	look := layout.Select{Name: dossier.ParamLook, Said: p.T("signatories.look"), Value: string(v.Filter.Look), One: true, Options: slices.Clone(any)}
	for _, l := range dossier.Looks {
		look.Options = append(look.Options, layout.Option{Value: string(l), Said: p.T("signatories.look." + string(l))})
	}
	kind := layout.Select{Name: dossier.ParamKind, Said: p.T("signatories.kind"), Value: string(v.Filter.Kind), One: true, Options: slices.Clone(any)}
	for _, k := range charter.Kinds {
		kind.Options = append(kind.Options, layout.Option{Value: string(k), Said: p.T("charter.kind." + string(k))})
	}
	kind.Options = append(kind.Options, layout.Option{Value: string(dossier.Individual), Said: p.T("charter.individual")})
	country := layout.Select{Name: dossier.ParamCountry, Said: p.T("signatories.country"), Value: v.Filter.Country, One: true, Options: slices.Clone(any)}
	for _, c := range p.Countries() {
		if slices.Contains(v.Countries, c.Code) {
			country.Options = append(country.Options, layout.Option{Value: c.Code, Said: c.Name})
		}
	}
	return []layout.Select{state, look, kind, country}
}

// signedBy is whose signature it is; of one whose name is gone, that it is.
func signedBy(p locale.Printer, e *dossier.Entry) string {
	return cmp.Or(e.Name(), p.T("signatories.nameless"))
}

func kindOf(p locale.Printer, e *dossier.Entry) string {
	switch {
	case e.State == charter.Withdrawn:
		return p.T("events.none")
	case e.Party.IsZero():
		return p.T("charter.individual")
	}
	return p.T("charter.kind." + string(e.Party.Kind))
}

func countryOf(p locale.Printer, e *dossier.Entry) string {
	if c := e.Standing().Country; c != "" {
		return p.Country(c)
	}
	return p.T("events.none")
}

func stateTone(s charter.State) layout.Tone {
	switch s {
	case charter.Counted:
		return layout.Good
	case charter.Aside:
		return layout.Warn
	case charter.Invalidated:
		return layout.Bad
	}
	return layout.Plain
}

// pageOf is the address of the page of a signature.
func (c CharterSubject) pageOf(e *dossier.Entry) string {
	return layout.Address(site.SignatoryPage, c.Page.Printer.Lang, c.id(), strconv.Itoa(c.Text.Version), e.Signatory.String())
}

func (c CharterSubject) since(e *dossier.Entry) string {
	return c.Page.Printer.ShortDate(e.At)
}

// SignatoryView is what [Signatory] shows.
type SignatoryView struct {
	CharterSubject
	Entry    *dossier.Entry
	Delivery outbox.Delivery // how her mail fares; zero if nothing is known
}

// verdicts are those that change something.
func (v SignatoryView) verdicts() (all []charter.Verdict) {
	for _, d := range charter.Verdicts {
		if d.Fits(v.Entry.Signature) {
			all = append(all, d)
		}
	}
	return all
}

// only is the list in which the signature stands.
func (v SignatoryView) only() string {
	return SignatoriesView{CharterSubject: v.CharterSubject}.Query().Encode()
}

// ModerationView asks whether something is to be said of some signatures.
type ModerationView struct {
	SignatoriesView
	Verdict    charter.Verdict
	Meant      []*dossier.Entry // who is ticked, or whom the filter holds
	Everything bool
	Moved      bool // others were shown before
	Most       int  // of how many it can be said at once
}

// Fit are those about whom the verdict changes anything.
func (v ModerationView) Fit() (fit []*dossier.Entry) {
	for _, e := range v.Meant {
		if v.Verdict.Fits(e.Signature) {
			fit = append(fit, e)
		}
	}
	return fit
}

// Shown is a digest of whom the page asks about, whatever the order of their names.
func (v ModerationView) Shown() string {
	var keys []string
	for _, e := range v.Fit() {
		keys = append(keys, e.Signatory.String())
	}
	slices.Sort(keys)
	return token.Digest(keys...)
}

// mostNamed is how many are named before it is asked whether that is meant.
const mostNamed = 20

func (v ModerationView) filter() string { return v.Query().Encode() }
