// Package token makes everything that must not be guessed: random ids, the
// keys derived from the deployment's one secret, the private links and the
// codes that go out by mail, the key of a person at an event, the stamp of a form,
// the pass that is shown at a door, the seal of a paper.
//
// Nothing here is stored but ids and hashes. A link or a code is computed when
// a mail is composed and computed again when it comes back, so a leaked table
// opens nothing.
package token

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

var encoding = base64.RawURLEncoding

// ID returns 128 random bits as 22 characters that are safe in a URL.
func ID() string { return Random(16) }

// Random returns n random bytes, encoded for a URL.
func Random(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails: the runtime ends the program instead
	return encoding.EncodeToString(b)
}

// Spell returns n random letters and digits to be typed by hand, of five bits each.
func Spell(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	for i := range b {
		b[i] = Letters[int(b[i])%len(Letters)]
	}
	return string(b)
}

// Hash is what is stored of a bearer token such as a session's id.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return encoding.EncodeToString(sum[:])
}

// DigestSize is the length of a digest, encoded.
const DigestSize = 22

// Digest is a short, stable id computed from parts, for facts that must exist
// once: the same parts always give the same id. It hides nothing.
func Digest(parts ...string) string {
	sum := sha256.Sum256(message(parts...))
	return encoding.EncodeToString(sum[:16])
}

// The labels that separate the keys. A label is never reused for another purpose.
const (
	labelPerson    = "tribune person 1"
	labelMailbox   = "tribune mailbox 1"
	labelLink      = "tribune link 1"
	labelCode      = "tribune code 1"
	labelForm      = "tribune form 1"
	labelAccount   = "tribune account 1"
	labelRecipient = "tribune recipient 1"
	labelFactor    = "tribune factor 1"
	labelPass      = "tribune pass 1"
	labelSeal      = "tribune seal 1"
	labelRecovery  = "tribune recovery 1"
	labelSigning   = "tribune signature code 1"
	labelLog       = "tribune log 1"
)

// Ring holds the deployment's secret in its current and its earlier versions.
// What is made is made with the current one; what comes back may be of any.
// The zero Ring is not usable.
type Ring struct {
	current int
	keys    map[int]map[string][]byte // version → label → key
}

// minSecret is the least length of one version's material, in bytes.
const minSecret = 32

// ParseRing reads the secret: one line per version, "2:material", the current
// one first. A single line without a version is version 1.
func ParseRing(secret string) (Ring, error) {
	r := Ring{keys: map[int]map[string][]byte{}}
	for line := range strings.Lines(strings.TrimSpace(secret)) {
		version, material := 1, strings.TrimSpace(line)
		if v, rest, ok := strings.Cut(material, ":"); ok {
			n, err := strconv.Atoi(v)
			if err != nil || n < 1 {
				return Ring{}, errors.New("token: a version of the secret is not a positive number")
			}
			version, material = n, rest
		}
		if len(material) < minSecret {
			return Ring{}, fmt.Errorf("token: version %d of the secret is shorter than %d bytes", version, minSecret)
		}
		if _, twice := r.keys[version]; twice {
			return Ring{}, fmt.Errorf("token: version %d of the secret stands twice", version)
		}
		if r.current == 0 {
			r.current = version
		}
		r.keys[version] = derive(material)
	}
	if r.current == 0 {
		return Ring{}, errors.New("token: the secret is empty")
	}
	return r, nil
}

func derive(material string) map[string][]byte {
	keys := map[string][]byte{}
	for _, label := range []string{
		labelPerson, labelMailbox, labelLink, labelCode, labelForm, labelAccount, labelRecipient, labelFactor, labelRecovery,
		labelPass, labelSeal, labelSigning, labelLog,
	} {
		key, err := hkdf.Key(sha256.New, []byte(material), nil, label, 32)
		if err != nil {
			panic("token: " + err.Error()) // only for a length that HKDF cannot give
		}
		keys[label] = key
	}
	return keys
}

// Current is the version that new events keep for their person keys.
func (r Ring) Current() int { return r.current }

func (r Ring) mac(version int, label string, parts ...string) []byte {
	h := hmac.New(sha256.New, r.keys[version][label])
	h.Write(message(parts...))
	return h.Sum(nil)
}

// verify reports whether mac, of 16 or 32 bytes, was made from parts by any version.
func (r Ring) verify(mac []byte, label string, parts ...string) bool {
	ok := false
	for version := range r.keys {
		ok = ok || hmac.Equal(mac, r.mac(version, label, parts...)[:len(mac)])
	}
	return ok
}

// message joins parts so that no two lists of parts give the same bytes.
func message(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}
