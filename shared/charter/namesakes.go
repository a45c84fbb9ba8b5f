package charter

import (
	"slices"
	"strings"
)

// MostAlike is of how many others a name is said to be alike: whoever looks needs no
// more to see that she has to.
const MostAlike = 10

// mostShared is how many names may share a piece: what more have in common tells
// nobody from another, and is not looked for.
const mostShared = 40

// Namesakes gives of each name the numbers of others that are [Alike] it, in order,
// up to [MostAlike]. Of ten thousand names few are ever held against each other:
// what is a few slips away from a name holds one of its pieces as it is, within as
// many letters of its place.
func Namesakes(names []string) [][]int {
	n := namesakes{pieces: map[piece][]int{}, whole: map[string][]int{}}
	all, parsed := make([][]int, len(names)), make([]name, len(names))
	for i, s := range names {
		parsed[i] = parse(s)
		for _, j := range n.maybe(parsed[i]) {
			if len(all[i]) >= MostAlike {
				break
			}
			if parsed[i].alike(parsed[j]) {
				all[i] = append(all[i], j)
				if len(all[j]) < MostAlike {
					all[j] = append(all[j], i)
				}
			}
		}
		n.add(i, parsed[i])
	}
	for i := range all {
		slices.Sort(all[i])
	}
	return all
}

// namesakes are names by what a name that is alike would have of them.
type namesakes struct {
	pieces map[piece][]int
	whole  map[string][]int // by all that tells a name from others, and by what it gives in brackets
}

// piece is one of the parts into which names of a length are cut.
type piece struct {
	length, number int
	letters        string
}

func (n namesakes) add(i int, of name) {
	key := of.letters
	for _, whole := range of.wholes() {
		n.whole[whole] = share(n.whole[whole], i)
	}
	for number, cut := range cuts(len(key)) {
		p := piece{len(key), number, string(key[cut[0]:cut[1]])}
		n.pieces[p] = share(n.pieces[p], i)
	}
}

// share adds a name to those that share something, until there are too many: then
// they are none.
func share(all []int, i int) []int {
	switch {
	case all != nil && len(all) == 0:
		return all
	case len(all) == mostShared:
		return []int{}
	}
	return append(all, i)
}

// maybe are those that may be alike, each once.
func (n namesakes) maybe(of name) (all []int) {
	key := of.letters
	for _, whole := range of.wholes() {
		all = append(all, n.whole[whole]...)
	}
	for length := len(key) - len(key)/mostEqual; length <= longest(len(key)); length++ {
		most := max(length, len(key)) / mostEqual
		for number, cut := range cuts(length) {
			for at := max(0, cut[0]-most); at <= cut[0]+most && at+cut[1]-cut[0] <= len(key); at++ {
				all = append(all, n.pieces[piece{length, number, string(key[at : at+cut[1]-cut[0]])}]...)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// wholes are the names under which a name is known whole.
func (n name) wholes() []string {
	all := []string{string(n.letters)}
	for _, short := range n.shorts {
		all = append(all, strings.Join(short, ""))
	}
	return all
}

// cuts part a name of a length in one piece more than it may have slips, counted
// against the longest name that is still alike: one of them then has none.
func cuts(length int) [][2]int {
	if length == 0 {
		return nil
	}
	n := min(length, longest(length)/mostEqual+1)
	all := make([][2]int, n)
	for i := range all {
		all[i] = [2]int{i * length / n, (i + 1) * length / n}
	}
	return all
}

// longest is how long a name is at most that is alike one of a length.
func longest(length int) int { return length + length/(mostEqual-1) + 1 }
