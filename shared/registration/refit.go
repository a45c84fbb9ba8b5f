package registration

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
)

// Revision is an event as it was changed, and what else is to be known of it.
type Revision struct {
	event.Event                    // its Version one above that which stands
	Was         []int              // the number that each of its days had before, 0 of a new one; nil if they stayed
	Line        organisation.Audit // of the audit, written with it; zero if there is none
	CallsOff    *CallingOff        // the event; nil if this does not
}

// CallingOff is what everybody is told of an event that does not take place, in a
// mailing that begins in the same commit.
type CallingOff struct {
	Reason   locale.Text // in the organiser's own words, in Markdown; none if she gives none
	Expected int         // so many were to be told, as she read it
}

// ErrChanged is the reason why an event is not changed: somebody else did so since
// it was read.
var ErrChanged = errors.New("registration: the event was changed meanwhile")

// ErrShort is the reason why an event is not changed: fewer seats than are taken,
// or none of what people wait for.
type ErrShort struct{ Places []Shortfall }

func (e ErrShort) Error() string {
	errs := make([]error, len(e.Places))
	for i, s := range e.Places {
		errs[i] = s
	}
	return errors.Join(errs...).Error()
}

// Refit changes an event and, in the same commit, its desk: times, rules,
// capacities. Who waits is served with the seats that are new. An event that took
// no registrations has a desk afterwards.
//
// Conflict, and nothing is changed, for [ErrChanged] or [ErrShort]; Unavailable if
// the desk is too busy.
func (s *Service) Refit(ctx context.Context, c Revision) error {
	const op = "registration: refit"
	deadline := s.now().Add(Patience)
	for first := true; first || s.now().Before(deadline); first = false {
		d, err := s.takeDesk(ctx, c.Ref, !first)
		if fault.Is(err, fault.Unavailable) && !first { // a commit was in the way
			if err := pause(ctx, firstPause, 3*firstPause); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return fault.Wrap(op, err)
		}
		refit, short := d.Refit(c.Event)
		if short = append(short, d.displaced(c)...); len(short) > 0 {
			return fault.New(fault.Conflict, op, ErrShort{short})
		}
		after, decisions, err := s.decide(ctx, refit, nil)
		if err != nil {
			return fault.Wrap(op, err)
		}
		err = s.store.Commit(ctx, after, decisions, c)
		switch moved, is := errors.AsType[*Moved](err); {
		case !is && err == nil:
			s.remember(after, s.now())
			return nil
		case !is:
			return fault.Wrap(op, err)
		case moved.Event:
			return fault.New(fault.Conflict, op, ErrChanged)
		}
	}
	return fault.New(fault.Unavailable, op, nil)
}

// takeDesk reads the desk of an event, if there is one, for the organiser. When
// people come all the time she leads, whoever else does so: in a crowd somebody
// always would, and she would never come to it. Who led fails on the desk's version,
// or commits before her, and she takes it again at once.
func (s *Service) takeDesk(ctx context.Context, e event.Ref, leading bool) (d Desk, err error) {
	if now := s.now(); leading {
		d, err = s.store.Lead(ctx, e, now.Add(LongestLease), now.Add(lease)) // every other lease has ended by then
	} else {
		d, err = s.store.Desk(ctx, e)
	}
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Conflict) {
		return Desk{Event: e}, nil
	}
	return d, err
}

// displaced says who would be on another day than she chose: days are held by
// their number, so one that people come to or wait for keeps it, if there is to be
// one of that number at all. Nor can people be
// asked for their days who registered without.
func (d Desk) displaced(c Revision) (short []Shortfall) {
	for i := range c.Days {
		p := event.OfDay(i + 1)
		stays := i < len(c.Was) && c.Was[i] == i+1
		if s, n := d.Seats[p], d.Waiters(p); c.Was != nil && !stays && s.Taken+n > 0 {
			short = append(short, Shortfall{p, Seats{Taken: s.Taken}, n})
		}
	}
	_, asked := d.Seats[event.OfDay(1)]
	if taken := d.Seats[event.Hall].Taken; c.ByDay && !asked && taken > 0 {
		short = append(short, Shortfall{event.OfDay(1), Seats{Taken: taken}, 0})
	}
	return short
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
