package layout

// Leaves is where one is in a list of several pages, counted from 1.
type Leaves struct {
	Current int
	Last    int
	Address func(n int) string // of the nth page
}

// near is how many pages on either side of the current one are named.
const near = 2

// named are the pages that are named: the first, the last and those near the
// current one; 0 stands for some that are left out.
func (l Leaves) named() (all []int) {
	for n := 1; n <= l.Last; n++ {
		switch {
		case n == 1 || n == l.Last || n >= l.Current-near && n <= l.Current+near:
			all = append(all, n)
		case all[len(all)-1] != 0:
			all = append(all, 0)
		}
	}
	return all
}
