package registration

import (
	"context"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

// stale answers a form older than a cancellation. That there was one is for the
// mailbox alone: the screen says what a newcomer would be told.
func (s *Service) stale(ctx context.Context, e event.Ref, p token.Person, w Wish) (Outcome, error) {
	d, r, err := s.store.Look(ctx, e, p)
	if err != nil {
		return "", fault.Wrap("registration: answer an old form", err)
	}
	if r.Same != (token.Person{}) {
		return s.stale(ctx, e, r.Same, w) // which is no other name of anybody
	}
	if r.State == Cancelled || r.State == Lapsed {
		err = s.Resend(ctx, r)
	}
	return d.Answer(w), err
}

// again answers who is registered already: an organiser sees that she is; the
// screen of anybody else says what a newcomer would be told.
func (s *Service) again(ctx context.Context, d Desk, r Registration, w Wish) (Outcome, bool, error) {
	if !w.By.IsZero() {
		return Unchanged, true, nil
	}
	return d.Answer(w), true, s.remind(ctx, r)
}

// repeat is the time in which a mail that somebody can cause by typing a name and
// an address is promised once, however often it is typed.
const repeat = 20 * time.Minute

// remind tells somebody registered, by mail, that she is.
func (s *Service) remind(ctx context.Context, r Registration) error {
	return s.mail(ctx, outbox.Already, r)
}

// Resend sends the private link of a registration again, if it has an address.
func (s *Service) Resend(ctx context.Context, r Registration) error {
	if r.Attendee.Address.IsZero() || r.Generation == 0 {
		return nil
	}
	return s.mail(ctx, outbox.LostLink, r)
}

func (s *Service) mail(ctx context.Context, kind outbox.Kind, r Registration) error {
	now := s.now()
	bucket := now.Truncate(repeat).Format(time.RFC3339)
	return fault.Wrap("registration: promise a mail", s.store.Promise(ctx, r.Promise(kind, r.Ref(), now, bucket)))
}
