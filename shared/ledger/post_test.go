package ledger_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// history is a charter in memory, with everybody who ever signed it.
type history struct {
	*rapid.T
	call    charter.Call
	book    ledger.Book
	all     map[token.Person]charter.Signature
	waiting map[token.Person]bool
	leaves  []ledger.Leaf
	wall    map[token.Person]ledger.Line
	domains map[ledger.Domain]int
	now     time.Time
}

// crowd is how many may sign: so few that each signs, withdraws and comes back.
const crowd = 40

// Whatever signatories and organisers do, in whatever order the book takes it up:
// counts, wall and log say the same as the signatures themselves.
func TestPostHistories(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := &history{
			T: t, call: aCall(), all: map[token.Person]charter.Signature{}, waiting: map[token.Person]bool{},
			wall: map[token.Person]ledger.Line{}, domains: map[ledger.Domain]int{}, now: start,
		}
		h.call.Reviewed = rapid.Bool().Draw(t, "reviewed")
		for range rapid.IntRange(1, 120).Draw(t, "steps") {
			h.now = h.now.Add(time.Second)
			if rapid.IntRange(0, 3).Draw(t, "book") == 0 {
				h.post()
			} else {
				h.act()
			}
		}
		for len(h.waiting) > 0 {
			h.post()
		}
		h.check()
	})
}

// act is one thing that one signatory, or an organiser with her signature, does.
func (h *history) act() {
	n := rapid.IntRange(0, crowd-1).Draw(h.T, "who")
	s, known := h.all[signatory(n)]
	switch did := rapid.IntRange(0, 7).Draw(h.T, "act"); {
	case !known || !s.State.Active() && did < 6:
		fresh := signed(n)
		if n%2 == 0 { // half of them come from one domain: more than count from it
			fresh.Address = must(outbox.ParseAddress(fmt.Sprintf("nour%d@catchall.example.org", n)))
		}
		fresh.Generation, fresh.Booked, fresh.Salt = s.Generation+1, s.Booked, publiclog.NewSalt()
		s = fresh
	case did == 0:
		s = charter.Signature{Charter: s.Charter, Version: s.Version, Signatory: s.Signatory, Generation: s.Generation, State: charter.Withdrawn, Ended: h.now, Booked: s.Booked}
	case did == 1 && s.State.Active():
		s = charter.Invalidate(s, h.now)
	case did == 2 && s.State.Active():
		s.Family, s.Salt = must(registration.ParseName(fmt.Sprint("Autre ", h.now.Unix()))), publiclog.NewSalt()
	case did == 3:
		s.Display = !s.Display
	case did == 4:
		s.Review = []charter.Review{charter.Unseen, charter.Shown, charter.KeptOff}[n%3]
	case did == 5 && s.State == charter.Aside:
		s.State, s.Let = charter.Confirmed, true
	case did == 6 && s.State.Active() && !s.Party.IsZero():
		s.Party.Country = "GR"
		s.Salt = publiclog.NewSalt()
	}
	h.all[s.Signatory], h.waiting[s.Signatory] = s, true
}

// post has the book take up some of what waits.
func (h *history) post() {
	var some []charter.Signature
	for p := range h.waiting {
		some = append(some, h.all[p])
	}
	p, err := h.book.Post(h.call, some, h.domains, h.now)
	if err != nil {
		h.Fatalf("post: %v", err)
	}
	if n := len(p.Signatures) + len(p.Leaves) + len(p.Wall) + len(p.Off) + len(p.Domains) + 1; n > 100 {
		h.Fatalf("a commit of %d items", n)
	}
	if len(some) > 0 && len(p.Signatures) == 0 {
		h.Fatalf("none of %d is taken up", len(some))
	}
	h.book, h.leaves = p.Book, append(h.leaves, p.Leaves...)
	for _, s := range p.Signatures {
		h.all[s.Signatory] = s
		delete(h.waiting, s.Signatory)
	}
	for _, l := range p.Wall {
		h.wall[l.Signatory] = l
	}
	for _, s := range p.Off {
		delete(h.wall, s.Signatory)
	}
	maps.Copy(h.domains, p.Domains)
}

