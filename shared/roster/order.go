package roster

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"tribune/shared/collation"
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
	order Order
	lang  locale.Lang
	keys  *collation.Keys
}

func sorterOf(o Order, l locale.Lang) *sorter {
	return &sorter{order: o, lang: l, keys: collation.For(l)}
}

func (s *sorter) place(e Entry) place {
	r := e.Registration
	k := e.memo.keysOf(s.lang, func() keys {
		return keys{s.keys.Of(r.Attendee.Family.String() + "\x00" + r.Attendee.Given.String()), s.keys.Of(r.Attendee.Organisation)}
	})
	p := place{name: k.name, person: r.Person}
	switch s.order {
	case ByState:
		p.state = slices.Index(registration.States, r.State)
	case BySince:
		p.since = r.Since
	case ByStructure:
		p.structure = k.structure
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
		list[i] = placed{s.place(e), e}
	}
	slices.SortFunc(list, func(a, b placed) int { return a.compare(b.place) })
	for i, p := range list {
		all[i] = p.Entry
	}
}
