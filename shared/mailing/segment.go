package mailing

import (
	"tribune/shared/event"
	"tribune/shared/registration"
	"tribune/shared/roster"
)

// Meant are the states of those whom a mailing is for: those who have a seat,
// where its segment names none.
func Meant(segment roster.Filter) []registration.State {
	if len(segment.States) == 0 {
		return []registration.State{registration.Confirmed}
	}
	return segment.States
}

// Holds reports whether a mailing is for somebody. Who has no address, having
// said that it was not she who registered, is in none.
func Holds(segment roster.Filter, e event.Event, r registration.Registration) bool {
	segment.States = Meant(segment)
	return !r.Attendee.Address.IsZero() && segment.Registered(e, r)
}
