package token

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// ErrLink is the one answer to a link that was not made here, whatever is wrong with it.
var ErrLink = errors.New("token: not a link of ours")

// Mailbox is a mail address at one event: an HMAC of both. The key of every
// person who registered with that address begins with it, so that they are
// found by their address without being looked for among all.
type Mailbox [9]byte

// String is the mailbox as keys of persons begin: 12 characters.
func (m Mailbox) String() string { return encoding.EncodeToString(m[:]) }

// Person is one person at one event: her mailbox there, and an HMAC of the
// event, the mail address and the folded name. Whoever reads the table cannot
// tell from it who came.
type Person [personSize]byte

const personSize = 9 + 15 // multiples of three: each part is whole characters

// String is the person as it stands in keys and links: 32 characters.
func (p Person) String() string { return encoding.EncodeToString(p[:]) }

// ParsePerson reads what String wrote.
func ParsePerson(s string) (Person, error) {
	var p Person
	b, err := encoding.DecodeString(s)
	if err != nil || len(b) != len(p) {
		return p, errors.New("token: not a person")
	}
	copy(p[:], b)
	return p, nil
}

// Person computes the key of a person at an event. The version is the one that
// the event opened with, so that a new secret does not make strangers of those
// who came. Address and name are given already folded.
func (r Ring) Person(version int, event, address, name string) (Person, error) {
	m, err := r.Mailbox(version, event, address)
	if err != nil {
		return Person{}, err
	}
	return Person(append(m[:], r.mac(version, labelPerson, event, address, name)[:personSize-len(m)]...)), nil
}

// Mailbox computes how the keys of those begin who registered with an address
// at an event, under the version that Person is given.
func (r Ring) Mailbox(version int, event, address string) (Mailbox, error) {
	if r.keys[version] == nil {
		return Mailbox{}, errors.New("token: this version of the secret is gone")
	}
	return Mailbox(r.mac(version, labelMailbox, event, address)[:9]), nil
}

// Account is the key under which an organiser's address is looked up, one for
// each version of the secret, the current one first.
func (r Ring) Account(address string) []string { return r.each(labelAccount, address) }

// Recipient is the key under which it is looked up what becomes of mail to an
// address, one for each version of the secret, the current one first.
func (r Ring) Recipient(address string) []string { return r.each(labelRecipient, address) }

// LogSeeds are the secret bytes from which the keys of a public log are made, one for
// each version of the secret, the current one first.
func (r Ring) LogSeeds(log string) [][]byte {
	seeds := [][]byte{r.mac(r.current, labelLog, log)}
	for _, version := range slices.Sorted(maps.Keys(r.keys)) {
		if version != r.current {
			seeds = append(seeds, r.mac(version, labelLog, log))
		}
	}
	return seeds
}

// FactorSize is the length of an authenticator's secret, in bytes (RFC 4226
// recommends 20).
const FactorSize = 20

// Factor is the secret of an account's authenticator, by the random id of its
// enrolment, under the version of the secret that it enrolled with; nobody's, if
// that version is gone.
func (r Ring) Factor(version int, account, enrolment string) []byte {
	if r.keys[version] == nil {
		return []byte(Random(FactorSize))[:FactorSize]
	}
	return r.mac(version, labelFactor, account, enrolment)[:FactorSize]
}

// Recovery is what is stored of a recovery code of an account, one for each
// version of the secret, the current one first: without the secret nobody can
// try codes on it.
func (r Ring) Recovery(account, code string) []string {
	return r.each(labelRecovery, account, code)
}

// each is a key computed under every version of the secret, the current one first.
func (r Ring) each(label string, of ...string) []string {
	key := func(version int) string { return encoding.EncodeToString(r.mac(version, label, of...)[:16]) }
	keys := []string{key(r.current)}
	for version := range r.keys {
		if version != r.current {
			keys = append(keys, key(version))
		}
	}
	return keys
}

// linkSize is person, generation and MAC, in bytes.
const (
	signedSize = personSize + 4
	linkSize   = signedSize + 16
)

// Link is the private link of a person's registration at an event. A later
// generation has another link, and the earlier one opens nothing any more.
func (r Ring) Link(event string, p Person, generation int) string {
	return r.sign(labelLink, event, p, generation)
}

// OpenLink reads a link of an event. The error is always ErrLink.
func (r Ring) OpenLink(event, link string) (p Person, generation int, err error) {
	return r.open(labelLink, event, link)
}

// Pass is what a person shows at the door of an event. It ends with her link, and
// opens nothing: it tells who is signed in at the door whose registration it is.
func (r Ring) Pass(event string, p Person, generation int) string {
	return r.sign(labelPass, event, p, generation)
}

// OpenPass reads a pass of an event. The error is always ErrLink.
func (r Ring) OpenPass(event, pass string) (p Person, generation int, err error) {
	return r.open(labelPass, event, pass)
}

func (r Ring) sign(label, event string, p Person, generation int) string {
	b := append(make([]byte, 0, linkSize), p[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(generation))
	b = append(b, r.mac(r.current, label, event, string(b))[:16]...)
	return encoding.EncodeToString(b)
}

func (r Ring) open(label, event, signed string) (p Person, generation int, err error) {
	b, err := encoding.Strict().DecodeString(signed)
	if err != nil || len(b) != linkSize || !r.verify(b[signedSize:], label, event, string(b[:signedSize])) {
		return Person{}, 0, ErrLink
	}
	return Person(b[:personSize]), int(binary.BigEndian.Uint32(b[personSize:signedSize])), nil
}

// MarshalText writes the person as String does.
func (p Person) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (p *Person) UnmarshalText(b []byte) (err error) {
	*p, err = ParsePerson(string(b))
	return err
}
