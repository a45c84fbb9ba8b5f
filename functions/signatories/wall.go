package signatories

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"

	"tribune/shared/charter"
	"tribune/shared/collation"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/templates/pages"
)

// wall is who signed a version and is named, ready to be looked through: a wall of
// thousands would else cost every page what it costs once.
type wall struct {
	book      int // version of the book that it was read after
	lines     []named
	kinds     []charter.Kind // of those on it, in the order of the form; "" of an individual
	countries []string
	pledges   map[int][]pages.Pledge // by article, the first due first

	mu     sync.Mutex
	byName map[locale.Lang][]int // numbers of lines, as a language sorts them
}

// named is a line with what it is found by.
type named struct {
	ledger.Line
	sought string
}

// newWall makes a wall, the last who came first.
func newWall(lines []ledger.Line, book int) *wall {
	w := &wall{book: book, pledges: map[int][]pages.Pledge{}, byName: map[locale.Lang][]int{}}
	kinds, countries := map[charter.Kind]bool{}, map[string]bool{}
	for _, l := range lines {
		w.lines = append(w.lines, named{l, locale.Sought(l.Name + " " + l.Representative)})
		kinds[l.Kind], countries[l.Country] = true, true
		for _, c := range l.Commitments {
			w.pledges[c.Article] = append(w.pledges[c.Article], pages.Pledge{Name: l.Name, Commitment: c})
		}
	}
	slices.SortFunc(w.lines, func(a, b named) int { return cmp.Compare(b.Leaf, a.Leaf) })
	for _, all := range w.pledges {
		slices.SortFunc(all, func(a, b pages.Pledge) int { return cmp.Or(a.By.Compare(b.By), strings.Compare(a.Name, b.Name)) })
	}
	for _, k := range append(slices.Clone(charter.Kinds), "") {
		if kinds[k] {
			w.kinds = append(w.kinds, k)
		}
	}
	delete(countries, "")
	w.countries = slices.Sorted(maps.Keys(countries))
	return w
}

// sorted are the numbers of lines in the order of their names.
func (w *wall) sorted(l locale.Lang) []int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if order, known := w.byName[l]; known {
		return order
	}
	by := collation.For(l)
	keys, order := make([][]byte, len(w.lines)), make([]int, len(w.lines))
	for i, line := range w.lines {
		keys[i], order[i] = by.Of(line.Name), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return bytes.Compare(keys[a], keys[b]) })
	w.byName[l] = order
	return order
}

// find gives the numbers of the lines that are looked for, in the order that is asked
// for.
func (w *wall) find(s pages.Sought, l locale.Lang) []int {
	words := strings.Fields(locale.Sought(s.Name))
	missed := func(i int) bool {
		n := &w.lines[i]
		return s.Kind != "" && s.Kind != pages.KindWord(n.Kind) || s.Country != "" && s.Country != n.Country ||
			slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(n.sought, word) })
	}
	return slices.DeleteFunc(w.ordered(s.Recent, l), missed)
}

// ordered are the numbers of all lines, for whoever asks to do with as she likes.
func (w *wall) ordered(recent bool, l locale.Lang) []int {
	if !recent {
		return slices.Clone(w.sorted(l))
	}
	all := make([]int, len(w.lines))
	for i := range all {
		all[i] = i
	}
	return all
}
