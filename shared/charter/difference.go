package charter

import "tribune/shared/locale"

// Change is what became of one article: its number before and now, counted from
// 1; 0 before if it is new, 0 now if it is gone.
type Change struct{ Before, Now int }

// Difference is what a later version says otherwise than an earlier one in a
// language, in the order of the text. An article that merely has another number
// now is not among it.
type Difference struct {
	Title, Preamble bool
	Articles        []Change
}

// None reports whether nothing is said otherwise.
func (d Difference) None() bool { return !d.Title && !d.Preamble && len(d.Articles) == 0 }

// Compare tells the difference between two versions in a language in which both
// are written.
func Compare(earlier, later Charter, l locale.Lang) Difference {
	d := Difference{
		Title:    line(earlier.Title[l]) != line(later.Title[l]),
		Preamble: body(earlier.Preamble[l]) != body(later.Preamble[l]),
	}
	kept := keep(earlier.Articles, later.Articles, l)
	was, is := 0, 0 // articles told so far
	for _, k := range append(kept, Change{len(earlier.Articles) + 1, len(later.Articles) + 1}) {
		for was+1 < k.Before || is+1 < k.Now {
			var c Change
			if was+1 < k.Before {
				was++
				c.Before = was
			}
			if is+1 < k.Now {
				is++
				c.Now = is
			}
			d.Articles = append(d.Articles, c)
		}
		was, is = k.Before, k.Now
	}
	return d
}

// keep are the articles that say what they said, as many as can be in the same
// order (the longest common subsequence).
func keep(earlier, later []Article, l locale.Lang) (kept []Change) {
	same := func(i, j int) bool {
		a, b := earlier[i], later[j]
		return line(a.Title[l]) == line(b.Title[l]) && body(a.Text[l]) == body(b.Text[l])
	}
	most := make([][]int, len(earlier)+1) // from article i and j on
	for i := range most {
		most[i] = make([]int, len(later)+1)
	}
	for i := len(earlier) - 1; i >= 0; i-- {
		for j := len(later) - 1; j >= 0; j-- {
			if most[i][j] = max(most[i+1][j], most[i][j+1]); same(i, j) {
				most[i][j] = most[i+1][j+1] + 1
			}
		}
	}
	for i, j := 0, 0; i < len(earlier) && j < len(later); {
		switch {
		case same(i, j):
			kept = append(kept, Change{i + 1, j + 1})
			i, j = i+1, j+1
		case most[i+1][j] >= most[i][j+1]:
			i++
		default:
			j++
		}
	}
	return kept
}
