package pages

import (
	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// SignerFields are the fields about who signs and for whom, in the form in which one
// signs and in that in which one corrects it.
type SignerFields struct {
	Typed    map[string]string // by field, as it was typed
	Problems web.Problems
}

func (f SignerFields) input(name, label, complete string) layout.Input {
	return layout.Input{Name: name, Label: label, Value: f.Typed[name], Problem: f.Problems.For(name), Complete: complete}
}

func (f SignerFields) choice(name, said string) layout.Select {
	return layout.Select{Name: name, Said: said, Value: f.Typed[name], Problem: f.Problems.For(name)}
}

func (f SignerFields) organisation(p locale.Printer) layout.Input {
	return f.input(FieldOrganisation, p.T("sign.organisation"), "organization")
}

func (f SignerFields) kind(p locale.Printer) layout.Select {
	s := f.choice(FieldKind, p.T("sign.kind"))
	for _, k := range charter.Kinds {
		s.Options = append(s.Options, layout.Option{Value: string(k), Said: p.T("charter.kind." + string(k))})
	}
	return s
}

func (f SignerFields) work(p locale.Printer) layout.Select {
	s := f.choice(FieldWork, p.T("sign.field"))
	for _, w := range charter.Fields {
		s.Options = append(s.Options, layout.Option{Value: string(w), Said: p.T("charter.field." + string(w))})
	}
	return s
}

func (f SignerFields) site(p locale.Printer) layout.Input {
	i := f.input(FieldSite, p.T("sign.site"), "url")
	i.Mode, i.Dir, i.Optional, i.Hint = "url", "ltr", true, p.T("sign.site.hint")
	return i
}

func (f SignerFields) country(p locale.Printer) layout.Select {
	s := f.choice(FieldCountry, p.T("sign.country"))
	s.Complete, s.Options = "country", countries(p)
	return s
}

func (f SignerFields) names(p locale.Printer) []layout.Input {
	return []layout.Input{
		f.input(FieldSignerGiven, p.T("form.given"), "given-name"), f.input(FieldSignerFamily, p.T("form.family"), "family-name"),
	}
}

func (f SignerFields) function(p locale.Printer) layout.Input {
	return f.input(FieldFunction, p.T("sign.function"), "organization-title")
}
