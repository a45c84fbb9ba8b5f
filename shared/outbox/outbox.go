// Package outbox is promised mail.
//
// Whatever promises a mail writes an [Entry] in the same transaction as the
// fact itself; so a fact without its mail, or a mail without its fact, cannot
// be. An entry refers to its facts by kind and id and never holds an address, a
// body, a code or a link: the mail is composed from the facts as they stand
// when it is sent.
//
// [Drain] claims each entry that is due, has it sent, and marks it. A mailer
// that dies between the sending and the mark makes the only mail that can come
// twice: at least once, practically once, never lost.
package outbox

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"
	"time"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/token"
)

// Kind is what a mail says.
type Kind string

// The kinds of mail.
const (
	Confirmed  Kind = "confirmed" // your place is kept
	Held       Kind = "held"      // press the button, and it is kept
	Waiting    Kind = "waiting"   // you wait, and this is your rank
	Offered    Kind = "offered"   // a seat is held for you until then
	Lapsed     Kind = "lapsed"    // it no longer is
	Changed    Kind = "changed"   // your registration is changed as you wished
	Moved      Kind = "moved"     // the seat that you waited for is yours
	Cancelled  Kind = "cancelled" // your registration is cancelled
	Already    Kind = "already"   // somebody registered you again: here is the truth
	Refused    Kind = "refused"   // decided after the screen said "busy": there was no place
	LostLink   Kind = "lost-link" // here is your private link again
	SignInCode Kind = "sign-in"   // an organiser's code
)

// Lane separates what somebody is waiting for at a screen from the rest, so
// that ten thousand confirmations do not delay a sign-in.
type Lane string

// The lanes, the hasty one first.
const (
	Prompt Lane = "prompt"
	Normal Lane = "normal"
)

// Lanes lists them in the order in which they are drained.
var Lanes = []Lane{Prompt, Normal}

// Ref says where an entry's facts are. Which fields are set goes with the kind.
type Ref struct {
	Organisation string `json:",omitempty"`
	Event        string `json:",omitempty"`
	Person       string `json:",omitempty"` // token.Person
	Generation   int    `json:",omitempty"` // of the registration
	Challenge    string `json:",omitempty"` // of a sign-in
}

// State is where an entry stands.
type State string

// The states of an entry.
const (
	Pending State = "pending" // to be sent when due; claimed while Due lies ahead
	Sent    State = "sent"
	Failed  State = "failed"  // given up after a day, or the address was refused for good
	Dropped State = "dropped" // its facts are gone or no longer ask for it
)

// Entry is one promised mail.
type Entry struct {
	ID       string // computed from its facts: the same promise is made once
	Kind     Kind
	Lane     Lane
	Ref      Ref
	Lang     locale.Lang
	Promised time.Time // when the fact was written
	Due      time.Time // not before; a claim moves it ahead
	Attempts int       // claims so far
	State    State
	Message  string // the mail service's id, once sent
}

// Promise makes the entry for a fact. The parts beside the kind and the ref
// say which of several promises about the same fact it is; the same ones give
// the same entry, which the store then keeps once.
func Promise(kind Kind, ref Ref, lang locale.Lang, now time.Time, parts ...string) Entry {
	id := append([]string{string(kind), ref.Organisation, ref.Event, ref.Person, strconv.Itoa(ref.Generation), ref.Challenge}, parts...)
	lane := Normal
	if kind == SignInCode {
		lane = Prompt
	}
	return Entry{ID: token.Digest(id...), Kind: kind, Lane: lane, Ref: ref, Lang: lang, Promised: now, Due: now, State: Pending}
}

// Limits of sending.
const (
	Claim     = 2 * time.Minute // how long one mailer has an entry to itself
	GiveUp    = 24 * time.Hour  // after this a mail that cannot be sent is failed
	firstWait = 10 * time.Second
	longest   = time.Hour
)

// Errors with which a sender says more than "not now".
var (
	ErrRefused = errors.New("outbox: the mail service refuses this mail for good")
	ErrMoot    = errors.New("outbox: its facts no longer ask for this mail")
)

