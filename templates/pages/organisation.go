package pages

import (
	"slices"
	"strings"

	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// OrganisationView is the form about an organisation: what was typed, beside
// what is saved.
type OrganisationView struct {
	Page         layout.Page
	Organisation organisation.Organisation // as it is saved
	Typed        Typed
	Waivable     bool // the second factor may be waived here
	Saved        bool // it has just been
	Overtaken    bool // somebody else saved it since the form was shown
	Stamp        string
	Problems     web.Problems
}

// Typed are the values of a form by the names of its fields.
type Typed map[string]string

// MostOrganisationText is the longest text of the form, in bytes.
const MostOrganisationText = 4000

// Names of the fields of [Organisation]. Those of the controller are what
// organisation.Controller.Missing calls them.
const (
	FieldOrgName    = "organisation-name"
	FieldReplyTo    = "reply-to"
	FieldController = "name"
	FieldContact    = "contact"
	FieldDPO        = "dpo"
	FieldCNDP       = "cndp"
	FieldWaive      = "waive"
)

// FieldIn is the name of the field of a text in a language.
func FieldIn(field string, l locale.Lang) string { return field + "-" + string(l) }

// texts are those of an organisation's form.
func texts(o organisation.Organisation) map[string]locale.Text {
	c := o.Controller
	return map[string]locale.Text{
		FieldOrgName: o.Name, "legal-basis": c.LegalBasis, "recipients": c.Recipients, "retention": c.Retention, "transfers": c.Transfers,
	}
}

// TypedOf is an organisation as its form shows it.
func TypedOf(o organisation.Organisation) Typed {
	c := o.Controller
	t := Typed{
		FieldReplyTo: o.ReplyTo.String(), FieldController: c.Name, FieldContact: c.Contact.String(),
		FieldCountry: c.Country, FieldDPO: c.DPO.String(), FieldCNDP: c.CNDP,
	}
	for _, l := range locale.Languages {
		for field, text := range texts(o) {
			t[FieldIn(field, l)] = text[l]
		}
		if slices.Contains(o.Writes(), l) {
			t[FieldOfLang(l)] = "yes"
		}
	}
	if o.WaivesFactor {
		t[FieldWaive] = "yes"
	}
	return t
}

// TypedIn is what was typed into the form about an organisation.
func TypedIn(f web.Form, o organisation.Organisation) Typed {
	t := Typed{}
	for field := range TypedOf(o) {
		t[field] = clean(f.Get(field))
	}
	for _, l := range locale.Languages {
		t[FieldOfLang(l)] = f.Get(FieldOfLang(l))
	}
	t[FieldWaive] = f.Get(FieldWaive)
	return t
}

func clean(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// meanwhile is what stands beside a field that somebody else saved otherwise.
func (v OrganisationView) meanwhile(field string) string {
	saved := TypedOf(v.Organisation)[field]
	if !v.Overtaken || saved == v.Typed[field] {
		return ""
	}
	if saved == "" {
		return v.Page.Printer.T("edit.meanwhile.empty")
	}
	return v.Page.Printer.T("edit.meanwhile", locale.Args{"Text": locale.Isolate(saved)})
}

func (v OrganisationView) line(field string, more ...func(*layout.Input)) layout.Input {
	p := v.Page.Printer
	i := layout.Input{Name: field, Label: p.T("organisation." + field), Value: v.Typed[field], Problem: v.Problems.For(field), Optional: field == FieldCNDP}
	for _, m := range more {
		m(&i)
	}
	return i
}

func mailTo(i *layout.Input) { i.Type, i.Dir, i.Mode = "email", "ltr", "email" }

// said is a text of the organisation's, in each of its languages.
func (v OrganisationView) said(of string, rows int) layout.Texts {
	p := v.Page.Printer
	t := layout.Texts{Name: of, Said: p.T("organisation." + of), Hint: p.T("organisation." + of + ".hint"), Rows: rows}
	for _, l := range v.Organisation.Writes() {
		field := FieldIn(of, l)
		t.Tongues = append(t.Tongues, layout.Tongue{
			Lang: l, Value: v.Typed[field], Problem: v.Problems.For(field), Other: v.meanwhile(field),
			Lacks: v.Typed[field] == "" && texts(v.Organisation)[of].Has(),
		})
	}
	return t
}

// saidTexts are the texts of the controller.
var saidTexts = []string{"legal-basis", "recipients", "retention", "transfers"}

func (v OrganisationView) country() layout.Select {
	p := v.Page.Printer
	return layout.Select{
		Name: FieldCountry, Said: p.T("organisation.country"), Value: v.Typed[FieldCountry],
		Problem: v.Problems.For(FieldCountry), Options: countries(p),
	}
}

func (v OrganisationView) written() layout.Boxes {
	p := v.Page.Printer
	b := layout.Boxes{Said: p.T("organisation.languages"), Hint: p.T("organisation.languages.hint")}
	for _, l := range locale.Languages {
		b.Options = append(b.Options, layout.Box{Name: FieldOfLang(l), Label: locale.Text{l: l.Name()}, Checked: v.Typed[FieldOfLang(l)] != ""})
	}
	return b
}

// blocked is a field that must be filled before anything is published.
type blocked struct{ anchor, said string }

// blocking says what blocks publishing, as it is saved.
func (v OrganisationView) blocking() (all []blocked) {
	p := v.Page.Printer
	for _, key := range v.Organisation.Controller.Missing() {
		anchor := key
		if slices.Contains(saidTexts, key) {
			anchor = key // the group of the languages
		}
		all = append(all, blocked{anchor, p.T("organisation." + key)})
	}
	return all
}
