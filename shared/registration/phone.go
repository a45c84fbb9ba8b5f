package registration

import (
	"errors"
	"strings"
	"unicode"
)

// ErrPhone is that what was typed cannot be dialled.
var ErrPhone = errors.New("registration: a phone number holds 6 to 15 digits")

// Phone is a number to dial: 6 to 15 digits, after a + where the country's code
// comes first. It comes only from [ParsePhone]; the zero Phone is none.
type Phone struct{ s string }

// ParsePhone reads a number that somebody typed, in whatever way she parts its
// digits, and keeps what is dialled. Nothing typed is none. The error is ErrPhone.
func ParsePhone(s string) (Phone, error) {
	s = strings.TrimSpace(strings.Map(dialled, s))
	if s == "" {
		return Phone{}, nil
	}
	if strings.HasPrefix(s, "+") {
		s = strings.Replace(s, "(0)", "", 1) // is dialled within the country alone
	}
	digits := strings.Join(strings.FieldsFunc(s, parting), "")
	number, _ := strings.CutPrefix(digits, "+")
	if len(number) < 6 || len(number) > 15 || strings.Trim(number, "0123456789") != "" {
		return Phone{}, ErrPhone
	}
	return Phone{digits}, nil
}

// dialled writes the digits of Arabic as telephones do, and drops the marks of
// direction that come along when a number is copied.
func dialled(r rune) rune {
	switch {
	case '٠' <= r && r <= '٩':
		return r - '٠' + '0'
	case '۰' <= r && r <= '۹':
		return r - '۰' + '0'
	}
	return dropDirection(r)
}

// parting is what people write between the digits.
func parting(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(".-()/\u2010\u2011\u2013", r)
}

// IsZero reports whether there is no number.
func (p Phone) IsZero() bool { return p.s == "" }

// String is the number as it is dialled: digits alone, but for a leading +.
func (p Phone) String() string { return p.s }

// MarshalText writes the number; the zero Phone as nothing.
func (p Phone) MarshalText() ([]byte, error) { return []byte(p.s), nil }

// UnmarshalText reads a number that was stored, under whatever rules held then.
func (p *Phone) UnmarshalText(b []byte) error {
	p.s = string(b)
	return nil
}
