// Package organisation is who offers events: an association, its members and
// their roles, and what it must publish as the controller of personal data.
package organisation

import (
	"time"

	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// ID names an organisation in keys: short, lower-case, given once.
type ID string

// KeepDeclined is how long it is remembered that somebody wants no news of an
// organisation: as long as an objection is kept that nobody takes back.
const KeepDeclined = 3 * 365 * 24 * time.Hour

// Organisation is an association or institution that offers events.
type Organisation struct {
	ID           ID
	Name         locale.Text // as it stands on pages and as the sender of mail
	ReplyTo      outbox.Address
	Languages    []locale.Lang `json:",omitempty"` // in which its texts are written; all, if none is named
	Controller   Controller
	WaivesFactor bool   `json:",omitempty"` // its members need no second factor, where the deployment lets them do without
	Version      int    `json:"-"`          // rises with every change by its owners
	Logo         []byte `json:",omitempty"` // a small PNG for what is printed; nil if none
}

// Writes are the languages in which its texts are written.
func (o Organisation) Writes() []locale.Lang {
	if len(o.Languages) == 0 {
		return locale.Languages
	}
	return o.Languages
}

// Controller is what an organisation publishes about how it treats personal
// data (GDPR article 13; for Morocco, law 09-08).
type Controller struct {
	Name       string // the legal name
	Contact    outbox.Address
	Country    string         // ISO 3166-1 alpha-2
	DPO        outbox.Address // the data protection officer, or who answers for her
	LegalBasis locale.Text
	Recipients locale.Text
	Retention  locale.Text
	Transfers  locale.Text
	CNDP       string // number of the CNDP's receipt; Morocco only
}

// Missing names the fields that must be filled before anything is published,
// by their keys in the catalogue; empty when nothing is missing.
func (c Controller) Missing() []string {
	var missing []string
	for _, field := range []struct {
		key  string
		have bool
	}{
		{"name", c.Name != ""},
		{"contact", !c.Contact.IsZero()},
		{"country", c.Country != ""},
		{"dpo", !c.DPO.IsZero()},
		{"legal-basis", c.LegalBasis.Has()},
		{"recipients", c.Recipients.Has()},
		{"retention", c.Retention.Has()},
		{"transfers", c.Transfers.Has()},
		{"cndp", c.Country != "MA" || c.CNDP != ""},
	} {
		if !field.have {
			missing = append(missing, field.key)
		}
	}
	return missing
}
