// Package clock is what time brings. It decides the wishes that people left at a
// desk and did not see decided, ends what was held too long, serves those who
// wait, and recounts each desk from its registrations. It never sends mail: what
// it owes it promises to the outbox.
package clock

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/lambdajob"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/site"
)

// most is how many open events one call looks at: far more than there will be.
const most = 1000

type clock struct {
	boot.Parts
	desk    *registration.Service
	counted counted
}

// New is the job of the function. The stream names the events at whose desks
// wishes lie; the schedule looks at every event that has not ended.
func New(parts boot.Parts) func(context.Context, lambdajob.Cause) error {
	c := &clock{Parts: parts, desk: registration.NewService(parts.Table, parts.Now)}
	return func(ctx context.Context, cause lambdajob.Cause) error {
		refs, err := c.events(ctx, cause)
		decided := 0
		for _, ref := range refs {
			n, sweepErr := c.desk.Sweep(ctx, ref)
			decided += n
			err = errors.Join(err, sweepErr)
		}
		if cause.Kind == lambdajob.Schedule { // all who wait first, however long the rest takes
			err = errors.Join(err, c.forgetNeeds(ctx))
			for _, ref := range refs {
				err = errors.Join(err, c.reconcile(ctx, ref))
			}
		}
		attrs := []slog.Attr{slog.String("trigger", string(cause.Kind)), slog.Int("decided", decided)}
		if err != nil {
			attrs = append(attrs, slog.String("cause", err.Error()))
		}
		if err != nil || decided > 0 {
			c.Log.LogAttrs(ctx, level(err), "clock", attrs...)
		}
		return err
	}
}

func level(err error) slog.Level {
	if err != nil {
		return slog.LevelError
	}
	return slog.LevelInfo
}

func (c *clock) events(ctx context.Context, cause lambdajob.Cause) ([]event.Ref, error) {
	var refs []event.Ref
	if cause.Kind == lambdajob.Stream {
		for _, queue := range cause.Queues() {
			org, id, ok := strings.Cut(strings.TrimPrefix(queue, site.WishQueue), "/")
			if ok && strings.HasPrefix(queue, site.WishQueue) {
				refs = append(refs, event.Ref{Organisation: organisation.ID(org), Event: event.ID(id)})
			}
		}
		return refs, nil
	}
	open, err := c.Table.Upcoming(ctx, c.Now(), most)
	for _, e := range open {
		if e.Registers() {
			refs = append(refs, e.Ref)
		}
	}
	return refs, fault.Wrap("clock: list events", err)
}
