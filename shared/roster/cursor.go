package roster

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// Cursor says where in a list a page begins: after somebody, or before her. It
// names a few people who stood there, the nearest to the page first, each with
// what her place was when it was turned. She may have moved meanwhile: to
// another state, and then the place where she stood is known all the same; or
// she bears another name, or is gone, and then the next one holds the place. As
// text it says nothing of them.
type Cursor []anchor

// anchors is how many people hold a place.
const anchors = 3

// anchor is somebody, and what of her place may change.
type anchor struct {
	person token.Person
	state  registration.State
	since  time.Time
	named  uint16 // of her name and structure: another when they changed
}

func anchorOf(r registration.Registration) anchor {
	return anchor{r.Person, r.State, r.Since, named(r)}
}

// named is a mark too small to guess a name by.
func named(r registration.Registration) uint16 {
	h := fnv.New32a()
	for _, s := range []string{r.Attendee.Family.String(), r.Attendee.Given.String(), r.Attendee.Organisation} {
		_, _ = h.Write([]byte(s + "\x00"))
	}
	return uint16(h.Sum32() ^ h.Sum32()>>16)
}

// cursorOf is the place of the first of some people.
func cursorOf(people []Entry) Cursor {
	var c Cursor
	for _, e := range people[:min(len(people), anchors)] {
		c = append(c, anchorOf(e.Registration))
	}
	return c
}

// String is the cursor as an address says it; "" for none.
func (c Cursor) String() string {
	var all []string
	for _, a := range c {
		all = append(all, strings.Join([]string{
			a.person.String(), string(a.state), strconv.FormatInt(a.since.UnixNano(), 36), strconv.FormatUint(uint64(a.named), 36),
		}, "."))
	}
	return strings.Join(all, "~")
}

// ParseCursor reads a cursor; none, if it is not one.
func ParseCursor(s string) Cursor {
	var c Cursor
	for _, part := range strings.SplitN(s, "~", anchors+1) {
		a, ok := parseAnchor(part)
		if !ok || len(c) == anchors {
			return nil
		}
		c = append(c, a)
	}
	return c
}

func parseAnchor(s string) (anchor, bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 4 || !slices.Contains(registration.States, registration.State(parts[1])) {
		return anchor{}, false
	}
	person, err := token.ParsePerson(parts[0])
	since, sinceErr := strconv.ParseInt(parts[2], 36, 64)
	mark, markErr := strconv.ParseUint(parts[3], 36, 16)
	a := anchor{person, registration.State(parts[1]), time.Unix(0, since).UTC(), uint16(mark)}
	return a, err == nil && sinceErr == nil && markErr == nil
}

// Leaf is one page of a list.
type Leaf struct {
	Entries    []Entry
	First, All int    // which of the whole the first is, counted from 1; how many there are
	Prev, Next Cursor // the pages beside it; none at the ends
}

// Turn gives the page of a sorted list that begins after a cursor, or ends
// before one; the first page, if there is neither. If nobody whom a cursor names
// is as she was, turning begins anew at its end of the list: nobody is left out. Of everybody it looks up the names, though who bears them may
// no longer be in the list.
func Turn(sorted, everybody []Entry, o Order, l locale.Lang, after, before Cursor, size int) Leaf {
	from := 0
	if at, ok := stood(everybody, o, l, after); ok {
		from = beyond(sorted, o, l, at)
	} else if at, ok := stood(everybody, o, l, before); ok {
		upTo, _ := slices.BinarySearchFunc(sorted, at, against(o, l))
		from = max(0, upTo-size)
	} else if len(before) > 0 {
		from = max(0, len(sorted)-size)
	}
	if from == len(sorted) { // all who stood there are gone: the last page
		from = max(0, from-size)
	}
	to := min(from+size, len(sorted))
	leaf := Leaf{Entries: sorted[from:to], First: from + 1, All: len(sorted)}
	if from > 0 {
		leaf.Prev = cursorOf(sorted[from:])
	}
	if to < len(sorted) {
		last := slices.Clone(sorted[max(0, to-anchors):to])
		slices.Reverse(last)
		leaf.Next = cursorOf(last)
	}
	return leaf
}

// stood is the place at which somebody stood when a page was turned.
func stood(everybody []Entry, o Order, l locale.Lang, c Cursor) (place, bool) {
	for _, a := range c {
		i := slices.IndexFunc(everybody, func(e Entry) bool { return e.Person == a.person })
		if i < 0 || named(everybody[i].Registration) != a.named {
			continue
		}
		e := everybody[i]
		e.State, e.Since = a.state, a.since
		return sorterOf(o, l).place(e), true
	}
	return place{}, false
}

func against(o Order, l locale.Lang) func(Entry, place) int {
	s := sorterOf(o, l)
	return func(e Entry, at place) int { return s.place(e).compare(at) }
}

// beyond is the first of a list who stands after a place.
func beyond(sorted []Entry, o Order, l locale.Lang, at place) int {
	i, found := slices.BinarySearchFunc(sorted, at, against(o, l))
	if found {
		i++
	}
	return i
}
