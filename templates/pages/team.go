package pages

import (
	"strings"
	"time"

	"tribune/shared/account"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// TeamView is who works for an organisation.
type TeamView struct {
	Page   layout.Page
	Team   []account.Holder
	Factor map[string]bool // accounts that have a second factor
	Events []event.Event   // of the organisation, for the names of scopes
}

// MemberView is the form by which somebody is invited, or one of the team changed.
type MemberView struct {
	Page     layout.Page
	Account  string // hers; "" while she is to be invited
	Member   organisation.Member
	Address  string // as it was typed
	Events   []event.Event
	Factor   bool // she has a second factor
	Self     bool // it is the one who looks
	Now      time.Time
	Stamp    string
	Problems web.Problems
}

// Names of the fields of [Member].
const (
	FieldRole      = "role"
	FieldStructure = "structure"
	FieldCountry   = "country"
	FieldSure      = "sure" // what cannot be taken back is meant
)

func (v MemberView) sure() layout.Check {
	return layout.Check{Name: FieldSure, Label: v.Page.Printer.T("team.sure"), Problem: v.Problems.For(FieldSure)}
}

// FieldScope is the name of the box by which an event is one of those seen.
func FieldScope(e event.ID) string { return "event_" + string(e) }

// action is where the form goes.
func (v MemberView) action() string {
	if v.Account == "" {
		return layout.Address(site.Invite, v.Page.Printer.Lang)
	}
	return v.address(site.SetMember)
}

func (v MemberView) address(route string) string {
	return layout.Address(route, v.Page.Printer.Lang, v.Account)
}

func (v MemberView) title() string {
	if v.Account == "" {
		return v.Page.Printer.T("team.invite")
	}
	return v.Member.Address.String()
}

func (v MemberView) role() layout.Choice {
	p := v.Page.Printer
	c := layout.Choice{Name: FieldRole, Said: p.T("team.role"), Value: string(v.Member.Role), Problem: v.Problems.For(FieldRole)}
	for _, r := range organisation.Roles {
		c.Options = append(c.Options, layout.Option{Value: string(r), Said: p.T("role." + string(r)), Note: p.T("role." + string(r) + ".may")})
	}
	return c
}

func (v MemberView) events() layout.Boxes {
	p := v.Page.Printer
	b := layout.Boxes{Said: p.T("team.events"), Hint: p.T("team.events.hint"), Optional: true}
	for _, e := range v.Events {
		b.Options = append(b.Options, layout.Box{
			Name: FieldScope(e.Ref.Event), Label: e.Title,
			Checked: len(v.Member.Scope.Events) > 0 && v.Member.Scope.HasEvent(string(e.Ref.Event)),
		})
	}
	return b
}

// only is the first of a list that a form keeps one of.
func only(all []string) string { return strings.Join(all[:min(1, len(all))], "") }

func (v MemberView) structure() layout.Input {
	p := v.Page.Printer
	return layout.Input{
		Name: FieldStructure, Label: p.T("team.structure"), Hint: p.T("team.structure.hint"),
		Value: only(v.Member.Scope.Structures), Problem: v.Problems.For(FieldStructure), Optional: true,
	}
}

func (v MemberView) country() layout.Select {
	p := v.Page.Printer
	return layout.Select{
		Name: FieldCountry, Said: p.T("team.country"), Value: only(v.Member.Scope.Countries),
		Problem: v.Problems.For(FieldCountry), Optional: true, Options: countries(p),
	}
}

// sees says what of the organisation a member sees.
func (v TeamView) sees(m organisation.Member) []string {
	p := v.Page.Printer
	var lines []string
	for _, e := range v.Events {
		if len(m.Scope.Events) > 0 && m.Scope.HasEvent(string(e.Ref.Event)) {
			lines = append(lines, locale.IsolateText(e.Title, p.Lang))
		}
	}
	for _, s := range m.Scope.Structures {
		lines = append(lines, p.T("team.sees.structure", locale.Args{"Structure": locale.Isolate(s)}))
	}
	for _, c := range m.Scope.Countries {
		lines = append(lines, p.T("team.sees.country", locale.Args{"Country": p.Country(c)}))
	}
	if len(lines) == 0 {
		lines = []string{p.T("team.sees.all")}
	}
	return lines
}
