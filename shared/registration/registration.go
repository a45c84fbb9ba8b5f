// Package registration is who comes: it takes seats, keeps them exact, keeps
// those who wait in order, and lets people change their mind.
//
// Think of the desk at the door. People hand in slips that say what they want;
// whoever stands at the desk decides all the slips that lie there, in order.
// [Decide] is that, a pure function: every rule about seats is in it and
// nowhere else. One commit applies what it decided, conditional on the desk's
// version, so that nothing is ever half done ([Store.Commit]).
//
// Who finds no seat may wait. The queue is in the desk; after every change
// whoever waits and fits is served, in order: a newcomer is offered a seat,
// which is held for her a while; somebody who has a seat and waits for another
// is moved at once, and those whose wishes cross are exchanged. So a seat that
// is free fits nobody who waits, and no newcomer can overtake.
//
// There are two ways to the desk ([Service.Register]). When it is quiet,
// a request decides its own wish and commits: two round trips. When the desk
// has moved, the request leaves its wish on the person's own item and tries to
// lead: it decides up to [Batch] wishes that lie there together. Who does not
// lead looks whether it was decided. A short lease keeps leaders from racing;
// correctness never rests on it. The clock leads for those who died, and for
// what time alone brings ([Service.Sweep]).
//
// The person's item is at once uniqueness, idempotency record and state: its
// key is an HMAC of event, address and folded name.
package registration

import (
	"slices"
	"strings"
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
	Confirmed   State = "confirmed"
	Unconfirmed State = "unconfirmed" // the seat is held until the button in the mail is pressed
	Waiting     State = "waiting"
	Offered     State = "offered" // a seat is held for her, who waited
	Lapsed      State = "lapsed"  // a seat was held for her and she did not take it
	Cancelled   State = "cancelled"
	Refused     State = "refused" // kept a day, for the answer to reach her
)

// States lists them, those first whom an organiser counts on.
var States = []State{Confirmed, Unconfirmed, Offered, Waiting, Lapsed, Cancelled, Refused}

// ActiveStates are those of whoever has a seat, or waits for one.
var ActiveStates = []State{Confirmed, Unconfirmed, Offered, Waiting}

// Active reports whether somebody has a seat, or waits for one.
func (s State) Active() bool { return slices.Contains(ActiveStates, s) }

// Held reports whether a seat is held for a time.
func (s State) Held() bool { return s == Unconfirmed || s == Offered }

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
	Phone         Phone  `json:",omitzero"` // for when mail does not reach her; no mail or log holds it
	Organisation  string // at most 120 runes; "" if she speaks for none
	Sector        Sector
	Lang          locale.Lang // of the form that she filled in, and of her mail
	Consent       time.Time   // when she agreed to the notice
}

// FullName is her name as it is spoken.
func (a Attendee) FullName() string {
	return strings.TrimSpace(a.Given.String() + " " + a.Family.String())
}

// ListName is her name as lists have it that are in the order of families.
func (a Attendee) ListName() string {
	return strings.TrimSpace(a.Family.String() + " " + a.Given.String())
}

// Registration is one person at one event.
type Registration struct {
	Event        event.Ref
	Person       token.Person
	Version      int // of this record; 0 before it is first written
	Generation   int // of her private link; rises with every new registration
	State        State
	Nonce        string  // of the last form that was decided …
	Outcome      Outcome // … and what it was told
	Last         Told    `json:",omitzero"` // what her last other wish was told
	Attendee     Attendee
	event.Choice               // hers while Confirmed; had she cancelled, what it was
	Wants        *event.Choice `json:",omitempty"` // what she waits for, or is held for her
	Ticket       int           `json:",omitempty"` // hers in the queue, while Wants is set
	Until        time.Time     `json:",omitzero"`  // what she wants is held for her until then
	Answers      event.Answers `json:",omitempty"`
	Needs        Needs         `json:",omitzero"`
	Since        time.Time     // when State began
	Wish         *Wish         // what she wants and nobody has decided yet
	Expires      time.Time     // gone at this second, for every reader
	Same         token.Person  `json:",omitzero"` // this is another name of hers, under which stands nothing else

	Seated  bool   `json:",omitempty"` // Cancelled: she had a seat
	Removed bool   `json:",omitempty"` // Cancelled: by the organiser, and hers to say who comes back
	Proven  bool   `json:",omitempty"` // who owns the address has used this registration's private link
	Source  Source `json:",omitempty"` // how she came, if not by the form: then she gave her consent to the organiser
	Mail    string `json:",omitempty"` // id of the last mail that was promised with a change of this registration
	History []Step `json:",omitempty"` // the last of what was done, the newest last
}

// Needs is what somebody needs in order to attend (access, diet, interpreting),
// under a consent of its own. It can tell of her health, and is gone sooner than
// the rest.
type Needs struct {
	Answers event.Answers `json:",omitempty"`
	Consent time.Time     `json:",omitzero"`
	Until   time.Time     `json:",omitzero"` // gone at this second, for every reader
}

// KeepNeeds is how long after an event its people's needs are kept.
const KeepNeeds = 7 * 24 * time.Hour

