package clock

import (
	"context"
	"errors"
	"sync"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/mailing"
)

// latestThanks is how long after its end an event is looked at for its thanks.
const latestThanks = 60 * 24 * time.Hour

// thanks stands, among what is done now and then, for looking at past events.
var thanks = event.Ref{Event: "thanks"}

// begun remembers the notices whose mailing is known to be there. It lives as
// long as its process: a new one finds out again, at the price of a write refused.
type begun struct {
	mu    sync.Mutex
	known map[string]bool
}

// first reports whether a notice was not yet met, and takes it that it is.
func (b *begun) first(e event.Ref, id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := e.String() + "#" + id
	if b.known[key] {
		return false
	}
	if b.known == nil {
		b.known = map[string]bool{}
	}
	b.known[key] = true
	return true
}

func (b *begun) forget(e event.Ref, id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.known, e.String()+"#"+id)
}

// announce begins the mailing of every notice whose time has come, of events
// to come and, now and then, of those that are over.
func (c *clock) announce(ctx context.Context, upcoming []event.Event) (err error) {
	now := c.Now()
	for _, e := range upcoming {
		err = errors.Join(err, c.announceOf(ctx, e, now))
	}
	if !c.counted.due(thanks, now) {
		return err
	}
	past, pastErr := c.Table.Past(ctx, now, mostPast)
	if pastErr != nil {
		c.counted.forget(thanks)
		return errors.Join(err, fault.Wrap("clock: list past events", pastErr))
	}
	for _, e := range past {
		if now.Sub(e.Ends()) > latestThanks {
			break // the last to end comes first
		}
		err = errors.Join(err, c.announceOf(ctx, e, now))
	}
	return err
}

func (c *clock) announceOf(ctx context.Context, e event.Event, now time.Time) error {
	if !e.Registers() || e.State == event.Cancelled {
		return nil
	}
	for _, n := range e.Notices {
		from, until := e.Window(n)
		if now.Before(from) || !now.Before(until) || !c.begun.first(e.Ref, n.ID) {
			continue
		}
		err := c.Table.PutMailing(ctx, mailing.OfNotice(e, n, now))
		if err != nil && !fault.Is(err, fault.Conflict) {
			c.begun.forget(e.Ref, n.ID)
			return fault.Wrap("clock: begin a notice", err)
		}
	}
	return nil
}
