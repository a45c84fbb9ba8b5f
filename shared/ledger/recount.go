package ledger

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"reflect"
	"slices"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/publiclog"
	"tribune/shared/token"
)

// Wrong is what may be wrong of a charter's records.
type Wrong string

// What follows from the signatures is set right; what should not differ at all, the
// signatures and the log, is left as it is found, for somebody to look into.
const (
	WrongCount  Wrong = "a version's count"
	WrongDomain Wrong = "a domain's count"
	WrongWall   Wrong = "a line of the wall"

	WrongBooked Wrong = "a signature is not booked as it stands"
	Unlogged    Wrong = "a signature is booked under no leaf that counts"
	Unsigned    Wrong = "a leaf that counts is no signature's"
	WrongLeaf   Wrong = "a leaf is not as it was logged"
	WrongLog    Wrong = "the leaves are not those of the log's head"
)

// Difference is something that is not as it should be. It names nobody.
type Difference struct {
	What    Wrong
	Version int   // of the text; 0 where it is not known
	Leaf    int64 // counted from 1; 0 where it is about none
}

// Records are all that a book follows from, or that follows from it: read while its
// version stood still. Leaves come in their order.
type Records struct {
	Signatures iter.Seq2[charter.Signature, error] // of every version
	Leaves     iter.Seq2[Leaf, error]
	Wall       iter.Seq2[Line, error]
	Domains    map[Domain]int
}

// Recount tells what differs, and what may be written to set right what follows
// from signatures that agree with the log: as much of it as one commit bears. The
// posting is nil where nothing may.
func (b Book) Recount(in Records) ([]Difference, *Posting, error) {
	r := recount{
		book: b, open: map[publiclog.Commitment]opened{}, booked: map[publiclog.Commitment]opened{},
		wall: map[place]Line{}, waiting: map[place]bool{}, domains: map[Domain]int{}, mend: Posting{Domains: map[Domain]int{}},
	}
	for s, err := range in.Signatures {
		if err != nil {
			return nil, nil, err
		}
		r.signature(s)
	}
	for l, err := range in.Leaves {
		if err != nil {
			return nil, nil, err
		}
		r.leaf(l)
	}
	r.log()
	sound := len(r.found) == 0
	for l, err := range in.Wall {
		if err != nil {
			return nil, nil, err
		}
		r.line(l)
	}
	r.derived(in.Domains)
	r.found = tidy(r.found)
	if !sound || len(r.found) == 0 {
		return r.found, nil, nil
	}
	r.mend.Book = b
	r.mend.Book.Version++
	r.mend.Book.Counts = r.again.Counts
	return r.found, &r.mend, nil
}

// tidy has each difference once, in an order.
func tidy(all []Difference) []Difference {
	slices.SortFunc(all, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.What, b.What), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Leaf, b.Leaf))
	})
	return slices.Compact(all)
}

// recount is what was met so far.
type recount struct {
	book    Book
	again   Book                            // its counts from the signatures, its log from the leaves
	broken  bool                            // a leaf is not as it was logged: hashes tell nothing from there on
	next    int64                           // leaf
	open    map[publiclog.Commitment]opened // leaves that nothing ended
	booked  map[publiclog.Commitment]opened // as signatures say
	wall    map[place]Line                  // as it should be
	waiting map[place]bool                  // whose lines are about to be others
	domains map[Domain]int
	found   []Difference
	mend    Posting
}

// opened is a leaf that counts.
type opened struct {
	leaf    int64 // counted from 1
	text    charter.Hash
	version int
}

type place struct {
	version   int
	signatory token.Person
}

func (r *recount) differs(what Wrong, version int, leaf int64) {
	r.found = append(r.found, Difference{what, version, leaf})
}

func (r *recount) signature(s charter.Signature) {
	at, counts := place{s.Version, s.Signatory}, s.State == charter.Counted
	if !s.Waiting && (s.State == charter.Confirmed || counts != (s.Booked.Leaf > 0) ||
		counts && !s.Forgotten() && (s.Booked.Commitment != s.Commitment() || s.Booked.As != s.Standing() || s.Booked.Text != s.Text)) {
		r.differs(WrongBooked, s.Version, s.Booked.Leaf)
	}
	if s.Booked.Leaf > 0 {
		r.again.count(s.Version, s.Booked.As, 1)
		r.booked[s.Booked.Commitment] = opened{s.Booked.Leaf, s.Booked.Text, s.Version}
		if s.Booked.Domain != "" {
			r.domains[Domain{s.Version, s.Booked.Domain}]++
		}
	}
	switch {
	case s.Waiting:
		r.waiting[at] = true
	case s.Booked.Wall:
		r.wall[at] = line(s)
	}
}

