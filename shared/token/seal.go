package token

import (
	"encoding/base32"
	"strings"
)

// Letters are the 32 that a person copies from paper: without I, L, O and U, which
// are taken for others. Each is five bits, in this order.
const Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// SealSize is the length of a seal: 75 bits.
const SealSize = 15

var paper = base32.NewEncoding(Letters).WithPadding(base32.NoPadding)

// Seal proves that a paper which says these parts was made here, and is not kept.
func (r Ring) Seal(parts ...string) string { return r.seal(r.current, parts) }

// Sealed reports whether a seal was made for these parts, by any version.
func (r Ring) Sealed(seal string, parts ...string) bool {
	ok := false
	for version := range r.keys {
		ok = ok || equal(seal, r.seal(version, parts))
	}
	return ok
}

func (r Ring) seal(version int, parts []string) string {
	return paper.EncodeToString(r.mac(version, labelSeal, parts...)[:10])[:SealSize]
}

// Copied is what somebody copied from paper as it stood there: in capitals,
// without what parts it, and the letters that there are none of as those that
// they look like.
func Copied(typed string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'O':
			return '0'
		case 'I', 'L':
			return '1'
		case 'U':
			return 'V'
		}
		if strings.ContainsRune(Letters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}
