// Package registration is who comes: it takes seats, keeps them exact, and
// lets people change their mind.
//
// Think of the desk at the door. People hand in slips that say what they want;
// whoever stands at the desk decides all the slips that lie there, in order.
// [Decide] is that, a pure function: every rule about seats is in it and
// nowhere else. One commit applies what it decided, conditional on the desk's
// version, so that nothing is ever half done ([Store.Commit]).
//
// There are two ways to the desk ([Service.Register]). When it is quiet,
// a request decides its own wish and commits: two round trips. When the desk
// has moved, the request leaves its wish on the person's own item and tries to
// lead: it decides up to [Batch] wishes that lie there together. Who does not
// lead looks whether it was decided. A short lease keeps leaders from racing;
// correctness never rests on it. The clock leads for those who died ([Service.Sweep]).
//
// The person's item is at once uniqueness, idempotency record and state: its
// key is an HMAC of event, address and folded name.
package registration

import (
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

// State is where a registration stands.
type State string

// The states. The zero State is somebody who never had an answer.
const (
	Confirmed State = "confirmed"
	Cancelled State = "cancelled"
	Refused   State = "refused" // kept a day, for the answer to reach her
)

// Sector is the kind of organisation that somebody comes from.
type Sector string

// Sectors lists them in the order of the form.
var Sectors = []Sector{"association", "public", "practitioner", "company", "other"}

// ParseSector reads a sector as the form sends it.
func ParseSector(s string) (Sector, bool) {
	return Sector(s), slices.Contains(Sectors, Sector(s))
}

// Attendee is what somebody said of herself.
type Attendee struct {
	Given, Family Name
	Address       outbox.Address
	Organisation  string // at most 120 runes; "" if she speaks for none
	Sector        Sector
	Lang          locale.Lang // of the form that she filled in, and of her mail
	Consent       time.Time   // when she agreed to the notice
}

// Registration is one person at one event.
type Registration struct {
	Event      event.Ref
	Person     token.Person
	Version    int // of this record; 0 before it is first written
	Generation int // of her private link; rises with every new confirmation
	State      State
	Nonce      string  // of the last form that was decided …
	Outcome    Outcome // … and what it was told
	Attendee   Attendee
	Workshops  []event.WorkshopID // hers while Confirmed
	Since      time.Time          // when State began
	Wish       *Wish              // what she wants and nobody has decided yet
	Expires    time.Time          // gone at this second, for every reader

	Undelivered bool // a mail to her was given up
}

// WishKind is what somebody wants.
type WishKind string

// The wishes.
const (
	Come   WishKind = "come"
	Cancel WishKind = "cancel"
	Disown WishKind = "disown" // "it was not me": cancels and erases who she is
)

// Wish is a slip handed in at the desk.
type Wish struct {
	Kind       WishKind
	Made       time.Time          // when the request came; wishes are decided in this order
	FormMade   time.Time          // Come: when the form was made; older than a cancellation, it is void
	Nonce      string             // Come: of the form
	Workshops  []event.WorkshopID // Come: one of every slot
	Attendee   Attendee           // Come
	Expires    time.Time          // Come: of the registration, if confirmed
	Generation int                // Cancel, Disown: which registration is meant
}

// Outcome is what was decided on a wish.
type Outcome string

// The outcomes.
const (
	Accepted     Outcome = "accepted"
	Full         Outcome = "full"          // the event
	WorkshopFull Outcome = "workshop-full" // one that was chosen, while the event has seats
	TooEarly     Outcome = "too-early"
	TooLate      Outcome = "too-late"
	Stale        Outcome = "stale"     // from a form older than her cancellation, or for an earlier generation
	Unknown      Outcome = "unknown"   // a workshop that is not offered, or one twice
	Released     Outcome = "released"  // cancelled, the seat is free
	Unchanged    Outcome = "unchanged" // she has it, or had given it back, already
)

// Ref is where a mail about this registration finds its facts.
func (r Registration) Ref() outbox.Ref {
	return outbox.Ref{
		Organisation: string(r.Event.Organisation),
		Event:        string(r.Event.Event),
		Person:       r.Person.String(),
		Generation:   r.Generation,
	}
}
