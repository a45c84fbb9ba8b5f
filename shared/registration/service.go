package registration

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/recent"
	"tribune/shared/token"
)

// Batch is how many wishes one commit decides at most: with their
// registrations and mails they stay below DynamoDB's 100 items a transaction.
const Batch = 40

// lease is how long a leader may keep others from leading.
const lease = 500 * time.Millisecond

// fresh is the age up to which a desk answers pages, and refuses.
const fresh = 2 * time.Second

// Busy is the answer when a wish could not be decided in time. It is on record
// and will be decided; pressing again is safe.
const Busy Outcome = "busy"

// Store keeps desks and registrations. DynamoDB is the one that there is.
// Reads here are consistent: they see every write that was answered. A record
// that has expired is not there.
type Store interface {
	// Desk reads an event's desk. NotFound if the event never took registrations.
	Desk(ctx context.Context, e event.Ref) (Desk, error)
	// Find reads one person's registration; a zero one, with its keys set, if there is none.
	Find(ctx context.Context, e event.Ref, p token.Person) (Registration, error)
	// Look reads both as Desk and Find do, in one round trip.
	Look(ctx context.Context, e event.Ref, p token.Person) (Desk, Registration, error)
	// Leave writes a registration with its wish and puts it in the queue of
	// those to be decided, if the record still has r.Version; *Moved otherwise.
	// It returns the registration as written.
	Leave(ctx context.Context, r Registration) (Registration, error)
	// Wishes lists registrations with an undecided wish, the oldest first. It
	// alone may lag: lack what was just left, hold what was just decided.
	Wishes(ctx context.Context, e event.Ref, limit int) ([]Registration, error)
	// Lead takes the lease on a desk until the given time and reads it.
	// Conflict if somebody else has it at now.
	Lead(ctx context.Context, e event.Ref, now, until time.Time) (Desk, error)
	// People reads several people's registrations as Find does, in any order.
	People(ctx context.Context, e event.Ref, people []token.Person) ([]Registration, error)
	// Commit writes the desk, every registration decided and every mail
	// promised, and the event itself if it was changed; all of it or nothing. It
	// writes nothing and returns *Moved if the desk, or the event, is not one
	// version behind, or if a registration no longer has the version it was decided
	// on. It ends the lease. After any other error the writes may have been made or not.
	Commit(ctx context.Context, after Desk, decisions []Decision, changed ...Revision) error
	// Registrations gives everybody who ever had an answer at an event.
	Registrations(ctx context.Context, e event.Ref) iter.Seq2[Registration, error]
	// ForgetNeeds erases what people said they need, where its time is over.
	ForgetNeeds(ctx context.Context, e event.Ref) error
	// Promise writes an entry, unless it is there already.
	Promise(ctx context.Context, e outbox.Entry) error
}

// Moved says what a conditional write found moved.
type Moved struct {
	Desk   bool
	Event  bool
	People []token.Person // whose registration is not as it was read
}

func (m *Moved) Error() string {
	return fmt.Sprintf("registration: moved meanwhile: desk %t, event %t, registrations %d", m.Desk, m.Event, len(m.People))
}

// Service brings wishes to the desk.
type Service struct {
	store Store
	now   func() time.Time
	desks *recent.Cache[event.Ref, Desk]
}

// NewService makes a service on a store and a clock.
func NewService(s Store, now func() time.Time) *Service {
	return &Service{store: s, now: now, desks: recent.New[event.Ref, Desk](fresh)}
}

// Desk is the desk of an event as it stood at most two seconds ago, for pages.
func (s *Service) Desk(ctx context.Context, e event.Ref) (Desk, error) {
	return s.desks.Get(ctx, e, s.now(), func(ctx context.Context) (Desk, error) { return s.store.Desk(ctx, e) })
}

// Find reads a registration.
func (s *Service) Find(ctx context.Context, e event.Ref, p token.Person) (Registration, error) {
	return s.store.Find(ctx, e, p)
}

// ForgetNeeds erases what people said they need, once its time is over.
func (s *Service) ForgetNeeds(ctx context.Context, e event.Ref) error {
	return s.store.ForgetNeeds(ctx, e)
}

// Register brings a wish to come to the desk, and answers what a newcomer with
// these choices is told. Somebody registered already keeps what she has, and a
// mail tells her so; the same form twice gets the same answer and no mail.
func (s *Service) Register(ctx context.Context, e event.Ref, p token.Person, w Wish) (Outcome, error) {
	w.Kind = Come
	if d, ok := s.desks.Peek(e, s.now()); ok {
		if answer := d.Answer(w); answer.Refusal() {
			r, err := s.store.Find(ctx, e, p)
			if err != nil {
				return "", fault.Wrap("registration: look before refusing", err)
			}
			if outcome, known, err := s.standing(ctx, d, r, w); known || err != nil {
				return outcome, err
			}
			if r.Wish == nil && r.Same == (token.Person{}) {
				return answer, nil
			}
		}
	}
	outcome, err := s.handIn(ctx, e, p, w)
	if outcome != Stale || err != nil || !w.By.IsZero() {
		return outcome, err
	}
	return s.stale(ctx, e, p, w)
}

// Ask brings any other wish about a registration to the desk. The same one
// twice, by its nonce, is answered alike and changes nothing more.
func (s *Service) Ask(ctx context.Context, e event.Ref, p token.Person, w Wish) (Outcome, error) {
	if w.Made.IsZero() {
		w.Made = s.now()
	}
	if w.Nonce == "" {
		w.Nonce = token.ID()
	}
	return s.handIn(ctx, e, p, w)
}

