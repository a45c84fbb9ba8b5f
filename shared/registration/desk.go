package registration

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/token"
)

// Patience is how long a request waits for its wish to be decided. A refusal
// that comes later reaches the person by mail.
const Patience = 6 * time.Second

// Keep is how long after an event its registrations are kept.
const Keep = 90 * 24 * time.Hour

// keepShort is how long a refusal is kept, and a seat that was never confirmed.
const keepShort = 24 * time.Hour

// LongestQueue is how many wait at most: the queue stands in the desk's item,
// and nobody should wait behind a thousand.
const LongestQueue = 1000

// heaviestQueue is how much of the desk's item the queue takes at most, in
// bytes: DynamoDB refuses items above 400 KB, and with them every commit.
const heaviestQueue = 300 << 10

// Seats is a capacity and what is taken of it.
type Seats struct{ Capacity, Taken int }

// Left is the number of free seats, never below zero.
func (s Seats) Left() int { return max(s.Capacity-s.Taken, 0) }

// Desk is everything that decides about the seats of one event.
type Desk struct {
	Event         event.Ref
	Version       int // rises with every commit
	Opens, Closes time.Time
	Starts        time.Time     // from then on nobody is offered anything or moved
	Offer         time.Duration // how long a seat is held for who waited
	ConfirmIn     time.Duration `json:",omitempty"` // and for a newcomer to press the button in the mail; 0 if she need not
	NoWaiting     bool          `json:",omitempty"`
	Cancelled     bool          `json:",omitempty"` // the event: who is on record stays so, and nobody gets anything more
	Seats         map[event.Place]Seats
	Queue         []Waiter  `json:",omitempty"` // in the order of their tickets
	Tickets       int       `json:",omitempty"` // drawn so far
	Behind        bool      `json:",omitempty"` // more were to be served than one commit bears
	Lease         time.Time // somebody leads until then; only a hint
}

// Waiter is somebody who waits for places, or for whom they are held. Her
// names in JSON are short: the queue is read and written with every desk.
type Waiter struct {
	Ticket int           `json:"t"`
	Person token.Person  `json:"p"`
	Holds  []event.Place `json:"h,omitempty"` // hers already; none of somebody who has no seat
	Wants  []event.Place `json:"w"`
	Until  time.Time     `json:"u,omitzero"` // Wants are held for her until then; zero while she waits
}

func (w Waiter) held() bool { return !w.Until.IsZero() }

// lacks are the places that she wants and does not have.
func (w Waiter) lacks() []event.Place { return minus(w.Wants, w.Holds) }

// frees are the places that she has and no longer wants.
func (w Waiter) frees() []event.Place { return minus(w.Holds, w.Wants) }

func minus(a, b []event.Place) []event.Place {
	return slices.DeleteFunc(slices.Clone(a), func(p event.Place) bool { return slices.Contains(b, p) })
}

// NewDesk is the empty desk of an event.
func NewDesk(e event.Event) Desk {
	d := Desk{Event: e.Ref, Version: 1, Seats: map[event.Place]Seats{}}
	for p, n := range e.Capacities() {
		d.Seats[p] = Seats{Capacity: n}
	}
	d.setRules(e)
	return d
}

// setRules takes over what an event says beside its seats.
func (d *Desk) setRules(e event.Event) {
	d.Opens, d.Closes, d.Starts = e.Opens, e.Closes, e.Starts()
	d.Offer, d.ConfirmIn, d.NoWaiting = e.Offer(), e.ConfirmIn, e.NoWaiting
	d.Cancelled = e.State == event.Cancelled
}

// Shortfall is a capacity that is to be set below what is taken, or a place that is
// to go while people wait for it.
type Shortfall struct {
	Place   event.Place
	Seats   Seats // as it would be
	Waiting int   // for a place that would go
}

func (s Shortfall) Error() string {
	return fmt.Sprintf("registration: %q: %d seats are too few, %d are taken, %d wait", s.Place, s.Seats.Capacity, s.Seats.Taken, s.Waiting)
}

