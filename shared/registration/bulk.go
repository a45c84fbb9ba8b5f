package registration

import (
	"context"
	"errors"
	"slices"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/token"
)

// together is how many people's wishes one commit of an organiser's bears: each
// has a record, a mail and a line of the journal, and others may be served.
const together = 20

// AskAll brings one wish of an organiser's for each of several people to the
// desk, a batch a commit. It tells what was decided on each, [Busy] of those who
// have a wish of their own undecided. An error leaves what was committed before
// it, which the outcomes tell: asking again with the rest is safe.
func (s *Service) AskAll(ctx context.Context, e event.Ref, people []token.Person, w Wish) (map[token.Person]Outcome, error) {
	outcomes, deadline := map[token.Person]Outcome{}, s.now().Add(Patience)
	wait := firstPause
	for len(people) > 0 {
		if !s.now().Before(deadline) {
			return outcomes, fault.New(fault.Unavailable, "registration: ask for many", nil)
		}
		some := people[:min(len(people), together)]
		decided, err := s.askSome(ctx, e, some, w)
		if _, moved := errors.AsType[*Moved](err); moved {
			if err := pause(ctx, wait, 3*wait); err != nil {
				return outcomes, err
			}
			wait = min(2*wait, lastPause)
			continue
		}
		if err != nil {
			return outcomes, fault.Wrap("registration: ask for many", err)
		}
		for _, p := range some {
			if outcome, ok := decided[p]; ok {
				outcomes[p] = outcome
			}
		}
		people = slices.DeleteFunc(slices.Clone(people), func(p token.Person) bool { _, done := outcomes[p]; return done })
		wait = firstPause
	}
	return outcomes, nil
}

// askSome decides for as many of some people as one commit bears, one at least.
func (s *Service) askSome(ctx context.Context, e event.Ref, people []token.Person, w Wish) (map[token.Person]Outcome, error) {
	d, err := s.store.Desk(ctx, e)
	if err != nil {
		return nil, err
	}
	records, err := s.store.People(ctx, e, people)
	if err != nil {
		return nil, err
	}
	w.Made = s.now()
	outcomes := map[token.Person]Outcome{}
	var slips []Registration
	for _, r := range records {
		if r.Wish != nil {
			outcomes[r.Person] = Busy
			continue
		}
		mine := w
		mine.Generation = r.Generation
		r.Wish = &mine
		slips = append(slips, r)
	}
	if len(slips) == 0 {
		return outcomes, nil
	}
	after, decisions, err := s.decide(ctx, d, slips)
	if err != nil {
		return nil, err
	}
	for _, r := range slips {
		if outcome, ok := of(r.Person, decisions); ok {
			outcomes[r.Person] = outcome
		}
	}
	if err := s.store.Commit(ctx, after, decisions); err != nil {
		return nil, err
	}
	s.remember(after, w.Made)
	return outcomes, nil
}