// standing answers what needs no decision, from a registration as it stands.
func (s *Service) standing(ctx context.Context, d Desk, r Registration, w Wish) (outcome Outcome, known bool, err error) {
	switch {
	case w.Kind == Come && r.State.Active() && r.Nonce == w.Nonce:
		return r.Outcome, true, nil
	case w.Kind == Come && r.State.Active() && r.Wish == nil:
		return s.again(ctx, d, r, w)
	case w.Kind == Come:
	case w.Generation != r.Generation:
		return Stale, true, nil
	case r.Last.Nonce == w.Nonce && !r.Last.Outcome.Refusal() && (w.Kind != Change || r.reflects(w)):
		return r.Last.Outcome, true, nil
	case (w.Kind == Cancel || w.Kind == Remove) && !r.State.Active(), w.Kind == Disown && r.Attendee == Attendee{}, w.Kind == Accept && r.State == Confirmed:
		return Unchanged, true, nil
	}
	return "", false, nil
}

// handIn tries the direct way and, when the desk has moved, the combined one.
func (s *Service) handIn(ctx context.Context, e event.Ref, p token.Person, w Wish) (Outcome, error) {
	deadline := s.now().Add(Patience)
	for first := true; first || s.now().Before(deadline); first = false {
		asked := s.now()
		d, r, err := s.store.Look(ctx, e, p)
		if err != nil {
			return "", fault.Wrap("registration: look at the desk", err)
		}
		s.remember(d, asked)
		if r.Same != (token.Person{}) { // a new spelling of hers
			p = r.Same
			continue
		}
		if outcome, known, err := s.standing(ctx, d, r, w); known || err != nil {
			return outcome, err
		}
		if r.Wish != nil { // of another request of hers: see it decided, then look again
			if _, err := s.await(ctx, d, r, deadline); err != nil {
				return "", err
			}
			continue
		}
		r.Wish = &w
		outcome, moved, err := s.direct(ctx, d, r)
		if err != nil || !moved {
			return outcome, err
		}
		left, err := s.store.Leave(ctx, r)
		if _, ok := errors.AsType[*Moved](err); ok {
			continue
		}
		if err != nil {
			return "", fault.Wrap("registration: leave a wish", err)
		}
		return s.await(ctx, d, left, deadline)
	}
	return Busy, nil
}

// direct decides one wish alone. It reports moved when that was not to be, and
// writes nothing for somebody who cannot come.
func (s *Service) direct(ctx context.Context, d Desk, r Registration) (outcome Outcome, moved bool, err error) {
	now := s.now()
	after, decisions, err := s.decide(ctx, d, []Registration{r})
	if err != nil {
		return "", false, err
	}
	outcome, decided := of(r.Person, decisions)
	switch {
	case !decided: // others come before
		return "", true, nil
	case outcome.Refusal() || outcome == Unchanged && r.Wish.Kind != Disown:
		return outcome, false, nil
	case d.Leased(now):
		return "", true, nil
	}
	err = s.store.Commit(ctx, after, decisions)
	if _, ok := errors.AsType[*Moved](err); ok {
		return "", true, nil
	}
	if err != nil {
		return "", false, fault.Wrap("registration: commit one wish", err)
	}
	s.remember(after, now)
	return outcome, false, nil
}

// The pauses between two looks at the desk: doubled each time, up to the last.
// A hundred who look every few milliseconds would be in their leader's way.
const (
	firstPause = 10 * time.Millisecond
	lastPause  = 160 * time.Millisecond
)

// remember keeps a desk for pages and refusals, unless a later one is known: a
// request may have been frozen since it read this one.
func (s *Service) remember(d Desk, read time.Time) {
	if known, ok := s.desks.Peek(d.Event, s.now()); !ok || known.Version <= d.Version {
		s.desks.Put(d.Event, d, read)
	}
}

// await sees a wish that lies at the desk decided: by leading, or by whoever
// leads. The desk is as it was last seen.
func (s *Service) await(ctx context.Context, d Desk, mine Registration, deadline time.Time) (Outcome, error) {
	for wait := firstPause; s.now().Before(deadline); wait = min(2*wait, lastPause) {
		if !d.Leased(s.now()) {
			decisions, err := s.lead(ctx, mine.Event, mine)
			if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable) {
				return "", err
			}
			if outcome, decided := of(mine.Person, decisions); decided {
				return outcome, nil
			}
		}
		if err := pause(ctx, wait, 3*wait); err != nil {
			return "", err
		}
		now, r, err := s.store.Look(ctx, mine.Event, mine.Person)
		if err == nil && !stillWishes(r, mine) {
			return verdict(r, *mine.Wish), nil
		}
		if err != nil && !fault.Is(err, fault.Unavailable) {
			return "", fault.Wrap("registration: look whether it is decided", err)
		}
		if err == nil {
			d, mine = now, r
		}
	}
	return Busy, nil
}

// stillWishes reports whether the record as it stands now holds the same wish.
// Its version may have risen for another reason.
func stillWishes(r, mine Registration) bool {
	return r.Wish != nil && r.Wish.Kind == mine.Wish.Kind && r.Wish.Nonce == mine.Wish.Nonce && r.Wish.Made.Equal(mine.Wish.Made)
}

// verdict reads from a record what was decided on a wish by somebody else.
func verdict(r Registration, w Wish) Outcome {
	switch {
	case w.Kind == Come && r.Nonce == w.Nonce:
		return r.Outcome
	case w.Kind != Come && r.Last.Nonce == w.Nonce:
		return r.Last.Outcome
	}
	return Busy // her record has moved on; a new look answers
}

// pause waits a random time between two bounds.
func pause(ctx context.Context, least, most time.Duration) error {
	select {
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "registration: wait for the desk", ctx.Err())
	case <-time.After(least + rand.N(most-least)):
		return nil
	}
}
