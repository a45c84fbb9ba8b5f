package event

import (
	"strings"
	"unicode"

	"tribune/shared/token"
)

// EarlyDigest is what [Event.EarlyCode] holds of the code that opens an event's
// registration early. Case counts for nothing in a code, nor does what is
// neither letter nor digit: people read it out to each other.
func EarlyDigest(r Ref, code string) string {
	return token.Digest("early", r.String(), foldCode(code))
}

func foldCode(code string) string {
	return strings.ToUpper(strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return c
		}
		return -1
	}, code))
}
