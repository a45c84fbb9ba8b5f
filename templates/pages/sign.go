package pages

import (
	"strconv"

	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// Names of the fields by which a charter is signed, beside those of [RegisterForm]
// that mean the same.
const (
	FieldAs           = "as" // [AsOrganisation] or [AsIndividual]
	FieldKind         = "kind"
	FieldWork         = "field"
	FieldSite         = "site"
	FieldSignerGiven  = "signer-given" // her own: a pseudonym signs nothing
	FieldSignerFamily = "signer-family"
	FieldFunction     = "function"
	FieldMandate      = "mandate"
	FieldDisplay      = "display"
	FieldWantsNews    = "news"
	FieldExplicit     = "explicit-consent"
	FieldEdition      = "edition" // of the text that was read …
	FieldHash         = "hash"    // … and what its bytes come to
	FieldMend         = "mend"    // the button by which she goes back to correct
)

// The values of [FieldAs].
const (
	AsOrganisation = "organisation"
	AsIndividual   = "individual"
)

// SignFields are those that somebody fills in, in the order of the page.
var SignFields = []string{
	FieldAs, FieldOrganisation, FieldKind, FieldWork, FieldSite, FieldCountry, FieldSignerGiven, FieldSignerFamily, FieldFunction,
	FieldAddress, FieldMandate, FieldDisplay, FieldWantsNews, FieldExplicit, FieldDoubted,
}

// Signing is a charter that is open to signature: what holds of it, who calls for
// it, and the text that is signed now.
type Signing struct {
	Call         charter.Call
	Organisation organisation.Organisation
	Text         charter.Charter
}

// SignView is [SignForm], in which one says who signs, and [ReadBack].
type SignView struct {
	Page layout.Page
	Signing
	Stamp     string
	Signature charter.Signature // that is read back
	SignerFields
}

// SigningView is a charter at a step that asks nothing: [SignClosed], [Signed] and
// [SignatureFound].
type SigningView struct {
	Page layout.Page
	Signing
}

// SignatureCodeView asks for the code, [SignatureCode].
type SignatureCodeView struct {
	Page layout.Page
	Signing
	Typed    string
	Problems web.Problems
}

// LostSignatureView asks for an address, [LostSignature].
type LostSignatureView struct {
	Page layout.Page
	Signing
	Stamp    string
	Address  string
	Problems web.Problems
}

// address is that of a page about the charter.
func (s Signing) address(p locale.Printer, key string) string {
	return layout.Address(key, p.Lang, s.Call.Slug)
}

// named is the title of a page about the charter.
func (s Signing) named(p locale.Printer, key string) string {
	title, _ := s.Text.Title.In(p.Lang)
	return p.T(key, locale.Args{"Charter": title})
}

// in is the language in which the text is read.
func (v SignView) in() locale.Lang { return CharterIn(v.Text, v.Page.Printer.Lang) }

// hash is that of the text as it is read here.
func (v SignView) hash() string { return v.Text.Hash(v.in()).String() }

// forOrganisation reports whether an organisation signs, as far as is known.
func (v SignView) forOrganisation() bool { return v.Typed[FieldAs] != AsIndividual }

// as asks for whom she signs.
func (v SignView) as() layout.Choice {
	p, c := v.Page.Printer, layout.Choice{Name: FieldAs, Value: AsOrganisation, Problem: v.Problems.For(FieldAs)}
	if !v.forOrganisation() {
		c.Value = AsIndividual
	}
	c.Said = p.T("sign.as")
	for _, as := range []string{AsOrganisation, AsIndividual} {
		c.Options = append(c.Options, layout.Option{Value: as, Said: p.T("sign.as." + as)})
	}
	return c
}

// signer are the fields about who signs.
func (v SignView) signer() []layout.Input {
	p := v.Page.Printer
	function := v.function(p)
	function.Optional = !v.forOrganisation()
	if v.Call.Individuals {
		function.Hint = p.T("sign.function.hint")
	}
	address := addressField(p, v.Typed[FieldAddress], v.Problems)
	address.Hint = p.T("sign.address.hint")
	return append(v.names(p), function, address)
}

// lives asks for a country: the organisation's, or hers.
func (v SignView) lives() layout.Select {
	p := v.Page.Printer
	s := v.country(p)
	if v.Call.Individuals {
		s.Hint = p.T("sign.country.hint")
	}
	return s
}

// box is one to tick; what it says names who calls for the charter.
func (v SignView) box(name, key string, optional bool) layout.Check {
	p := v.Page.Printer
	return layout.Check{
		Name: name, Label: p.T(key, locale.Args{"Organisation": locale.IsolateText(v.Organisation.Name, p.Lang)}),
		Problem: v.Problems.For(name), Checked: v.Typed[name] != "", Optional: optional,
	}
}

// display lets her name be shown: where none but organisations sign, beside theirs.
func (v SignView) display() layout.Check {
	if v.Call.Individuals {
		return v.box(FieldDisplay, "sign.display", true)
	}
	return v.box(FieldDisplay, "sign.display.beside", true)
}

// chosen says what she lets be done with her name and address.
func (v SignView) chosen(p locale.Printer) (all []string) {
	switch {
	case v.Signature.Display:
		all = append(all, p.T("read.display"))
	case v.Signature.Party.IsZero():
		all = append(all, p.T("read.counted"))
	default:
		all = append(all, p.T("read.unnamed"))
	}
	if v.Signature.News {
		all = append(all, p.T("read.news"))
	}
	return all
}

// party says what organisation signs, on one line below its name.
func (v SignView) party(p locale.Printer) string {
	o := v.Signature.Party
	return p.T("charter.kind."+string(o.Kind)) + " · " + p.T("charter.field."+string(o.Field)) + " (" + p.Country(o.Country) + ")"
}

// edition says which text is read, and in what language.
func (v SignView) edition(p locale.Printer) string {
	return p.T("read.edition", locale.Args{"Version": strconv.Itoa(v.Text.Version), "Language": p.T("language." + string(v.in()))})
}

func (v SignatureCodeView) code() layout.Input {
	p := v.Page.Printer
	return layout.Input{
		Name: FieldCode, Label: p.T("sign-code.code"), Hint: p.T("sign-code.hint"), Value: v.Typed,
		Problem: v.Problems.For(FieldCode), Complete: "one-time-code", Mode: "numeric", Dir: "ltr", Short: true,
	}
}

// next says what comes of a signature now.
func (v SigningView) next(p locale.Printer) []string {
	all := []string{p.T("signed.mail")}
	if v.Call.Reviewed {
		return append(all, p.T("signed.reviewed"))
	}
	return append(all, p.T("signed.shown"))
}

// signOf is where one signs it.
func (s Signing) signOf(p locale.Printer) string { return s.address(p, site.SignForm) }

// forCharters is an organisation as the notice beside a charter names it: who receives
// what is signed, and how long it is kept, is the charter's to say, not that of its
// events.
func forCharters(o organisation.Organisation) organisation.Organisation {
	o.Controller.Recipients, o.Controller.Retention = nil, nil
	return o
}
