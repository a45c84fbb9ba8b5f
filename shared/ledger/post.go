package ledger

import (
	"errors"
	"maps"
	"slices"
	"time"

	"tribune/shared/charter"
	"tribune/shared/publiclog"
)

// errEdge is that a book's edge is not that of its log.
var errEdge = errors.New("ledger: a hash is missing at the edge of the log")

// Post takes signatures up that wait for the book, as many as one commit bears: what
// the log, the counts and the wall are to say of each, against what they say.
func (b Book) Post(c charter.Call, waiting []charter.Signature, domains map[Domain]int, now time.Time) (Posting, error) {
	p := Posting{Book: b, Domains: map[Domain]int{}}
	p.Book.Version++
	p.Book.Counts = maps.Clone(b.Counts)
	domains = maps.Clone(domains)
	for _, s := range waiting {
		if p.writes()+mostEach > mostWrites {
			break
		}
		if err := p.take(c, s, domains, now); err != nil {
			return p, err
		}
	}
	return p, nil
}

// mostEach is how many items one signature writes at most: itself, two leaves, a
// line of the wall, a domain.
const mostEach = 5

func (p *Posting) writes() int {
	return len(p.Signatures) + len(p.Leaves) + len(p.Wall) + len(p.Off) + len(p.Domains)
}

func (p *Posting) take(c charter.Call, s charter.Signature, domains map[Domain]int, now time.Time) error {
	d := Domain{s.Version, DomainOf(s)}
	if s.State == charter.Confirmed {
		s.State = charter.Counted
		if d.Name != "" && !s.Let && s.Booked.Domain == "" && domains[d] >= MostOfDomain {
			s.State = charter.Aside
		}
	}
	counts := s.State == charter.Counted
	if s.Booked.Leaf > 0 && (!counts || !s.Forgotten() && s.Commitment() != s.Booked.Commitment) {
		if err := p.end(&s, domains, now); err != nil {
			return err
		}
	}
	if counts && s.Booked.Leaf == 0 {
		if err := p.begin(&s, d, domains); err != nil {
			return err
		}
	}
	switch public := s.Public(c.Reviewed); {
	case public:
		s.Booked.Wall = true
		p.Wall = append(p.Wall, line(s))
	case s.Booked.Wall:
		s.Booked.Wall = false
		p.Off = append(p.Off, s)
	}
	p.Signatures = append(p.Signatures, s)
	return nil
}

// begin has a signature count.
func (p *Posting) begin(s *charter.Signature, d Domain, domains map[Domain]int) error {
	commitment := s.Commitment()
	leaf, err := p.Book.append(publiclog.Leaf{Text: s.Text, Kind: publiclog.Signed, At: s.At, Commitment: commitment})
	if err != nil {
		return err
	}
	p.Leaves = append(p.Leaves, leaf)
	p.Book.count(s.Version, s.Standing(), 1)
	s.Booked = charter.Booked{
		Leaf: leaf.Number + 1, Commitment: commitment, Text: s.Text, As: s.Standing(), Domain: d.Name, Wall: s.Booked.Wall,
	}
	if d.Name != "" {
		domains[d]++
		p.Domains[d] = domains[d]
	}
	return nil
}

// end has a signature count no longer, as it was booked.
func (p *Posting) end(s *charter.Signature, domains map[Domain]int, now time.Time) error {
	kind, at := publiclog.Withdrawn, s.Ended
	if s.State == charter.Invalidated {
		kind = publiclog.Invalidated
	}
	if at.IsZero() { // it goes on, as somebody else's
		at = now
	}
	was := s.Booked
	leaf, err := p.Book.append(publiclog.Leaf{Text: was.Text, Kind: kind, At: at, Commitment: was.Commitment})
	if err != nil {
		return err
	}
	p.Leaves = append(p.Leaves, leaf)
	p.Book.count(s.Version, was.As, -1)
	if d := (Domain{s.Version, was.Domain}); was.Domain != "" {
		domains[d]--
		p.Domains[d] = domains[d]
	}
	s.Booked = charter.Booked{Wall: was.Wall}
	if s.Forgotten() {
		s.Ended = s.Ended.Truncate(24 * time.Hour) // the leaf's second would tell whose it is
	}
	return nil
}

// domainsOf are those that matter to taking signatures up.
func domainsOf(all []charter.Signature) []Domain {
	seen := map[Domain]bool{}
	for _, s := range all {
		for _, name := range []string{DomainOf(s), s.Booked.Domain} {
			if name != "" {
				seen[Domain{s.Version, name}] = true
			}
		}
	}
	return slices.Collect(maps.Keys(seen))
}