// check reads the signatures again, in another way than the book does.
func (h *history) check() {
	counts, public, domains := ledger.Count{}, 0, map[ledger.Domain]int{}
	open := standing(h, h.leaves)
	for _, s := range h.all {
		if s.State == charter.Confirmed {
			h.Fatalf("one was not taken up: %+v", s)
		}
		if s.State != charter.Counted {
			continue
		}
		if !open[s.Commitment()] {
			h.Fatalf("the log does not hold %s", s.Name())
		}
		delete(open, s.Commitment())
		if s.Party.IsZero() {
			counts.Individuals++
		} else {
			counts.Organisations++
		}
		if name := ledger.DomainOf(s); name != "" {
			domains[ledger.Domain{Version: 1, Name: name}]++
		}
		line, named := h.wall[s.Signatory]
		if named != s.Public(h.call.Reviewed) || named && line.Name != s.Name() {
			h.Fatalf("the wall says %+v of %+v", line, s)
		}
		if named {
			public++
		}
	}
	got := h.book.Counts[1]
	if len(open) != 0 || public != len(h.wall) || got.Individuals != counts.Individuals || got.Organisations != counts.Organisations {
		h.Fatalf("%d too many in the log, %d of %d on the wall, counted %+v, want %+v", len(open), len(h.wall), public, got, counts)
	}
	sum := 0
	for _, n := range got.Countries {
		sum += n
	}
	if sum > got.Individuals+got.Organisations {
		h.Fatalf("countries of %d: %v", sum, got.Countries)
	}
	for d, n := range h.domains {
		if n != domains[d] {
			h.Fatalf("%d count from a domain, want %d", n, domains[d])
		}
	}
}

// What the edge of the log appends is what the library makes of all leaves.
func TestTheEdgeIsThatOfTheWholeLog(t *testing.T) {
	t.Parallel()
	book := ledger.Book{Charter: ref}
	var leaves []ledger.Leaf
	for n := range 70 {
		p, err := book.Post(aCall(), []charter.Signature{signed(n)}, nil, start)
		if err != nil {
			t.Fatal(err)
		}
		book, leaves = p.Book, append(leaves, p.Leaves...)
		if want := rebuilt(t, leaves); book.Root() != want {
			t.Fatalf("of %d leaves the root is %v, want %v", len(leaves), book.Root(), want)
		}
		if book.Version != n+1 || book.Leaves != int64(n+1) {
			t.Fatalf("version %d, %d leaves", book.Version, book.Leaves)
		}
	}
}

// From one domain that is nobody's free mail only so many count before an organiser
// looks; what she lets counts.
func TestManyFromOneDomainAreSetAside(t *testing.T) {
	t.Parallel()
	book, domains := ledger.Book{Charter: ref}, map[ledger.Domain]int{}
	post := func(s charter.Signature) charter.Signature {
		p, err := book.Post(aCall(), []charter.Signature{s}, domains, start)
		if err != nil {
			t.Fatal(err)
		}
		book = p.Book
		maps.Copy(domains, p.Domains)
		return p.Signatures[0]
	}
	from := func(n int, domain string) charter.Signature {
		s := signed(n)
		s.Address = must(outbox.ParseAddress(fmt.Sprintf("nour%d@%s", n, domain)))
		return s
	}
	for n := range ledger.MostOfDomain {
		if s := post(from(n, "a.catchall.org")); s.State != charter.Counted {
			t.Fatalf("the %dth is %s", n, s.State)
		}
	}
	aside := post(from(90, "B.CATCHALL.org"))
	if aside.State != charter.Aside || aside.Booked != (charter.Booked{}) {
		t.Errorf("one too many is %s, %+v", aside.State, aside.Booked)
	}
	if other := post(from(91, "another.org")); other.State != charter.Counted {
		t.Errorf("of another domain: %s", other.State)
	}
	for n := range ledger.MostOfDomain + 1 {
		if s := post(from(200+n, "gmail.com")); s.State != charter.Counted {
			t.Errorf("of a free provider: %s", s.State)
		}
	}
	aside.State, aside.Let = charter.Confirmed, true
	if let := post(aside); let.State != charter.Counted {
		t.Errorf("one that is let is %s", let.State)
	}
	if n := domains[ledger.Domain{Version: 1, Name: ledger.DomainOf(aside)}]; n != ledger.MostOfDomain+1 {
		t.Errorf("%d count from the domain", n)
	}
}
