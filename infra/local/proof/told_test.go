package proof

import (
	"errors"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// acting are the acts of somebody, of the organiser if she is nobody, that went
// on in a round.
func (s *sequence) acting(p token.Person, round int) (some []*act) {
	for _, a := range s.acts {
		if a.who != nil && a.who.person == p && a.first <= round && round <= a.last {
			some = append(some, a)
		}
	}
	return some
}

// aim is what somebody has, had, or waits for: who serves her, or lets a hold of
// hers end, does not change it.
func aim(r registration.Registration) event.Choice {
	if r.Wants != nil {
		return *r.Wants
	}
	return r.Choice
}

// unasked wants nobody to get what she did not ask for. Who asked for nothing
// since the last page stands as she stood, or was served, or a hold of hers
// ended; who asked, and may not know what came of it, has what she had or one
// of the things that she asked for.
func (s *sequence) unasked(before, after page) {
	for person, r := range after.people {
		was, acts := before.people[person], s.acting(person, after.round)
		if after.expired[person] {
			continue
		}
		allowed := aim(r).Equal(aim(was)) && r.Generation == was.Generation
		for _, a := range acts {
			come := a.wish.Kind == registration.Come
			allowed = allowed || (come || a.wish.Kind == registration.Change) && aim(r).Equal(a.wish.Choice)
			// Who gives up a seat waits no longer for another.
			allowed = allowed || a.wish.Kind == registration.Cancel && aim(r).Equal(was.Choice)
			allowed = allowed || a.wish.Kind == registration.Disown && r.Attendee.Address.IsZero() && aim(r).Equal(event.Choice{})
		}
		if before.expired[person] || was.State == registration.Refused && was.Generation == 0 {
			allowed = allowed || len(acts) > 0
		}
		if !allowed || len(acts) == 0 && (r.Attendee != was.Attendee || !byItself(was, r)) {
			s.fail("%s was %s with %v and is %s with %v, asking %v", r.Attendee.Given, was.State, aim(was), r.State, aim(r), acts)
		}
	}
}

// byItself reports whether somebody may come from one state to another without
// asking.
func byItself(was, is registration.Registration) bool {
	switch {
	case was.State == is.State:
		return was.State != registration.Confirmed || is.Wants == nil || was.Wants != nil
	case was.State == registration.Waiting:
		return is.State == registration.Offered || is.State == registration.Lapsed
	}
	return was.State.Held() && is.State == registration.Lapsed
}

// told wants what people were told to be true, when nothing else that they did
// can have made it otherwise.
func (s *sequence) told(after page) {
	for _, a := range s.acts {
		if a.last != after.round {
			continue
		}
		if a.outcome == "defect" {
			s.fail("an error that is none of the table's: %v", a)
		}
		if a.who == nil || !a.alone || !a.certain() || after.expired[a.who.person] {
			continue
		}
		s.saw("told " + string(a.outcome))
		if r := after.people[a.who.person]; !a.isTrue(r) {
			s.fail("not true of %s, %+v wants %+v, generation %d: %v", r.State, r.Choice, r.Wants, r.Generation, a)
		}
	}
}

func (a *act) isTrue(r registration.Registration) bool {
	switch a.wish.Kind {
	case registration.Come:
		return a.cameTrue(r)
	case registration.Change, registration.Restore, registration.Accept:
		return a.changedTrue(r)
	}
	gone := r.State != registration.Confirmed && !r.State.Active()
	switch a.outcome {
	case registration.Released, registration.Unchanged:
		return gone && (a.wish.Kind != registration.Disown || r.Attendee == registration.Attendee{})
	}
	return a.outcome == registration.Stale && a.fromAnother()
}

// fromAnother reports whether the wish was about another generation.
func (a *act) fromAnother() bool {
	return a.wish.Generation != a.before.Generation || a.before.Generation == 0
}

// cameTrue: the screen tells everybody what it tells a newcomer, so that it is
// true of newcomers alone.
func (a *act) cameTrue(r registration.Registration) bool {
	was := a.before
	void := was.State == registration.Cancelled && a.wish.FormMade.Before(was.Since.Truncate(time.Second)) ||
		was.State == registration.Lapsed && was.Nonce == a.wish.Nonce
	switch {
	case was.State == registration.Confirmed, void:
		return r.Generation == was.Generation && r.State == was.State
	case was.State.Active(): // what was held may have ended before she came
		return true
	case a.outcome.Refusal():
		return r.Generation == was.Generation && !r.State.Active()
	}
	newly := r.Generation == was.Generation+1 && aim(r).Equal(a.wish.Choice) && r.Attendee.Organisation == a.wish.Attendee.Organisation
	switch a.outcome {
	case registration.Accepted:
		return newly && (r.State == registration.Confirmed || r.State == registration.Unconfirmed || r.State == registration.Lapsed)
	case registration.Queued:
		return newly && (r.State == registration.Waiting || r.State == registration.Offered || r.State == registration.Lapsed)
	}
	return false
}

func (a *act) changedTrue(r registration.Registration) bool {
	same := aim(r).Equal(aim(a.before)) && r.Generation == a.before.Generation
	kept := r.State.Active() || r.State == registration.Lapsed
	switch a.outcome {
	case registration.Accepted: // accept, restore
		return same && r.State == registration.Confirmed && r.Wants == nil
	case registration.Queued, registration.Altered:
		if a.wish.Kind == registration.Restore {
			return same && kept
		}
		return kept && aim(r).Equal(a.wish.Choice) && r.Generation == a.before.Generation && r.Attendee.Organisation == a.wish.Attendee.Organisation
	case registration.Stale:
		return same && a.fromAnother()
	case registration.Unchanged:
		return same && (a.wish.Kind == registration.Restore || r.State == registration.Confirmed)
	}
	return same && (r.State != registration.Confirmed || a.before.State == registration.Confirmed && a.wish.Kind != registration.Accept)
}

// asked wants what the organiser was told to be true, when she changed the
// event once.
func (s *sequence) asked(before, after page) {
	var her []*act
	for _, a := range s.acts {
		if a.who == nil && a.first <= after.round && after.round <= a.last {
			her = append(her, a)
		}
	}
	if len(her) != 1 || her[0].first != her[0].last || her[0].killed {
		return
	}
	a := her[0]
	short, tooFew := errors.AsType[registration.ErrShort](a.err)
	switch {
	case a.err == nil && !sameSeats(after.event, a.event):
		s.fail("the event was not changed: %v", a)
	case tooFew && (!sameSeats(after.event, before.event) || !fault.Is(a.err, fault.Conflict)):
		s.fail("the event was changed all the same: %v", a)
	case tooFew:
		s.saw("refit refused")
		for _, p := range short.Places {
			if p.Seats.Capacity >= p.Seats.Taken || p.Seats.Capacity != a.event.Capacities()[p.Place] {
				s.fail("%+v is no reason", p)
			}
		}
	case a.err == nil:
		s.saw("refit")
	}
}

func sameSeats(a, b event.Event) bool {
	x, y := a.Capacities(), b.Capacities()
	for p, n := range x {
		if y[p] != n {
			return false
		}
	}
	return len(x) == len(y)
}

// count notes what a page showed, so that it can be told that sequences meet
// everything.
func (s *sequence) count(round int) {
	for _, r := range s.page.all() {
		s.saw("stood " + string(r.State))
	}
	for _, a := range s.acts {
		if a.last == round && a.killed {
			s.saw("killed")
		}
		if a.last == round && a.first < a.last {
			s.saw("frozen through a tick")
		}
	}
}
