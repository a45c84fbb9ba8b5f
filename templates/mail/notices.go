package mail

import (
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/markdown"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// Reminder says that an event is soon, and what somebody comes to.
func Reminder(p locale.Printer, f Facts) Content {
	c := owned(p, f, "reminder")
	c.Paragraphs = append([]string{soon(p, f)}, c.Paragraphs...)
	c.After = append(pass(p, f), p.T("mail.give-back"))
	return declinable(p, f, noticed(p, f, c), "mail.decline")
}

// pass says that the private page shows a code to present at the door, which no
// mail holds; nothing to who attends from elsewhere.
func pass(p locale.Printer, f Facts) []string {
	if f.Registration.Chosen().Remote {
		return nil
	}
	return []string{p.T("mail.pass")}
}

// soon says in how many days, as they are counted where the event is.
func soon(p locale.Printer, f Facts) string {
	zone := f.Event.Location()
	date := func(t time.Time) time.Time {
		y, m, d := t.In(zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	switch days := int(date(f.Event.Starts()).Sub(date(f.Now)) / (24 * time.Hour)); days {
	case 0:
		return p.T("mail.reminder.today")
	case 1:
		return p.T("mail.reminder.tomorrow")
	default:
		return p.N("mail.reminder.days", days)
	}
}

// Practical says what is to be known before somebody comes.
func Practical(p locale.Printer, f Facts) Content {
	c := owned(p, f, "practical")
	c.After = []string{p.T("mail.give-back")}
	return prepared(p, f, c)
}

// prepared adds what is to be known before somebody comes, if it is time: who
// gets her seat after that went out to the others is told it with the seat.
func prepared(p locale.Printer, f Facts, c Content) Content {
	if f.Notice.Kind != event.Practical {
		return c
	}
	if access, in := f.Event.Access.In(p.Lang); access != "" && !f.Registration.Chosen().Remote {
		c.Facts = append(c.Facts, Fact{Label: p.T("mail.access"), Value: access, Lang: in})
	}
	return noticed(p, f, c)
}

// Thanks is for those who came, with what there is to read afterwards.
func Thanks(p locale.Printer, f Facts) Content {
	c := about(p, f, "thanks")
	c.Facts = c.Facts[:1] // of which event
	c.Action = &Action{Label: p.T("mail.action"), URL: f.Link}
	c.After = []string{p.T("mail.thanks.attestation")}
	c.SmallPrint = []string{p.T("mail.private"), sender(p, f)}
	return declinable(p, f, noticed(p, f, c), "mail.decline")
}

// noticed adds what the organiser says in a notice.
func noticed(p locale.Printer, f Facts, c Content) Content {
	words, in := f.Notice.Text.In(p.Lang)
	c.Body, c.BodyLang = markdown.Parse(words), in
	c.Facts = append(c.Facts, documents(p, f.Notice.Documents)...)
	return c
}

func documents(p locale.Printer, all []event.Document) []Fact {
	var facts []Fact
	for _, d := range all {
		title, _ := d.Title.In(p.Lang)
		facts = append(facts, Fact{Label: title, Value: d.URL, Lang: p.Lang, URL: true})
	}
	return facts
}

// Message is what an organiser writes, below a subject of hers. Without a link it
// is a trial, to herself.
func Message(p locale.Printer, f Facts) Content {
	organisation, _ := f.Organisation.Name.In(p.Lang)
	title, titleIn := f.Event.NeutralTitle.In(p.Lang)
	subject, _ := f.Said.Subject.In(p.Lang)
	words, in := f.Said.Body.In(p.Lang)
	c := Content{
		Lang: p.Lang, From: outbox.OneLine(organisation), Subject: outbox.OneLine(subject), Preview: title,
		Greeting: greeting(p, f.Registration.Attendee), Body: markdown.Parse(words), BodyLang: in,
		Facts: []Fact{{Label: p.T("mail.event"), Value: title, Lang: titleIn}},
	}
	if f.Link == "" {
		c.SmallPrint = []string{p.T("mail.trial"), sender(p, f)}
		return c
	}
	c.Action = &Action{Label: p.T("mail.action"), URL: f.Link}
	c.SmallPrint = []string{p.T("mail.private"), p.T("mail.why"), sender(p, f)}
	if !f.Said.News {
		return c
	}
	return declinable(p, f, c, "mail.decline")
}

// CalledOff tells that an event does not take place, to whoever counted on it or
// waited for it.
func CalledOff(p locale.Printer, f Facts) Content {
	c := about(p, f, "called-off")
	words, in := f.Said.Body.In(p.Lang)
	c.Body, c.BodyLang = markdown.Parse(words), in
	if f.Registration.State == registration.Confirmed {
		c.After = []string{p.T("mail.called-off.calendar")}
	}
	c.Action = &Action{Label: p.T("mail.called-off.action"), URL: f.EventURL}
	c.SmallPrint = []string{p.T("mail.why"), sender(p, f)}
	return c
}

// declinable adds where mails like this one are declined, in the words of a key.
func declinable(p locale.Printer, f Facts, c Content, key string) Content {
	if f.Decline != "" {
		c.Decline = &Action{Label: p.T(key), URL: f.Decline}
	}
	return c
}

// Exported tells an owner that a list of people was downloaded, by whom and when.
func Exported(p locale.Printer, f Facts) Content {
	about, what := p.T("mail.event"), p.T("mail.exported.text")
	title, in := f.Event.NeutralTitle.In(p.Lang)
	switch {
	case f.Signing.Text.Title.Has():
		about, what = p.T("mail.charter"), p.T("mail.exported.charter.text")
		title, in = f.Signing.Text.Title.In(p.Lang)
	case title == "":
		title, in = f.Event.Title.In(p.Lang)
	}
	at := f.Audit.At.In(f.Event.Location())
	return Content{
		Lang: p.Lang, From: outbox.OneLine(site), Subject: outbox.OneLine(p.T("mail.exported.subject")), Preview: p.T("mail.exported.preview"),
		Greeting: p.T("mail.greeting.plain"), Paragraphs: []string{what},
		Facts: []Fact{
			{Label: about, Value: title, Lang: in},
			{Label: p.T("mail.exported.by"), Value: f.By, Lang: locale.English},
			{Label: p.T("mail.exported.at"), Value: moment(p, at), Lang: p.Lang},
			{Label: p.T("mail.exported.rows"), Value: p.Number(f.Audit.Rows), Lang: p.Lang},
			{Label: p.T("mail.exported.format"), Value: strings.ToUpper(f.Audit.Format), Lang: locale.English},
		},
		After: []string{p.T("mail.exported.after")}, SmallPrint: []string{p.T("mail.exported.why")},
	}
}

// Invited asks somebody to join an organisation's team, by signing in with the
// address that the mail goes to.
func Invited(p locale.Printer, f Facts) Content {
	name, in := f.Organisation.Name.In(p.Lang)
	return Content{
		Lang: p.Lang, From: outbox.OneLine(site), Subject: outbox.OneLine(p.T("mail.invited.subject")), Preview: p.T("mail.invited.preview"),
		Greeting: p.T("mail.greeting.plain"), Paragraphs: []string{p.T("mail.invited.text")},
		Facts: []Fact{
			{Label: p.T("mail.invited.organisation"), Value: name, Lang: in},
			{Label: p.T("mail.invited.by"), Value: f.By, Lang: locale.English},
		},
		Action:     &Action{Label: p.T("mail.invited.action"), URL: f.Link},
		After:      []string{p.T("mail.invited.after")},
		SmallPrint: []string{p.T("mail.invited.not-me")},
	}
}
