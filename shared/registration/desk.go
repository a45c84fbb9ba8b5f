package registration

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/outbox"
)

// Patience is how long a request waits for its wish to be decided. A refusal
// that comes later reaches the person by mail.
const Patience = 6 * time.Second

// Keep is how long after an event its registrations are kept.
const Keep = 90 * 24 * time.Hour

// keepRefusal is how long a refusal is kept.
const keepRefusal = 24 * time.Hour

// Seats is a capacity and what is taken of it.
type Seats struct{ Capacity, Taken int }

// Left is the number of free seats, never below zero.
func (s Seats) Left() int { return max(s.Capacity-s.Taken, 0) }

// Desk is everything that decides about the seats of one event.
type Desk struct {
	Event         event.Ref
	Version       int // rises with every commit
	Opens, Closes time.Time
	Overall       Seats
	Workshops     map[event.WorkshopID]Seats
	Lease         time.Time // somebody leads until then; only a hint
}

// NewDesk is the empty desk of an event.
func NewDesk(e event.Event) Desk {
	d := Desk{
		Event: e.Ref, Version: 1, Opens: e.Opens, Closes: e.Closes,
		Overall:   Seats{Capacity: e.Capacity},
		Workshops: map[event.WorkshopID]Seats{},
	}
	for _, s := range e.Slots {
		for _, w := range s.Workshops {
			d.Workshops[w.ID] = Seats{Capacity: w.Capacity}
		}
	}
	return d
}

// Answer is what a newcomer with these choices is told if her request is made
// at that time. It is also what a stranger is told who tries with the
// particulars of somebody registered.
func (d Desk) Answer(workshops []event.WorkshopID, made time.Time) Outcome {
	if made.Before(d.Opens) {
		return TooEarly
	}
	if !made.Before(d.Closes) {
		return TooLate
	}
	for i, w := range workshops {
		if _, offered := d.Workshops[w]; !offered || slices.Contains(workshops[:i], w) {
			return Unknown
		}
	}
	if d.Overall.Left() == 0 {
		return Full
	}
	for _, w := range workshops {
		if d.Workshops[w].Left() == 0 {
			return WorkshopFull
		}
	}
	return Accepted
}

// LongestLease bounds what is believed: a lease that ends later is left from a
// clock that was set back.
const LongestLease = time.Minute

// Leased reports whether somebody leads at now.
func (d Desk) Leased(now time.Time) bool {
	return now.Before(d.Lease) && !d.Lease.After(now.Add(LongestLease))
}

// Decision is what became of one wish: the registration as it is afterwards,
// without the wish, and the mail that is promised with it.
type Decision struct {
	Registration Registration
	Outcome      Outcome
	Promises     []outbox.Entry
}

// Decide decides every wish in the order in which they were made, and returns
// the desk as it is afterwards. It changes none of its arguments. The desk's
// version rises by one, whatever was decided. Registrations without a wish are
// passed over.
func Decide(d Desk, slips []Registration, now time.Time) (Desk, []Decision) {
	d.Workshops = maps.Clone(d.Workshops)
	d.Version++
	d.Lease = time.Time{}
	decisions := make([]Decision, 0, len(slips))
	for _, r := range inOrder(slips) {
		w := *r.Wish
		r.Wish = nil
		var outcome Outcome
		switch w.Kind {
		case Come:
			outcome = d.admit(&r, w, now)
		case Cancel, Disown:
			outcome = d.release(&r, w, now)
		default:
			outcome = Unknown
		}
		decisions = append(decisions, Decision{Registration: r, Outcome: outcome, Promises: promises(r, w, outcome, now)})
	}
	return d, decisions
}

// inOrder gives the slips that hold a wish, in the order in which they were made.
func inOrder(slips []Registration) []Registration {
	wishing := make([]Registration, 0, len(slips))
	for _, r := range slips {
		if r.Wish != nil {
			wishing = append(wishing, r)
		}
	}
	slices.SortFunc(wishing, func(a, b Registration) int {
		return cmp.Or(a.Wish.Made.Compare(b.Wish.Made), slices.Compare(a.Person[:], b.Person[:]))
	})
	return wishing
}

// admit decides a wish to come.
func (d *Desk) admit(r *Registration, w Wish, now time.Time) Outcome {
	if r.State == Confirmed {
		return Unchanged
	}
	outcome := d.Answer(w.Workshops, w.Made)
	if r.State == Cancelled && w.FormMade.Before(r.Since.Truncate(time.Second)) {
		outcome = Stale
	}
	r.Nonce, r.Outcome = w.Nonce, outcome
	switch {
	case outcome == Accepted:
		d.take(w.Workshops, 1)
		r.State, r.Since, r.Expires = Confirmed, now, w.Expires
		r.Attendee, r.Workshops = w.Attendee, slices.Clone(w.Workshops)
		r.Generation++
		r.Undelivered = false
	case outcome == Stale:
	case r.State == Cancelled: // stays on record
		r.Attendee = w.Attendee
	default:
		r.State, r.Since, r.Expires = Refused, now, now.Add(keepRefusal)
		r.Attendee = w.Attendee
	}
	return outcome
}

// release decides a wish to cancel, or to have been somebody else's doing.
func (d *Desk) release(r *Registration, w Wish, now time.Time) Outcome {
	if w.Generation != r.Generation {
		return Stale
	}
	outcome := Unchanged
	if r.State == Confirmed {
		outcome = Released
		d.take(r.Workshops, -1)
		r.State, r.Since, r.Workshops = Cancelled, now, nil
	}
	if w.Kind == Disown {
		r.Attendee = Attendee{}
	}
	return outcome
}

// take adds n seats, or gives them back when n is negative.
func (d *Desk) take(workshops []event.WorkshopID, n int) {
	d.Overall.Taken += n
	for _, id := range workshops {
		s := d.Workshops[id]
		s.Taken += n
		d.Workshops[id] = s
	}
}

// promises is the mail that a decision owes.
func promises(r Registration, w Wish, outcome Outcome, now time.Time) []outbox.Entry {
	lang := r.Attendee.Lang
	switch outcome {
	case Accepted:
		return []outbox.Entry{outbox.Promise(outbox.Confirmed, r.Ref(), lang, now)}
	case Released:
		if r.Attendee.Address.IsZero() {
			return nil // she disowned it: nobody is left to write to
		}
		return []outbox.Entry{outbox.Promise(outbox.Cancelled, r.Ref(), lang, now)}
	case Full, WorkshopFull, TooLate:
		if now.Sub(w.Made) > Patience {
			return []outbox.Entry{outbox.Promise(outbox.Refused, r.Ref(), lang, now, w.Nonce)}
		}
	}
	return nil
}
