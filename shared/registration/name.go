package registration

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tribune/shared/locale"
)

// Why a name is refused.
var (
	ErrNameMissing = errors.New("registration: a name is missing")
	ErrNameLong    = errors.New("registration: a name is too long")
	ErrNameLink    = errors.New("registration: a name holds a web address")
	ErrNameControl = errors.New("registration: a name holds characters that cannot be shown")
)

// MaxName is the longest name, in runes.
const MaxName = 80

// Name is a given or family name, or a pseudonym: one line, at most MaxName
// runes, something to see, no web address. It comes only from [ParseName]; the
// zero Name is none.
type Name struct{ s string }

// ParseName reads a name that somebody typed. Runs of white space become one
// space and marks that change the direction of writing are dropped; the rest
// stays as typed. The error is one of ErrName…
func ParseName(s string) (Name, error) {
	if strings.TrimSpace(s) == "" {
		return Name{}, ErrNameMissing
	}
	if !utf8.ValidString(s) {
		return Name{}, ErrNameControl
	}
	s = oneLine(s)
	switch {
	case utf8.RuneCountInString(s) > MaxName:
		return Name{}, ErrNameLong
	case strings.ContainsFunc(s, unicode.IsControl) || !strings.ContainsFunc(s, shown):
		return Name{}, ErrNameControl
	case HasLink(s), strings.ContainsRune(s, '/'), dotted.MatchString(s):
		return Name{}, ErrNameLink
	}
	return Name{s}, nil
}

// ParseAffiliation reads the organisation that somebody typed: one line, as for
// a name, without characters that cannot be shown. Its length is the form's to check.
func ParseAffiliation(s string) string {
	return oneLine(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "")))
}

// oneLine folds runs of white space and drops marks of direction.
func oneLine(s string) string {
	return norm.NFC.String(strings.Join(strings.Fields(strings.Map(dropDirection, s)), " "))
}

// dropDirection removes embeddings, overrides and isolates, which could make a
// list read other than it is. Joiners, which some scripts need, stay.
func dropDirection(r rune) rune {
	if unicode.Is(unicode.Bidi_Control, r) || r == 0xfeff {
		return -1
	}
	return r
}

// shown tells what a page shows from what it shows as nothing, or only upon a
// letter: joiners, empty spaces, accents.
func shown(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) }

// dotted is what mail programs take for a domain, such as bit.ly.
var dotted = regexp.MustCompile(`[\p{L}\p{N}]\.\p{L}{2,}`)

// HasLink reports whether s holds what is plainly written as a link or an address.
func HasLink(s string) bool {
	l := strings.ToLower(s)
	return strings.Contains(l, "://") || strings.Contains(l, "www.") || strings.Contains(l, "@")
}

// String is the name as it was typed.
func (n Name) String() string { return n.s }

// MarshalText writes the name; the zero Name as nothing.
func (n Name) MarshalText() ([]byte, error) { return []byte(n.s), nil }

// UnmarshalText reads a name that was stored, under whatever rules held then.
func (n *Name) UnmarshalText(b []byte) error {
	n.s = string(b)
	return nil
}

// FoldNames is the form by which the bearer of two names is recognised: the
// same letters in other case, spacing or with other accents are the same.
func FoldNames(given, family Name) string { return locale.Fold(given.s + " " + family.s) }
