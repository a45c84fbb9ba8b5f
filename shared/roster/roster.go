// Package roster is the list of an event as an organiser looks at it: those who
// registered and whom her scope shows, filtered, in an order, page by page.
//
// Everything that lists people takes its list from here: the screen, a
// download, a sheet to sign, a message. A page is found by the person after
// whom it begins ([Cursor]), so that it stays right while people register.
package roster

import (
	"context"
	"iter"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// Entry is somebody as organisers see her: her registration, and how her mail fares.
type Entry struct {
	registration.Registration
	Delivery outbox.Delivery

	memo *memo // what was computed of her already; nil if she was not read by a [Reader]
}

// Store is where registrations are read. Reads are consistent.
type Store interface {
	// Desk reads an event's desk. NotFound if the event takes no registrations.
	Desk(ctx context.Context, e event.Ref) (registration.Desk, error)
	// Registrations gives everybody who ever had an answer at an event.
	Registrations(ctx context.Context, e event.Ref) iter.Seq2[registration.Registration, error]
	// Deliveries says how everybody's mail fares, by person.
	Deliveries(ctx context.Context, e event.Ref) (map[string]outbox.Delivery, error)
	// DeliveriesOf says how the mail of a few people fares, in one round trip for
	// a hundred of them.
	DeliveriesOf(ctx context.Context, e event.Ref, people []token.Person) (map[string]outbox.Delivery, error)
}

// Reader reads lists. Whatever moves a registration moves the desk, so that what
// was read once stands as long as the desk does: turning the pages of ten
// thousand people reads them once.
type Reader struct {
	store Store
	now   func() time.Time
	lists shelf
}

// stands is how long a list stands at most: what is changed past the desk, such
// as somebody's needs that are forgotten, is seen by then.
const stands = time.Minute

// NewReader makes a reader on a store and a clock.
func NewReader(s Store, now func() time.Time) *Reader {
	return &Reader{store: s, now: now, lists: shelf{lists: map[event.Ref]*list{}}}
}

// Read gives everybody whom a scope shows, in no order. Who was refused, or
// erased herself, is not there; an event that takes no registrations, or not yet, has nobody.
func (r *Reader) Read(ctx context.Context, e event.Event, scope organisation.Scope) ([]Entry, error) {
	entries, err := r.Unmailed(ctx, e, scope)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	return entries, fault.Wrap("roster: read", r.fare(ctx, e.Ref, entries))
}

// Unmailed is Read without how mail fares, for those whom it does not concern: at
// the door the list is read with everybody who comes in.
func (r *Reader) Unmailed(ctx context.Context, e event.Event, scope organisation.Scope) ([]Entry, error) {
	if !lists(e) {
		return nil, nil
	}
	l, err := r.list(ctx, e.Ref)
	if err != nil {
		return nil, fault.Wrap("roster: read", err)
	}
	return slices.Clone(shown(scope, e, l.at(r.now()).inAny())), nil
}

// lists reports whether an event has a list yet.
func lists(e event.Event) bool { return e.Registers() && e.State != event.Draft }

// fare adds to everybody how her mail fares.
func (r *Reader) fare(ctx context.Context, e event.Ref, entries []Entry) error {
	fares, err := r.store.Deliveries(ctx, e)
	for i, p := range entries {
		entries[i].Delivery = fares[p.Person.String()]
	}
	return err
}

// list reads everybody, unless the desk is where it was.
func (r *Reader) list(ctx context.Context, e event.Ref) (*list, error) {
	desk, err := r.store.Desk(ctx, e)
	if err != nil {
		return nil, err
	}
	now := r.now()
	if l, ok := r.lists.find(e, desk.Version, now); ok {
		return l, nil
	}
	l := &list{version: desk.Version, read: now}
	for p, err := range r.store.Registrations(ctx, e) {
		if err != nil {
			return nil, err
		}
		if listed(p) {
			l.all = append(l.all, p)
		}
	}
	l.memos = make([]memo, len(l.all))
	r.lists.keep(e, l, now)
	return l, nil
}

// listed reports whether somebody stands in lists at all: not who was refused,
// nor who erased herself.
func listed(p registration.Registration) bool {
	return p.State != registration.Refused && !p.Attendee.Address.IsZero()
}