// Told is an answer and the wish that it was given to.
type Told struct {
	Nonce   string
	Outcome Outcome
}

// WishKind is what somebody wants.
type WishKind string

// The wishes.
const (
	Come    WishKind = "come"
	Accept  WishKind = "accept"  // the seat that is held
	Change  WishKind = "change"  // other workshops, days, particulars or answers
	Cancel  WishKind = "cancel"  // gives the seat back, or waits no longer
	Restore WishKind = "restore" // takes back a cancellation, while the seat is free
	Disown  WishKind = "disown"  // "it was not me": cancels and erases who she is
	Remove  WishKind = "remove"  // the organiser's: cancels
	Offer   WishKind = "offer"   // the organiser's: holds a seat that is free for somebody who has none
	Resend  WishKind = "resend"  // the organiser's: her private link is mailed again
)

// Wish is a slip handed in at the desk.
type Wish struct {
	Kind         WishKind
	Made         time.Time     // when the request came; wishes are decided in this order
	FormMade     time.Time     // Come: when the form was made; older than a cancellation, it is void
	Nonce        string        // Come: of the form; else of the request
	event.Choice               // Come, Change: one workshop of every slot
	Wait         bool          `json:",omitempty"` // Come, Change, Restore: rather wait than be refused
	Early        bool          `json:",omitempty"` // Come: by the code that opens early
	Attendee     Attendee      // Come, Change
	Answers      event.Answers `json:",omitempty"` // Come, Change
	Needs        Needs         `json:",omitzero"`  // Come, Change
	Expires      time.Time     // Come, Restore: of the registration, if there is one
	Generation   int           // all but Come: which registration is meant
	Renamed      token.Person  `json:",omitzero"` // Change: her key under the new spelling of her name, if it differs

	By     outbox.Address `json:",omitzero"`  // the organiser who wishes it for her; none if she does herself
	Source Source         `json:",omitempty"` // Come: how the organiser was told
}

// Outcome is what was decided on a wish.
type Outcome string

// The outcomes.
const (
	Accepted     Outcome = "accepted"
	Queued       Outcome = "queued"        // she waits now
	Full         Outcome = "full"          // the event
	WorkshopFull Outcome = "workshop-full" // a workshop or day that was chosen, while the event has seats
	QueueFull    Outcome = "queue-full"    // nobody else can wait
	TooEarly     Outcome = "too-early"
	TooLate      Outcome = "too-late"
	Stale        Outcome = "stale"      // from a form older than her cancellation, or for an earlier generation
	Unknown      Outcome = "unknown"    // a place that there is not, or one twice
	Altered      Outcome = "altered"    // changed as she wished
	Released     Outcome = "released"   // cancelled, the seat is free
	Unchanged    Outcome = "unchanged"  // she has it, or had given it back, already
	NameTaken    Outcome = "name-taken" // by somebody else at her address; nothing is changed
	Gone         Outcome = "gone"       // what was held for her, or was hers, is no longer
	Held         Outcome = "held"       // a seat is offered to her
	Sent         Outcome = "sent"       // her link is on its way again
)

// Refusal reports whether nothing came of a wish.
func (o Outcome) Refusal() bool {
	return slices.Contains([]Outcome{Full, WorkshopFull, QueueFull, TooEarly, TooLate, Stale, Unknown, NameTaken, Gone}, o)
}

// At is a registration at now: what was held for her until then is not held any
// longer, whether or not the desk has ended it, and needs whose time is over are gone.
func (r Registration) At(now time.Time) Registration {
	if r.State.Held() && !now.Before(r.Until) {
		r.State = Lapsed
	}
	if until := r.Needs.Until; !until.IsZero() && !now.Before(until) {
		r.Needs = Needs{}
	}
	return r
}

// Kept reports whether a registration that was read a while ago is still to be
// seen at now.
func (r Registration) Kept(now time.Time) bool { return r.Expires.IsZero() || now.Before(r.Expires) }

// Chosen is what somebody has; or else what is held for her or waited for, or
// was; or else what she had.
func (r Registration) Chosen() event.Choice {
	if r.Wants != nil && r.State != Confirmed {
		return *r.Wants
	}
	return r.Choice
}

// Holds are the places that somebody has, or that are held for her.
func (r Registration) Holds() []event.Place {
	if r.State == Confirmed || r.State.Held() {
		return r.Chosen().Places()
	}
	return nil
}

// Promise is a mail about this registration, whose facts stand at a ref of hers:
// after the last that was promised with a change, and known as long as she is.
func (r Registration) Promise(kind outbox.Kind, ref outbox.Ref, now time.Time, parts ...string) outbox.Entry {
	e := outbox.Promise(kind, ref, r.Attendee.Lang, now, parts...)
	e.After, e.Keep = r.Mail, r.Expires
	return e
}

// Ref is where a mail about this registration finds its facts.
func (r Registration) Ref() outbox.Ref {
	return outbox.Ref{
		Organisation: string(r.Event.Organisation),
		Event:        string(r.Event.Event),
		Person:       r.Person.String(),
		Generation:   r.Generation,
	}
}
