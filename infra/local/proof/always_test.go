package proof

import (
	"slices"

	"tribune/shared/event"
	"tribune/shared/registration"
)

// check holds a page to what must always be, and to the page before it.
func (s *sequence) check(before, after page) {
	if after.undecided > 0 {
		s.fail("%d wishes are undecided after a tick", after.undecided)
	}
	s.seats(after)
	for _, r := range after.all() {
		s.standing(after, r)
	}
	s.nobodyTwice(after)
	s.nobodyFits(after)
	if before.people != nil {
		s.nobodyOvertakes(before, after)
		s.unasked(before, after)
		s.told(after)
		s.asked(before, after)
	}
	s.promises(before, after)
}

// seats are counted by heads.
func (s *sequence) seats(p page) {
	heads := map[event.Place]int{}
	for _, r := range p.all() {
		for _, place := range has(r) {
			heads[place]++
		}
	}
	for place, seats := range p.desk.Seats {
		if seats.Taken != heads[place] || seats.Taken > seats.Capacity {
			s.fail("%s: %d of %d by the desk, %d by heads", place, seats.Taken, seats.Capacity, heads[place])
		}
	}
	for place, n := range p.event.Capacities() {
		if p.desk.Seats[place].Capacity != n {
			s.fail("%s: the event has %d seats, its desk %d", place, n, p.desk.Seats[place].Capacity)
		}
	}
	if right := p.desk.Recount(p.all()); !right.Agrees(p.desk) {
		s.fail("the desk by the registrations: %+v", right)
	}
	if p.desk.Behind {
		s.fail("the desk is behind after a tick")
	}
}

// has are the places that somebody has, or that are held for her.
func has(r registration.Registration) []event.Place {
	switch {
	case r.State == registration.Confirmed:
		return r.Places()
	case r.State.Held():
		return r.Wants.Places()
	}
	return nil
}

// lacks are the places that somebody waits for and does not have.
func lacks(r registration.Registration) []event.Place {
	if r.Wants == nil || r.State.Held() {
		return nil
	}
	return beyond(r.Wants.Places(), has(r))
}

// gives are the places that somebody who waits would give up.
func gives(r registration.Registration) []event.Place {
	if r.Wants == nil || r.State.Held() {
		return nil
	}
	return beyond(has(r), r.Wants.Places())
}

// beyond are those of a that are not in b.
func beyond(a, b []event.Place) []event.Place {
	var out []event.Place
	for _, p := range a {
		if !slices.Contains(b, p) {
			out = append(out, p)
		}
	}
	return out
}

// standing holds one registration to what its state says.
func (s *sequence) standing(p page, r registration.Registration) {
	waits := r.State == registration.Waiting || r.State.Held()
	switch {
	case waits && r.Wants == nil, r.Wants != nil && !r.State.Active(), (r.Wants == nil) != (r.Ticket == 0), r.State.Held() == r.Until.IsZero():
		s.fail("%s %s wants %v by ticket %d until %v", r.Attendee.Given, r.State, r.Wants, r.Ticket, r.Until)
		return
	case r.State.Held() && !p.begun.Before(r.Until):
		s.fail("%s is %s until %v, and the tick was at %v", r.Attendee.Given, r.State, r.Until, p.begun)
	case r.State == registration.Offered && p.desk.Starts.Before(r.Until):
		s.fail("%s is offered a seat past the start", r.Attendee.Given)
	}
	if r.State == registration.Confirmed {
		s.fitting(p.event, r.Choice)
	}
	if r.Wants != nil {
		s.fitting(p.event, *r.Wants)
	}
}

