package participants

import (
	"context"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/templates/pages"
)

// mostCharters is how many charters the pages of events know of, the last opened.
const mostCharters = 200

// textRef leads to a version of a charter's text.
type textRef struct {
	charter charter.Ref
	version int
}

// called lists the charters that were ever opened to signature, the last one first.
func (p *participants) called(ctx context.Context) ([]pages.CalledCharter, error) {
	return p.catalogue.charters.Get(ctx, struct{}{}, p.Now(), func(ctx context.Context) ([]pages.CalledCharter, error) {
		calls, err := p.Table.OpenedCalls(ctx, mostCharters)
		if err != nil {
			return nil, fault.Wrap("participants: list charters", err)
		}
		all := make([]pages.CalledCharter, len(calls))
		for i, c := range calls {
			if all[i], err = p.call(ctx, c); err != nil {
				return nil, err
			}
		}
		return all, nil
	})
}

// call adds what a charter says now, who calls for it and, while it can be signed,
// how many did.
func (p *participants) call(ctx context.Context, c charter.Call) (called pages.CalledCharter, err error) {
	const op = "participants: read a charter"
	called.Call = c
	key := textRef{c.Ref, c.Current}
	called.Text, err = p.catalogue.texts.Get(ctx, key, p.Now(), func(ctx context.Context) (charter.Charter, error) {
		return p.Table.Text(ctx, c.Ref, c.Current)
	})
	if err != nil {
		return called, fault.Wrap(op, err)
	}
	called.Organisation, err = p.organisation(ctx, c.Ref.Organisation)
	if err != nil || !c.Open(p.Now()) {
		return called, err
	}
	book, err := p.Table.Book(ctx, c.Ref)
	n := book.Counts[c.Current]
	called.Signed = n.Organisations + n.Individuals
	return called, fault.Wrap(op, err)
}

// open lists those that can be signed.
func (p *participants) open(ctx context.Context) (all []pages.CalledCharter, err error) {
	called, err := p.called(ctx)
	for _, c := range called {
		if c.Open(p.Now()) {
			all = append(all, c)
		}
	}
	return all, err
}

// calledFor lists those that an event called for.
func (p *participants) calledFor(ctx context.Context, e event.Ref) (all []pages.CalledCharter, err error) {
	called, err := p.called(ctx)
	for _, c := range called {
		if c.Ref.Organisation == e.Organisation && c.Text.Event == string(e.Event) {
			all = append(all, c)
		}
	}
	return all, err
}

func (p *participants) organisation(ctx context.Context, id organisation.ID) (organisation.Organisation, error) {
	org, err := p.catalogue.organisations.Get(ctx, id, p.Now(), func(ctx context.Context) (organisation.Organisation, error) {
		return p.Table.Organisation(ctx, id)
	})
	return org, fault.Wrap("participants: read the organisation", err)
}
