// Package publiclog is the log in which everything that counts for a charter
// stands: each signature, withdrawal and invalidation is a leaf of a Merkle tree
// (RFC 6962) to which is only ever appended. A leaf names nobody; it holds a
// commitment, which whoever knows the salt can open and nobody else, so that
// deleting a salt forgets a person and leaves the log as it was.
//
// Heads are signed checkpoints (c2sp.org/tlog-checkpoint), receipts are proofs that
// anybody verifies offline (c2sp.org/tlog-proof): programs that others wrote read
// both.
package publiclog

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind is what a leaf says happened.
type Kind string

// The kinds of leaves. A withdrawal and an invalidation bear the commitment of
// the signature that they end.
const (
	Signed      Kind = "signed"
	Withdrawn   Kind = "withdrawn"
	Invalidated Kind = "invalidated" // by the organisers
)

// Kinds lists them.
var Kinds = []Kind{Signed, Withdrawn, Invalidated}

// Salt is what makes a commitment unguessable: 256 random bits, of one signature.
type Salt [32]byte

// NewSalt makes one.
func NewSalt() (s Salt) {
	rand.Read(s[:]) // never fails: the runtime ends the program instead
	return s
}

// MarshalText writes the salt.
func (s Salt) MarshalText() ([]byte, error) { return encode(s[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Salt) UnmarshalText(b []byte) error { return decode(s[:], b) }

// Commitment stands for who signed.
type Commitment [32]byte

// MarshalText writes the commitment as leaves do.
func (c Commitment) MarshalText() ([]byte, error) { return encode(c[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Commitment) UnmarshalText(b []byte) error { return decode(c[:], b) }

func encode(b []byte) []byte { return base64.StdEncoding.AppendEncode(nil, b) }

func decode(into, text []byte) error {
	b, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || len(b) != len(into) {
		return errors.New("publiclog: not 32 bytes")
	}
	copy(into, b)
	return nil
}

// Commit binds to who signed without telling. Parts are kept apart by their
// lengths, so that no two lists of parts are the same to it.
func Commit(salt Salt, identity ...string) (c Commitment) {
	mac := hmac.New(sha256.New, salt[:])
	for _, part := range identity {
		_ = binary.Write(mac, binary.BigEndian, uint32(len(part)))
		mac.Write([]byte(part))
	}
	mac.Sum(c[:0])
	return c
}

// Leaf is one line of the log.
type Leaf struct {
	Text       [sha256.Size]byte // the hash of the bytes that were signed
	Kind       Kind
	At         time.Time // to the second
	Commitment Commitment
}

// leafForm begins every leaf, so that a later form is told apart.
const leafForm = "tribune/leaf/1"

// ErrLeaf is that bytes are not a leaf, or not written as a leaf is.
var ErrLeaf = errors.New("publiclog: not a leaf")

// Bytes is the leaf as it is logged: five lines.
func (l Leaf) Bytes() []byte {
	return fmt.Appendf(nil, "%s\n%x\n%s\n%d\n%s\n", leafForm, l.Text, l.Kind, l.At.Unix(), base64.StdEncoding.EncodeToString(l.Commitment[:]))
}

// ParseLeaf reads what [Leaf.Bytes] wrote, and nothing that merely resembles it:
// one leaf is written in one way. ErrLeaf.
func ParseLeaf(b []byte) (l Leaf, err error) {
	lines := strings.Split(string(b), "\n")
	if len(lines) != 6 {
		return l, ErrLeaf
	}
	text, textErr := hex.DecodeString(lines[1])
	seconds, secondsErr := strconv.ParseInt(lines[3], 10, 64)
	commitment, commitmentErr := base64.StdEncoding.DecodeString(lines[4])
	if errors.Join(textErr, secondsErr, commitmentErr) != nil || !slices.Contains(Kinds, Kind(lines[2])) {
		return l, ErrLeaf
	}
	copy(l.Text[:], text)
	copy(l.Commitment[:], commitment)
	l.Kind, l.At = Kind(lines[2]), time.Unix(seconds, 0).UTC()
	if !bytes.Equal(l.Bytes(), b) {
		return Leaf{}, ErrLeaf
	}
	return l, nil
}
