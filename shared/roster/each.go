package roster

import (
	"context"
	"iter"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
)

// Each gives, one after another and in no order, those whom [Reader.Read] would
// give and a filter means. It holds none of them, so that a list of any length
// passes through.
func (r *Reader) Each(ctx context.Context, e event.Event, scope organisation.Scope, f Filter) iter.Seq2[Entry, error] {
	const op = "roster: read one after another"
	return func(yield func(Entry, error) bool) {
		if !lists(e) {
			return
		}
		fares, err := r.store.Deliveries(ctx, e.Ref)
		if err != nil {
			yield(Entry{}, fault.Wrap(op, err))
			return
		}
		now := r.now()
		for p, err := range r.everybody(ctx, e.Ref) {
			if err != nil {
				yield(Entry{}, fault.Wrap(op, err))
				return
			}
			if p = p.At(now); !p.Kept(now) || !Shows(scope, e, p) {
				continue
			}
			if entry := (Entry{Registration: p, Delivery: fares[p.Person.String()]}); f.Holds(e, entry) && !yield(entry, nil) {
				return
			}
		}
	}
}

// everybody gives a list that is held as the desk stands, or else reads it and
// holds nothing.
func (r *Reader) everybody(ctx context.Context, e event.Ref) iter.Seq2[registration.Registration, error] {
	return func(yield func(registration.Registration, error) bool) {
		desk, err := r.store.Desk(ctx, e)
		if err != nil {
			yield(registration.Registration{}, err)
			return
		}
		if l, ok := r.lists.find(e, desk.Version, r.now()); ok {
			for _, p := range l.all {
				if !yield(p, nil) {
					return
				}
			}
			return
		}
		for p, err := range r.store.Registrations(ctx, e) {
			if (err != nil || listed(p)) && !yield(p, err) {
				return
			}
		}
	}
}

// Place is where somebody stands in an order. It is small beside her.
type Place struct{ place }

// Placer tells the places of an order in a language. Not for concurrent use.
func Placer(o Order, l locale.Lang) func(registration.Registration) Place {
	s := sorterOf(o, l)
	return func(r registration.Registration) Place { return Place{s.place(Entry{Registration: r})} }
}

// Compare is negative if p comes before other.
func (p Place) Compare(other Place) int { return p.place.compare(other.place) }
