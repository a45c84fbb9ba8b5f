package registration

import (
	"context"
	"errors"
	"slices"
	"time"

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
	for range mostMoved {
		after, decisions, err := s.decide(ctx, d, slips)
		if err != nil {
			return nil, err
		}
		if len(decisions) == 0 && !d.Pending(now) {
			return nil, nil
		}
		err = s.store.Commit(ctx, after, decisions)
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
	return nil, fault.New(fault.Conflict, "registration: lead", nil)
}

// mostMoved is how often one leader tries again without those who moved.
const mostMoved = 5

// decide has the wishes decided, and reads the records of whom else that concerns.
func (s *Service) decide(ctx context.Context, d Desk, slips []Registration) (Desk, []Decision, error) {
	records, now := slips, s.now()
	for {
		after, decisions, missing := Decide(d, records, now)
		if len(missing) == 0 {
			return after, decisions, nil
		}
		more, err := s.store.People(ctx, d.Event, missing)
		if err != nil {
			return d, nil, fault.Wrap("registration: read those who wait", err)
		}
		records = slices.Concat(records, more)
	}
}

// of finds what was decided on somebody's wish.
func of(p token.Person, decisions []Decision) (Outcome, bool) {
	for _, d := range decisions {
		if d.Registration.Person == p && d.Outcome != "" {
			return d.Outcome, true
		}
	}
	return "", false
}

// mostIdle is how often a sweep that decides nothing tries again.
const mostIdle = 20

// Sweep decides the wishes that lie at a desk, for those who left one and are
// gone, and what time alone brings: it ends holds and serves those who wait. It
// returns how many registrations it decided. Wishes that come while it works
// are their makers' to see decided. Conflict if others lead all the time.
func (s *Service) Sweep(ctx context.Context, e event.Ref) (int, error) {
	const op = "registration: sweep"
	begun, decided := s.now(), 0
	for idle := 0; idle < mostIdle; {
		some, err := s.left(ctx, e, begun)
		if err != nil || !some {
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

// left reports whether a wish made before a moment lies at the desk, or
// something is due without one.
func (s *Service) left(ctx context.Context, e event.Ref, before time.Time) (bool, error) {
	slips, err := s.store.Wishes(ctx, e, 1)
	if err != nil || len(slips) > 0 && !slips[0].Wish.Made.After(before) {
		return err == nil, err
	}
	d, err := s.store.Desk(ctx, e)
	if err != nil {
		return false, err
	}
	return d.Pending(before), nil
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
