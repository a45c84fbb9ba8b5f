package outbox

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"tribune/shared/fault"
)

// Limits of sending.
const (
	Claim     = 2 * time.Minute // how long one mailer has an entry to itself
	GiveUp    = 24 * time.Hour  // after this a mail that cannot be sent is failed
	firstWait = 10 * time.Second
	longest   = time.Hour
	behind    = time.Second // a mail looks so often whether the one before it is sent, while that is claimed

	unreadable = time.Minute // the same where that is of a form that this mailer does not know
)

// Errors with which a sender says more than "not now". [Later] is one too.
var (
	ErrRefused   = errors.New("outbox: the mail service refuses this mail for good")
	ErrMoot      = errors.New("outbox: its facts no longer ask for this mail")
	ErrThrottled = errors.New("outbox: the mail service is given more than it takes")
)

// Store keeps entries. DynamoDB is the one that there is.
type Store interface {
	// Due lists up to limit entries of a lane that are due at now, the oldest first.
	// It may lag behind what was just written and may list what was just claimed.
	// With an error it lists what could be read all the same.
	Due(ctx context.Context, lane Lane, now time.Time, limit int) ([]Entry, error)
	// Mail reads an entry; NotFound if it is gone. It sees every write that was answered.
	Mail(ctx context.Context, id string) (Entry, error)
	// Claim moves the entry's Due to until and counts the attempt, if the entry
	// still stands as given; otherwise it returns a fault of kind Conflict. Of
	// several claims of one entry as it stood, one succeeds.
	Claim(ctx context.Context, e Entry, until time.Time) (Entry, error)
	// Settle writes what became of an entry: its State, Due, Message and Why. It
	// conflicts like Claim if somebody else claimed it meanwhile. Of an entry
	// about a person that ends Failed, her delivery says so in the same write.
	Settle(ctx context.Context, e Entry) error
}

// Send composes an entry's mail from its facts and sends it, and returns the
// mail service's id. ErrRefused, ErrMoot and Later say what is to become of it;
// any other error is tried again.
type Send func(ctx context.Context, e Entry, now time.Time) (message string, err error)

// workers is how many mails one drain has under way: at the slowest answers
// that a mail service gives, enough for the fastest accounts.
const workers = 16

// Drain sends what is due until nothing is left that it could claim, or until
// its time is nearly up: a mailer that is stopped between the sending and the
// mark sends twice. It looks at the hasty lane again with every second's worth
// of mail. It is safe to run in several places at once. The error joins what the
// store could not do; a mail that could not be sent is not an error here, it is
// due again later.
func Drain(ctx context.Context, s Store, send Send, now func() time.Time, pace *Pace) (sent int, err error) {
	d := &drain{store: s, send: send, now: now, pace: pace, settled: map[string]bool{}}
	var lookErr error // the last one: what cannot be read is met at every look
	for timeLeft(ctx) {
		due, err := d.look(ctx)
		if err != nil {
			lookErr = fault.Wrap("outbox: look for what is due", err)
		}
		d.moved = 0
		d.work(ctx, due)
		if d.moved == 0 {
			break
		}
	}
	return d.sent, errors.Join(lookErr, d.err, ctx.Err())
}

// reserve is the time that one mail may take, from its claim to its mark.
const reserve = 20 * time.Second

// timeLeft reports whether another mail can be claimed, sent and marked.
func timeLeft(ctx context.Context) bool {
	deadline, bounded := ctx.Deadline()
	return ctx.Err() == nil && (!bounded || time.Until(deadline) > reserve)
}

type drain struct {
	store Store
	send  Send
	now   func() time.Time
	pace  *Pace

	mu          sync.Mutex
	settled     map[string]bool // entries that this drain has done with
	sent, moved int             // in all; since the last look, those that were claimed or put off
	err         error
}

// look lists about a second's worth of what is due, the hasty lane first.
func (d *drain) look(ctx context.Context) (due []Entry, err error) {
	room := d.pace.Second()
	for _, lane := range Lanes {
		if len(due) >= room {
			break
		}
		entries, laneErr := d.store.Due(ctx, lane, d.now(), room-len(due))
		due, err = append(due, entries...), errors.Join(err, laneErr)
	}
	return due, err
}

