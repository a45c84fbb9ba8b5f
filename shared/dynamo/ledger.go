package dynamo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/mod/sumdb/tlog"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/site"
	"tribune/shared/token"
)

// Book implements [ledger.Store].
func (t *Table) Book(ctx context.Context, r charter.Ref) (ledger.Book, error) {
	b := ledger.Book{Charter: r}
	it, err := t.get(ctx, bookKey(r), "dynamo: read a book")
	if fault.Is(err, fault.NotFound) {
		return b, nil
	}
	if err != nil {
		return b, err
	}
	err = read(it, &b)
	b.Charter, b.Version = r, int(num(it, versionKey))
	return b, err
}

// Tray implements [ledger.Store].
func (t *Table) Tray(ctx context.Context, r charter.Ref, limit int) ([]charter.Signature, error) {
	items, err := t.queue(ctx, trayQueue(r), "", limit)
	if err != nil {
		return nil, failed("dynamo: look into a tray", err)
	}
	return readSignatures(items, r)
}

func readSignatures(items []item, r charter.Ref) ([]charter.Signature, error) {
	all := make([]charter.Signature, len(items))
	for i, it := range items {
		var err error
		if all[i], err = readSignature(it, r); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Waiting implements [ledger.Store]. The log's order is that in which they came.
func (t *Table) Waiting(ctx context.Context, r charter.Ref, all []charter.Signature) ([]charter.Signature, error) {
	keys := make([]key, len(all))
	for i, s := range all {
		keys[i] = signatureKey(r, s.Version, s.Signatory)
	}
	stand, err := t.signaturesAt(ctx, r, keys)
	return slices.DeleteFunc(stand, func(s charter.Signature) bool { return !s.Waiting }), err
}

// domainCount is how many count from a domain.
type domainCount struct{ Count int }

// Domains implements [ledger.Store].
func (t *Table) Domains(ctx context.Context, r charter.Ref, all []ledger.Domain) (map[ledger.Domain]int, error) {
	counts := map[ledger.Domain]int{}
	if len(all) == 0 {
		return counts, nil
	}
	keys, of := make([]key, len(all)), map[string]ledger.Domain{}
	for i, d := range all {
		keys[i] = domainKey(r, d)
		of[keys[i].sort] = d
	}
	items, err := t.batch(ctx, keys...)
	if err != nil {
		return nil, failed("dynamo: count domains", err)
	}
	for _, it := range items {
		var n domainCount
		if err := read(it, &n); err != nil {
			return nil, err
		}
		counts[of[str(it, site.SortKey)]] = n.Count
	}
	return counts, nil
}

// Post implements [ledger.Store]: one transaction on the book's version.
func (t *Table) Post(ctx context.Context, p ledger.Posting) error {
	r := p.Book.Charter
	book, err := put(bookKey(r), "book", p.Book)
	if err != nil {
		return err
	}
	book[versionKey] = number(p.Book.Version)
	writes := []types.TransactWriteItem{t.putIfVersion(book, p.Book.Version-1)}
	for _, s := range p.Signatures {
		w, err := t.putSignature(s, false)
		if err != nil {
			return err
		}
		writes = append(writes, w)
	}
	nouns := []written{}
	for _, l := range p.Leaves {
		nouns = append(nouns, written{leafKey(r, l.Number), "leaf", l})
	}
	for _, l := range p.Wall {
		nouns = append(nouns, written{wallKey(r, l.Version, l.Signatory), "line", l})
	}
	for d, n := range p.Domains {
		nouns = append(nouns, written{domainKey(r, d), "domain", domainCount{n}})
	}
	for _, n := range nouns {
		it, err := put(n.key, n.kind, n.noun)
		if err != nil {
			return err
		}
		writes = append(writes, types.TransactWriteItem{Put: &types.Put{TableName: &t.name, Item: it}}) // stands or falls with the book's version
	}
	for _, s := range p.Off {
		off := wallKey(r, s.Version, s.Signatory)
		writes = append(writes, types.TransactWriteItem{Delete: &types.Delete{TableName: &t.name, Key: off.item()}})
	}
	return inTheWayIsConflict("dynamo: post to a book", t.transact(ctx, writes, token.ID()))
}

// written is a noun to be written, whatever stands there.
type written struct {
	key  key
	kind string
	noun any
}

// Wall lists the lines of the wall for a version, in no order that means anything. It
// is at least as new as a book that was read before it.
func (t *Table) Wall(ctx context.Context, r charter.Ref, version int) ([]ledger.Line, error) {
	beginning := ofCharter(r, fmt.Sprintf("%s%06d#", wallPrefix, version))
	return gathered(each(t, t.list(ctx, beginning), "dynamo: read a wall", readLine))
}

func readLine(it item) (l ledger.Line, err error) {
	if err = read(it, &l); err == nil {
		key := str(it, site.SortKey)
		l.Signatory, err = token.ParsePerson(key[strings.LastIndexByte(key, '#')+1:])
	}
	return l, err
}

// Leaves lists leaves of a log from a number on, as many as the limit says, up to
// the first that is missing.
func (t *Table) Leaves(ctx context.Context, r charter.Ref, from int64, limit int) (all []ledger.Leaf, err error) {
	in := t.below(ofLog(r, leafPrefix))
	in.Limit = aws.Int32(int32(min(limit, mostLeaves)))
	if from > 0 {
		in.ExclusiveStartKey = leafKey(r, from-1).item()
	}
	for l, err := range each(t, t.query(ctx, in), "dynamo: read leaves", readLeaf) {
		if err != nil || len(all) == limit || l.Number != from+int64(len(all)) {
			return all, err
		}
		all = append(all, l)
	}
	return all, nil
}

// mostLeaves is how many leaves one call reads: some 300 kB.
const mostLeaves = 1000

func readLeaf(it item) (l ledger.Leaf, err error) { return l, read(it, &l) }

func (t *Table) leaves(ctx context.Context, keys []key) (map[int64]ledger.Leaf, error) {
	items, err := t.batch(ctx, keys...)
	if err != nil {
		return nil, failed("dynamo: read leaves", err)
	}
	all := make(map[int64]ledger.Leaf, len(items))
	for _, it := range items {
		l, err := readLeaf(it)
		if err != nil {
			return nil, err
		}
		all[l.Number] = l
	}
	return all, nil
}

// Hashes reads the hashes of a log: each stands with the leaf that completed it.
func (t *Table) Hashes(ctx context.Context, r charter.Ref) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for begin := 0; begin < len(indexes); begin += batchSize {
			some := indexes[begin:min(begin+batchSize, len(indexes))]
			if err := t.hashes(ctx, r, some, hashes[begin:]); err != nil {
				return nil, err
			}
		}
		return hashes, nil
	})
}

func (t *Table) hashes(ctx context.Context, r charter.Ref, indexes []int64, into []tlog.Hash) error {
	asked := map[int64]bool{}
	var keys []key
	of := func(index int64) (leaf int64, level int) {
		level, n := tlog.SplitStoredHashIndex(index)
		return (n+1)<<level - 1, level
	}
	for _, index := range indexes {
		if leaf, _ := of(index); !asked[leaf] {
			asked[leaf] = true
			keys = append(keys, leafKey(r, leaf))
		}
	}
	leaves, err := t.leaves(ctx, keys)
	if err != nil {
		return err
	}
	for i, index := range indexes {
		leaf, level := of(index)
		l := leaves[leaf]
		if level >= len(l.Hashes) {
			return fault.New(fault.NotFound, "dynamo: read the log's hashes", nil)
		}
		into[i] = l.Hashes[level]
	}
	return nil
}
