package mailer

import (
	"context"

	"tribune/shared/boot"
	"tribune/shared/lambdajob"
	"tribune/shared/ses"
)

// NewPaced is New, with the rate in mails a second at which the job sends.
func NewPaced(parts boot.Parts, sender ses.Sender) (job func(context.Context, lambdajob.Cause) error, rate func() float64) {
	m := newMailer(parts, sender)
	return m.work, m.pace.Rate
}
