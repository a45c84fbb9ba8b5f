package mail

import (
	"time"

	"tribune/shared/locale"
)

// Approved says that the organiser accepted a request, and what is hers now.
func Approved(p locale.Printer, f Facts) Content {
	c := owned(p, f, "approved")
	c.After = []string{p.T("mail.calendar"), p.T("mail.give-back")}
	return c
}

// Declined says that the organiser did not accept a request.
func Declined(p locale.Printer, f Facts) Content {
	return notComing(p, f, "declined")
}

// Group is what a contact has for the people of her structure.
type Group struct {
	Seats int
	Named int       // of the people, so far
	Until time.Time // when seats without a name are given back
}

// NamePeople asks the contact of a group who comes.
func NamePeople(p locale.Printer, f Facts) Content {
	c := owned(p, f, "name-people")
	until := locale.Args{"Until": moment(p, f.Group.Until.In(f.Event.Location()))}
	c.Paragraphs = append(c.Paragraphs, p.T("mail.name-people.until", until))
	c.Facts = append(c.Facts,
		Fact{Label: p.T("mail.name-people.seats"), Value: p.Number(f.Group.Seats), Lang: p.Lang},
		Fact{Label: p.T("mail.name-people.named"), Value: p.Number(f.Group.Named), Lang: p.Lang})
	c.Action.Label = p.T("mail.name-people.action")
	return c
}
