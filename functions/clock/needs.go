package clock

import (
	"context"
	"errors"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
)

// latest is how long after an event its people's needs are looked for: a clock
// that stood still for so long makes up for it.
const latest = registration.KeepNeeds + 30*24*time.Hour

// mostPast is how many events that ended lately one call looks at.
const mostPast = 100

// forgetNeeds erases, now and then, what people said they need from the events
// that ended long enough ago. No reader has seen it since its time was over.
func (c *clock) forgetNeeds(ctx context.Context) error {
	now, all := c.Now(), event.Ref{}
	if !c.counted.due(all, now) {
		return nil
	}
	past, err := c.Table.Past(ctx, now.Add(-registration.KeepNeeds), mostPast)
	if err != nil {
		return fault.Wrap("clock: list past events", err)
	}
	for _, e := range past {
		if now.Sub(e.Ends()) > latest {
			break // the last to end comes first
		}
		if forgetErr := c.desk.ForgetNeeds(ctx, e.Ref); forgetErr != nil {
			c.counted.forget(all)
			err = errors.Join(err, fault.Wrap("clock: forget needs", forgetErr))
		}
	}
	return err
}