func (r *recount) leaf(l Leaf) {
	if l.Number != r.next && !r.broken {
		r.differs(WrongLog, 0, r.next+1)
		r.broken = true
	}
	r.next = l.Number + 1
	if !r.broken {
		hashes, err := r.again.grow(l.Bytes)
		if r.broken = err != nil || !slices.Equal(hashes, l.Hashes); r.broken {
			r.differs(WrongLeaf, 0, l.Number+1)
		}
	}
	leaf, err := publiclog.ParseLeaf(l.Bytes)
	_, open := r.open[leaf.Commitment]
	switch {
	case err != nil, open == (leaf.Kind == publiclog.Signed):
		r.differs(WrongLeaf, 0, l.Number+1)
	case open:
		delete(r.open, leaf.Commitment)
	default:
		r.open[leaf.Commitment] = opened{leaf: l.Number + 1, text: leaf.Text}
	}
}

// log compares the leaves with the book's head, and with what signatures are booked
// under.
func (r *recount) log() {
	if !r.broken && (r.again.Leaves != r.book.Leaves || !slices.Equal(r.again.Edge, r.book.Edge)) {
		r.differs(WrongLog, 0, min(r.again.Leaves, r.book.Leaves)+1)
	}
	for commitment, o := range r.open {
		b, there := r.booked[commitment]
		switch {
		case !there:
			r.differs(Unsigned, 0, o.leaf)
		case b.leaf != o.leaf || b.text != o.text:
			r.differs(WrongBooked, b.version, o.leaf)
		}
		delete(r.booked, commitment)
	}
	for _, b := range r.booked {
		r.differs(Unlogged, b.version, b.leaf)
	}
}

func (r *recount) line(l Line) {
	at := place{l.Version, l.Signatory}
	want, there := r.wall[at]
	delete(r.wall, at)
	switch {
	case r.waiting[at]:
	case !there:
		r.differs(WrongWall, l.Version, l.Leaf)
		if r.room() {
			r.mend.Off = append(r.mend.Off, charter.Signature{Charter: r.book.Charter, Version: l.Version, Signatory: l.Signatory})
		}
	case !reflect.DeepEqual(want, l):
		r.lacks(want)
	}
}

// lacks has a line written that is missing or says otherwise.
func (r *recount) lacks(l Line) {
	r.differs(WrongWall, l.Version, l.Leaf)
	if r.room() {
		r.mend.Wall = append(r.mend.Wall, l)
	}
}

func (r *recount) room() bool { return r.mend.writes() < mostWrites }

// derived compares what is left of the wall, the counts and the domains.
func (r *recount) derived(domains map[Domain]int) {
	for _, l := range r.wall {
		r.lacks(l)
	}
	for version := range union(r.book.Counts, r.again.Counts) {
		if !r.book.Counts[version].equal(r.again.Counts[version]) {
			r.differs(WrongCount, version, 0)
		}
	}
	for d := range union(domains, r.domains) {
		if domains[d] != r.domains[d] {
			r.differs(WrongDomain, d.Version, 0)
			if r.room() {
				r.mend.Domains[d] = r.domains[d]
			}
		}
	}
}

// union has the keys of both.
func union[K comparable, V any](a, b map[K]V) map[K]V {
	all := maps.Clone(a)
	if all == nil {
		all = map[K]V{}
	}
	maps.Copy(all, b)
	return all
}

// equal holds none and zero for the same.
func (c Count) equal(other Count) bool {
	return c.Organisations == other.Organisations && c.Individuals == other.Individuals &&
		maps.Equal(c.Kinds, other.Kinds) && maps.Equal(c.Countries, other.Countries)
}

// Recount compares a charter's book with its signatures, its log and its wall, and
// sets right what follows from signatures that agree with the log: that changes
// nothing that anybody signed or was given a proof of, and the public page is right
// again while somebody looks why. Conflict if the book moved meanwhile.
func (k *Keeper) Recount(ctx context.Context, c charter.Call) ([]Difference, error) {
	const op = "ledger: recount"
	book, err := k.store.Book(ctx, c.Ref)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	domains, err := k.store.AllDomains(ctx, c.Ref)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	found, mend, err := book.Recount(Records{
		Signatures: k.store.EverySignature(ctx, c.Ref), Leaves: k.store.AllLeaves(ctx, c.Ref), Wall: k.store.AllLines(ctx, c.Ref), Domains: domains,
	})
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	switch now, err := k.store.Book(ctx, c.Ref); {
	case err != nil:
		return nil, fault.Wrap(op, err)
	case now.Version != book.Version:
		return nil, fault.New(fault.Conflict, op, nil)
	}
	if mend != nil {
		err = k.store.Post(ctx, *mend)
	}
	if fault.Is(err, fault.Conflict) {
		err = nil // it moved since: the next recount sets it right
	}
	return found, fault.Wrap(op, err)
}
