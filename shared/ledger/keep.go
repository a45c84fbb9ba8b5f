package ledger

import (
	"context"
	"math/rand/v2"
	"time"

	"tribune/shared/charter"
	"tribune/shared/fault"
)

// Keeper keeps books.
type Keeper struct {
	store Store
	now   func() time.Time
}

// NewKeeper makes a keeper on a store and a clock.
func NewKeeper(s Store, now func() time.Time) *Keeper { return &Keeper{s, now} }

// mostIdle is how often a keeper tries again before whom another one always is.
const mostIdle = 10

// Keep takes up what lies in a charter's tray, and returns how many signatures that
// were. It is harmless to repeat, and to stop anywhere. Conflict if others keep the
// same book all the time.
func (k *Keeper) Keep(ctx context.Context, r charter.Ref) (taken int, err error) {
	const op = "ledger: keep a book"
	for idle := 0; idle < mostIdle; {
		n, more, err := k.turn(ctx, r)
		taken += n
		switch {
		case err == nil && !more:
			return taken, nil
		case err == nil:
			idle = 0
		case fault.Is(err, fault.Conflict):
			idle++
			if err := pause(ctx); err != nil {
				return taken, fault.Wrap(op, err)
			}
		default:
			return taken, fault.Wrap(op, err)
		}
	}
	return taken, fault.New(fault.Conflict, op, nil)
}

// turn makes one commit. It reports whether there may be more to take up.
func (k *Keeper) turn(ctx context.Context, r charter.Ref) (taken int, more bool, err error) {
	tray, err := k.store.Tray(ctx, r, Batch)
	if err != nil || len(tray) == 0 {
		return 0, false, err
	}
	book, err := k.store.Book(ctx, r)
	if err != nil {
		return 0, false, err
	}
	waiting, err := k.store.Waiting(ctx, r, tray)
	if err != nil || len(waiting) == 0 { // the tray alone had not heard of it yet
		return 0, false, err
	}
	call, err := k.store.Call(ctx, r)
	if err != nil {
		return 0, false, err
	}
	domains, err := k.store.Domains(ctx, r, domainsOf(waiting))
	if err != nil {
		return 0, false, err
	}
	p, err := book.Post(call, waiting, domains, k.now())
	if err != nil {
		return 0, false, fault.New(fault.Internal, "ledger: take signatures up", err)
	}
	if err := k.store.Post(ctx, p); err != nil {
		return 0, true, err
	}
	return len(p.Signatures), len(p.Signatures) < len(waiting) || len(tray) == Batch, nil
}

// pause lets whoever keeps the same book be first.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "ledger: wait for a book", ctx.Err())
	case <-time.After(10*time.Millisecond + rand.N(40*time.Millisecond)):
		return nil
	}
}
