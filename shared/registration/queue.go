package registration

import (
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/outbox"
)

// wait puts somebody at the end of the queue for what she chose. She keeps what
// she has.
func (s *sitting) wait(r *record, c event.Choice) {
	if r.State != Confirmed {
		s.enter(r, Waiting)
	}
	s.queue(r, c, time.Time{})
	s.promise(r, outbox.Waiting, r.change())
}

// hold takes what somebody chose and holds it for her until she presses the
// button in the mail.
func (s *sitting) hold(r *record, c event.Choice) {
	s.take(c.Places(), 1)
	s.enter(r, Unconfirmed)
	s.queue(r, c, s.until(s.ConfirmIn))
	s.promise(r, outbox.Held, r.change())
}

// until is when a hold of such a length ends: never past the start.
func (s *sitting) until(hold time.Duration) time.Time {
	end := s.now.Add(hold)
	if s.now.Before(s.Starts) && s.Starts.Before(end) {
		return s.Starts
	}
	return end
}

func (s *sitting) queue(r *record, c event.Choice, until time.Time) {
	s.Tickets++
	r.Wants, r.Ticket, r.Until = &c, s.Tickets, until
	w := Waiter{Ticket: s.Tickets, Person: r.Person, Wants: c.Places(), Until: until}
	if r.State == Confirmed {
		w.Holds = r.Places()
	}
	s.Queue = append(s.Queue, w)
}

func (s *sitting) waiter(ticket int) int {
	return slices.IndexFunc(s.Queue, func(w Waiter) bool { return w.Ticket == ticket })
}

// leave takes a ticket out of the queue. Seats stay as they are.
func (s *sitting) leave(ticket int) {
	if i := s.waiter(ticket); ticket != 0 && i >= 0 {
		s.Queue = slices.Delete(s.Queue, i, i+1)
	}
}

// leaveWaiting has somebody wait no longer for another seat.
func (s *sitting) leaveWaiting(r *record, waits bool) {
	if waits {
		s.leave(r.Ticket)
		r.Wants, r.Ticket = nil, 0
	}
}

// elapse does what time brings until a moment: seats that were held so long are
// free again, and whoever waits is served. To a cancelled event it brings nothing.
func (s *sitting) elapse(to time.Time) {
	if s.Cancelled {
		return
	}
	if !s.shorten() {
		s.Behind = true
		return
	}
	serve := s.Behind
	for i := 0; i < len(s.Queue); {
		w := s.Queue[i]
		if !w.held() || to.Before(w.Until) {
			i++
			continue
		}
		if s.items+2 > mostItems-spared {
			s.Behind = true
			return
		}
		s.Queue = slices.Delete(s.Queue, i, i+1)
		s.take(w.Wants, -1)
		s.lapse(w)
		serve = true
	}
	if serve {
		s.serve()
	}
}

// shorten has no hold outlast the start, which may have been moved: whoever
// loses time by that is told anew until when she has. False if a commit does not
// bear them all.
func (s *sitting) shorten() bool {
	for i, w := range s.Queue {
		if !w.held() || !s.now.Before(s.Starts) || !w.Until.After(s.Starts) || !s.stands(w) {
			continue
		}
		if s.items+2 > mostItems-spared {
			return false
		}
		r := s.of(w.Person)
		s.Queue[i].Until, r.Until = s.Starts, s.Starts
		kind := outbox.Offered
		if r.State == Unconfirmed {
			kind = outbox.Held
		}
		s.promise(r, kind, r.change())
	}
	return true
}

// lapse ends a hold on record. One that was never confirmed is forgotten soon.
func (s *sitting) lapse(w Waiter) {
	if !s.stands(w) {
		return
	}
	r := s.of(w.Person)
	if r.State == Unconfirmed {
		r.Expires = s.now.Add(keepShort)
	}
	if r.Wants != nil { // nil in a missing record's stead
		r.Choice = *r.Wants
	}
	s.enter(r, Lapsed)
	s.step(r, Elapsed)
	s.promise(r, outbox.Lapsed, r.change())
}

// stands reports whether the record of somebody in the queue says the same. One
// that has expired, or was erased, does not: then there is nobody to serve.
func (s *sitting) stands(w Waiter) bool {
	r := s.records[w.Person]
	return r == nil || r.Ticket == w.Ticket || slices.Contains(s.missing, w.Person)
}

// dismiss takes out of the queue those of whom no record tells that they wait.
func (s *sitting) dismiss(tickets []int) (some bool) {
	for _, ticket := range tickets {
		if i := s.waiter(ticket); !s.stands(s.Queue[i]) {
			s.leave(ticket)
			some = true
		}
	}
	return some
}

// serve serves whoever waits and fits, in order, until nobody more can be
// served: one alone where seats are free, or several who have what each other
// wants. From the start on there is nobody to serve.
func (s *sitting) serve() {
	s.Behind = false
	for s.now.Before(s.Starts) && !s.Cancelled {
		served := s.next()
		if len(served) == 0 {
			return
		}
		if s.items+2*len(served) > mostItems-spared {
			s.Behind = true
			return
		}
		if s.dismiss(served) {
			continue
		}
		for _, ticket := range served {
			s.take(s.Queue[s.waiter(ticket)].frees(), -1)
		}
		for _, ticket := range served {
			s.serveOne(s.waiter(ticket))
		}
	}
}

// next are the tickets that can be served now, at once.
func (s *sitting) next() []int {
	for _, w := range s.Queue {
		if !w.held() && s.canHave(w) {
			return []int{w.Ticket}
		}
	}
	return s.ring()
}

// canHave reports whether there is a seat of every place that somebody wants
// and does not hold.
func (s *sitting) canHave(w Waiter) bool {
	return !slices.ContainsFunc(w.Wants, func(p event.Place) bool {
		return s.Seats[p].Left() == 0 && !slices.Contains(w.Holds, p)
	})
}

// serveOne moves somebody who has a seat, or holds one for somebody who has none.
func (s *sitting) serveOne(i int) {
	w := s.Queue[i]
	s.take(w.lacks(), 1)
	r := s.of(w.Person)
	if len(w.Holds) == 0 {
		until := s.until(s.Offer)
		s.Queue[i].Until = until
		r.State, r.Since, r.Until = Offered, s.now, until
		s.step(r, OfferedTo)
		s.promise(r, outbox.Offered, r.change())
		return
	}
	s.Queue = slices.Delete(s.Queue, i, i+1)
	if r.Wants != nil { // nil in a missing record's stead
		r.Choice = *r.Wants
	}
	r.Wants, r.Ticket = nil, 0
	s.step(r, MovedTo)
	s.promise(r, outbox.Moved, r.change())
}