// Store keeps entries. DynamoDB is the one that there is.
type Store interface {
	// Due lists up to limit entries of a lane that are due at now, the oldest first.
	// It may lag behind what was just written and may list what was just claimed.
	Due(ctx context.Context, lane Lane, now time.Time, limit int) ([]Entry, error)
	// Claim moves the entry's Due to until and counts the attempt, if the entry
	// still stands as given; otherwise it returns a fault of kind Conflict. Of
	// several claims of one entry as it stood, one succeeds.
	Claim(ctx context.Context, e Entry, until time.Time) (Entry, error)
	// Settle writes what became of a claimed entry: its State, Due and Message.
	// It conflicts like Claim if somebody else claimed it meanwhile. An entry
	// about a registration that ends Failed marks that registration undelivered
	// in the same write.
	Settle(ctx context.Context, e Entry) error
}

// Send composes an entry's mail from its facts and sends it, and returns the
// mail service's id. ErrRefused and ErrMoot are final; any other error is tried again.
type Send func(ctx context.Context, e Entry, now time.Time) (message string, err error)

// batch is how many entries one look at a lane takes.
const batch = 25

// Drain sends what is due until nothing is left that it could claim, or until
// its time is nearly up: a mailer that is stopped between the sending and the
// mark sends twice. After each batch it looks at the hasty lane again. It is
// safe to run in several places at once. The error joins what the store could
// not do; a mail that could not be sent is not an error here, it is due again
// later.
func Drain(ctx context.Context, s Store, send Send, now func() time.Time) (sent int, err error) {
	for lane := 0; lane < len(Lanes) && timeLeft(ctx); {
		n, claimed, laneErr := drainBatch(ctx, s, send, Lanes[lane], now)
		sent += n
		err = errors.Join(err, laneErr)
		if claimed > 0 {
			lane = 0
		} else {
			lane++
		}
	}
	return sent, errors.Join(err, ctx.Err())
}

// reserve is the time that one mail may take, from its claim to its mark.
const reserve = 20 * time.Second

// timeLeft reports whether another mail can be claimed, sent and marked.
func timeLeft(ctx context.Context) bool {
	deadline, bounded := ctx.Deadline()
	return ctx.Err() == nil && (!bounded || time.Until(deadline) > reserve)
}

func drainBatch(ctx context.Context, s Store, send Send, lane Lane, now func() time.Time) (sent, claimed int, err error) {
	due, err := s.Due(ctx, lane, now(), batch)
	if err != nil {
		return 0, 0, fault.Wrap("outbox: look for what is due", err)
	}
	for _, e := range due {
		if !timeLeft(ctx) {
			break
		}
		e, claimErr := s.Claim(ctx, e, now().Add(Claim))
		if fault.Is(claimErr, fault.Conflict) {
			continue // another drain has it
		}
		if claimErr != nil {
			err = errors.Join(err, fault.Wrap("outbox: claim", claimErr))
			continue
		}
		claimed++
		e.Message, claimErr = send(ctx, e, now())
		e = settle(e, claimErr, now())
		if e.State == Sent {
			sent++
		}
		if settleErr := s.Settle(ctx, e); settleErr != nil && !fault.Is(settleErr, fault.Conflict) {
			err = errors.Join(err, fault.Wrap("outbox: settle", settleErr))
		}
	}
	return sent, claimed, err
}

// settle says what becomes of a claimed entry after the attempt to send it.
func settle(e Entry, sendErr error, now time.Time) Entry {
	switch {
	case sendErr == nil:
		e.State = Sent
	case errors.Is(sendErr, ErrMoot):
		e.State = Dropped
	case errors.Is(sendErr, ErrRefused), now.Sub(e.Promised) >= GiveUp:
		e.State = Failed
	default:
		e.Due = now.Add(wait(e.Attempts))
	}
	return e
}

// wait is the pause after so many attempts: doubled each time, at most an hour,
// with a fifth of jitter so that what failed together does not return together.
func wait(attempts int) time.Duration {
	d := longest
	if attempts < 10 {
		d = min(firstWait<<max(attempts-1, 0), longest)
	}
	return d + time.Duration(rand.Int64N(int64(d)/5))
}