// work sends entries, several at a time; those about one person, or one
// organisation's codes, which come in their order, one after another.
func (d *drain) work(ctx context.Context, due []Entry) {
	var order []Ref
	turns := map[Ref][]Entry{}
	for _, e := range due {
		about := e.Ref
		about.Generation, about.Challenge = 0, ""
		if len(turns[about]) == 0 {
			order = append(order, about)
		}
		turns[about] = append(turns[about], e)
	}
	queue := make(chan []Entry)
	var wg sync.WaitGroup
	for range min(workers, len(order)) {
		wg.Go(func() {
			for turn := range queue {
				for _, e := range turn {
					if timeLeft(ctx) {
						d.note(d.deliver(ctx, e))
					}
				}
			}
		})
	}
	for _, about := range order {
		queue <- turns[about]
	}
	close(queue)
	wg.Wait()
}

func (d *drain) note(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = errors.Join(d.err, err)
}

// deliver claims an entry, has it sent and marks it.
func (d *drain) deliver(ctx context.Context, e Entry) error {
	if wait, err := d.turn(ctx, e); wait || err != nil {
		return err
	}
	if err := d.pace.Wait(ctx); err != nil || !timeLeft(ctx) {
		return nil // the drain's time is up, which it says itself
	}
	e, err := d.store.Claim(ctx, e, d.now().Add(Claim))
	if fault.Is(err, fault.Conflict) {
		return nil // another drain has it
	}
	if err != nil {
		return fault.Wrap("outbox: claim", err)
	}
	message, sendErr := d.attempt(ctx, e)
	d.pace.Learn(sendErr)
	e = settle(e, message, sendErr, d.now())
	err = d.store.Settle(ctx, e)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.moved++
	if e.State == Sent {
		d.sent++
	}
	d.settled[e.ID] = e.State != Pending && err == nil
	if err != nil && !fault.Is(err, fault.Conflict) {
		return fault.Wrap("outbox: settle", err)
	}
	return nil
}

// turn reports whether an entry has to wait for the one before it, and then
// puts it off: behind that, or for a moment while that is being sent.
func (d *drain) turn(ctx context.Context, e Entry) (wait bool, err error) {
	d.mu.Lock()
	done := e.After == "" || e.After == e.ID || d.settled[e.After]
	d.mu.Unlock()
	if done {
		return false, nil
	}
	before, err := d.store.Mail(ctx, e.After)
	switch {
	case fault.Is(err, fault.NotFound):
		return false, nil
	case fault.Is(err, fault.Internal) && d.now().Sub(e.Promised) >= GiveUp/2: // it cannot be read, and will not go
		return false, nil
	case fault.Is(err, fault.Internal):
		return true, errors.Join(fault.Wrap("outbox: look at the mail before", err), d.putOff(ctx, e, d.now().Add(unreadable)))
	case err != nil:
		return true, fault.Wrap("outbox: look at the mail before", err)
	case before.State != Pending:
		return false, nil
	case before.Claimed && before.Due.After(d.now()):
		return true, d.putOff(ctx, e, d.now().Add(behind))
	}
	// Not at the same time: among those, this one might always be found first.
	return true, d.putOff(ctx, e, before.Due.Add(time.Nanosecond))
}

// putOff has an entry due again later. One that stands there already says that
// there is nothing to be done about it now.
func (d *drain) putOff(ctx context.Context, e Entry, until time.Time) error {
	if e.Due.Equal(until) {
		return nil
	}
	e.Due = until
	err := d.store.Settle(ctx, e)
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	if err == nil {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.moved++
	}
	return fault.Wrap("outbox: put off", err)
}

// errPanicked is a defect that one mail met. Nobody else would tell of it.
var errPanicked = errors.New("outbox: a mail made its sender panic")

// attempt sends; what panics over one mail fails that mail alone. The panic's own
// words are left out: they may quote the mail.
func (d *drain) attempt(ctx context.Context, e Entry) (message string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, "outbox: send", fmt.Errorf("%w: %T\n%s", errPanicked, p, debug.Stack()))
			d.note(err)
		}
	}()
	return d.send(ctx, e, d.now())
}

// settle says what becomes of a claimed entry after the attempt to send it.
func settle(e Entry, message string, err error, now time.Time) Entry {
	e.Claimed = false
	later, putOff := errors.AsType[*Later](err)
	switch {
	case err == nil:
		e.State, e.Message = Sent, message
	case errors.Is(err, ErrMoot):
		e.State = Dropped
	case errors.Is(err, ErrRefused), now.Sub(e.Promised) >= GiveUp:
		e.State, e.Why = Failed, reason(err)
	case putOff:
		e.Due = later.Until
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
