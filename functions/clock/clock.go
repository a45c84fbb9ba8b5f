// Package clock is what time brings. It decides the wishes that people left at a
// desk and did not see decided, ends what was held too long, serves those who
// wait, begins the notices whose time has come, promises mailings to each of
// those whom they are for, recounts each desk from its registrations, and writes
// down what an event comes to before they are erased. Of charters it keeps the
// books, promises what is announced, recounts, and forgets who signed when that is
// over. It never sends mail: what it owes it promises to the outbox.
package clock

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"tribune/shared/boot"
	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/lambdajob"
	"tribune/shared/ledger"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/site"
)

// most is how many open events one call looks at: far more than there will be.
const most = 1000

type clock struct {
	boot.Parts
	desk     *registration.Service
	mailings *mailing.Service
	counted  counted[event.Ref]
	begun    begun
	charters charters
}

// New is the job of the function. The stream names the events at whose desks
// wishes lie; the schedule looks at every event that has not ended.
func New(parts boot.Parts) func(context.Context, lambdajob.Cause) error {
	c := &clock{
		Parts: parts, desk: registration.NewService(parts.Table, parts.Now),
		mailings: mailing.NewService(parts.Table, parts.Now), counted: counted[event.Ref]{every: between},
		charters: charters{
			keeper: ledger.NewKeeper(parts.Table, parts.Now), announcer: charter.NewAnnouncer(parts.Table, parts.Now),
			recounted: counted[charter.Ref]{every: nightly}, looked: counted[charter.Ref]{every: between},
		},
	}
	return func(ctx context.Context, cause lambdajob.Cause) error {
		upcoming, refs, err := c.events(ctx, cause)
		decided := 0
		for _, ref := range refs {
			n, sweepErr := c.desk.Sweep(ctx, ref)
			decided += n
			err = errors.Join(err, sweepErr)
		}
		opened, keepErr := c.keepBooks(ctx, cause)
		err = errors.Join(err, keepErr)
		if cause.Kind == lambdajob.Schedule { // all who wait first, however long the rest takes
			err = errors.Join(err, c.announce(ctx, upcoming), c.forgetNeeds(ctx), c.keepReports(ctx))
			for _, e := range upcoming {
				if e.Registers() {
					err = errors.Join(err, c.reconcile(ctx, e))
				}
			}
		}
		if cause.Kind == lambdajob.Schedule || slices.Contains(cause.Queues(), site.MailingQueue) { // an organiser sent one just now
			err = errors.Join(err, c.mailings.Run(ctx))
		}
		if cause.Kind == lambdajob.Schedule || slices.Contains(cause.Queues(), site.NewsQueue) {
			err = errors.Join(err, c.charters.announcer.Run(ctx))
		}
		err = errors.Join(err, c.tend(ctx, opened))
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

// events are those at whose desks there may be something to do; of the schedule,
// all that have not ended.
func (c *clock) events(ctx context.Context, cause lambdajob.Cause) (upcoming []event.Event, refs []event.Ref, err error) {
	if cause.Kind == lambdajob.Stream {
		for _, queue := range cause.Queues() {
			org, id, ok := strings.Cut(strings.TrimPrefix(queue, site.WishQueue), "/")
			if ok && strings.HasPrefix(queue, site.WishQueue) {
				refs = append(refs, event.Ref{Organisation: organisation.ID(org), Event: event.ID(id)})
			}
		}
		return nil, refs, nil
	}
	upcoming, err = c.Table.Upcoming(ctx, c.Now(), most)
	for _, e := range upcoming {
		if e.Registers() {
			refs = append(refs, e.Ref)
		}
	}
	return upcoming, refs, fault.Wrap("clock: list events", err)
}
