package registration_test

import (
	"slices"

	"tribune/shared/event"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// apply puts away what was decided, as the store would, and holds the desk and
// the records to what must always be.
func (h *history) apply(after registration.Desk, decisions []registration.Decision) {
	before, stood := h.desk, h.records
	if after.Version != before.Version+1 || !after.Lease.IsZero() || after.Event != ref || after.Behind {
		h.Fatalf("the desk after: %+v", after)
	}
	items := 1
	for _, d := range decisions {
		i := d.Registration.Person[0]
		h.mail(stood[i], d)
		h.traced(stood[i], d)
		items += 1 + len(d.Promises) + len(d.Audit)
		h.records[i] = d.Registration
		h.records[i].Version++
	}
	if items > 100 {
		h.Fatalf("a transaction of %d items", items)
	}
	for i := range h.records {
		if h.records[i].Wish != nil {
			h.Fatal("a wish lies there undecided")
		}
	}
	h.desk = after
	h.recount()
	h.nobodyFits()
	h.nobodyOvertakes(stood, before)
}

// recount holds the desk against the registrations.
func (h *history) recount() {
	for p, s := range h.desk.Seats {
		if n := h.heads(p); n != s.Taken || n > s.Capacity {
			h.Fatalf("%s: %d of %d by the desk, %d by heads", p, s.Taken, s.Capacity, n)
		}
	}
	if right := h.desk.Recount(h.records[:]); !right.Agrees(h.desk) {
		h.Fatalf("the queue by the desk: %+v, by the registrations: %+v", h.desk.Queue, right.Queue)
	}
	for _, r := range h.records {
		waits := r.State == registration.Waiting || r.State.Held()
		switch {
		case r.State == registration.Confirmed && len(h.event.Check(r.Choice)) > 0 && len(r.Workshops) < 2: // two make the choice that no form makes
			h.Fatalf("confirmed with %+v", r.Choice)
		case waits && r.Wants == nil, r.Wants != nil && !r.State.Active(), (r.Wants == nil) != (r.Ticket == 0), r.State.Held() == r.Until.IsZero():
			h.Fatalf("%s wants %v by ticket %d until %v", r.State, r.Wants, r.Ticket, r.Until)
		case r.State.Held() && !h.now.Before(r.Until):
			h.Fatalf("%s since %v, until %v, and it is %v", r.State, r.Since, r.Until, h.now)
		case r.State == registration.Offered && starts.Before(r.Until):
			h.Fatal("an offer lasts past the start")
		}
	}
}

// heads counts those who have a seat of a place, or for whom one is held.
func (h *history) heads(p event.Place) (n int) {
	for _, r := range h.records {
		n += has(r).count(setOf(p))
	}
	return n
}

// nobodyFits wants no seat to be free that somebody waits for and could have:
// neither alone, nor together with others who would give up theirs. Every group
// is tried.
func (h *history) nobodyFits() {
	if !h.now.Before(starts) {
		return
	}
	var free [places]int
	for i, p := range everywhere {
		free[i] = h.desk.Seats[p].Capacity - h.desk.Seats[p].Taken // counted right: recount
	}
	waiting := 0
	for i, r := range h.records {
		if lacks(r) != 0 {
			waiting |= 1 << i
		}
	}
	for group := waiting; group > 0; group = (group - 1) & waiting {
		alone := group&(group-1) == 0
		need, movers := [places]int{}, true
		for i, r := range h.records {
			if group>>i&1 == 0 {
				continue
			}
			movers = movers && (alone || r.State == registration.Confirmed)
			for p := range need {
				need[p] += int(lacks(r)>>p&1) - int(gift(r)>>p&1)
			}
		}
		if movers && couldHave(need, free) {
			h.Fatalf("the people of %06b wait for what they could have: %+v, desk %+v", group, h.records, h.desk)
		}
	}
}

func couldHave(need, free [places]int) bool {
	for p, n := range need {
		if n > 0 && n > free[p] {
			return false
		}
	}
	return true
}

// nobodyOvertakes wants nobody to have got what somebody who waited before her
// waits for still, having the same to give. Of slips decided together that is
// seen where they are decided again one by one.
func (h *history) nobodyOvertakes(stood [crowd]registration.Registration, before registration.Desk) {
	if h.together || !h.now.Before(starts) {
		return
	}
	for i, got := range h.records {
		gained := has(got) &^ has(stood[i])
		if gained == 0 {
			continue
		}
		for j, waits := range h.records {
			sameWish := stood[j].Ticket == waits.Ticket && waits.Ticket != 0 && lacks(waits) == gained
			first := stood[i].Ticket == 0 || stood[j].Ticket < stood[i].Ticket
			sameGift := has(stood[i])&^has(got) == gift(waits)
			if i != j && sameWish && first && sameGift {
				h.Fatalf("person %d overtook person %d: desk before %+v", i, j, before)
			}
		}
	}
}

// owed are the mails of each way from one state to another.
func owed(before, after registration.Registration, o registration.Outcome) []outbox.Kind {
	var kinds []outbox.Kind
	if o == registration.Sent {
		kinds = append(kinds, outbox.LostLink)
	}
	if o == registration.Queued {
		kinds = append(kinds, outbox.Waiting)
	}
	changed := !after.Choice.Equal(before.Choice)
	switch {
	case after.State == registration.Confirmed && before.State != registration.Confirmed:
		kinds = append(kinds, outbox.Confirmed)
	case after.State == registration.Confirmed && changed && o == registration.Altered:
		kinds = append(kinds, outbox.Changed)
	case after.State == registration.Confirmed && changed:
		kinds = append(kinds, outbox.Moved)
	case after.State == registration.Offered && before.State != registration.Offered:
		kinds = append(kinds, outbox.Offered)
	case after.State == registration.Unconfirmed && before.State != registration.Unconfirmed:
		kinds = append(kinds, outbox.Held)
	case after.State == registration.Lapsed && before.State != registration.Lapsed:
		kinds = append(kinds, outbox.Lapsed)
	case after.State == registration.Cancelled && before.State != registration.Cancelled && !after.Attendee.Address.IsZero():
		goodbye := outbox.Cancelled
		if after.Removed {
			goodbye = outbox.Removed
		}
		kinds = append(kinds, goodbye)
	}
	return kinds
}

// mail wants every change to promise its mail, once.
func (h *history) mail(before registration.Registration, d registration.Decision) {
	var kinds []outbox.Kind
	for _, e := range d.Promises {
		kinds = append(kinds, e.Kind)
		if h.promised[e.ID] {
			h.Fatalf("%s promised twice", e.Kind)
		}
		h.promised[e.ID] = true
		if e.Ref != d.Registration.Ref() || !e.Due.Equal(h.now) || e.State != outbox.Pending || e.Lang != "ar" {
			h.Fatalf("entry %+v of %+v", e, d.Registration)
		}
	}
	want := owed(before, d.Registration, d.Outcome)
	if h.together { // served by one slip and asking by another, she is written to twice
		if i := slices.Index(want, outbox.Changed); i >= 0 && slices.Contains(kinds, outbox.Moved) {
			want[i] = outbox.Moved // her own slip changed no place, another's freed what she waits for
		}
		kinds = slices.DeleteFunc(kinds, func(k outbox.Kind) bool { return !slices.Contains(want, k) })
		slices.Sort(kinds)
		slices.Sort(want)
	}
	if !slices.Equal(kinds, want) {
		h.Fatalf("%s, %s to %s, promises %v, want %v", d.Outcome, before.State, d.Registration.State, kinds, want)
	}
}
