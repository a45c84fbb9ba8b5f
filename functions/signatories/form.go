package signatories

import (
	"strings"
	"time"

	"tribune/shared/charter"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// identity is who signs and for whom, as it was typed, and the rules that it is held
// against. The tags name the fields as pages.Field… does, in the order of the page.
// What is not asked is empty.
type identity struct {
	As           string `form:"as" validate:"oneof=organisation individual"`
	Organisation string `form:"organisation" validate:"required_if=As organisation,max=120,nolink,worded"`
	Kind         string `form:"kind" validate:"required_if=As organisation,kind"`
	Field        string `form:"field" validate:"required_if=As organisation,field"`
	Site         string `form:"site" validate:"site"`
	Country      string `form:"country" validate:"required,country"`
	Given        string `form:"signer-given" validate:"required,namelong,namelink,namecontrol"`
	Family       string `form:"signer-family" validate:"required,namelong,namelink,namecontrol"`
	Function     string `form:"function" validate:"required_if=As organisation,max=120,nolink,worded"`
}

// signer is all that is asked of who signs.
type signer struct {
	identity
	Address   string `form:"address" validate:"required,address"`
	Mandate   string `form:"mandate" validate:"required_if=As organisation"`
	Explicit  string `form:"explicit-consent" validate:"required_if=Sensitive true"`
	Sensitive bool   // the charter is
}

// typed is the form as it was typed, to be shown again.
func typed(form web.Form) map[string]string {
	all := map[string]string{}
	for _, name := range pages.SignFields {
		all[name] = strings.TrimSpace(form.Get(name))
	}
	return all
}

// identityOf is what is asked of what was typed: nothing about an organisation of who
// signs for herself.
func identityOf(t map[string]string, as string) identity {
	x := identity{
		As: as, Organisation: registration.ParseAffiliation(t[pages.FieldOrganisation]),
		Kind: t[pages.FieldKind], Field: t[pages.FieldWork], Site: t[pages.FieldSite], Country: t[pages.FieldCountry],
		Given: t[pages.FieldSignerGiven], Family: t[pages.FieldSignerFamily], Function: registration.ParseAffiliation(t[pages.FieldFunction]),
	}
	if as == pages.AsIndividual {
		x.Organisation, x.Kind, x.Field, x.Site = "", "", "", ""
	}
	return x
}

// signerOf is what a charter asks of what was typed: no choice between an organisation
// and herself where there is none.
func signerOf(t map[string]string, c charter.Call) signer {
	as := t[pages.FieldAs]
	if !c.Individuals {
		as = pages.AsOrganisation
	}
	x := signer{
		identity: identityOf(t, as), Address: t[pages.FieldAddress],
		Mandate: t[pages.FieldMandate], Explicit: t[pages.FieldExplicit], Sensitive: c.Sensitive,
	}
	if as == pages.AsIndividual {
		x.Mandate = ""
	}
	return x
}

// signature reads a whole form, or says what of it is to be mended.
func signature(v pages.SignView, now time.Time) (charter.Signature, web.Problems, error) {
	x := signerOf(v.Typed, v.Call)
	problems, err := web.Check(v.Page.Printer, x)
	if err != nil || len(problems) > 0 {
		return charter.Signature{}, problems, err
	}
	s, err := x.signature()
	s.Version, s.Lang, s.Read = v.Text.Version, v.Page.Printer.Lang, pages.CharterIn(v.Text, v.Page.Printer.Lang)
	s.Text = v.Text.Hash(s.Read)
	s.Display, s.News = v.Typed[pages.FieldDisplay] != "", v.Typed[pages.FieldWantsNews] != ""
	if x.Sensitive || s.Display || s.News {
		s.Consent = now
	}
	return s, nil, err
}

// signature is what was typed and checked. What it returns as an error is a rule
// that the check lacks.
func (x signer) signature() (s charter.Signature, err error) {
	if err = x.identify(&s); err != nil {
		return s, err
	}
	s.Address, err = outbox.ParseAddress(x.Address)
	return s, err
}

// identify writes into a signature whose it is.
func (x identity) identify(s *charter.Signature) (err error) {
	s.Function, s.Party, s.Country = x.Function, charter.Party{}, ""
	if s.Given, err = registration.ParseName(x.Given); err != nil {
		return err
	}
	if s.Family, err = registration.ParseName(x.Family); err != nil {
		return err
	}
	if x.As == pages.AsIndividual {
		s.Country = x.Country
		return nil
	}
	kind, _ := charter.ParseKind(x.Kind)
	field, _ := charter.ParseField(x.Field)
	site, err := charter.ParseSite(x.Site)
	s.Party = charter.Party{Name: x.Organisation, Kind: kind, Field: field, Country: x.Country, Site: site}
	return err
}
