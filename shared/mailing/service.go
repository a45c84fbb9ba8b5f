package mailing

import (
	"context"
	"errors"
	"iter"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// Store keeps mailings. DynamoDB is the one that there is.
type Store interface {
	// PutMailing writes a mailing, if it still has the version that was read; a
	// new one, if there is none by its id. Conflict otherwise. While it is going
	// it is among those that [Store.GoingMailings] lists.
	PutMailing(ctx context.Context, m Mailing) error
	// GoingMailings lists mailings that are to be promised, the first begun first.
	// With an error it lists what could be read all the same.
	GoingMailings(ctx context.Context, limit int) ([]Mailing, error)
	// RegistrationsAfter gives those whose keys come after one, in their order.
	RegistrationsAfter(ctx context.Context, e event.Ref, person string) iter.Seq2[registration.Registration, error]
	// Event reads an event.
	Event(ctx context.Context, e event.Ref) (event.Event, error)
	// Promise writes an entry, unless it is there already.
	Promise(ctx context.Context, e outbox.Entry) error
}

// Service promises mailings.
type Service struct {
	store Store
	now   func() time.Time
	pace  *rate.Limiter
}

// perSecond is how many mails are promised in a second, by one process. All that
// is promised stands in one queue, of which the table's index bears a thousand
// writes a second: what registrations promise meanwhile must find room in it.
const perSecond = 300

// NewService makes a service on a store and a clock.
func NewService(s Store, now func() time.Time) *Service {
	return &Service{s, now, rate.NewLimiter(perSecond, batch)}
}

// How much is done between two notes of how far it is, and side by side.
const (
	batch   = 100
	writers = 8
	reserve = 10 * time.Second // of the time of a call, for the last batch
)

// most is how many mailings one call goes on with.
const most = 20

// Run goes on with every mailing that is going, until each is promised to
// everybody or the call's time is nearly up; the next call goes on from there.
func (s *Service) Run(ctx context.Context) error {
	going, err := s.store.GoingMailings(ctx, most)
	err = fault.Wrap("mailing: list what is going", err)
	for i, m := range going {
		if i > 0 && nearlyUp(ctx) {
			break // what began first goes on at any rate
		}
		runErr := s.run(ctx, m)
		if fault.Is(runErr, fault.Conflict) {
			continue // another call goes on with it
		}
		err = errors.Join(err, fault.Wrap("mailing: promise", runErr))
	}
	return err
}

// nearlyUp reports whether a call has no time for another batch.
func nearlyUp(ctx context.Context) bool {
	deadline, bounded := ctx.Deadline()
	return bounded && time.Until(deadline) < reserve
}

// run goes on with a mailing. One whose event is gone is for nobody any more,
// and over: trying again would bring nothing back.
func (s *Service) run(ctx context.Context, m Mailing) error {
	e, err := s.store.Event(ctx, m.Event)
	if fault.Is(err, fault.NotFound) {
		m.State, m.Ended = Gone, s.now()
		return s.store.PutMailing(ctx, m)
	}
	if err != nil {
		return err
	}
	var chunk []registration.Registration
	for r, err := range s.store.RegistrationsAfter(ctx, m.Event, m.Last) {
		if err != nil {
			return err
		}
		if chunk = append(chunk, r); len(chunk) == batch {
			if m, err = s.promise(ctx, e, m, chunk); err != nil {
				return err
			}
			chunk = chunk[:0]
			if nearlyUp(ctx) {
				return nil
			}
		}
	}
	m.State, m.Ended = Gone, s.now()
	_, err = s.promise(ctx, e, m, chunk)
	return err
}

// promise promises a mailing to those of some people whom it is for, and notes
// how far it is.
func (s *Service) promise(ctx context.Context, e event.Event, m Mailing, people []registration.Registration) (Mailing, error) {
	queue := make(chan outbox.Entry)
	errs := make([]error, writers)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			for entry := range queue {
				err := s.pace.Wait(ctx)
				if err == nil {
					err = s.store.Promise(ctx, entry)
				}
				errs[i] = errors.Join(errs[i], err)
			}
		})
	}
	now := s.now()
	for _, r := range people {
		if r = r.At(m.Begun); Holds(m.Segment, e, r) { // as she stood when it was sent
			queue <- m.Promise(r, now)
			m.Promised++
		}
		m.Last = r.Person.String()
	}
	close(queue)
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return m, err
	}
	err := s.store.PutMailing(ctx, m)
	m.Version++
	return m, err
}
