package mail

import (
	"strings"
	"unicode"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
)

// Confirmed says that a place is kept.
func Confirmed(p locale.Printer, f Facts) Content {
	c := about(p, f, "confirmed")
	c.Facts = append(c.Facts, workshops(p, f)...)
	c.After = []string{p.T("mail.calendar"), p.T("mail.give-back")}
	return owned(p, f, c)
}

// Already tells somebody whose name and address were entered again that she
// has a place, and which.
func Already(p locale.Printer, f Facts) Content {
	c := about(p, f, "already")
	c.Facts = append(c.Facts, workshops(p, f)...)
	return owned(p, f, c)
}

// LostLink sends a private link again.
func LostLink(p locale.Printer, f Facts) Content {
	c := about(p, f, "lost-link")
	c.Facts = append(c.Facts, workshops(p, f)...)
	return owned(p, f, c)
}

// Cancelled says that a registration is cancelled, and how to come after all.
func Cancelled(p locale.Printer, f Facts) Content {
	c := about(p, f, "cancelled")
	c.Action = &Action{Label: p.T("mail.cancelled.action"), URL: f.RegisterURL}
	c.SmallPrint = []string{p.T("mail.why"), sender(p, f)}
	return c
}

// Refused tells somebody whom the screen had to leave waiting that there was no place.
func Refused(p locale.Printer, f Facts) Content {
	c := about(p, f, "refused")
	key := "mail.refused." + string(f.Registration.Outcome)
	switch f.Registration.Outcome {
	case registration.Full, registration.WorkshopFull, registration.TooLate:
		c.Paragraphs = append(c.Paragraphs, p.T(key))
	}
	c.Action = &Action{Label: p.T("mail.refused.action"), URL: f.EventURL}
	c.SmallPrint = []string{p.T("mail.why"), sender(p, f)}
	return c
}

// SignInCode carries an organiser's code. It holds no link: whoever did not ask
// for it must have nothing to press.
func SignInCode(p locale.Printer, f Facts) Content {
	return Content{
		Lang: p.Lang, From: site, Subject: p.T("mail.sign-in.subject"), Preview: p.T("mail.sign-in.preview"),
		Greeting: p.T("mail.greeting.plain"), Paragraphs: []string{p.T("mail.sign-in.text")}, Code: f.Code,
		After: []string{p.T("mail.sign-in.after")}, SmallPrint: []string{p.T("mail.sign-in.not-me")},
	}
}

// site is the sender's name where no organisation is.
const site = "Tribune"

// about starts a mail about a registration: whom it is from, to and about.
func about(p locale.Printer, f Facts, kind string) Content {
	organisation, _ := f.Organisation.Name.In(p.Lang)
	title, in := f.Event.NeutralTitle.In(p.Lang)
	names := locale.Args{"Organisation": organisation, "Event": title}
	isolated := locale.Args{"Organisation": locale.Isolate(organisation), "Event": locale.Isolate(title)}
	return Content{
		Lang: p.Lang, From: organisation,
		Subject:    oneLine(p.T("mail."+kind+".subject", names)),
		Preview:    p.T("mail."+kind+".preview", names),
		Greeting:   greeting(p, f.Registration.Attendee),
		Paragraphs: []string{p.T("mail."+kind+".text", isolated)},
		Facts:      append([]Fact{{Label: p.T("mail.event"), Value: title, Lang: in}}, whenAndWhere(p, f.Event)...),
	}
}

// oneLine keeps what organisers wrote from breaking a header.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// owned adds what every mail to somebody with a place carries: her private
// page, and what to do if it was not she who asked.
func owned(p locale.Printer, f Facts, c Content) Content {
	c.Action = &Action{Label: p.T("mail.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.private"), p.T("mail.not-me"), sender(p, f)}
	return c
}

// greeting names the owner of the address by the name that was typed.
func greeting(p locale.Printer, a registration.Attendee) string {
	name := a.Given.String()
	if name == "" {
		return p.T("mail.greeting.plain")
	}
	return p.T("mail.greeting", locale.Args{"Name": locale.Isolate(name)})
}

// sender says who writes and where an answer goes.
func sender(p locale.Printer, f Facts) string {
	name, _ := f.Organisation.Name.In(p.Lang)
	return p.T("mail.sender", locale.Args{"Organisation": locale.Isolate(name), "Address": locale.Isolate(f.Organisation.ReplyTo.String())})
}

func whenAndWhere(p locale.Printer, e event.Event) []Fact {
	var facts []Fact
	for _, d := range e.Days {
		starts := d.Starts.In(e.Location())
		facts = append(facts, Fact{
			Label: p.T("event.when"), Lang: p.Lang,
			Value: p.Date(starts) + p.T("mail.comma") + p.Hours(starts, d.Ends) + " (" + p.Zone(starts) + ")",
		})
	}
	var place []string
	for _, part := range []locale.Text{e.Place, e.Address, e.City} {
		if s, _ := part.In(p.Lang); s != "" {
			place = append(place, locale.Isolate(s))
		}
	}
	_, in := e.Place.In(p.Lang)
	return append(facts, Fact{Label: p.T("event.where"), Value: strings.Join(place, p.T("mail.comma")), Lang: in})
}

func workshops(p locale.Printer, f Facts) []Fact {
	var facts []Fact
	for _, id := range f.Registration.Workshops {
		if w, _, ok := f.Event.Workshop(id); ok {
			title, in := w.Title.In(p.Lang)
			facts = append(facts, Fact{Label: p.T("mail.workshop"), Value: title, Lang: in})
		}
	}
	return facts
}
