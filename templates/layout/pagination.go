package layout

// Leaves is where one is in a list of several pages, counted from 1.
type Leaves struct {
	Current int
	Last    int
	Address func(n int) string // of the nth page
}
