// Package dossier is a charter's signatories as its organisers have them before
// them: a list that is filtered and sorted ([List]), and the file that is handed to
// the authority to which the charter speaks ([Pack]): texts, lists, counts and the
// proofs of the public log, which anybody verifies without asking anybody.
package dossier

import (
	"context"
	"iter"
	"sync"
	"time"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
)

// Store is where signatures are read. DynamoDB is the one that there is.
type Store interface {
	// Book reads a charter's book; an empty one if nothing was booked yet.
	Book(ctx context.Context, r charter.Ref) (ledger.Book, error)
	// AllSignatures gives every signature of a version, in no order.
	AllSignatures(ctx context.Context, r charter.Ref, version int) iter.Seq2[charter.Signature, error]
}

// Reader reads lists. The book moves with whatever is taken up of a signature, so
// that what was read stands as long as the book does: turning the pages of ten
// thousand signatures reads them once.
type Reader struct {
	store Store
	now   func() time.Time

	mu    sync.Mutex
	lists map[charter.Ref]*List // the one that was read last, of each
}

// NewReader makes a reader on a store and a clock.
func NewReader(s Store, now func() time.Time) *Reader {
	return &Reader{store: s, now: now, lists: map[charter.Ref]*List{}}
}

const (
	// stands is how long a list stands at most: what another instance changed and
	// the book has not taken up yet is seen by then.
	stands = 20 * time.Second
	// mostKept is how many signatures are kept in memory, of all charters together:
	// some 50 MB. A list that is longer is kept alone.
	mostKept = 20_000
)

// Read gives the list of a version.
func (r *Reader) Read(ctx context.Context, ref charter.Ref, version int) (*List, error) {
	const op = "dossier: read a list"
	book, err := r.store.Book(ctx, ref)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	now := r.now()
	r.mu.Lock()
	l := r.lists[ref]
	r.mu.Unlock()
	if l != nil && l.Version == version && l.book == book.Version && l.fresh(now) {
		return l, nil
	}
	var all []charter.Signature
	for s, err := range r.store.AllSignatures(ctx, ref, version) {
		if err != nil {
			return nil, fault.Wrap(op, err)
		}
		all = append(all, s)
	}
	l = NewList(version, all)
	l.book, l.read = book.Version, now
	r.keep(ref, l, now)
	return l, nil
}

// Forget has a list read anew: something of it was just changed here.
func (r *Reader) Forget(ref charter.Ref) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.lists, ref)
}

func (r *Reader) keep(ref charter.Ref, l *List, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.lists, ref)
	n := len(l.entries)
	for other, o := range r.lists {
		if n += len(o.entries); n > mostKept || !o.fresh(now) {
			n -= len(o.entries)
			delete(r.lists, other)
		}
	}
	r.lists[ref] = l
}

// fresh refuses a list from the future too: the clock may have been set back.
func (l *List) fresh(now time.Time) bool { return !now.Before(l.read) && now.Sub(l.read) <= stands }
