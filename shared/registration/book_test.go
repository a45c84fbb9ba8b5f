package registration_test

import (
	"slices"
	"time"

	"tribune/shared/event"
	. "tribune/shared/registration"
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

func newBook(d Desk) book {
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

func (b book) decide(r Registration, now time.Time) Outcome {
	if r.Wish.Kind == Come {
		return b.come(r.Person, *r.Wish, now)
	}
	_, seated := b.seated[r.Person]
	switch {
	case r.Wish.Generation != r.Generation:
		return Stale
	case !seated:
		return Unchanged
	}
	delete(b.seated, r.Person)
	b.left[r.Person] = now
	return Released
}

func (b book) come(p token.Person, w Wish, now time.Time) Outcome {
	if _, seated := b.seated[p]; seated {
		return Unchanged
	}
	if since, left := b.left[p]; left && w.FormMade.Unix() < since.Unix() {
		return Stale
	}
	if w.Made.Before(b.opens) {
		return TooEarly
	}
	if !w.Made.Before(b.closes) {
		return TooLate
	}
	for i, id := range w.Workshops {
		if _, known := b.rooms[id]; !known || slices.Index(w.Workshops, id) < i {
			return Unknown
		}
	}
	if len(b.seated) >= b.seats {
		return Full
	}
	for _, id := range w.Workshops {
		if b.heads(id) >= b.rooms[id] {
			return WorkshopFull
		}
	}
	b.seated[p] = w.Workshops
	delete(b.left, p)
	return Accepted
}
