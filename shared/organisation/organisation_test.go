package organisation_test

import (
	"slices"
	"testing"

	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
)

func whole(t *testing.T) organisation.Controller {
	t.Helper()
	address, err := outbox.ParseAddress("contact@exemple.org")
	if err != nil {
		t.Fatal(err)
	}
	text := locale.Text{locale.Arabic: "نص"}
	return organisation.Controller{
		Name: "Association", Contact: address, Country: "FR", DPO: address,
		LegalBasis: text, Recipients: text, Retention: text, Transfers: text,
	}
}

func TestMissing(t *testing.T) {
	if missing := whole(t).Missing(); missing != nil {
		t.Errorf("nothing is, and yet %v", missing)
	}
	for _, c := range []struct {
		want  string
		empty func(*organisation.Controller)
	}{
		{"name", func(c *organisation.Controller) { c.Name = "" }},
		{"contact", func(c *organisation.Controller) { c.Contact = outbox.Address{} }},
		{"country", func(c *organisation.Controller) { c.Country = "" }},
		{"dpo", func(c *organisation.Controller) { c.DPO = outbox.Address{} }},
		{"legal-basis", func(c *organisation.Controller) { c.LegalBasis = nil }},
		{"recipients", func(c *organisation.Controller) { c.Recipients = locale.Text{locale.French: ""} }},
		{"retention", func(c *organisation.Controller) { c.Retention = nil }},
		{"transfers", func(c *organisation.Controller) { c.Transfers = nil }},
		{"cndp", func(c *organisation.Controller) { c.Country = "MA" }},
	} {
		controller := whole(t)
		c.empty(&controller)
		if got := controller.Missing(); !slices.Equal(got, []string{c.want}) {
			t.Errorf("without %s: %v", c.want, got)
		}
	}
	all := []string{"name", "contact", "country", "dpo", "legal-basis", "recipients", "retention", "transfers"}
	if got := (organisation.Controller{}).Missing(); !slices.Equal(got, all) {
		t.Errorf("of nothing: %v", got)
	}
}

// Morocco asks for the receipt of the CNDP too; France does not.
func TestMissingOutsideMorocco(t *testing.T) {
	controller := whole(t)
	controller.Country, controller.CNDP = "MA", "D-000/2027"
	if missing := controller.Missing(); missing != nil {
		t.Errorf("with a receipt: %v", missing)
	}
}
