package charter

import (
	"slices"
	"strings"

	"tribune/shared/locale"
)

// common are words that names of organisations have in common, in the languages
// in which most of them are; without them a name is what tells it from others.
var common = strings.Fields(`association asso ass assoc ong ngo fondation foundation federation reseau network collectif
	a l la le les de du des d et the of and for pour en au aux di da do dos della per e o
	جمعية مؤسسة شبكة`)

// Alike reports whether two names may be of one organisation: somebody should
// look. They are never merged for it.
func Alike(a, b string) bool {
	return alike(a, b, words(a), words(b))
}

func alike(a, b string, own, other []string) bool {
	if len(own) == 0 || len(other) == 0 {
		return false
	}
	if slices.Equal(own, other) || isShort(a, other) || isShort(b, own) {
		return true
	}
	x, y := join(own), join(other)
	return slips(x, y) <= max(len(x), len(y))/mostEqual
}

// mostEqual is that so many letters may have one slip among them.
const mostEqual = 8

func join(words []string) []rune { return []rune(strings.Join(words, "")) }

// words are those by which a name is told from others, in an order of their own.
func words(name string) []string {
	all := locale.Words(name)
	own := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return slices.Contains(common, w) })
	if len(own) == 0 {
		own = all
	}
	slices.Sort(own)
	return slices.Compact(own)
}

// isShort reports whether a name gives another one, whole, in brackets, as in
// "Association Hasnouna (AHSUD)".
func isShort(name string, whole []string) bool {
	return slices.ContainsFunc(shorts(name), func(part string) bool { return slices.Equal(words(part), whole) })
}

// shorts are what a name gives in brackets.
func shorts(name string) (all []string) {
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '(' || r == ')' }) {
		if strings.Contains(name, "("+part+")") {
			all = append(all, part)
		}
	}
	return all
}

// slips is how many letters must be added, lost or changed to make one word of
// another (Levenshtein).
func slips(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		before := row[0]
		row[0] = i + 1
		for j, s := range b {
			same := before
			if r != s {
				same++
			}
			before = row[j+1]
			row[j+1] = min(same, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
