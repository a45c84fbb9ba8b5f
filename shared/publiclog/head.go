package publiclog

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Head is how the log stood: how many leaves it had, and the hash of all of them.
type Head struct {
	Origin string // names the log, for ever: the site's host and a path
	Tree   tlog.Tree
}

// ErrHead is that bytes are not a head of this log, signed with its key.
var ErrHead = errors.New("publiclog: not a head of this log")

func (h Head) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", h.Origin, h.Tree.N, h.Tree.Hash)
}

// Key signs heads. Of one seed it is always the same.
type Key struct {
	signer note.Signer
	public string
}

// NewKey makes the key of a log from 32 secret bytes.
func NewKey(origin string, seed []byte) (Key, error) {
	private := ed25519.NewKeyFromSeed(seed)
	public, err := note.NewEd25519VerifierKey(origin, private.Public().(ed25519.PublicKey))
	if err != nil {
		return Key{}, fmt.Errorf("publiclog: make a key: %w", err)
	}
	parts := strings.SplitN(public, "+", 3) // name, hash, key
	const algorithm = 1                     // Ed25519
	secret := base64.StdEncoding.EncodeToString(append([]byte{algorithm}, seed...))
	signer, err := note.NewSigner("PRIVATE+KEY+" + parts[0] + "+" + parts[1] + "+" + secret)
	if err != nil {
		return Key{}, errors.New("publiclog: make a key") // not the reason, which may quote it
	}
	return Key{signer, public}, nil
}

// Public is what verifiers are given.
func (k Key) Public() string { return k.public }

// Sign signs a head of the key's log.
func (k Key) Sign(tree tlog.Tree) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: Head{k.signer.Name(), tree}.text()}, k.signer)
	if err != nil {
		return nil, fmt.Errorf("publiclog: sign a head: %w", err)
	}
	return signed, nil
}

// Verifier knows a log by the public keys with which it signs and signed.
type Verifier struct {
	origin string
	keys   note.Verifiers
}

// NewVerifier knows a log by its public keys, which all bear its name.
func NewVerifier(public ...string) (Verifier, error) {
	var v Verifier
	var keys []note.Verifier
	for _, p := range public {
		k, err := note.NewVerifier(p)
		if err != nil || v.origin != "" && k.Name() != v.origin {
			return Verifier{}, errors.New("publiclog: not a public key of one log")
		}
		v.origin, keys = k.Name(), append(keys, k)
	}
	v.keys = note.VerifierList(keys...)
	return v, nil
}

// Open reads a signed head. ErrHead.
func (v Verifier) Open(signed []byte) (Head, error) {
	n, err := note.Open(signed, v.keys)
	if err != nil {
		return Head{}, ErrHead
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 {
		return Head{}, ErrHead
	}
	h := Head{Origin: lines[0]}
	h.Tree.N, err = strconv.ParseInt(lines[1], 10, 64)
	if err == nil {
		h.Tree.Hash, err = tlog.ParseHash(lines[2])
	}
	if err != nil || h.Tree.N < 0 || h.Origin != v.origin || h.text() != n.Text {
		return Head{}, ErrHead
	}
	return h, nil
}

// ErrRewritten is that a later head does not go on from an earlier one: what the
// earlier one held was changed, left out, or put in another order.
var ErrRewritten = errors.New("publiclog: the log was rewritten")

// Extends proves that everything of an earlier head stands in a later one, where
// it stood. ErrRewritten.
func Extends(later, earlier Head, proof tlog.TreeProof) error {
	switch {
	case later.Origin != earlier.Origin || later.Tree.N < earlier.Tree.N:
		return ErrRewritten
	case earlier.Tree.N == 0:
		return nil
	}
	if tlog.CheckTree(proof, later.Tree.N, later.Tree.Hash, earlier.Tree.N, earlier.Tree.Hash) != nil {
		return ErrRewritten
	}
	return nil
}
