package publiclog

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Receipt proves to anybody, without asking anybody, that a leaf stands in the log.
type Receipt struct {
	Leaf  Leaf
	Index int64
	Proof tlog.RecordProof
	Head  []byte // as it was signed
}

// ErrReceipt is that bytes are not a receipt, or do not prove what they say.
var ErrReceipt = errors.New("publiclog: not a receipt of this log")

const receiptForm = "c2sp.org/tlog-proof@v1"

// NewReceipt proves a leaf below a signed head of a tree, whose hashes the reader
// gives.
func NewReceipt(l Leaf, index int64, head []byte, tree tlog.Tree, hashes tlog.HashReader) (Receipt, error) {
	proof, err := tlog.ProveRecord(tree.N, index, hashes)
	if err != nil {
		return Receipt{}, fmt.Errorf("publiclog: prove a leaf: %w", err)
	}
	return Receipt{Leaf: l, Index: index, Proof: proof, Head: head}, nil
}

// Bytes is the receipt as a file. The leaf goes with it as the extra data, so that
// it is verified by itself.
func (r Receipt) Bytes() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\nextra %s\nindex %d\n", receiptForm, base64.StdEncoding.EncodeToString(r.Leaf.Bytes()), r.Index)
	for _, h := range r.Proof {
		fmt.Fprintln(&b, h)
	}
	b.WriteByte('\n')
	b.Write(r.Head)
	return b.Bytes()
}

// Verify reads a receipt and what it proves: its leaf stands at its place below
// the head that is given back. ErrReceipt.
func (v Verifier) Verify(receipt []byte) (Receipt, Head, error) {
	r, err := parseReceipt(receipt)
	if err != nil {
		return Receipt{}, Head{}, err
	}
	h, err := v.Open(r.Head)
	if err != nil || r.Index < 0 || r.Index >= h.Tree.N ||
		tlog.CheckRecord(r.Proof, h.Tree.N, h.Tree.Hash, r.Index, tlog.RecordHash(r.Leaf.Bytes())) != nil {
		return Receipt{}, Head{}, ErrReceipt
	}
	return r, h, nil
}

func parseReceipt(b []byte) (r Receipt, err error) {
	body, head, found := bytes.Cut(b, []byte("\n\n"))
	lines := strings.Split(string(body), "\n")
	if !found || len(lines) < 3 || lines[0] != receiptForm {
		return r, ErrReceipt
	}
	extra, isExtra := strings.CutPrefix(lines[1], "extra ")
	index, isIndex := strings.CutPrefix(lines[2], "index ")
	leaf, leafErr := base64.StdEncoding.DecodeString(extra)
	r.Index, err = strconv.ParseInt(index, 10, 64)
	if !isExtra || !isIndex || leafErr != nil || err != nil {
		return r, ErrReceipt
	}
	if r.Leaf, err = ParseLeaf(leaf); err != nil {
		return r, ErrReceipt
	}
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return r, ErrReceipt
		}
		r.Proof = append(r.Proof, hash)
	}
	if r.Head = head; !bytes.Equal(r.Bytes(), b) { // one receipt is written in one way
		return r, ErrReceipt
	}
	return r, nil
}
