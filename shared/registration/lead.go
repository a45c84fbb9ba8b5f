package registration

import (
	"context"
	"errors"
	"slices"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/token"
)

// lead takes the lease and decides up to Batch wishes in one commit, with mine
// among them whether or not the queue shows it yet. A wish that the queue still
// shows but that is decided already, or moved, is left out and the rest is
// tried again. Conflict if somebody else leads, or the desk moved all the same.
func (s *Service) lead(ctx context.Context, e event.Ref, mine ...Registration) ([]Decision, error) {
	now := s.now()
	d, err := s.store.Lead(ctx, e, now, now.Add(lease))
	if err != nil {
		return nil, err
	}
	slips, err := s.store.Wishes(ctx, e, Batch)
	if err != nil {
		return nil, fault.Wrap("registration: read the wishes", err)
	}
	slips = slices.Concat(mine, without(slips, people(mine)))
	slips = slips[:min(len(slips), Batch)]
	for len(slips) > 0 {
		after, decisions := Decide(d, slips, s.now())
		err := s.store.Commit(ctx, after, decisions)
		if err == nil {
			s.remember(after, s.now())
			return decisions, nil
		}
		moved, ok := errors.AsType[*Moved](err)
		if !ok {
			return nil, fault.Wrap("registration: commit the wishes", err)
		}
		if moved.Desk || len(moved.People) == 0 {
			return nil, fault.New(fault.Conflict, "registration: lead", err)
		}
		slips = without(slips, moved.People)
	}
	return nil, nil
}

// mostIdle is how often a sweep that decides nothing tries again.
const mostIdle = 20

// Sweep decides the wishes that lie at a desk, for those who left one and are
// gone, and returns how many it decided. Wishes that come while it works are
// their makers' to see decided. Conflict if others lead all the time.
func (s *Service) Sweep(ctx context.Context, e event.Ref) (int, error) {
	const op = "registration: sweep"
	begun, decided := s.now(), 0
	for idle := 0; idle < mostIdle; {
		slips, err := s.store.Wishes(ctx, e, 1)
		if err != nil || len(slips) == 0 || slips[0].Wish.Made.After(begun) {
			return decided, fault.Wrap(op, err)
		}
		decisions, err := s.lead(ctx, e)
		decided += len(decisions)
		if err != nil && !fault.Is(err, fault.Conflict) {
			return decided, fault.Wrap(op, err)
		}
		if len(decisions) > 0 {
			continue
		}
		idle++
		if err := pause(ctx, lease/10, lease/2); err != nil {
			return decided, err
		}
	}
	return decided, fault.New(fault.Conflict, op, nil)
}

func people(rs []Registration) []token.Person {
	ps := make([]token.Person, len(rs))
	for i, r := range rs {
		ps[i] = r.Person
	}
	return ps
}

func without(rs []Registration, ps []token.Person) []Registration {
	return slices.DeleteFunc(slices.Clone(rs), func(r Registration) bool { return slices.Contains(ps, r.Person) })
}
