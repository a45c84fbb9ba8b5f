package control

import (
	"fmt"
	"sync/atomic"
	"time"
)

// Clock is the machine's clock with an offset. The zero Clock tells the true
// time; once set it runs on from there. Several goroutines may use it. It is
// not persisted: a restart tells the true time again.
type Clock struct {
	offset atomic.Int64 // nanoseconds
}

// farthest keeps the clock where every date can be written and reckoned with.
const farthest = 100 * 365 * 24 * time.Hour

// Now is the time on this clock.
func (c *Clock) Now() time.Time { return time.Now().UTC().Add(c.Offset()) }

// Offset is how far the clock is from the true time.
func (c *Clock) Offset() time.Duration { return time.Duration(c.offset.Load()) }

// Advance moves the clock by d, back if d is negative. It refuses to go more
// than a hundred years from the true time, and then leaves the clock as it was.
func (c *Clock) Advance(d time.Duration) error {
	if d < -2*farthest || d > 2*farthest {
		return tooFar()
	}
	for {
		old := c.offset.Load()
		next := old + int64(d)
		if next < -int64(farthest) || next > int64(farthest) {
			return tooFar()
		}
		if c.offset.CompareAndSwap(old, next) {
			return nil
		}
	}
}

// Set moves the clock to t, within the bounds of [Clock.Advance].
func (c *Clock) Set(t time.Time) error {
	d := time.Until(t) // a time out of reach gives the longest duration there is
	if d < -farthest || d > farthest {
		return tooFar()
	}
	c.offset.Store(int64(d))
	return nil
}

func tooFar() error { return fmt.Errorf("the clock goes at most a hundred years from today") }
