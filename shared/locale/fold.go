package locale

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold is the form in which two texts are the same that differ in case, spacing
// or accents alone.
func Fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(cases.Fold().String(text)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Words are the words of a text, folded, without what parts them and without the
// strokes that draw Arabic letters out.
func Words(text string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(Fold(text), "\u0640", ""), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