// Refit takes over the shape of an event as it was changed: its times, its
// rules and its capacities. Shortfalls if less seats are wanted than are taken, or
// none where people wait; then the desk stays as it is.
func (d Desk) Refit(e event.Event) (Desk, []Shortfall) {
	seats := map[event.Place]Seats{}
	for p, n := range e.Capacities() {
		seats[p] = Seats{Capacity: n, Taken: d.Seats[p].Taken}
	}
	waiting := map[event.Place]int{}
	for p, s := range d.Seats {
		if _, stays := seats[p]; !stays {
			if waiting[p] = d.Waiters(p); s.Taken+waiting[p] > 0 {
				seats[p] = Seats{Taken: s.Taken}
			}
		}
	}
	var short []Shortfall
	for p, s := range seats {
		if s.Capacity < s.Taken+waiting[p] && s.Capacity < d.Seats[p].Capacity {
			short = append(short, Shortfall{p, s, waiting[p]})
		}
	}
	if len(short) > 0 {
		slices.SortFunc(short, func(a, b Shortfall) int { return cmp.Compare(a.Place, b.Place) })
		return d, short
	}
	d.setRules(e)
	d.Seats, d.Behind = seats, !d.Cancelled // who waits is served by the next decision
	return d, nil
}

// Answer is what a newcomer who wishes so is told. It is also what a stranger
// is told who tries with the particulars of somebody registered.
func (d Desk) Answer(w Wish) Outcome {
	if w.Made.Before(d.Opens) && !w.Early && w.By.IsZero() {
		return TooEarly
	}
	if !w.Made.Before(d.Closes) && w.By.IsZero() || d.Cancelled {
		return TooLate
	}
	return d.room(w.Places(), w.Wait, w.Made)
}

// room tells whether there is a seat of every place, or else in the queue.
func (d Desk) room(places []event.Place, wait bool, made time.Time) Outcome {
	for i, p := range places {
		if _, offered := d.Seats[p]; !offered || slices.Contains(places[:i], p) {
			return Unknown
		}
	}
	switch {
	case d.fits(places) && d.ConfirmIn > 0 && d.heavy():
		return QueueFull // each seat would stand in it until it is confirmed
	case d.fits(places):
		return Accepted
	case wait && !d.NoWaiting && made.Before(d.Starts):
		if d.queueFull() {
			return QueueFull
		}
		return Queued
	case slices.ContainsFunc(places, func(p event.Place) bool { return p.IsEvent() && d.Seats[p].Left() == 0 }):
		return Full
	}
	return WorkshopFull
}

// queueFull reports whether nobody else can wait.
func (d Desk) queueFull() bool {
	waiting := 0
	for _, w := range d.Queue {
		if !w.held() {
			waiting++
		}
	}
	return waiting >= LongestQueue || d.heavy()
}

// heavy reports whether the desk's item bears nobody more.
func (d Desk) heavy() bool {
	const frame = 130 // of a waiter in JSON: ticket, person, until, brackets
	weight := 0
	for _, w := range d.Queue {
		weight += frame
		for _, p := range slices.Concat(w.Holds, w.Wants) {
			weight += len(p) + len(`"",`)
		}
	}
	return weight >= heaviestQueue
}

// fits reports whether every place has a seat left.
func (d Desk) fits(places []event.Place) bool {
	return !slices.ContainsFunc(places, func(p event.Place) bool { return d.Seats[p].Left() == 0 })
}

// Rank is how far somebody is from being served: one more than those before
// her who wait for a place that is full and that she lacks too. 0 if she does
// not wait.
func (d Desk) Rank(ticket int) int {
	i := slices.IndexFunc(d.Queue, func(w Waiter) bool { return w.Ticket == ticket && !w.held() })
	if i < 0 {
		return 0
	}
	short := slices.DeleteFunc(d.Queue[i].lacks(), func(p event.Place) bool { return d.Seats[p].Left() > 0 })
	rank := 1
	for _, before := range d.Queue[:i] {
		lacks := before.lacks()
		if !before.held() && slices.ContainsFunc(short, func(p event.Place) bool { return slices.Contains(lacks, p) }) {
			rank++
		}
	}
	return rank
}

// Waiters counts those who wait for a place.
func (d Desk) Waiters(p event.Place) int {
	n := 0
	for _, w := range d.Queue {
		if !w.held() && slices.Contains(w.lacks(), p) {
			n++
		}
	}
	return n
}

// Pending reports whether something is to be decided at now without anybody
// asking: a hold has ended, or there are people to be served.
func (d Desk) Pending(now time.Time) bool {
	return !d.Cancelled && (d.Behind || slices.ContainsFunc(d.Queue, func(w Waiter) bool { return w.held() && !now.Before(w.Until) }))
}

// LongestLease bounds what is believed: a lease that ends later is left from a
// clock that was set back.
const LongestLease = time.Minute

// Leased reports whether somebody leads at now.
func (d Desk) Leased(now time.Time) bool {
	return now.Before(d.Lease) && !d.Lease.After(now.Add(LongestLease))
}
