package sheet

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// longestName is how many UTF-16 units spreadsheets take of a sheet's name.
const longestName = 31

// names gives the sheets of one workbook names that spreadsheets accept.
type names map[string]bool

// one is a name as near to what is wished as may be: no character that
// spreadsheets forbid, no longer than they bear, and unlike those before it in
// whatever case.
func (n names) one(wished string) string {
	base := strings.Join(strings.Fields(strings.Map(allowed, strings.ToValidUTF8(wished, ""))), " ")
	if base = trim(base); base == "" || strings.EqualFold(base, "history") { // which Excel keeps to itself
		base = trim(base + " 1")
	}
	name := cut(base, longestName)
	for i := 2; n[strings.ToLower(name)]; i++ {
		number := " (" + strconv.Itoa(i) + ")"
		name = cut(base, longestName-len(number)) + number
	}
	n[strings.ToLower(name)] = true
	return name
}

// trim takes off what may not stand at the ends.
func trim(s string) string { return strings.Trim(s, " '") }

func allowed(r rune) rune {
	switch {
	case strings.ContainsRune(`:\/?*[]`, r), unicode.IsControl(r):
		return ' '
	}
	return r
}

// cut is the beginning of s in so many UTF-16 units at most.
func cut(s string, most int) string {
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > most {
			return trim(s[:i])
		}
	}
	return s
}
