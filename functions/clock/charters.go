package clock

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/lambdajob"
	"tribune/shared/ledger"
	"tribune/shared/organisation"
	"tribune/shared/site"
)

// charters is what time brings to charters: books are kept, announcements promised,
// books recounted, and signatories forgotten.
type charters struct {
	keeper    *ledger.Keeper
	announcer *charter.Announcer
	recounted counted[charter.Ref]
	looked    counted[charter.Ref] // for signatories whose time is over
}

// nightly is how often one process recounts a book: it reads every signature and
// every leaf.
const nightly = 24 * time.Hour

// keepBooks keeps those that the stream names; of the schedule, all that were ever
// opened, which it returns.
func (c *clock) keepBooks(ctx context.Context, cause lambdajob.Cause) (opened []charter.Call, err error) {
	if cause.Kind == lambdajob.Stream {
		for _, queue := range cause.Queues() {
			org, id, ok := strings.Cut(strings.TrimPrefix(queue, site.TrayQueue), "/")
			if ok && strings.HasPrefix(queue, site.TrayQueue) {
				err = errors.Join(err, c.keep(ctx, charter.Ref{Organisation: organisation.ID(org), ID: charter.ID(id)}))
			}
		}
		return nil, err
	}
	opened, err = c.Table.OpenedCalls(ctx, most)
	err = fault.Wrap("clock: list charters", err)
	for _, call := range opened {
		err = errors.Join(err, c.keep(ctx, call.Ref))
	}
	return opened, err
}

// tend does for charters what can wait: it forgets and recounts.
func (c *clock) tend(ctx context.Context, opened []charter.Call) (err error) {
	for _, call := range opened {
		err = errors.Join(err, c.forget(ctx, call), c.recount(ctx, call))
	}
	return err
}

// keep keeps a book. That others always do is as well.
func (c *clock) keep(ctx context.Context, r charter.Ref) error {
	_, err := c.charters.keeper.Keep(ctx, r)
	if fault.Is(err, fault.Conflict) {
		return nil
	}
	return fault.Wrap("clock: keep a book", err)
}

// ErrUnsound says that a charter's book differed from its signatures or its log:
// nothing that anybody does should bring that about, so the call fails, which the
// function's alarm counts, and somebody looks why.
var ErrUnsound = errors.New("clock: a charter's book differed from its signatures or its log")

// recount compares a book with what it is made from, once a day.
func (c *clock) recount(ctx context.Context, call charter.Call) error {
	if !c.charters.recounted.due(call.Ref, c.Now()) {
		return nil
	}
	found, err := c.charters.keeper.Recount(ctx, call)
	if err != nil {
		c.charters.recounted.forget(call.Ref)
	}
	for _, d := range found {
		c.Log.LogAttrs(ctx, slog.LevelError, "book differed", slog.String("event", call.Ref.String()),
			slog.String("kind", string(d.What)), slog.String("cause", fmt.Sprintf("version %d, leaf %d", d.Version, d.Leaf)))
	}
	switch {
	case len(found) > 0:
		return errors.Join(ErrUnsound, err)
	case fault.Is(err, fault.Conflict):
		return nil
	}
	return fault.Wrap("clock: recount a book", err)
}

// mostForgotten is how many signatories one call forgets of a charter.
const mostForgotten = 200

// forget erases, some at a call, who signed a charter that is closed for so long
// that nobody is to be known of it. The book follows: its log says that each ended.
func (c *clock) forget(ctx context.Context, call charter.Call) error {
	now := c.Now()
	if call.Kept(now) || !c.charters.looked.due(call.Ref, now) {
		return nil
	}
	met, err := c.forgetSome(ctx, call.Ref, now)
	if err != nil || met > 0 {
		c.charters.looked.forget(call.Ref) // there may be others
	}
	if met > 0 {
		err = errors.Join(err, c.keep(ctx, call.Ref))
	}
	return err
}

// forgetSome returns how many it met of whom something was known. Who changes
// meanwhile is met again.
func (c *clock) forgetSome(ctx context.Context, r charter.Ref, now time.Time) (met int, err error) {
	for s, err := range c.Table.EverySignature(ctx, r) {
		if err != nil {
			return met, fault.Wrap("clock: list signatures", err)
		}
		if s.Address.IsZero() {
			continue
		}
		if err := c.Table.Save(ctx, charter.Forget(s, now)); err != nil && !fault.Is(err, fault.Conflict) {
			return met, fault.Wrap("clock: forget a signatory", err)
		}
		if met++; met == mostForgotten {
			break
		}
	}
	return met, nil
}
