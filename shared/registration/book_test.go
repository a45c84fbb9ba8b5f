package registration_test

import (
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// book is the rules read a second time, as a person with paper would: it keeps
// who sits where and counts heads whenever it is asked.
type book struct {
	opens, closes time.Time
	seats         int
	rooms         map[event.WorkshopID]int
	seated        map[token.Person][]event.WorkshopID
	left          map[token.Person]time.Time // who gave a seat back, and when
}

func newBook(d registration.Desk) book {
	b := book{
		opens: d.Opens, closes: d.Closes, seats: d.Overall.Capacity,
		rooms:  map[event.WorkshopID]int{},
		seated: map[token.Person][]event.WorkshopID{},
		left:   map[token.Person]time.Time{},
	}
	for id, s := range d.Workshops {
		b.rooms[id] = s.Capacity
	}
	return b
}

func (b book) heads(w event.WorkshopID) int {
	n := 0
	for _, rooms := range b.seated {
		if slices.Contains(rooms, w) {
			n++
		}
	}
	return n
}

func (b book) decide(r registration.Registration, now time.Time) registration.Outcome {
	if r.Wish.Kind == registration.Come {
		return b.come(r.Person, *r.Wish, now)
	}
	_, seated := b.seated[r.Person]
	switch {
	case r.Wish.Generation != r.Generation:
		return registration.Stale
	case !seated:
		return registration.Unchanged
	}
	delete(b.seated, r.Person)
	b.left[r.Person] = now
	return registration.Released
}

func (b book) come(p token.Person, w registration.Wish, now time.Time) registration.Outcome {
	if _, seated := b.seated[p]; seated {
		return registration.Unchanged
	}
	if since, left := b.left[p]; left && w.FormMade.Unix() < since.Unix() {
		return registration.Stale
	}
	if w.Made.Before(b.opens) {
		return registration.TooEarly
	}
	if !w.Made.Before(b.closes) {
		return registration.TooLate
	}
	for i, id := range w.Workshops {
		if _, known := b.rooms[id]; !known || slices.Index(w.Workshops, id) < i {
			return registration.Unknown
		}
	}
	if len(b.seated) >= b.seats {
		return registration.Full
	}
	for _, id := range w.Workshops {
		if b.heads(id) >= b.rooms[id] {
			return registration.WorkshopFull
		}
	}
	b.seated[p] = w.Workshops
	delete(b.left, p)
	return registration.Accepted
}
