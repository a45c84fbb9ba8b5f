// Package mailer is the only one that composes and sends mail: it drains the
// outbox, called by the stream as soon as a mail is promised and by the
// schedule for what is due later or was left over.
//
// A mail is composed from the facts as they stand when it is sent. If they no
// longer ask for it, it is dropped.
package mailer

import (
	"context"
	"log/slog"
	"time"

	"tribune/shared/boot"
	"tribune/shared/lambdajob"
	"tribune/shared/outbox"
	"tribune/shared/ses"
)

type mailer struct {
	boot.Parts
	sender ses.Sender
}

// New is the job of the function. Who calls it does not matter: it sends
// everything that is due.
func New(parts boot.Parts, sender ses.Sender) func(context.Context, lambdajob.Cause) error {
	m := mailer{parts, sender}
	return func(ctx context.Context, cause lambdajob.Cause) error {
		sent, err := outbox.Drain(ctx, m.Table, m.send, m.Now)
		if err != nil {
			m.Log.LogAttrs(ctx, slog.LevelError, "drain", slog.String("trigger", string(cause.Kind)), slog.Int("sent", sent), slog.String("cause", err.Error()))
		}
		return err
	}
}

// send implements [outbox.Send].
func (m mailer) send(ctx context.Context, e outbox.Entry, now time.Time) (string, error) {
	message, err := m.compose(ctx, e, now)
	if err == nil {
		var id string
		if id, err = m.sender.Send(ctx, message); err == nil {
			return id, nil
		}
	}
	m.Log.LogAttrs(ctx, slog.LevelWarn, "mail not sent", slog.String("entry", e.ID), slog.String("kind", string(e.Kind)),
		slog.Int("attempts", e.Attempts), slog.String("cause", err.Error()))
	return "", err
}
