package pages

import (
	"slices"

	"tribune/shared/charter"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// Names of the fields by which a signature is corrected, beside those of
// [RegisterForm] that mean the same.
const (
	FieldKind         = "kind"
	FieldWork         = "field"
	FieldSite         = "site"
	FieldSignerGiven  = "signer-given" // her own: a pseudonym signs nothing
	FieldSignerFamily = "signer-family"
	FieldFunction     = "function"
	FieldDisplay      = "display"
)

// CorrectFields are those of [Correct], in the order of the page.
var CorrectFields = []string{
	FieldOrganisation, FieldKind, FieldWork, FieldCountry, FieldSite, FieldSignerGiven, FieldSignerFamily, FieldFunction,
}

// CorrectView is the form in which somebody corrects what she signed with.
type CorrectView struct {
	SignatureView
	Stamp    string
	Typed    map[string]string // by field
	Problems web.Problems
}

// SignedAs is what stands of a signature, as it would be typed.
func SignedAs(s charter.Signature) map[string]string {
	return map[string]string{
		FieldOrganisation: s.Party.Name, FieldKind: string(s.Party.Kind), FieldWork: string(s.Party.Field),
		FieldCountry: s.Standing().Country, FieldSite: s.Party.Site.String(),
		FieldSignerGiven: s.Given.String(), FieldSignerFamily: s.Family.String(), FieldFunction: s.Function,
	}
}

// InCorrectOrder puts what is to be mended in the order of the page.
func InCorrectOrder(problems web.Problems) web.Problems {
	slices.SortStableFunc(problems, func(a, b web.Problem) int {
		return slices.Index(CorrectFields, a.Field) - slices.Index(CorrectFields, b.Field)
	})
	return problems
}

func (v CorrectView) input(name, key, complete string) layout.Input {
	return layout.Input{
		Name: name, Label: v.Page.Printer.T(key), Value: v.Typed[name], Problem: v.Problems.For(name), Complete: complete,
	}
}

func (v CorrectView) choice(name, key string) layout.Select {
	return layout.Select{Name: name, Said: v.Page.Printer.T(key), Value: v.Typed[name], Problem: v.Problems.For(name)}
}

func (v CorrectView) organisation() layout.Input {
	return v.input(FieldOrganisation, "sign.organisation", "organization")
}

func (v CorrectView) kind() layout.Select {
	s := v.choice(FieldKind, "sign.kind")
	for _, k := range charter.Kinds {
		s.Options = append(s.Options, layout.Option{Value: string(k), Said: v.Page.Printer.T("charter.kind." + string(k))})
	}
	return s
}

func (v CorrectView) work() layout.Select {
	s := v.choice(FieldWork, "sign.field")
	for _, f := range charter.Fields {
		s.Options = append(s.Options, layout.Option{Value: string(f), Said: v.Page.Printer.T("charter.field." + string(f))})
	}
	return s
}

func (v CorrectView) country() layout.Select {
	s := v.choice(FieldCountry, "sign.country")
	s.Complete, s.Options = "country", countries(v.Page.Printer)
	return s
}

func (v CorrectView) site() layout.Input {
	f := v.input(FieldSite, "sign.site", "url")
	f.Mode, f.Dir, f.Optional, f.Hint = "url", "ltr", true, v.Page.Printer.T("sign.site.hint")
	return f
}

// signer are the fields about who signs.
func (v CorrectView) signer() []layout.Input {
	function := v.input(FieldFunction, "sign.function", "organization-title")
	function.Optional = !v.party()
	return []layout.Input{
		v.input(FieldSignerGiven, "form.given", "given-name"), v.input(FieldSignerFamily, "form.family", "family-name"), function,
	}
}
