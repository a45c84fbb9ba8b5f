package clock

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
)

// between is how often one process recounts a desk: reading everybody's
// registration costs more than all else that a call does.
const between = time.Hour

// counted remembers when each desk or charter was last recounted. It lives as long
// as its process: a new one begins with a recount.
type counted[K comparable] struct {
	every time.Duration
	mu    sync.Mutex
	last  map[K]time.Time
}

// due reports whether one is to be recounted at now, and takes it that it is.
func (c *counted[K]) due(of K, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, known := c.last[of]; known && now.Sub(at) < c.every && !now.Before(at) {
		return false
	}
	if c.last == nil {
		c.last = map[K]time.Time{}
	}
	c.last[of] = now
	return true
}

// ErrDiffered says that a desk was wrong: nothing that anybody does should
// bring that about, so the call fails, which the function's alarm counts, and
// somebody looks why. The registrations were right, and the desk has been set
// right by them.
var ErrDiffered = errors.New("clock: a desk differed from its registrations and was set right")

// reconcile recounts a desk, now and then. A desk that moves meanwhile is left
// to the next call.
func (c *clock) reconcile(ctx context.Context, e event.Event) error {
	if !c.counted.due(e.Ref, c.Now()) {
		return nil
	}
	differed, err := c.desk.Reconcile(ctx, e)
	if err != nil {
		c.counted.forget(e.Ref)
	}
	switch {
	case differed:
		c.Log.LogAttrs(ctx, slog.LevelError, "desk differed", slog.String("event", e.Ref.String()))
		return ErrDiffered
	case fault.Is(err, fault.Conflict):
		return nil
	}
	return fault.Wrap("clock: reconcile a desk", err)
}

// forget has one recounted at the next call.
func (c *counted[K]) forget(of K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.last, of)
}