// fitting wants a choice to have one workshop of every slot of the days that
// are attended, at most one of an optional slot, and none of another day.
func (s *sequence) fitting(e event.Event, c event.Choice) {
	of := map[string]int{}
	for _, id := range c.Workshops {
		for _, slot := range e.Slots {
			for _, w := range slot.Workshops {
				if w.ID == id {
					of[slot.ID]++
					for _, more := range w.Spans {
						of[more]++
					}
				}
			}
		}
	}
	for _, slot := range e.Slots {
		there := !e.ByDay || slices.Contains(c.Days, e.DayOf(slot))
		offered := slices.ContainsFunc(slot.Workshops, func(w event.Workshop) bool { return w.Seats(c.Remote) > 0 })
		if n := of[slot.ID]; n > 1 || n > 0 && !there || n == 0 && there && offered && !slot.Optional {
			s.fail("%v has %d workshops of slot %s", c, n, slot.ID)
		}
	}
}

// nobodyTwice wants a person to be there once, whatever she typed, and once in
// the queue.
func (s *sequence) nobodyTwice(p page) {
	seen := map[string]bool{}
	for _, r := range p.all() {
		name := registration.FoldNames(r.Attendee.Given, r.Attendee.Family)
		if name != "" && r.State.Active() && seen[name] {
			s.fail("%s is there twice", name)
		}
		seen[name] = true
		known := slices.ContainsFunc(s.crowd, func(p *somebody) bool { return p.person == r.Person })
		if !known {
			s.fail("who is %v?", r)
		}
	}
	for i, w := range p.desk.Queue {
		if slices.ContainsFunc(p.desk.Queue[:i], func(o registration.Waiter) bool { return o.Person == w.Person || o.Ticket >= w.Ticket }) {
			s.fail("the queue is %+v", p.desk.Queue)
		}
	}
}

// nobodyFits wants no seat to be free that somebody waits for and could have:
// neither alone, nor together with others who would give up theirs. Every group
// is tried.
func (s *sequence) nobodyFits(p page) {
	if !p.at.Before(p.desk.Starts) {
		return
	}
	var waiting []registration.Registration
	for _, r := range p.all() {
		if len(lacks(r)) > 0 || r.State == registration.Waiting {
			waiting = append(waiting, r)
		}
	}
	for group := 1; group < 1<<len(waiting); group++ {
		need, alone, movers := map[event.Place]int{}, group&(group-1) == 0, true
		for i, r := range waiting {
			if group>>i&1 == 1 {
				movers = movers && r.State == registration.Confirmed
				for _, place := range lacks(r) {
					need[place]++
				}
				for _, place := range gives(r) {
					need[place]--
				}
			}
		}
		fits := alone || movers
		for place, n := range need {
			seats := p.desk.Seats[place]
			fits = fits && (n <= 0 || n <= seats.Capacity-seats.Taken)
		}
		if fits {
			s.fail("the people %b of those who wait could have what they wait for", group)
		}
	}
}

// nobodyOvertakes wants nobody to have got, in one move, what somebody who was
// before her waits for still, having the same to give. Who made a wish herself
// may have moved twice since the last page; of her only what was certainly one
// move is looked at.
func (s *sequence) nobodyOvertakes(before, after page) {
	if !after.at.Before(after.desk.Starts) {
		return
	}
	for person, got := range after.people {
		stood := before.people[person]
		gained := beyond(has(got), has(stood))
		if len(gained) == 0 || len(s.acting(person, after.round)) > 0 && (stood.State.Active() || len(s.acting(person, after.round)) > 1) {
			continue
		}
		for other, waits := range after.people {
			was := before.people[other]
			still := other != person && waits.Ticket != 0 && was.Ticket == waits.Ticket && sameSet(lacks(waits), lacks(was))
			first := stood.Ticket == 0 || was.Ticket < stood.Ticket
			same := sameSet(gained, lacks(waits)) && sameSet(beyond(has(stood), has(got)), gives(waits))
			if len(has(stood)) == 0 { // nothing was given for it: it was free
				same = len(beyond(lacks(waits), gained)) == 0
			}
			if still && first && same && len(lacks(waits)) > 0 {
				s.fail("%s overtook %s, who had ticket %d", got.Attendee.Given, waits.Attendee.Given, waits.Ticket)
			}
		}
	}
}

func sameSet(a, b []event.Place) bool { return len(beyond(a, b)) == 0 && len(beyond(b, a)) == 0 }
