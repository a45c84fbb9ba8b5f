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
