package mail

import (
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// site is the sender's name where no organisation is.
const site = "Tribune"

// about starts a mail about a registration: whom it is from, to and about. Its
// sentences are those of the catalogue below "mail." and kind.
func about(p locale.Printer, f Facts, kind string) Content {
	organisation, _ := f.Organisation.Name.In(p.Lang)
	title, in := f.Event.NeutralTitle.In(p.Lang)
	names := locale.Args{"Organisation": organisation, "Event": title}
	isolated := locale.Args{"Organisation": locale.Isolate(organisation), "Event": locale.Isolate(title)}
	return Content{
		Lang: p.Lang, From: outbox.OneLine(organisation),
		Subject:    outbox.OneLine(p.T("mail."+kind+".subject", names)),
		Preview:    p.T("mail."+kind+".preview", names),
		Greeting:   greeting(p, f.Registration.Attendee),
		Paragraphs: []string{p.T("mail."+kind+".text", isolated)},
		Facts:      append([]Fact{{Label: p.T("mail.event"), Value: title, Lang: in}}, whenAndWhere(p, f)...),
	}
}

// owned starts a mail that leads to the private page: how its owner stands,
// what is hers, and what to do if it was not she who asked.
func owned(p locale.Printer, f Facts, kind string) Content {
	c := about(p, f, kind)
	if !strings.HasPrefix(kind, "lapsed") { // says it itself
		c.Paragraphs = append(c.Paragraphs, standing(p, f)...)
	}
	c.Facts = append(c.Facts, workshops(p, f.Event, f.Registration.Chosen(), p.T("mail.workshop"))...)
	c.Facts = append(c.Facts, waitedFor(p, f)...)
	c.Action = &Action{Label: p.T("mail.action"), URL: f.Link}
	switch f.Registration.State {
	case registration.Unconfirmed:
		c.Action.Label = p.T("mail.held.action")
	case registration.Offered:
		c.Action.Label = p.T("mail.offered.action")
	}
	c.SmallPrint = []string{p.T("mail.private"), p.T("mail.not-me"), sender(p, f)}
	return c
}

// standing says how somebody stands, unless she simply has her seat.
func standing(p locale.Printer, f Facts) []string {
	r := f.Registration
	if f.Event.State == event.Cancelled {
		return []string{p.T("mail.standing.called-off")}
	}
	switch r.State {
	case registration.Confirmed:
		if f.waits() {
			return []string{p.T("mail.standing.too")}
		}
	case registration.Waiting:
		if f.waits() {
			return []string{p.T("mail.standing.waiting")}
		}
		return []string{p.T("mail.standing.started")}
	case registration.Unconfirmed, registration.Offered:
		until := locale.Args{"Until": moment(p, r.Until.In(f.Event.Location()))}
		return []string{p.T("mail.standing."+string(r.State), until)}
	case registration.Lapsed:
		return append([]string{p.T("mail.standing.lapsed")}, again(p, f)...)
	case registration.Cancelled:
		return []string{p.T("mail.standing.cancelled")}
	}
	return nil
}

// again says how somebody whose seat is no longer held can have one after all.
func again(p locale.Printer, f Facts) []string {
	switch {
	case !f.Now.Before(f.Event.Starts()):
		return []string{p.T("mail.standing.started")}
	case f.Event.NoWaiting:
		return []string{p.T("mail.again.no-queue")}
	}
	return []string{p.T("mail.again")}
}

// unconfirmedFor is how long a hold that was never confirmed is remembered.
const unconfirmedFor = 24 * time.Hour

// neverConfirmed tells such a hold from an offer to somebody who waited, which
// is on record for as long as the event is.
func neverConfirmed(r registration.Registration) bool {
	return !r.Expires.After(r.Since.Add(unconfirmedFor))
}

// moment says until when, to the minute, in the zone that t carries.
func moment(p locale.Printer, t time.Time) string {
	return p.T("mail.moment", locale.Args{"Date": p.Date(t), "Time": p.Time(t), "Zone": p.Zone(t)})
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
