package registration

import (
	"context"
	"errors"

	"tribune/shared/event"
)

// Dated is a registration with the ends that go by its event's: until when it is
// kept, and what its owner needs. What came to nothing is kept a day, whenever
// the event is.
func (r Registration) Dated(e event.Event) Registration {
	brief := r.State == Refused || r.State == Lapsed && !r.Expires.After(r.Since.Add(keepShort))
	if !brief && !r.Expires.IsZero() {
		r.Expires = e.Ends().Add(Keep)
	}
	if !r.Needs.Until.IsZero() {
		r.Needs.Until = e.Ends().Add(KeepNeeds)
	}
	return r
}

// keep writes a registration anew if its event was moved since. Whoever changes
// it meanwhile goes first: the next call finds it again.
func (s *Service) keep(ctx context.Context, r Registration, e event.Event) error {
	dated := r.Dated(e)
	if dated.Expires.Equal(r.Expires) && dated.Needs.Until.Equal(r.Needs.Until) {
		return nil
	}
	_, err := s.store.Leave(ctx, dated)
	if _, moved := errors.AsType[*Moved](err); moved {
		return nil
	}
	return err
}
