package dossier

import (
	"bytes"
	"cmp"
	"slices"
	"sync"
	"time"

	"tribune/shared/charter"
	"tribune/shared/collation"
	"tribune/shared/locale"
	"tribune/shared/token"
)

// Entry is a signature as organisers see it.
type Entry struct {
	charter.Signature
	Alike []*Entry // organisations of the version whose names may be of the same one
	Peers int      // how many stand that come from its mailbox's domain, itself among them; 0 at a free provider

	found string // what it is found by
}

// Domain is that of the mailbox it comes from; "" at a free provider, where
// anybody has one.
func (e *Entry) Domain() string {
	if e.Address.IsZero() || e.Address.Free() {
		return ""
	}
	return e.Address.Domain()
}

func (e *Entry) nameless() int {
	if e.Name() == "" {
		return 1
	}
	return 0
}

// List is every signature of a version. It is safe for concurrent use, and what it
// gives is not to be written to.
type List struct {
	Version int
	entries []*Entry
	book    int // the version of the book before it was read
	read    time.Time

	mu     sync.Mutex
	sorted map[locale.Lang][]*Entry
}

// NewList makes the list of all signatures of a version.
func NewList(version int, all []charter.Signature) *List {
	l := &List{Version: version, sorted: map[locale.Lang][]*Entry{}}
	peers := map[string]int{}
	var named []*Entry
	var names []string
	for _, s := range all {
		e := &Entry{Signature: s}
		l.entries = append(l.entries, e)
		if !s.State.Active() {
			continue
		}
		peers[e.Domain()]++
		if !s.Party.IsZero() {
			named, names = append(named, e), append(names, s.Party.Name)
		}
	}
	for i, others := range charter.Namesakes(names) {
		for _, j := range others {
			named[i].Alike = append(named[i].Alike, named[j])
		}
	}
	for _, e := range l.entries {
		e.found = locale.Sought(e.Party.Name + " " + e.Representative() + " " + e.Address.String())
		if d := e.Domain(); d != "" {
			e.Peers = peers[d]
		}
	}
	return l
}

// In gives the list as a language sorts names; those whose name is gone come last.
func (l *List) In(lang locale.Lang) []*Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	if sorted, there := l.sorted[lang]; there {
		return sorted
	}
	keys := collation.For(lang)
	type placed struct {
		key []byte
		*Entry
	}
	all := make([]placed, len(l.entries))
	for i, e := range l.entries {
		all[i] = placed{keys.Of(e.Name()), e}
	}
	slices.SortFunc(all, func(a, b placed) int {
		return cmp.Or(a.nameless()-b.nameless(), bytes.Compare(a.key, b.key), bytes.Compare(a.Signatory[:], b.Signatory[:]))
	})
	sorted := make([]*Entry, len(all))
	for i, p := range all {
		sorted[i] = p.Entry
	}
	l.sorted[lang] = sorted
	return sorted
}

// Find gives the signature of somebody.
func (l *List) Find(p token.Person) (*Entry, bool) {
	i := slices.IndexFunc(l.entries, func(e *Entry) bool { return e.Signatory == p })
	if i < 0 {
		return nil, false
	}
	return l.entries[i], true
}

// Held gives those whom a filter holds, as a language sorts them.
func (l *List) Held(f Filter, lang locale.Lang) (held []*Entry) {
	f.Search = locale.Sought(f.Search)
	for _, e := range l.In(lang) {
		if f.holds(e) {
			held = append(held, e)
		}
	}
	return held
}

// Count is how many a filter holds.
func (l *List) Count(f Filter) (n int) {
	f.Search = locale.Sought(f.Search)
	for _, e := range l.entries {
		if f.holds(e) {
			n++
		}
	}
	return n
}

// Countries are those from which somebody signed, in no order.
func (l *List) Countries() []string {
	seen := map[string]bool{}
	var all []string
	for _, e := range l.entries {
		if c := e.Standing().Country; c != "" && !seen[c] {
			seen[c] = true
			all = append(all, c)
		}
	}
	return all
}
