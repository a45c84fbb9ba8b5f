package dossier

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/publiclog"
)

// Logs is where a log is read.
type Logs interface {
	Store
	// AllLeaves gives the leaves of a log in their order.
	AllLeaves(ctx context.Context, r charter.Ref) iter.Seq2[ledger.Leaf, error]
}

// Sheet is a table that opens in a spreadsheet, row by row.
type Sheet interface {
	Row(cells ...string) error
	Close() error
}

// Pack is what is handed to an authority, as it stands at one moment.
type Pack struct {
	Call    charter.Call
	Texts   []charter.Charter // published, the first first
	Key     publiclog.Key     // signs the head …
	Keys    []string          // … and these, public ones, verify what the log signs and signed
	Named   bool              // those are named too who did not choose to be shown
	Printer locale.Printer
	Sheet   func(io.Writer) Sheet

	Tree   tlog.Tree
	Counts []ledger.Count // of each text
	signed [][]charter.Signature
	leaves []ledger.Leaf
	head   []byte
	hashes []tlog.Hash
}

// mostReads is how often a pack is read anew because somebody signed meanwhile.
const mostReads = 3

// Gather reads into a pack what counts. Where people sign all the time, it holds
// those who had signed when it began and had not withdrawn when it ended.
func (p *Pack) Gather(ctx context.Context, s Logs) error {
	const op = "dossier: gather a pack"
	for try := 1; ; try++ {
		before, err := s.Book(ctx, p.Call.Ref)
		if err != nil {
			return fault.Wrap(op, err)
		}
		if err := p.gather(ctx, s, before); err != nil {
			return fault.Wrap(op, err)
		}
		after, err := s.Book(ctx, p.Call.Ref)
		if err != nil || after.Version == before.Version || try == mostReads {
			return fault.Wrap(op, err)
		}
	}
}

func (p *Pack) gather(ctx context.Context, s Logs, book ledger.Book) (err error) {
	p.Tree, p.signed, p.Counts, p.hashes = book.Tree(), nil, nil, nil
	for _, t := range p.Texts {
		var some []charter.Signature
		count := ledger.Count{Kinds: map[charter.Kind]int{}, Countries: map[string]int{}}
		for s, err := range s.AllSignatures(ctx, p.Call.Ref, t.Version) {
			if err != nil {
				return err
			}
			if s.State == charter.Counted && s.Booked.Leaf > 0 && s.Booked.Leaf <= book.Leaves {
				some, count = append(some, s), count.Plus(s.Booked.As, 1)
			}
		}
		slices.SortFunc(some, p.order)
		p.signed, p.Counts = append(p.signed, some), append(p.Counts, count)
	}
	p.leaves = make([]ledger.Leaf, 0, book.Leaves)
	for l, err := range s.AllLeaves(ctx, p.Call.Ref) {
		if err != nil {
			return err
		}
		if int64(len(p.leaves)) == book.Leaves { // what came since is not below the head
			break
		}
		p.leaves = append(p.leaves, l)
		p.hashes = append(p.hashes, l.Hashes...) // each completes those that follow its own
	}
	if n := book.Leaves - int64(len(p.leaves)); n > 0 {
		return fault.New(fault.NotFound, "dossier: read the log", fmt.Errorf("%d of its leaves are missing", n))
	}
	p.head, err = p.Key.Sign(p.Tree)
	return err
}

// Rows is how many signatures it lists.
func (p *Pack) Rows() (n int) {
	for _, some := range p.signed {
		n += len(some)
	}
	return n
}

