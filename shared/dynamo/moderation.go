package dynamo

import (
	"context"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/token"
)

// SignaturesOf reads the signatures of some signatories of a version as they stand,
// [MostSaved] at most, in no order; whose is gone is not among them.
func (t *Table) SignaturesOf(ctx context.Context, r charter.Ref, version int, some []token.Person) ([]charter.Signature, error) {
	if len(some) == 0 {
		return nil, nil
	}
	keys := make([]key, len(some))
	for i, p := range some {
		keys[i] = signatureKey(r, version, p)
	}
	items, err := t.batch(ctx, keys...)
	if err != nil {
		return nil, failed("dynamo: read some signatures", err)
	}
	there := items[:0]
	for _, it := range items {
		if !t.expired(it) {
			there = append(there, it)
		}
	}
	return readSignatures(there, r)
}

// WholeLog gives the first leaves of a log, so many; for all of them at once it
// costs a tenth of what [Table.Leaves] does. NotFound if there are not so many.
func (t *Table) WholeLog(ctx context.Context, r charter.Ref, n int64) ([]ledger.Leaf, error) {
	const op = "dynamo: read a log"
	all := make([]ledger.Leaf, 0, n)
	in := t.below(key{leafKey(r, 0).partition, leafPrefix})
	for it, err := range t.query(ctx, in) {
		if err != nil {
			return nil, failed(op, err)
		}
		if int64(len(all)) == n {
			break
		}
		var l ledger.Leaf
		if err := read(it, &l); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	if int64(len(all)) < n {
		return nil, fault.New(fault.NotFound, op, nil)
	}
	return all, nil
}
