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
func Alike(a, b string) bool { return parse(a).alike(parse(b)) }

// name is a name taken apart.
type name struct {
	words   []string
	letters []rune     // of the words
	shorts  [][]string // the words of what it gives in brackets
}

func parse(s string) name {
	n := name{words: words(s)}
	n.letters = []rune(strings.Join(n.words, ""))
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == '(' || r == ')' }) {
		if strings.Contains(s, "("+part+")") {
			n.shorts = append(n.shorts, words(part))
		}
	}
	return n
}

func (n name) alike(o name) bool {
	if len(n.words) == 0 || len(o.words) == 0 {
		return false
	}
	return slices.Equal(n.words, o.words) || n.isShort(o) || o.isShort(n) || n.near(o)
}

// isShort reports whether a name gives another one, whole, in brackets, as in
// "Association Hasnouna (AHSUD)".
func (n name) isShort(whole name) bool {
	return slices.ContainsFunc(n.shorts, func(short []string) bool { return slices.Equal(short, whole.words) })
}

// near reports whether two names are a few slips apart.
func (n name) near(o name) bool {
	x, y := n.letters, o.letters
	most := max(len(x), len(y)) / mostEqual
	return max(len(x)-len(y), len(y)-len(x)) <= most && slips(x, y, most) <= most
}

// mostEqual is that so many letters may have one slip among them.
const mostEqual = 8

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

// slips is how many letters must be added, lost or changed to make one word of
// another (Levenshtein); more than most, if it is more.
func slips(a, b []rune, most int) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		before, least := row[0], i+1
		row[0] = i + 1
		for j, s := range b {
			same := before
			if r != s {
				same++
			}
			before = row[j+1]
			row[j+1] = min(same, row[j]+1, row[j+1]+1)
			least = min(least, row[j+1])
		}
		if least > most { // and it never becomes less
			return least
		}
	}
	return row[len(b)]
}
