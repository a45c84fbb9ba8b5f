package mail

import (
	"maps"
	"slices"

	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// contents says what is written in each kind of mail.
var contents = map[outbox.Kind]func(locale.Printer, Facts) Content{
	outbox.Confirmed:  Confirmed,
	outbox.Held:       Held,
	outbox.Waiting:    Waiting,
	outbox.Offered:    Offered,
	outbox.Lapsed:     Lapsed,
	outbox.Changed:    Changed,
	outbox.Moved:      Moved,
	outbox.Cancelled:  Cancelled,
	outbox.Already:    Already,
	outbox.LostLink:   LostLink,
	outbox.Refused:    Refused,
	outbox.SignInCode: SignInCode,
	outbox.Removed:    Removed,
	outbox.Reminder:   Reminder,
	outbox.Practical:  Practical,
	outbox.Thanks:     Thanks,
	outbox.Message:    Message,
	outbox.CalledOff:  CalledOff,
	outbox.Exported:   Exported,
	outbox.Invited:    Invited,

	outbox.Approved:   Approved,
	outbox.Declined:   Declined,
	outbox.NamePeople: NamePeople,

	outbox.SignatureCode: SignatureCode,
	outbox.Signed:        Signed,
	outbox.SignedAlready: SignedAlready,
	outbox.SignedLink:    SignedLink,
	outbox.Amended:       Amended,
	outbox.CharterNews:   CharterNews,
}

// Kinds lists the kinds of mail that there are, in alphabetical order.
func Kinds() []outbox.Kind { return slices.Sorted(maps.Keys(contents)) }

// Compose says what stands in a mail of a kind; false if there is none of that kind.
func Compose(kind outbox.Kind, p locale.Printer, f Facts) (Content, bool) {
	content, known := contents[kind]
	if !known {
		return Content{}, false
	}
	return content(p, f), true
}

// Confirmed says that a place is kept.
func Confirmed(p locale.Printer, f Facts) Content {
	c := owned(p, f, "confirmed")
	c.After = append(pass(p, f), p.T("mail.calendar"), p.T("mail.give-back"))
	return prepared(p, f, c)
}

// Held asks for the button to be pressed, until when a place is held.
func Held(p locale.Printer, f Facts) Content {
	c := owned(p, f, "held")
	c.After = []string{p.T("mail.held.after")}
	return c
}

// Waiting says that somebody waits, what for, and what she has meanwhile.
func Waiting(p locale.Printer, f Facts) Content {
	c := owned(p, f, "waiting")
	c.After = []string{p.T("mail.waiting.after")}
	return c
}

// Offered says that a seat is held for somebody who waited, and until when.
func Offered(p locale.Printer, f Facts) Content {
	c := owned(p, f, "offered")
	c.After = []string{p.T("mail.offered.after")}
	return c
}

// Lapsed says that a seat is no longer held, and how to have one after all.
func Lapsed(p locale.Printer, f Facts) Content {
	c := owned(p, f, "lapsed")
	if neverConfirmed(f.Registration) {
		c = owned(p, f, "lapsed.unconfirmed")
	}
	c.After = again(p, f)
	return c
}

// Changed says what somebody comes to now, as she wished.
func Changed(p locale.Printer, f Facts) Content {
	c := owned(p, f, "changed")
	c.After = []string{p.T("mail.calendar.changed"), p.T("mail.give-back")}
	return c
}

// Moved says that the seat that somebody waited for is hers.
func Moved(p locale.Printer, f Facts) Content {
	c := owned(p, f, "moved")
	c.After = append(pass(p, f), p.T("mail.calendar.changed"), p.T("mail.give-back"))
	return prepared(p, f, c)
}

// Already tells somebody whose name and address were entered again how she
// stands.
func Already(p locale.Printer, f Facts) Content {
	if f.Registration.State == registration.Confirmed {
		return owned(p, f, "already")
	}
	return owned(p, f, "already.pending")
}

// LostLink sends a private link again.
func LostLink(p locale.Printer, f Facts) Content { return owned(p, f, "lost-link") }

// Cancelled says that a registration is cancelled, and how to come after all.
func Cancelled(p locale.Printer, f Facts) Content {
	c := about(p, f, "cancelled")
	c.Action = &Action{Label: p.T("mail.cancelled.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.why"), sender(p, f)}
	return c
}

// Removed says that the organiser cancelled a registration.
func Removed(p locale.Printer, f Facts) Content {
	return notComing(p, f, "removed")
}

// notComing starts a mail to somebody who has no place: it leads to the event.
func notComing(p locale.Printer, f Facts, kind string) Content {
	c := about(p, f, kind)
	c.Action = &Action{Label: p.T("mail.refused.action"), URL: f.EventURL}
	c.SmallPrint = []string{p.T("mail.why"), sender(p, f)}
	return c
}

// Refused tells somebody whom the screen had to leave waiting that there was no place.
func Refused(p locale.Printer, f Facts) Content {
	c := notComing(p, f, "refused")
	key := "mail.refused." + string(f.Registration.Outcome)
	switch f.Registration.Outcome {
	case registration.Full, registration.WorkshopFull, registration.QueueFull, registration.TooLate:
		c.Paragraphs = append(c.Paragraphs, p.T(key))
	}
	return c
}

// SignInCode carries an organiser's code. It holds no link: whoever did not ask
// for it must have nothing to press.
func SignInCode(p locale.Printer, f Facts) Content {
	return Content{
		Lang: p.Lang, From: outbox.OneLine(site), Subject: outbox.OneLine(p.T("mail.sign-in.subject")), Preview: p.T("mail.sign-in.preview"),
		Greeting: p.T("mail.greeting.plain"), Paragraphs: []string{p.T("mail.sign-in.text")}, Code: inHalves(f.Code),
		After: []string{p.T("mail.sign-in.after")}, SmallPrint: []string{p.T("mail.sign-in.not-me")},
	}
}

// inHalves parts a code in the middle, as it is read and typed; the line does
// not break there. Whoever takes the code drops the space.
func inHalves(code string) string {
	half := len(code) / 2
	return code[:half] + "\u00a0" + code[half:]
}
