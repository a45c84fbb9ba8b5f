package mailer

import (
	"context"
	"time"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/ses"
	"tribune/shared/site"
	"tribune/templates/layout"
	"tribune/templates/mail"
)

// ofMailing adds what is said to many. ErrMoot if it is no longer for this
// person, if its time is over, or if she wants no such mail.
func (m *mailer) ofMailing(ctx context.Context, e outbox.Entry, f *mail.Facts) (err error) {
	declinable := true
	if e.Kind == outbox.Message || e.Kind == outbox.CalledOff {
		if !mailing.Holds(f.Said.Segment, f.Event, f.Registration) {
			return outbox.ErrMoot
		}
		declinable = f.Said.News
	} else {
		notice, there := f.Event.Notice(e.Ref.Mailing)
		if _, until := f.Event.Window(notice); !there || !f.Now.Before(until) {
			return outbox.ErrMoot
		}
		f.Notice, declinable = notice, notice.Kind != event.Practical
	}
	if !declinable || f.Registration.Attendee.Address.IsZero() {
		return nil
	}
	keys := m.Ring.Recipient(f.Registration.Attendee.Address.Folded())
	declined, err := m.Table.Declines(ctx, f.Event.Organisation, keys)
	if declined {
		return outbox.ErrMoot
	}
	return err
}

// said is what an organiser says to many, as it stood at most two seconds ago.
func (m *mailer) said(ctx context.Context, e event.Ref, id string, now time.Time) (mailing.Mailing, error) {
	return m.messages.Get(ctx, message{e, id}, now, func(ctx context.Context) (mailing.Mailing, error) {
		return m.Table.Mailing(ctx, e, id)
	})
}

// gone is ErrMoot for facts that are there no longer.
func gone(err error) error {
	if fault.Is(err, fault.NotFound) {
		return outbox.ErrMoot
	}
	return err
}

// toMember writes a mail to somebody who works for the organisation.
func (m *mailer) toMember(ctx context.Context, e outbox.Entry, now time.Time) (ses.Message, error) {
	const op = "mailer: gather the facts"
	ref := event.RefOf(e.Ref)
	holder, err := m.Table.Holder(ctx, []string{e.Ref.Member})
	if err != nil {
		return ses.Message{}, fault.Wrap(op, gone(err))
	}
	member := holder.Member
	if e.Kind == outbox.Invited {
		return m.toJoin(ctx, e, member, now)
	}
	var f mail.Facts
	if e.Ref.Charter != "" {
		f, err = m.ofCharter(ctx, e, now)
	} else {
		f, err = m.setting(ctx, ref, now)
	}
	if err != nil {
		return ses.Message{}, fault.Wrap(op, err)
	}
	if e.Kind == outbox.Message {
		f.Said, err = m.Table.Mailing(ctx, ref, e.Ref.Mailing)
	} else if f.Audit, err = m.Table.AuditLine(ctx, ref.Organisation, e.Ref.Audit); err == nil {
		f.By = f.Audit.By.String()
	}
	if err != nil {
		return ses.Message{}, fault.Wrap(op, gone(err))
	}
	content, known := mail.Compose(e.Kind, locale.For(e.Lang), f)
	if !known || member.Organisation != ref.Organisation {
		return ses.Message{}, outbox.ErrMoot
	}
	message, err := m.message(ctx, e, content, member.Address)
	if e.Kind == outbox.Message {
		message.ReplyTo = f.Organisation.ReplyTo // as it will be for everybody
	}
	return message, err
}

// ofCharter is the charter that a mail to a member is about.
func (m *mailer) ofCharter(ctx context.Context, e outbox.Entry, now time.Time) (f mail.Facts, err error) {
	ref := charter.Ref{Organisation: organisation.ID(e.Ref.Organisation), ID: charter.ID(e.Ref.Charter)}
	text, err := m.Table.Text(ctx, ref, e.Ref.Version)
	f.Now, f.Signing.Text = now, text
	return f, err
}

// toJoin writes to somebody who is invited, as long as she has not come.
func (m *mailer) toJoin(ctx context.Context, e outbox.Entry, member organisation.Member, now time.Time) (ses.Message, error) {
	o, err := m.Table.Organisation(ctx, organisation.ID(e.Ref.Organisation))
	if err != nil {
		return ses.Message{}, fault.Wrap("mailer: gather the facts", gone(err))
	}
	if member.Organisation != o.ID || member.Invited.IsZero() || member.Lapsed(now) {
		return ses.Message{}, outbox.ErrMoot
	}
	f := mail.Facts{Organisation: o, Now: now, By: member.InvitedBy.String(), Link: m.Origin + layout.Address(site.SignInForm, e.Lang)}
	content, _ := mail.Compose(e.Kind, locale.For(e.Lang), f)
	message, err := m.message(ctx, e, content, member.Address)
	message.ReplyTo = o.ReplyTo
	return message, err
}
