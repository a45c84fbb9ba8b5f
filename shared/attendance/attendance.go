// Package attendance is who was there: for each half-day of an event, who came in,
// when, and who said so; and what follows from it, the hours that somebody
// attended and the paper that says so ([Attestation]).
//
// One item a person at an event holds all her half-days. It is written on its
// version together with a line of the audit, so that of two people at the door
// who say the same at once one is first and the other is told when and by whom.
// A press whose answer was lost is known again by its nonce.
package attendance

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// Half names a half-day of an event in keys and forms.
type Half string

// Name is the name of a half-day, such as "1-morning".
func Name(h event.HalfDay) Half { return Half(strconv.Itoa(h.Day) + "-" + string(h.Half)) }

// Find gives the half-day of a name; false if the event has none of that name.
func Find(e event.Event, name string) (event.HalfDay, bool) {
	for _, h := range e.HalfDays() {
		if string(Name(h)) == name {
			return h, true
		}
	}
	return event.HalfDay{}, false
}

// Current is the half-day that people come to at now: the first that has not
// ended, or else the last. An event without days has a zero one.
func Current(e event.Event, now time.Time) event.HalfDay {
	var last event.HalfDay
	for _, last = range e.HalfDays() {
		if now.Before(last.Ends) {
			break
		}
	}
	return last
}

// Opens is from when arrivals of a half-day are noted: from the first hour of its
// day, where the event is.
func Opens(e event.Event, h event.HalfDay) time.Time {
	local := h.Starts.In(e.Location())
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, e.Location()).UTC()
}

// Mark is since when it is known that somebody is there, and who said so.
type Mark struct {
	At    time.Time
	By    outbox.Address
	Nonce string // of the form
}

// Presence is one person at an event.
type Presence struct {
	Event   event.Ref    `json:"-"`
	Person  token.Person `json:"-"`
	Version int          `json:"-"` // of this record; 0 before it is first written
	Marks   map[Half]Mark
	Expires time.Time `json:"-"` // with her registration
}

// In reports whether she was there.
func (p Presence) In(h event.HalfDay) bool { _, in := p.Marks[Name(h)]; return in }

// Attended are the half-days of the event that she was there for.
func (p Presence) Attended(e event.Event) []event.HalfDay {
	return slices.DeleteFunc(e.HalfDays(), func(h event.HalfDay) bool { return !p.In(h) })
}

// Hours is how long half-days last together.
func Hours(halves []event.HalfDay) (sum time.Duration) {
	for _, h := range halves {
		sum += h.Ends.Sub(h.Starts)
	}
	return sum
}

// marked is a presence with another mark, or without one, and nothing else changed.
func (p Presence) marked(h Half, m *Mark) Presence {
	p.Marks = maps.Clone(p.Marks)
	if m == nil {
		delete(p.Marks, h)
		return p
	}
	if p.Marks == nil {
		p.Marks = map[Half]Mark{}
	}
	p.Marks[h] = *m
	return p
}

// Store keeps who was there. Reads are consistent; what has expired is not there.
type Store interface {
	// Arriving reads somebody's registration, and whether she is there, in one
	// round trip; zero ones, with their keys set, if there are none.
	Arriving(ctx context.Context, e event.Ref, p token.Person) (registration.Registration, Presence, error)
	// Attend writes a presence over the version that was read, and the line of
	// the audit that says so; both or neither. Conflict if it has moved.
	Attend(ctx context.Context, p Presence, a organisation.Audit) error
}

// Service notes who is there.
type Service struct{ store Store }

// NewService makes a service on a store.
func NewService(s Store) *Service { return &Service{s} }

// Arrive notes that somebody is there, unless that is known: then the mark that
// stands is given, and first is false. What was read before the form was sent is
// read again here; admit says as an error why she may not come in as she stands.
func (s *Service) Arrive(ctx context.Context, e event.Event, p token.Person, h event.HalfDay, m Mark, line organisation.Audit, admit func(registration.Registration) error) (stands Mark, first bool, err error) {
	err = s.write(ctx, e.Ref, p, line, func(r registration.Registration, was Presence) (Presence, bool, error) {
		if known, in := was.Marks[Name(h)]; in {
			stands, first = known, known.Nonce == m.Nonce && known.By == m.By
			return was, false, admit(r)
		}
		stands, first = m, true
		return was.marked(Name(h), &m), true, admit(r)
	})
	return stands, first, err
}

// Undo takes back that somebody is there. Twice is harmless.
func (s *Service) Undo(ctx context.Context, e event.Event, p token.Person, h event.HalfDay, line organisation.Audit, admit func(registration.Registration) error) error {
	return s.write(ctx, e.Ref, p, line, func(r registration.Registration, was Presence) (Presence, bool, error) {
		return was.marked(Name(h), nil), was.In(h), admit(r)
	})
}

// tries is how often a record that moved is read again: two at a door and one at
// a screen do not move it more often.
const tries = 5

// write changes a presence as it stands when it is written.
func (s *Service) write(ctx context.Context, e event.Ref, p token.Person, line organisation.Audit, change func(registration.Registration, Presence) (Presence, bool, error)) error {
	for n := 0; ; n++ {
		r, was, err := s.store.Arriving(ctx, e, p)
		if err != nil {
			return fault.Wrap("attendance: look who it is", err)
		}
		after, changed, err := change(r, was)
		if err != nil || !changed {
			return err
		}
		after.Expires = r.Expires
		err = s.store.Attend(ctx, after, line)
		if !fault.Is(err, fault.Conflict) || n == tries {
			return fault.Wrap("attendance: note who is there", err)
		}
	}
}
