// Package ledger keeps the book of a charter: who counts, who is named on the wall,
// and the public log in which every signature, withdrawal and invalidation stands.
//
// Signing writes the signature alone; no counter is shared. A signature that was
// written lies in the charter's tray until the book has taken it up. One pure
// function decides what the book then says ([Book.Post]), and one commit writes it:
// the book, conditional on its version, with every leaf of the log, every line of
// the wall and what each signature is booked as. A bookkeeper that dies, or is
// called twice, has either written all of that or nothing; two at once cannot both.
package ledger

import (
	"context"
	"iter"
	"maps"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/shared/charter"
	"tribune/shared/publiclog"
	"tribune/shared/token"
)

// Book is what a charter comes to.
type Book struct {
	Charter charter.Ref   `json:"-"`
	Version int           `json:"-"` // of this record; 0 before it is first written
	Leaves  int64         // of the log
	Edge    []tlog.Hash   // of the log's whole subtrees, from the largest to the smallest
	Counts  map[int]Count // by version of the text
}

// Count is how many signed one version.
type Count struct {
	Organisations, Individuals int
	Kinds                      map[charter.Kind]int `json:",omitempty"` // of the organisations
	Countries                  map[string]int       `json:",omitempty"` // of all
}

// Line is what the wall says of one signature: public facts.
type Line struct {
	Version        int           // of the text
	Signatory      token.Person  `json:"-"`
	Leaf           int64         // in the order of which they came
	Name           string        // the organisation's, or hers who signs for herself
	Kind           charter.Kind  `json:",omitempty"` // "" of an individual
	Field          charter.Field `json:",omitempty"`
	Country        string
	Site           charter.Site    `json:",omitzero"`
	Mandate        charter.Mandate `json:",omitempty"`
	Since          time.Time       // the day
	Representative string          `json:",omitempty"` // if she lets her name be shown
	Function       string          `json:",omitempty"`
	Commitments    []charter.Commitment
}

// line is what the wall says of a signature.
func line(s charter.Signature) Line {
	l := Line{
		Version: s.Version, Signatory: s.Signatory, Leaf: s.Booked.Leaf, Name: s.Name(), Kind: s.Party.Kind, Field: s.Party.Field,
		Country: s.Standing().Country, Site: s.Party.Site, Since: s.At.Truncate(24 * time.Hour), Commitments: s.Commitments,
	}
	if !s.Party.IsZero() {
		l.Mandate = s.Mandate
		if s.Display {
			l.Representative, l.Function = s.Representative(), s.Function
		}
	}
	return l
}

// Leaf is a leaf of the log as it is kept: with the hashes that it completes, its
// own first, each twice as high as the one before.
type Leaf struct {
	Number int64 // counted from 0, as the log counts
	Bytes  []byte
	Hashes []tlog.Hash
}

// Posting is what one commit writes.
type Posting struct {
	Book       Book // as it is afterwards
	Signatures []charter.Signature
	Leaves     []Leaf
	Wall       []Line
	Off        []charter.Signature // taken from the wall
	Domains    map[Domain]int      // how many count from each afterwards
}

// Domain is one from which people sign a version.
type Domain struct {
	Version int
	Name    string
}

// Store keeps books. DynamoDB is the one that there is. Reads are consistent.
type Store interface {
	// Call reads what holds of a charter beside its text.
	Call(ctx context.Context, r charter.Ref) (charter.Call, error)
	// Book reads a charter's book; an empty one if nothing was booked yet.
	Book(ctx context.Context, r charter.Ref) (Book, error)
	// Tray lists signatures that wait for the book, the oldest first. It alone may
	// lag: lack what was just written, hold what was just booked.
	Tray(ctx context.Context, r charter.Ref, limit int) ([]charter.Signature, error)
	// Waiting reads those of several, as they stand and in their order, that wait for
	// the book.
	Waiting(ctx context.Context, r charter.Ref, all []charter.Signature) ([]charter.Signature, error)
	// Domains reads how many count from each; none where none stands.
	Domains(ctx context.Context, r charter.Ref, all []Domain) (map[Domain]int, error)
	// Post writes a posting, all of it or nothing. Conflict, and nothing is written,
	// if the book is not one version behind, or a signature not as it was read.
	Post(ctx context.Context, p Posting) error

	// EverySignature gives the signatures of all versions.
	EverySignature(ctx context.Context, r charter.Ref) iter.Seq2[charter.Signature, error]
	// AllLeaves gives the leaves of the log in their order, those beyond the book's too.
	AllLeaves(ctx context.Context, r charter.Ref) iter.Seq2[Leaf, error]
	// AllLines gives the lines of the wall of all versions.
	AllLines(ctx context.Context, r charter.Ref) iter.Seq2[Line, error]
	// AllDomains reads how many count from each domain.
	AllDomains(ctx context.Context, r charter.Ref) (map[Domain]int, error)
}

