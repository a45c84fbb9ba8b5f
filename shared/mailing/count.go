package mailing

import (
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
)

// Counts says how the mails of a mailing fare.
type Counts struct {
	Waiting   int // promised, and not sent yet
	Sent      int // the mail service took it, and nothing else is known
	Delivered int
	Failed    int // it does not arrive
	Dropped   int // it was no longer for her, or she wants no such mail
}

// All is how many there are.
func (c Counts) All() int { return c.Waiting + c.Sent + c.Delivered + c.Failed + c.Dropped }

// Count counts the entries of a mailing.
func Count(entries []outbox.Entry) (c Counts) {
	for _, e := range entries {
		switch {
		case e.State == outbox.Pending:
			c.Waiting++
		case e.State == outbox.Dropped:
			c.Dropped++
		case e.State == outbox.Failed || e.Delivery.Failed():
			c.Failed++
		case e.Delivery.Fate == outbox.Delivered:
			c.Delivered++
		default:
			c.Sent++
		}
	}
	return c
}

// Audience is how many people a message is for, by the language of their mail.
type Audience map[locale.Lang]int

// All is how many they are.
func (a Audience) All() (n int) {
	for _, some := range a {
		n += some
	}
	return n
}

// Add counts somebody, if the segment holds her.
func (a Audience) Add(segment roster.Filter, e event.Event, r registration.Registration) {
	if Holds(segment, e, r) {
		a[r.Attendee.Lang]++
	}
}
