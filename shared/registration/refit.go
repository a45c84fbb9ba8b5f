package registration

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
)

// ErrShort is the reason why an event is not changed: fewer seats than are taken.
type ErrShort struct{ Places []Shortfall }

func (e ErrShort) Error() string {
	errs := make([]error, len(e.Places))
	for i, s := range e.Places {
		errs[i] = s
	}
	return errors.Join(errs...).Error()
}

// ErrEdited is the reason why an event is not changed: somebody else changed it
// since it was read.
var ErrEdited = errors.New("registration: the event was changed since it was read")

// Revision is an event as somebody wants it, under the version that she read; it
// is written under the next. With it is written the line of the audit that says
// so, under its name; none if it has no name.
type Revision struct {
	Event event.Event
	Line  string
	Audit organisation.Audit
}

// Refit changes an event and, in the same commit, its desk: times, rules,
// capacities. Who waits is served with the seats that are new. Conflict, and
// nothing is changed, because of ErrShort if a capacity would be lower than what
// is taken, or of ErrEdited; Unavailable if the desk is too busy. A draft is
// written alone, a new one under version 0.
func (s *Service) Refit(ctx context.Context, r Revision) error {
	const op = "registration: refit"
	deadline := s.now().Add(Patience)
	for wait := firstPause; s.now().Before(deadline); wait = min(2*wait, lastPause) {
		err := s.refit(ctx, r)
		moved, _ := errors.AsType[*Moved](err)
		switch {
		case moved == nil:
			return fault.Wrap(op, err)
		case moved.Event:
			return fault.New(fault.Conflict, op, ErrEdited)
		}
		if err := pause(ctx, wait, 3*wait); err != nil {
			return err
		}
	}
	return fault.New(fault.Unavailable, op, nil)
}

// refit tries it once. A draft has no desk; an event that offers registration
// from now on gets one.
func (s *Service) refit(ctx context.Context, r Revision) error {
	d, err := s.store.Desk(ctx, r.Event.Ref)
	switch {
	case fault.Is(err, fault.NotFound) && (!r.Event.Registers() || r.Event.State == event.Draft):
		return s.store.SaveEvent(ctx, r)
	case fault.Is(err, fault.NotFound):
		d = NewDesk(r.Event)
		return s.store.Commit(ctx, d, nil, r)
	case err != nil:
		return err
	}
	refit, short := d.Refit(r.Event)
	if len(short) > 0 {
		return fault.New(fault.Conflict, "registration: refit a desk", ErrShort{short})
	}
	after, decisions, err := s.decide(ctx, refit, nil)
	if err != nil {
		return err
	}
	if err := s.store.Commit(ctx, after, decisions, r); err != nil {
		return err
	}
	s.remember(after, s.now())
	return nil
}

// Recount counts the seats and the queue of a desk anew, from everybody's
// registrations.
func (d Desk) Recount(all []Registration) Desk {
	seats := make(map[event.Place]Seats, len(d.Seats))
	for p, s := range d.Seats {
		seats[p] = Seats{Capacity: s.Capacity}
	}
	take := func(places []event.Place) {
		for _, p := range places {
			s := seats[p]
			s.Taken++
			seats[p] = s
		}
	}
	d.Queue = nil
	for _, r := range all {
		if r.State == Confirmed {
			take(r.Places())
		}
		if r.State.Active() && r.Wants != nil {
			w := Waiter{Ticket: r.Ticket, Person: r.Person, Wants: r.Wants.Places(), Until: r.Until}
			if r.State == Confirmed {
				w.Holds = r.Places()
			}
			if w.held() {
				take(w.Wants)
			}
			d.Queue = append(d.Queue, w)
			d.Tickets = max(d.Tickets, r.Ticket)
		}
	}
	slices.SortFunc(d.Queue, func(a, b Waiter) int { return cmp.Compare(a.Ticket, b.Ticket) })
	d.Seats = seats
	return d
}

// Agrees reports whether two desks count the same seats and the same queue.
func (d Desk) Agrees(o Desk) bool {
	return maps.Equal(d.Seats, o.Seats) && slices.EqualFunc(d.Queue, o.Queue, func(a, b Waiter) bool {
		return a.Ticket == b.Ticket && a.Person == b.Person && a.Until.Equal(b.Until) &&
			slices.Equal(a.Holds, b.Holds) && slices.Equal(a.Wants, b.Wants)
	})
}

// Reconcile holds a desk against its registrations and, where they differ,
// sets the desk right; the registrations are the truth. It reports whether they
// differed. It does nothing while the desk moves: Conflict. And it has everybody
// kept as long as the event, which may have been moved, says now.
func (s *Service) Reconcile(ctx context.Context, e event.Event) (differed bool, err error) {
	const op = "registration: reconcile"
	before, err := s.store.Desk(ctx, e.Ref)
	if err != nil {
		return false, fault.Wrap(op, err)
	}
	var all []Registration
	for r, err := range s.store.Registrations(ctx, e.Ref) {
		if err == nil {
			err = s.keep(ctx, r, e)
		}
		if err != nil {
			return false, fault.Wrap(op, err)
		}
		all = append(all, r)
	}
	right := before.Recount(all)
	if right.Agrees(before) {
		return false, nil
	}
	right.Version, right.Behind = before.Version+1, true
	err = s.store.Commit(ctx, right, nil)
	if _, moved := errors.AsType[*Moved](err); moved {
		return false, fault.New(fault.Conflict, op, err)
	}
	return err == nil, fault.Wrap(op, err)
}
