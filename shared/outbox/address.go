package outbox

import (
	"errors"
	"net/mail"
	"strings"
)

// ErrAddress is the answer to what is not a mail address that we can write to.
var ErrAddress = errors.New("outbox: not a mail address")

// The greatest lengths, in bytes: of an address (RFC 5321's path less its
// brackets), of what stands before its @, of a label of its domain.
const (
	maxAddress = 254
	maxLocal   = 64
	maxLabel   = 63
)

// Address is a bare mail address that can be written to: no display name, no
// control characters, a dot in its domain, at most 254 bytes, all of it ASCII.
// SES carries no other; who has an international domain writes its xn-- form.
// It comes only from [ParseAddress]; the zero Address is no address.
type Address struct{ s string }

// ParseAddress reads an address that somebody typed. White space around it is
// dropped; everything else stays as typed. The error is always ErrAddress.
func ParseAddress(s string) (Address, error) {
	s = strings.TrimSpace(s)
	if len(s) > maxAddress || strings.ContainsFunc(s, forbidden) {
		return Address{}, ErrAddress
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s {
		return Address{}, ErrAddress
	}
	at := strings.LastIndexByte(s, '@')
	if at > maxLocal || !validDomain(s[at+1:]) {
		return Address{}, ErrAddress
	}
	return Address{s}, nil
}

// forbidden are the characters that no address of a person has, that could
// break a header, or that SES cannot carry.
func forbidden(r rune) bool {
	return r <= ' ' || r > '~' || strings.ContainsRune(`"<>(),:;\[]`, r)
}

// validDomain wants labels of letters, digits and inner hyphens, and a last one
// that is not a number, for that would be an IP address.
func validDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, l := range labels {
		if l == "" || len(l) > maxLabel || strings.ContainsFunc(l, notInLabel) || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
	}
	return len(labels) > 1 && strings.ContainsFunc(labels[len(labels)-1], letter)
}

func notInLabel(r rune) bool { return r != '-' && !letter(r) && (r < '0' || r > '9') }

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// String is the address as it was typed.
func (a Address) String() string { return a.s }

// Folded is the address by which a person is recognised: in lower case.
func (a Address) Folded() string { return strings.ToLower(a.s) }

// IsZero reports whether there is no address.
func (a Address) IsZero() bool { return a.s == "" }

// MarshalText writes the address; the zero Address as nothing.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.s), nil }

// UnmarshalText reads an address and refuses what is not one. Nothing reads as the zero Address.
func (a *Address) UnmarshalText(b []byte) (err error) {
	*a = Address{}
	if len(b) > 0 {
		*a, err = ParseAddress(string(b))
	}
	return err
}