// Write writes the pack as a ZIP file, the same bytes for the same state.
func (p *Pack) Write(w io.Writer) error {
	file := bundle{zip: zip.NewWriter(w)}
	file.add("LISEZMOI.txt", p.readme())
	for _, t := range p.Texts {
		for _, l := range t.Languages() {
			text, _ := t.Text(l)
			file.add(fmt.Sprintf("texts/%d-%s.md", t.Version, l), text)
		}
	}
	for i, t := range p.Texts {
		file.write(fmt.Sprintf("signatories-%d.csv", t.Version), func(w io.Writer) error { return p.list(w, p.signed[i]) })
	}
	file.add("counts.json", p.counts())
	file.add("log/head", p.head)
	file.write("log/keys", func(w io.Writer) error {
		for _, k := range p.Keys {
			if _, err := fmt.Fprintln(w, k); err != nil {
				return err
			}
		}
		return nil
	})
	file.write("log/leaves", func(w io.Writer) error {
		for _, l := range p.leaves {
			if _, err := w.Write(l.Bytes); err != nil {
				return err
			}
		}
		return nil
	})
	file.add("SHA256SUMS", bytes.Clone(file.sums.Bytes()))
	for _, some := range p.signed {
		for _, s := range some {
			if !p.numbered(s) {
				continue
			}
			file.write(fmt.Sprintf("receipts/%d.receipt", s.Booked.Leaf), func(w io.Writer) error { return p.receipt(w, s) })
		}
	}
	return fault.Wrap("dossier: write a pack", file.close())
}

// receipt proves that a signature stands in the log.
func (p *Pack) receipt(w io.Writer, s charter.Signature) error {
	index := s.Booked.Leaf - 1
	leaf, err := publiclog.ParseLeaf(p.leaves[index].Bytes)
	if err != nil {
		return err
	}
	receipt, err := publiclog.NewReceipt(leaf, index, p.head, p.Tree, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		all := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			all[i] = p.hashes[at]
		}
		return all, nil
	}))
	if err != nil {
		return err
	}
	_, err = w.Write(receipt.Bytes())
	return err
}

// version is what counts.json says of one text.
type version struct {
	Version       int                          `json:"version"`
	Published     time.Time                    `json:"published"`
	Texts         map[locale.Lang]charter.Hash `json:"texts"` // SHA-256
	Organisations int                          `json:"organisations"`
	Individuals   int                          `json:"individuals"`
	Kinds         map[charter.Kind]int         `json:"kinds"`
	Countries     map[string]int               `json:"countries"`
}

func (p *Pack) counts() []byte {
	about := struct {
		Charter  string    `json:"charter"`
		Log      string    `json:"log"`
		Leaves   int64     `json:"leaves"`
		Root     string    `json:"root"`
		Versions []version `json:"versions"`
	}{p.Call.Slug, p.Call.Log, p.Tree.N, p.Tree.Hash.String(), nil}
	for i, t := range p.Texts {
		c, hashes := p.Counts[i], map[locale.Lang]charter.Hash{}
		for _, l := range t.Languages() {
			hashes[l] = t.Hash(l)
		}
		about.Versions = append(about.Versions, version{t.Version, t.Published, hashes, c.Organisations, c.Individuals, c.Kinds, c.Countries})
	}
	b, err := json.MarshalIndent(about, "", "  ")
	if err != nil {
		panic("dossier: " + err.Error()) // numbers and strings are always written
	}
	return append(b, '\n')
}

// bundle is a ZIP file with the sums of what is in it. It keeps an error until it
// is closed.
type bundle struct {
	zip  *zip.Writer
	sums bytes.Buffer
	err  error
}

// fixed is when every file of a pack was made, as far as it says: the same state
// makes the same bytes.
var fixed = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

func (b *bundle) add(name string, content []byte) {
	b.write(name, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

func (b *bundle) write(name string, content func(io.Writer) error) {
	if b.err != nil {
		return
	}
	var to io.Writer
	if to, b.err = b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: fixed}); b.err != nil {
		return
	}
	sum := sha256.New()
	if b.err = content(io.MultiWriter(to, sum)); b.err == nil {
		fmt.Fprintf(&b.sums, "%x  %s\n", sum.Sum(nil), name)
	}
}

func (b *bundle) close() error { return cmp.Or(b.err, b.zip.Close()) }
