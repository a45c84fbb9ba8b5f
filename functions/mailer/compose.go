package mailer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/ses"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/templates/layout"
	"tribune/templates/mail"
)

// about says, for each kind of mail about a registration, how the registration
// must stand for it to be still true, and whether it carries the calendar's file.
var about = map[outbox.Kind]struct {
	while    func(registration.Registration) bool
	calendar bool
}{
	outbox.Confirmed: {in(registration.Confirmed), true},
	outbox.Held:      {in(registration.Unconfirmed), false},
	outbox.Waiting:   {waits, false},
	outbox.Offered:   {in(registration.Offered), false},
	outbox.Lapsed:    {in(registration.Lapsed), false},
	outbox.Changed:   {in(registration.Confirmed), true},
	outbox.Moved:     {in(registration.Confirmed), true},
	outbox.Cancelled: {in(registration.Cancelled), true},
	outbox.Already:   {active, false},
	outbox.LostLink:  {known, false},
	outbox.Refused:   {in(registration.Refused, registration.Cancelled, registration.Lapsed), false},
	outbox.Removed:   {in(registration.Cancelled), true},
	outbox.Approved:  {in(registration.Confirmed), true},
	outbox.Declined:  {in(registration.Refused, registration.Cancelled), false},
	outbox.Reminder:  {in(registration.Confirmed), false},
	outbox.Practical: {in(registration.Confirmed), false},
	outbox.Thanks:    {in(registration.Confirmed), false},
	outbox.Message:   {known, false},
	outbox.CalledOff: {active, true},
}

// outlasting are the mails that are true of an event that is called off too: what
// a registration is worth otherwise, nobody needs to hear any more.
var outlasting = []outbox.Kind{
	outbox.CalledOff, outbox.Cancelled, outbox.Removed, outbox.Declined, outbox.Already, outbox.LostLink, outbox.Refused, outbox.Message,
}

// in wants a registration to stand so.
func in(states ...registration.State) func(registration.Registration) bool {
	return func(r registration.Registration) bool { return slices.Contains(states, r.State) }
}

// waits wants somebody to wait, for a first seat or for another.
func waits(r registration.Registration) bool {
	return r.State == registration.Waiting || r.State == registration.Confirmed && r.Wants != nil
}

func active(r registration.Registration) bool { return r.State.Active() }

// known wants something to be behind the private link.
func known(r registration.Registration) bool {
	return r.State.Active() || r.State == registration.Lapsed || r.State == registration.Cancelled
}

// letter is a mail as it is to be sent, and whether the owner of the address
// has shown that it is hers.
type letter struct {
	ses.Message
	proven bool
}

// compose makes the letter of an entry; ErrMoot if its facts no longer ask for it.
func (m *mailer) compose(ctx context.Context, e outbox.Entry, now time.Time) (letter, error) {
	switch {
	case e.Kind == outbox.SignInCode:
		message, err := m.signInCode(ctx, e)
		return letter{message, true}, err
	case e.Ref.Member != "":
		message, err := m.toMember(ctx, e, now)
		return letter{message, true}, err
	case ofSignature(e):
		return m.toSignatory(ctx, e, now)
	}
	facts, err := m.facts(ctx, e, now)
	if err != nil {
		return letter{}, fault.Wrap("mailer: gather the facts", err)
	}
	message, err := m.write(ctx, e, facts)
	return letter{message, facts.Registration.Proven}, err
}

// write makes the message from its facts.
func (m *mailer) write(ctx context.Context, e outbox.Entry, f mail.Facts) (ses.Message, error) {
	how, r := about[e.Kind], f.Registration
	if how.while == nil {
		return ses.Message{}, fault.New(fault.Internal, "mailer: compose", fmt.Errorf("no mail of kind %q", e.Kind))
	}
	if f.Event.State == event.Cancelled && !slices.Contains(outlasting, e.Kind) {
		return ses.Message{}, outbox.ErrMoot
	}
	if !how.while(r) || r.Generation != e.Ref.Generation || r.Attendee.Address.IsZero() {
		return ses.Message{}, outbox.ErrMoot
	}
	p := locale.For(e.Lang)
	content, _ := mail.Compose(e.Kind, p, f)
	message, err := m.message(ctx, e, content, r.Attendee.Address)
	if err != nil {
		return message, err
	}
	message.ReplyTo = f.Organisation.ReplyTo
	if content.Decline != nil {
		message.Decline = content.Decline.URL
	}
	if how.calendar && (r.State == registration.Confirmed || r.Seated) { // who only waited has nothing to strike out
		message.Calendar = ses.Calendar(invitation(p, f, content.From.String(), e.Kind == outbox.Changed || e.Kind == outbox.Moved))
	}
	return message, nil
}

