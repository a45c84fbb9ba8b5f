package roster

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// Order is what a list is sorted by.
type Order string

// The orders. In each, who is equal stands by family and given name as the
// language sorts them.
const (
	ByState     Order = "state" // whom an organiser counts on first
	ByName      Order = "name"
	ByStructure Order = "structure"
	BySince     Order = "since" // the last change first
)

// Orders lists them; the first is the one that is meant where none is named.
var Orders = []Order{ByState, ByName, ByStructure, BySince}

// ParseOrder reads an order as an address says it.
func ParseOrder(s string) Order {
	if o := Order(s); slices.Contains(Orders, o) {
		return o
	}
	return Orders[0]
}

// place is where somebody stands in an order.
type place struct {
	state     int
	since     time.Time
	structure []byte
	name      []byte
	person    token.Person
}

// sorter makes the places of one language.
type sorter struct {
	order  Order
	by     *collate.Collator
	buffer collate.Buffer
}

func sorterOf(o Order, l locale.Lang) *sorter {
	return &sorter{order: o, by: collate.New(language.Make(l.Tag()), collate.IgnoreCase)}
}

func (s *sorter) key(text string) []byte { return bytes.Clone(s.by.KeyFromString(&s.buffer, text)) }

func (s *sorter) place(r registration.Registration) place {
	defer s.buffer.Reset()
	p := place{name: s.key(r.Attendee.Family.String() + "\x00" + r.Attendee.Given.String()), person: r.Person}
	switch s.order {
	case ByState:
		p.state = slices.Index(registration.States, r.State)
	case BySince:
		p.since = r.Since
	case ByStructure:
		p.structure = s.key(r.Attendee.Organisation)
	}
	return p
}

func (p place) compare(o place) int {
	return cmp.Or(
		p.state-o.state, o.since.Compare(p.since), bytes.Compare(p.structure, o.structure),
		bytes.Compare(p.name, o.name), slices.Compare(p.person[:], o.person[:]),
	)
}

// Sort puts a list in an order, as a language sorts.
func Sort(all []Entry, o Order, l locale.Lang) {
	s := sorterOf(o, l)
	type placed struct {
		place
		Entry
	}
	list := make([]placed, len(all))
	for i, e := range all {
		list[i] = placed{s.place(e.Registration), e}
	}
	slices.SortFunc(list, func(a, b placed) int { return a.compare(b.place) })
	for i, p := range list {
		all[i] = p.Entry
	}
}

// Cursor is the person after whom, or before whom, a page begins, and what her
// place was when it was turned: she may have moved meanwhile, and even so nobody
// who stood beyond her is left out. As text it says nothing of her.
type Cursor struct {
	person token.Person
	state  registration.State
	since  time.Time
	set    bool
}

func cursorOf(r registration.Registration) Cursor { return Cursor{r.Person, r.State, r.Since, true} }

// String is the cursor as an address says it; "" for none.
func (c Cursor) String() string {
	if !c.set {
		return ""
	}
	return c.person.String() + "." + string(c.state) + "." + strconv.FormatInt(c.since.UnixNano(), 36)
}

// ParseCursor reads a cursor; none, if it is not one.
func ParseCursor(s string) Cursor {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return Cursor{}
	}
	person, err := token.ParsePerson(parts[0])
	since, sinceErr := strconv.ParseInt(parts[2], 36, 64)
	if err != nil || sinceErr != nil {
		return Cursor{}
	}
	return Cursor{person, registration.State(parts[1]), time.Unix(0, since).UTC(), true}
}

// Leaf is one page of a list.
type Leaf struct {
	Entries    []Entry
	First, All int    // which of the whole the first is, counted from 1; how many there are
	Prev, Next Cursor // the pages beside it; none at the ends
}

// Turn gives the page of a sorted list that begins after a cursor, or ends
// before one; the first page, if there is neither or nobody knows whom it names.
// Of everybody it looks up the name of whom the cursor names, though she may no
// longer be in the list.
func Turn(sorted, everybody []Entry, o Order, l locale.Lang, after, before Cursor, size int) Leaf {
	from := 0
	if at, ok := stood(everybody, o, l, after); ok {
		from = beyond(sorted, o, l, at)
	} else if at, ok := stood(everybody, o, l, before); ok {
		upTo, _ := slices.BinarySearchFunc(sorted, at, against(o, l))
		from = max(0, upTo-size)
	}
	if from == len(sorted) { // all who stood there are gone: the last page
		from = max(0, from-size)
	}
	to := min(from+size, len(sorted))
	leaf := Leaf{Entries: sorted[from:to], First: from + 1, All: len(sorted)}
	if from > 0 {
		leaf.Prev = cursorOf(sorted[from].Registration)
	}
	if to < len(sorted) {
		leaf.Next = cursorOf(sorted[to-1].Registration)
	}
	return leaf
}

// stood is the place at which somebody stood when a page was turned.
func stood(everybody []Entry, o Order, l locale.Lang, c Cursor) (place, bool) {
	if !c.set {
		return place{}, false
	}
	i := slices.IndexFunc(everybody, func(e Entry) bool { return e.Person == c.person })
	if i < 0 {
		return place{}, false
	}
	r := everybody[i].Registration
	r.State, r.Since = c.state, c.since
	return sorterOf(o, l).place(r), true
}

func against(o Order, l locale.Lang) func(Entry, place) int {
	s := sorterOf(o, l)
	return func(e Entry, at place) int { return s.place(e.Registration).compare(at) }
}

// beyond is the first of a list who stands after a place.
func beyond(sorted []Entry, o Order, l locale.Lang, at place) int {
	i, found := slices.BinarySearchFunc(sorted, at, against(o, l))
	if found {
		i++
	}
	return i
}