// MostOfDomain is how many count from one domain that is not a free mail provider's
// before the rest is put aside for an organiser to look at: whoever holds a domain
// can make any number of addresses.
const MostOfDomain = 25

// Batch is how many signatures one commit takes up at most: with two leaves, a line
// of the wall and a domain each they stay below DynamoDB's 100 items a transaction.
const Batch = 24

// mostWrites is how many items a commit may write beside the book.
const mostWrites = 99

// DomainOf is the domain in whose count a signature is, the one that was registered:
// whoever has it has any number below it. "" at a free provider.
func DomainOf(s charter.Signature) string {
	if s.Address.IsZero() || s.Address.Free() {
		return ""
	}
	own, known := charter.OwnDomain(s.Address.Domain())
	if !known {
		own = s.Address.Domain()
	}
	return token.Digest("domain", own)
}

// Root is the hash of the whole log.
func (b Book) Root() tlog.Hash {
	if b.Leaves == 0 {
		return tlog.Hash{}
	}
	h, err := tlog.TreeHash(b.Leaves, b.edge())
	if err != nil {
		panic("ledger: " + err.Error()) // only for a hash that the edge lacks
	}
	return h
}

// Tree is the log as it stands.
func (b Book) Tree() tlog.Tree { return tlog.Tree{N: b.Leaves, Hash: b.Root()} }

// edge reads the hashes of the log's whole subtrees, the only ones that it takes to
// append.
func (b Book) edge() tlog.HashReader {
	known, before := map[int64]tlog.Hash{}, int64(0)
	hashes := b.Edge
	for level := 62; level >= 0; level-- {
		if size := int64(1) << level; b.Leaves&size != 0 && len(hashes) > 0 {
			known[tlog.StoredHashIndex(level, before/size)] = hashes[0]
			before, hashes = before+size, hashes[1:]
		}
	}
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			h, ok := known[at]
			if !ok {
				return nil, errEdge
			}
			out[i] = h
		}
		return out, nil
	})
}

// append adds a leaf to the log.
func (b *Book) append(l publiclog.Leaf) (kept Leaf, err error) {
	kept = Leaf{Number: b.Leaves, Bytes: l.Bytes()}
	kept.Hashes, err = b.grow(kept.Bytes)
	return kept, err
}

// grow adds the bytes of a leaf to the log, and gives the hashes that it completes.
func (b *Book) grow(leaf []byte) ([]tlog.Hash, error) {
	hashes, err := tlog.StoredHashes(b.Leaves, leaf, b.edge())
	if err != nil {
		return nil, err
	}
	merged := len(hashes) - 1 // so many whole subtrees became one with it
	b.Edge = append(slices.Clone(b.Edge[:len(b.Edge)-merged]), hashes[merged])
	b.Leaves++
	return hashes, nil
}

// count adds n to what a standing is counted among.
func (b *Book) count(version int, s charter.Standing, n int) {
	if b.Counts == nil {
		b.Counts = map[int]Count{}
	}
	b.Counts[version] = b.Counts[version].Plus(s, n)
}

// Plus counts n more of a standing.
func (c Count) Plus(s charter.Standing, n int) Count {
	c.Kinds, c.Countries = maps.Clone(c.Kinds), maps.Clone(c.Countries)
	if s.Kind == "" {
		c.Individuals += n
	} else {
		c.Organisations += n
		add(&c.Kinds, s.Kind, n)
	}
	if s.Country != "" {
		add(&c.Countries, s.Country, n)
	}
	return c
}

// add keeps no zero.
func add[K comparable](m *map[K]int, k K, n int) {
	if *m == nil {
		*m = map[K]int{}
	}
	if (*m)[k] += n; (*m)[k] == 0 {
		delete(*m, k)
	}
}
