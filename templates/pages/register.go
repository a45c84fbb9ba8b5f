package pages

import (
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/templates/layout"
)

// person is who registers: the fields of the form before its choices.
func (v RegisterView) person() []layout.Input {
	p := v.Page.Printer
	return []layout.Input{
		{
			Name: FieldGiven, Label: p.T("form.given"), Hint: p.T("form.given.hint"), Value: v.Values.Given,
			Problem: v.Problems.For(FieldGiven), Complete: "given-name",
		},
		{
			Name: FieldFamily, Label: p.T("form.family"), Value: v.Values.Family,
			Problem: v.Problems.For(FieldFamily), Complete: "family-name",
		},
		{
			Name: FieldAddress, Label: p.T("form.address"), Hint: p.T("form.address.hint"), Value: v.Values.Address,
			Problem: v.Problems.For(FieldAddress), Type: "email", Complete: "email", Dir: "ltr",
		},
		{
			Name: FieldOrganisation, Label: p.T("form.organisation"), Value: v.Values.Organisation,
			Problem: v.Problems.For(FieldOrganisation), Complete: "organization", Optional: true,
		},
	}
}

func (v RegisterView) sector() layout.Choice {
	p := v.Page.Printer
	c := layout.Choice{
		Name: FieldSector, Said: p.T("form.sector"), Value: v.Values.Sector,
		Problem: v.Problems.For(FieldSector),
	}
	for _, s := range registration.Sectors {
		c.Options = append(c.Options, layout.Option{Value: string(s), Said: p.T("sector." + string(s))})
	}
	return c
}

// slot is the choice among a slot's workshops, with the seats left beside each.
func (v RegisterView) slot(s event.Slot) layout.Choice {
	p, name := v.Page.Printer, FieldWorkshop(s.ID)
	c := layout.Choice{
		Name: name, Legend: s.Title, Hint: p.Hours(v.local(s.Starts), s.Ends),
		Value: v.Values.Workshops[s.ID], Problem: v.Problems.For(name),
	}
	for _, w := range s.Workshops {
		left := v.Desk.Workshops[w.ID].Left()
		o := layout.Option{Value: string(w.ID), Label: w.Title, Note: p.N("seats.left", left)}
		if left == 0 {
			o.Note, o.Taken = p.T("standing.full"), true
		}
		c.Options = append(c.Options, o)
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
