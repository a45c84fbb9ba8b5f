package registration

import (
	"tribune/shared/event"
	"tribune/shared/outbox"
)

// offer holds a seat for somebody who has none, whoever is before her, if what
// she waits for, or had, is free. It serves nobody else: what is free fits
// nobody who waits.
func (s *sitting) offer(r *record, w Wish) Outcome {
	switch {
	case r.State == Confirmed, r.State.Held():
		return Unchanged
	case r.State == Refused, r.Attendee.Address.IsZero():
		return Gone
	case !s.now.Before(s.Starts):
		return TooLate
	}
	chosen := r.Chosen()
	if outcome := s.room(chosen.Places(), false, w.Made); outcome != Accepted {
		return outcome
	}
	s.leave(r.Ticket)
	s.holdOffer(r, chosen)
	return Held
}

func (s *sitting) holdOffer(r *record, c event.Choice) {
	s.take(c.Places(), 1)
	s.enter(r, Offered)
	s.queue(r, c, s.until(s.Desk.Offer))
	s.promise(r, outbox.Offered, r.change())
}

// resend mails somebody her private link again.
func (s *sitting) resend(r *record) Outcome {
	if r.Attendee.Address.IsZero() {
		return Gone
	}
	s.promise(r, outbox.LostLink, r.change())
	return Sent
}
