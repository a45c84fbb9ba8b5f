// Package specimens is one mail of every kind that is sent, in every language,
// made from made-up facts: to be looked at by people and held to its looks by
// tests. Nothing of it is sent, and nobody in it exists.
package specimens

import (
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/templates/mail"
)

// Specimen is one mail in one language.
type Specimen struct {
	Name    string // of its kind, and of how the registration stands: "waiting-also-waits"
	Kind    outbox.Kind
	Content mail.Content
}

// table is every mail. A kind that is added to the site's gets a line here.
var table = []struct {
	kind   outbox.Kind
	stands string
}{
	{outbox.Confirmed, seated}, {outbox.Confirmed, online}, {outbox.Confirmed, alsoWaits},
	{outbox.Held, unconfirmed},
	{outbox.Waiting, waiting}, {outbox.Waiting, alsoWaits},
	{outbox.Offered, offered},
	{outbox.Lapsed, lapsed}, {outbox.Lapsed, neverConfirmed},
	{outbox.Changed, online}, {outbox.Changed, alsoWaits},
	{outbox.Moved, seated},
	{outbox.Cancelled, cancelled},
	{outbox.Already, seated}, {outbox.Already, waiting},
	{outbox.LostLink, seated}, {outbox.LostLink, offered}, {outbox.LostLink, lapsed}, {outbox.LostLink, cancelled},
	{outbox.Refused, full}, {outbox.Refused, tooLate},
	{outbox.Removed, removed},
	{outbox.Reminder, seated}, {outbox.Reminder, alsoWaits}, {outbox.Practical, seated}, {outbox.Practical, online},
	{outbox.Thanks, seated},
	{outbox.Message, seated}, {outbox.Message, waiting},
	{outbox.CalledOff, seated}, {outbox.CalledOff, waiting},
	{outbox.SignInCode, nobody},
	{outbox.Exported, nobody},
	{outbox.Invited, nobody},
	{outbox.Approved, seated}, {outbox.Declined, cancelled}, {outbox.NamePeople, seated},
	{outbox.SignatureCode, nobody}, {outbox.Signed, nobody}, {outbox.SignedAlready, nobody}, {outbox.SignedLink, nobody},
	{outbox.Amended, nobody}, {outbox.CharterNews, nobody},
}

// All lists the specimens, each in every language.
func All() []Specimen {
	var all []Specimen
	for _, row := range table {
		name := string(row.kind)
		if row.stands != nobody {
			name += "-" + row.stands
		}
		for _, l := range locale.Languages {
			content, _ := mail.Compose(row.kind, locale.For(l), facts(l, row.kind, row.stands))
			all = append(all, Specimen{name, row.kind, content})
		}
	}
	return all
}
