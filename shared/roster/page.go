package roster

import (
	"context"
	"slices"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/token"
)

// Query asks for a page of a list.
type Query struct {
	Filter        Filter
	Order         Order
	Lang          locale.Lang // which sorts
	After, Before Cursor
	Size          int
}

// Page is a page of a list, and of whom it is a part.
type Page struct {
	Leaf
	Everybody []Entry // whom the scope shows, in the order; not to be written to
	Fares     bool    // it is known of everybody how her mail fares, and not of those on the page alone
}

// Short is up to how many people it costs no more to read how everybody's mail
// fares than to read it of a page.
const Short = 500

// Page gives a page of those whom a scope shows and a filter holds. Of a long
// list it reads how the mail fares of those on the page alone, unless the filter
// asks.
func (r *Reader) Page(ctx context.Context, e event.Event, scope organisation.Scope, q Query) (Page, error) {
	const op = "roster: read a page"
	if !lists(e) {
		return Page{Fares: true}, nil
	}
	l, err := r.list(ctx, e.Ref)
	if err != nil {
		return Page{}, fault.Wrap(op, err)
	}
	s := l.at(r.now())
	p := Page{Everybody: shown(scope, e, s.in(q.Order, q.Lang))}
	if p.Fares = len(p.Everybody) <= Short || q.Filter.Reach != ""; p.Fares {
		p.Everybody = slices.Clone(p.Everybody)
		if err := r.fare(ctx, e.Ref, p.Everybody); err != nil {
			return p, fault.Wrap(op, err)
		}
	}
	p.Leaf = Turn(held(q.Filter, e, p.Everybody), p.Everybody, q.Order, q.Lang, q.After, q.Before, q.Size)
	if !p.Fares {
		p.Entries = slices.Clone(p.Entries)
		err = r.fareOf(ctx, e.Ref, p.Entries)
	}
	return p, fault.Wrap(op, err)
}

// fareOf adds to some people how their mail fares.
func (r *Reader) fareOf(ctx context.Context, e event.Ref, entries []Entry) error {
	people := make([]token.Person, len(entries))
	for i, p := range entries {
		people[i] = p.Person
	}
	fares, err := r.store.DeliveriesOf(ctx, e, people)
	for i, p := range people {
		entries[i].Delivery = fares[p.String()]
	}
	return err
}
