package pages

import (
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/templates/layout"
)

// person is who registers: the fields of the form before its choices.
func (v RegisterView) person() []layout.Input {
	p := v.Page.Printer
	given, family, organisation := v.names()
	address := layout.Input{
		Name: FieldAddress, Label: p.T("form.address"), Hint: p.T("form.address.hint"), Value: v.Values.Address,
		Problem: v.Problems.For(FieldAddress), Type: "email", Complete: "email", Dir: "ltr",
	}
	return []layout.Input{given, family, address, v.phone(), organisation}
}

// phone asks for a number, for when mail does not arrive.
func (v RegisterView) phone() layout.Input {
	p := v.Page.Printer
	return layout.Input{
		Name: FieldPhone, Label: p.T("form.phone"), Hint: p.T("form.phone.hint"), Value: v.Values.Phone,
		Problem: v.Problems.For(FieldPhone), Type: "tel", Complete: "tel", Mode: "tel", Dir: "ltr", Optional: true,
	}
}

// submits is what the button says: a place is kept, or waited for.
func (v RegisterView) submits(p locale.Printer) string {
	if v.standing() == waiting {
		return p.T("register.submit.waiting")
	}
	return p.T("register.submit")
}

// names are what somebody says of herself that is not her address.
func (v RegisterView) names() (given, family, organisation layout.Input) {
	p := v.Page.Printer
	given = layout.Input{
		Name: FieldGiven, Label: p.T("form.given"), Hint: p.T("form.given.hint"), Value: v.Values.Given,
		Problem: v.Problems.For(FieldGiven), Complete: "given-name",
	}
	family = layout.Input{
		Name: FieldFamily, Label: p.T("form.family"), Value: v.Values.Family,
		Problem: v.Problems.For(FieldFamily), Complete: "family-name",
	}
	organisation = layout.Input{
		Name: FieldOrganisation, Label: p.T("form.organisation"), Value: v.Values.Organisation,
		Problem: v.Problems.For(FieldOrganisation), Complete: "organization", Optional: true,
	}
	return given, family, organisation
}

// sector asks as what somebody comes, in words to her or about her.
func (v RegisterView) sector(said string) layout.Choice {
	p := v.Page.Printer
	c := layout.Choice{
		Name: FieldSector, Said: said, Value: v.Values.Sector,
		Problem: v.Problems.For(FieldSector),
	}
	for _, s := range registration.Sectors {
		c.Options = append(c.Options, layout.Option{Value: string(s), Said: p.T("sector." + string(s))})
	}
	return c
}

func (v RegisterView) consent() layout.Check {
	p := v.Page.Printer
	return layout.Check{
		Name:    FieldConsent,
		Label:   p.T("form.consent", locale.Args{"Organisation": locale.IsolateText(v.Organisation.Name, p.Lang)}),
		Problem: v.Problems.For(FieldConsent), Checked: v.Values.Consent,
	}
}
