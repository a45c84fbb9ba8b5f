package mailer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tribune/shared/calendar"
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

// about says, for each kind of mail about a registration, how it reads and in
// which states the registration may be for it to be sent.
var about = map[outbox.Kind]struct {
	content func(locale.Printer, mail.Facts) mail.Content
	while   []registration.State
}{
	outbox.Confirmed: {mail.Confirmed, []registration.State{registration.Confirmed}},
	outbox.Already:   {mail.Already, []registration.State{registration.Confirmed}},
	outbox.LostLink:  {mail.LostLink, []registration.State{registration.Confirmed}},
	outbox.Cancelled: {mail.Cancelled, []registration.State{registration.Cancelled}},
	outbox.Refused:   {mail.Refused, []registration.State{registration.Refused, registration.Cancelled}},
}

// compose makes the message of an entry; ErrMoot if its facts no longer ask for it.
func (m mailer) compose(ctx context.Context, e outbox.Entry, now time.Time) (ses.Message, error) {
	if e.Kind == outbox.SignInCode {
		return m.signInCode(ctx, e)
	}
	how, known := about[e.Kind]
	if !known {
		return ses.Message{}, fault.New(fault.Internal, "mailer: compose", fmt.Errorf("no mail of kind %q", e.Kind))
	}
	facts, err := m.facts(ctx, e)
	if err != nil {
		return ses.Message{}, fault.Wrap("mailer: gather the facts", err)
	}
	r := facts.Registration
	if !slices.Contains(how.while, r.State) || r.Generation != e.Ref.Generation || r.Attendee.Address.IsZero() {
		return ses.Message{}, outbox.ErrMoot
	}
	content := how.content(locale.For(e.Lang), facts)
	message, err := m.message(ctx, e, content, r.Attendee.Address)
	if err != nil {
		return message, err
	}
	message.ReplyTo = facts.Organisation.ReplyTo
	if e.Kind == outbox.Confirmed || e.Kind == outbox.Cancelled {
		message.Calendar = invitation(facts, content, now)
	}
	return message, nil
}

func (m mailer) facts(ctx context.Context, e outbox.Entry) (f mail.Facts, err error) {
	ref := event.Ref{Organisation: organisation.ID(e.Ref.Organisation), Event: event.ID(e.Ref.Event)}
	who, err := token.ParsePerson(e.Ref.Person)
	if err != nil {
		return f, err
	}
	if f.Event, err = m.Table.Event(ctx, ref); err != nil {
		return f, err
	}
	if f.Organisation, err = m.Table.Organisation(ctx, ref.Organisation); err != nil {
		return f, err
	}
	if f.Registration, err = m.Table.Find(ctx, ref, who); err != nil {
		return f, err
	}
	slug := string(f.Event.Slug)
	f.EventURL = m.Origin + layout.Address(site.EventPage, e.Lang, slug)
	f.RegisterURL = m.Origin + layout.Address(site.RegisterForm, e.Lang, slug)
	f.Link = m.Origin + layout.Address(site.Registration, e.Lang, slug, m.Ring.Link(ref.String(), who, f.Registration.Generation))
	return f, nil
}

func (m mailer) signInCode(ctx context.Context, e outbox.Entry) (ses.Message, error) {
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

func (m mailer) message(ctx context.Context, e outbox.Entry, c mail.Content, to outbox.Address) (ses.Message, error) {
	html, err := c.HTML(ctx)
	if err != nil {
		return ses.Message{}, fault.New(fault.Internal, "mailer: render", err)
	}
	return ses.Message{
		To: to, From: m.Sender, FromName: c.From,
		Subject: c.Subject, HTML: html, Text: c.Text(), Lang: e.Lang, EntryID: e.ID,
	}, nil
}

// invitation is the calendar's entry. Its sequence rises with every change of
// the registration and of the event, so that a later one replaces an earlier.
func invitation(f mail.Facts, c mail.Content, now time.Time) []byte {
	title, _ := f.Event.NeutralTitle.In(c.Lang)
	entry := calendar.Entry{
		UID:       f.Registration.Person.String() + "@" + string(f.Event.Slug),
		Sequence:  f.Registration.Version + f.Event.Version,
		Cancelled: f.Registration.State == registration.Cancelled,
		Summary:   title + " – " + c.From,
		Location:  place(f.Event, c.Lang),
		Organiser: f.Organisation.ReplyTo,
		Stamp:     now,
	}
	for _, d := range f.Event.Days {
		entry.Days = append(entry.Days, calendar.Day{Starts: d.Starts, Ends: d.Ends})
	}
	return calendar.File(entry)
}

// place is where an event is, on one line.
func place(e event.Event, l locale.Lang) string {
	var parts []string
	for _, part := range []locale.Text{e.Place, e.Address} {
		if s, _ := part.In(l); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}
