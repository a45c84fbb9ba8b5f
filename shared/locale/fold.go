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

// alike are letters that people type for each other.
var alike = strings.NewReplacer("\u0640", "", "ى", "ي", "ة", "ه", "œ", "oe", "æ", "ae", "ø", "o", "ł", "l", "đ", "d", "ı", "i", "’", "'")

// Sought is the form in which what is searched for is compared: in whatever case,
// with whatever accents, and with whichever of the letters that are alike.
func Sought(text string) string { return alike.Replace(Fold(text)) }

// Words are the words of a text, folded, without what parts them and without the
// strokes that draw Arabic letters out.
func Words(text string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(Fold(text), "\u0640", ""), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}
