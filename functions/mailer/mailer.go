// Package mailer is the only one that composes and sends mail: it drains the
// outbox, called by the stream as soon as a mail is promised and by the
// schedule for what is due later or was left over.
//
// It sends no faster than the account may; an address that bounced or complained
// gets nothing, and one that nothing shows to be its owner's gets so many an hour
// and a day.
//
// A mail is composed from the facts as they stand when it is sent. If they no
// longer ask for it, it is dropped.
package mailer

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/lambdajob"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/recent"
	"tribune/shared/ses"
)

type mailer struct {
	boot.Parts
	sender ses.Sender
	pace   *outbox.Pace

	events        *recent.Cache[event.Ref, event.Event]
	organisations *recent.Cache[organisation.ID, organisation.Organisation]
	messages      *recent.Cache[message, mailing.Mailing]
	shelf         shelf

	mu    sync.Mutex
	asked time.Time // when the account was last asked for its rate
}

// New is the job of the function. Who calls it does not matter: it sends
// everything that is due.
func New(parts boot.Parts, sender ses.Sender) func(context.Context, lambdajob.Cause) error {
	return newMailer(parts, sender).work
}

func newMailer(parts boot.Parts, sender ses.Sender) *mailer {
	return &mailer{
		Parts: parts, sender: sender, pace: outbox.NewPace(cautious),
		events: recent.New[event.Ref, event.Event](fresh), organisations: recent.New[organisation.ID, organisation.Organisation](fresh),
		messages: recent.New[message, mailing.Mailing](fresh), shelf: newShelf(),
	}
}

// message is an organiser's message, by its event and its id there.
type message struct {
	event event.Ref
	id    string
}

// fresh is how old an event, its organisation and a message that was sent may be
// in a mail: as old as on the pages. Ten thousand mails about one event read them
// every two seconds.
const fresh = 2 * time.Second

func (m *mailer) work(ctx context.Context, cause lambdajob.Cause) error {
	m.keepPace(ctx)
	sent, err := outbox.Drain(ctx, m.Table, m.send, m.Now, m.pace)
	if err != nil {
		m.Log.LogAttrs(ctx, slog.LevelError, "drain", slog.String("trigger", string(cause.Kind)), slog.Int("sent", sent), slog.String("cause", err.Error()))
	}
	return err
}

// cautious is the rate, in mails a second, of an account that does not tell its
// own: that of one in the sandbox.
const cautious = 1

// current is how long an account's rate is taken to be what it told.
const current = 10 * time.Minute

// keepPace asks the account, now and then, how fast it may send.
func (m *mailer) keepPace(ctx context.Context) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.Now()
	if !m.asked.IsZero() && now.Sub(m.asked).Abs() < current {
		return
	}
	perSecond, err := m.sender.Rate(ctx)
	if err != nil {
		m.Log.LogAttrs(ctx, slog.LevelWarn, "rate not known", slog.String("cause", err.Error()))
		return
	}
	m.asked = now
	m.pace.Account(perSecond)
}

// send implements [outbox.Send].
func (m *mailer) send(ctx context.Context, e outbox.Entry, now time.Time) (string, error) {
	id, err := m.deliver(ctx, e, now)
	if err != nil {
		m.Log.LogAttrs(ctx, slog.LevelWarn, "mail not sent", slog.String("entry", e.ID), slog.String("kind", string(e.Kind)),
			slog.Int("attempts", e.Attempts), slog.String("cause", err.Error()))
	}
	return id, err
}

func (m *mailer) deliver(ctx context.Context, e outbox.Entry, now time.Time) (string, error) {
	l, err := m.compose(ctx, e, now)
	if err != nil {
		return "", err
	}
	if err := m.admit(ctx, e, l, now); err != nil {
		return "", err
	}
	return m.sender.Send(ctx, l.Message)
}

// admit lets a mail go to its address, or says that it must not, or not yet.
// A member's address is her organisation's to know; she could not sign in without.
func (m *mailer) admit(ctx context.Context, e outbox.Entry, l letter, now time.Time) error {
	if e.Kind == outbox.SignInCode {
		return nil
	}
	limited := !l.proven || e.Kind.Anybody()
	return fault.Wrap("mailer: admit a mail", outbox.Admit(ctx, m.Table, m.Ring.Recipient(l.To.Folded()), e, limited, now))
}