func (m *mailer) facts(ctx context.Context, e outbox.Entry, now time.Time) (f mail.Facts, err error) {
	ref := event.RefOf(e.Ref)
	who, err := token.ParsePerson(e.Ref.Person)
	if err != nil {
		return f, err
	}
	if f, err = m.setting(ctx, ref, now); err != nil {
		return f, err
	}
	if f.Registration, err = m.Table.Find(ctx, ref, who); err != nil {
		return f, err
	}
	as := now
	if e.Kind == outbox.CalledOff || e.Kind == outbox.Message {
		if f.Said, err = m.said(ctx, ref, e.Ref.Mailing, now); err != nil {
			return f, gone(err)
		}
	}
	if e.Kind == outbox.CalledOff {
		as = f.Said.Begun // when time ceased to bring anything
	}
	f.Registration = f.Registration.At(as)
	if waits(f.Registration) {
		desk, err := m.Table.Desk(ctx, ref)
		if err != nil {
			return f, err
		}
		f.Rank = desk.Rank(f.Registration.Ticket)
	}
	slug, link := string(f.Event.Slug), m.Ring.Link(ref.String(), who, f.Registration.Generation)
	f.EventURL = m.Origin + layout.Address(site.EventPage, e.Lang, slug)
	f.Link = m.Origin + layout.Address(site.Registration, e.Lang, slug, link)
	if e.Ref.Mailing == "" {
		if e.Kind == outbox.Confirmed || e.Kind == outbox.Moved {
			f.Notice = f.Event.Told(now)
		}
		return f, nil
	}
	f.Decline = m.Origin + layout.Address(site.DeclineForm, e.Lang, slug, link)
	return f, m.ofMailing(ctx, e, &f)
}

// setting is the event that a mail is about, and whose it is: as they stood at
// most two seconds ago, for mails come in crowds.
func (m *mailer) setting(ctx context.Context, ref event.Ref, now time.Time) (f mail.Facts, err error) {
	f.Now = now
	f.Event, err = m.events.Get(ctx, ref, now, func(ctx context.Context) (event.Event, error) { return m.Table.Event(ctx, ref) })
	if err != nil {
		return f, err
	}
	f.Organisation, err = m.organisations.Get(ctx, ref.Organisation, now, func(ctx context.Context) (organisation.Organisation, error) {
		return m.Table.Organisation(ctx, ref.Organisation)
	})
	return f, err
}

func (m *mailer) signInCode(ctx context.Context, e outbox.Entry) (ses.Message, error) {
	c, err := m.Table.Challenge(ctx, e.Ref.Challenge)
	if fault.Is(err, fault.NotFound) {
		return ses.Message{}, outbox.ErrMoot // used, or expired
	}
	if err != nil {
		return ses.Message{}, fault.Wrap("mailer: gather the facts", err)
	}
	content := mail.SignInCode(locale.For(e.Lang), mail.Facts{Code: m.Ring.Code(c.Mail)})
	return m.message(ctx, e, content, c.Member.Address)
}

func (m *mailer) message(ctx context.Context, e outbox.Entry, c mail.Content, to outbox.Address) (ses.Message, error) {
	html, err := c.HTML(ctx)
	if err != nil {
		return ses.Message{}, fault.New(fault.Internal, "mailer: render", err)
	}
	return ses.Message{
		To: to, From: m.Sender, FromName: c.From,
		Subject: c.Subject, HTML: html, Text: c.Text(), Lang: e.Lang, EntryID: e.ID,
	}, nil
}
