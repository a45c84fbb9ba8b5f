package registration

import (
	"maps"
	"slices"

	"tribune/shared/event"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

// restore takes back a cancellation, or comes back after a hold that ended.
func (s *sitting) restore(r *record, w Wish) Outcome {
	switch {
	case r.State.Active():
		return Unchanged
	case r.State == Refused, r.Removed && w.By.IsZero(), s.Cancelled, r.Attendee.Address.IsZero():
		return Gone
	case !w.Made.Before(s.Starts) && w.By.IsZero():
		return TooLate
	}
	outcome := s.room(r.Places(), w.Wait, w.Made)
	switch outcome {
	case Accepted:
		r.Expires = w.Expires
		s.seat(r, r.Choice)
	case Queued:
		r.Expires = w.Expires
		s.wait(r, r.Choice)
	}
	return outcome
}

// change decides a wish for other places, particulars or answers. If she cannot
// have the places and does not want to wait, all stays as it was.
func (s *sitting) change(r *record, w Wish) Outcome {
	switch {
	case !r.State.Active(), s.Cancelled:
		return Gone
	case !w.Made.Before(s.Starts) && w.By.IsZero():
		return TooLate
	}
	if s.nameTaken(r, w.Renamed) {
		return NameTaken
	}
	before := r.Attendee
	r.Attendee = w.Attendee // mail about the move is in her new language
	r.Attendee.Address, r.Attendee.Consent = before.Address, before.Consent
	outcome := s.move(r, w)
	if outcome != Altered && outcome != Queued {
		r.Attendee = before
		return outcome
	}
	r.Answers, r.Needs = w.Answers, w.Needs
	s.rename(r, w.Renamed)
	return outcome
}

// reflects reports whether all that a wish to change asks for stands on record:
// one form may be sent again with other answers.
func (r Registration) reflects(w Wish) bool {
	same := func(a, b event.Answers) bool { return maps.EqualFunc(a, b, slices.Equal) }
	a := w.Attendee
	a.Address, a.Consent = r.Attendee.Address, r.Attendee.Consent
	return (r.Choice.Equal(w.Choice) || r.Wants != nil && r.Wants.Equal(w.Choice)) && r.Attendee == a &&
		same(r.Answers, w.Answers) && same(r.Needs.Answers, w.Needs.Answers)
}

// nameTaken reports whether a name that somebody wants to bear is that of
// another person at her address.
func (s *sitting) nameTaken(r *record, as token.Person) bool {
	if as == (token.Person{}) || as == r.Person {
		return false
	}
	other := s.look(as)
	return other.State.Active() || other.Wish != nil || other.Same != (token.Person{}) && other.Same != r.Person
}

// rename notes that somebody is known by another name too, so that she is not
// taken for a colleague when she uses it. What stood under it came to nothing.
func (s *sitting) rename(r *record, as token.Person) {
	if as == (token.Person{}) || as == r.Person || s.look(as).Same == r.Person {
		return
	}
	other := s.of(as)
	other.Registration = Registration{
		Event: s.Event, Person: as, Version: other.Version, Generation: other.Generation, Same: r.Person, Expires: r.Expires,
	}
}

// move brings somebody from the places that she has, or waits for, to others.
func (s *sitting) move(r *record, w Wish) Outcome {
	has, wanted := r.Choice, r.Wants
	if r.State.Held() {
		has = *r.Wants
	}
	waits := wanted != nil && !r.State.Held()
	switch {
	case waits && wanted.Equal(w.Choice):
		return Altered // keeps her turn
	case r.State != Waiting && has.Equal(w.Choice):
		s.leaveWaiting(r, waits)
		return Altered
	}
	var holds []event.Place
	if r.State != Waiting {
		holds = has.Places()
	}
	outcome := s.room(w.Places(), false, w.Made)
	if outcome == Unknown {
		return Unknown
	}
	if lacks := minus(w.Places(), holds); s.fits(lacks) {
		s.leaveWaiting(r, waits)
		s.swap(r, w.Choice, holds)
		return Altered
	}
	if outcome = s.room(minus(w.Places(), holds), w.Wait, w.Made); outcome == Queued && !r.State.Held() {
		s.leaveWaiting(r, waits)
		s.wait(r, w.Choice)
		s.serve() // her wish may close a ring
		return Queued
	}
	if outcome == Queued {
		outcome = WorkshopFull // one seat is held for her already
	}
	return outcome
}

// swap gives somebody other places than those that she holds, which may be none.
func (s *sitting) swap(r *record, c event.Choice, holds []event.Place) {
	if r.State == Waiting {
		s.seat(r, c)
		return
	}
	s.take(holds, -1)
	s.take(c.Places(), 1)
	if r.State.Held() {
		r.Wants = &c
		// Not there if the desk was read at another time than she was: then
		// nothing of this can be committed.
		if i := s.waiter(r.Ticket); i >= 0 {
			s.Queue[i].Wants = c.Places()
		}
	} else {
		r.Choice = c
		s.promise(r, outbox.Changed, r.change())
	}
	s.serve()
}
