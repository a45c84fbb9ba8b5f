package pages

import (
	"tribune/shared/charter"
	"tribune/templates/layout"
)

// CorrectFields are those of [Correct], in the order of the page.
var CorrectFields = []string{
	FieldOrganisation, FieldKind, FieldWork, FieldCountry, FieldSite, FieldSignerGiven, FieldSignerFamily, FieldFunction,
}

// CorrectView is the form in which somebody corrects what she signed with.
type CorrectView struct {
	SignatureView
	Stamp string
	SignerFields
}

// SignedAs is what stands of a signature, as it would be typed.
func SignedAs(s charter.Signature) map[string]string {
	return map[string]string{
		FieldOrganisation: s.Party.Name, FieldKind: string(s.Party.Kind), FieldWork: string(s.Party.Field),
		FieldCountry: s.Standing().Country, FieldSite: s.Party.Site.String(),
		FieldSignerGiven: s.Given.String(), FieldSignerFamily: s.Family.String(), FieldFunction: s.Function,
	}
}

// signer are the fields about who signs.
func (v CorrectView) signer() []layout.Input {
	p := v.Page.Printer
	function := v.function(p)
	function.Optional = !v.party()
	return append(v.names(p), function)
}
