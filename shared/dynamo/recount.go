package dynamo

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
)

// AllLeaves implements [ledger.Store].
func (t *Table) AllLeaves(ctx context.Context, r charter.Ref) iter.Seq2[ledger.Leaf, error] {
	return each(t, t.list(ctx, ofLog(r, leafPrefix)), "dynamo: list leaves", readLeaf)
}

// AllLines implements [ledger.Store].
func (t *Table) AllLines(ctx context.Context, r charter.Ref) iter.Seq2[ledger.Line, error] {
	return each(t, t.list(ctx, ofCharter(r, wallPrefix)), "dynamo: list a wall", readLine)
}

// AllDomains implements [ledger.Store].
func (t *Table) AllDomains(ctx context.Context, r charter.Ref) (map[ledger.Domain]int, error) {
	const op = "dynamo: list domains"
	counts, err := named[domainCount](ctx, t, ofCharter(r, domainPrefix), op)
	if err != nil {
		return nil, err
	}
	all := make(map[ledger.Domain]int, len(counts))
	for key, n := range counts {
		version, name, _ := strings.Cut(key, "#")
		d := ledger.Domain{Name: name}
		if _, err := fmt.Sscanf(version, "%d", &d.Version); err != nil {
			return nil, fault.New(fault.Internal, op, err)
		}
		all[d] = n.Count
	}
	return all, nil
}
