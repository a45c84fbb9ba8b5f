package token_test

import (
	"encoding/base64"
	"errors"
	"math"
	"strings"
	"testing"

	"tribune/shared/token"
)

const (
	tangier = "ahsud/journee-tanger"
	paris   = "drogues-et-societe/restitution-paris"
)

func person(t testing.TB, r token.Ring, version int, parts ...string) token.Person {
	t.Helper()
	p, err := r.Person(version, parts[0], parts[1], parts[2])
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPerson(t *testing.T) {
	first, both, second := rotation(t)
	p := person(t, first, 1, tangier, "a@exemple.org", "nom prenom")
	if p != person(t, both, 1, tangier, "a@exemple.org", "nom prenom") {
		t.Error("a new secret made a stranger of her")
	}
	for name, other := range map[string]token.Person{
		"another event":       person(t, first, 1, paris, "a@exemple.org", "nom prenom"),
		"another address":     person(t, first, 1, tangier, "b@exemple.org", "nom prenom"),
		"another name":        person(t, first, 1, tangier, "a@exemple.org", "nom autre"),
		"another version":     person(t, both, 2, tangier, "a@exemple.org", "nom prenom"),
		"parts cut elsewhere": person(t, first, 1, tangier, "a@exemple.orgnom", " prenom"),
	} {
		if other == p {
			t.Errorf("%s gives the same person", name)
		}
	}
	for name, who := range map[string]token.Person{
		"herself":                   p,
		"another name, her address": person(t, first, 1, tangier, "a@exemple.org", "nom autre"),
	} {
		m, err := first.Mailbox(1, tangier, "a@exemple.org")
		if err != nil || !strings.HasPrefix(who.String(), m.String()) || len(m.String()) != 12 {
			t.Errorf("%s: %s does not begin with her mailbox %s (%v)", name, who, m, err)
		}
	}
	for _, elsewhere := range [][2]string{{paris, "a@exemple.org"}, {tangier, "b@exemple.org"}} {
		if m, err := first.Mailbox(1, elsewhere[0], elsewhere[1]); err != nil || strings.HasPrefix(p.String(), m.String()) {
			t.Errorf("%s begins with the mailbox of %v (%v)", p, elsewhere, err)
		}
	}
	if m, err := second.Mailbox(1, tangier, "a@exemple.org"); err == nil {
		t.Errorf("with its secret gone a mailbox is still %s", m)
	}
	if p, err := second.Person(1, tangier, "a@exemple.org", "nom"); err == nil {
		t.Errorf("with its secret gone a person is still %s", p)
	}
}

func TestParsePerson(t *testing.T) {
	r := ring(t, material1)
	p := person(t, r, 1, tangier, "a@exemple.org", "nom")
	if got, err := token.ParsePerson(p.String()); err != nil || got != p || len(p.String()) != 32 {
		t.Errorf("%s is read as %s (%v)", p, got, err)
	}
	s := p.String()
	for _, s := range []string{"", s[:31], s + "A", s[:31] + "=", "+" + s[1:], s + "\x00"} {
		if got, err := token.ParsePerson(s); err == nil {
			t.Errorf("%q is read as %s", s, got)
		}
	}
}

func TestLink(t *testing.T) {
	first, both, second := rotation(t)
	p := person(t, first, 1, tangier, "a@exemple.org", "nom")
	for _, generation := range []int{0, 1, 2, math.MaxInt32} {
		for _, r := range []token.Ring{first, both} {
			got, g, err := r.OpenLink(tangier, first.Link(tangier, p, generation))
			if err != nil || got != p || g != generation {
				t.Errorf("generation %d opens as %d of %s (%v)", generation, g, got, err)
			}
		}
	}
	if _, _, err := first.OpenLink(tangier, both.Link(tangier, p, 1)); !errors.Is(err, token.ErrLink) {
		t.Errorf("a link of the new secret opens with the old one alone: %v", err)
	}
	if _, _, err := second.OpenLink(tangier, first.Link(tangier, p, 1)); !errors.Is(err, token.ErrLink) {
		t.Errorf("a link outlives its secret: %v", err)
	}
	if first.Link(tangier, p, 1) == first.Link(tangier, p, 2) {
		t.Error("two generations have one link")
	}
	if _, _, err := first.OpenLink(paris, first.Link(tangier, p, 1)); !errors.Is(err, token.ErrLink) {
		t.Errorf("a link opens at another event: %v", err)
	}
}

// No bit of a link can be changed.
func TestTamperedLink(t *testing.T) {
	r := ring(t, material1)
	link := r.Link(tangier, person(t, r, 1, tangier, "a@exemple.org", "nom"), 1)
	b, err := base64.RawURLEncoding.DecodeString(link)
	if err != nil || len(b) != 44 {
		t.Fatalf("a link of %d bytes, %v", len(b), err)
	}
	for i := range len(b) * 8 {
		b[i/8] ^= 1 << (i % 8)
		if p, g, err := r.OpenLink(tangier, base64.RawURLEncoding.EncodeToString(b)); !errors.Is(err, token.ErrLink) || p != (token.Person{}) || g != 0 {
			t.Errorf("with bit %d turned it opens %s of generation %d", i, p, g)
		}
		b[i/8] ^= 1 << (i % 8)
	}
	for _, s := range []string{"", "A", link[:58], link + "A", link + "=", strings.ToUpper(link), " " + link, link + link} {
		if _, _, err := r.OpenLink(tangier, s); !errors.Is(err, token.ErrLink) {
			t.Errorf("%q opens: %v", s, err)
		}
	}
}

// A pass is seen by whoever stands at the door, and must open nothing of hers.
func TestAPassIsNoLink(t *testing.T) {
	r := ring(t, material1)
	p := person(t, r, 1, tangier, "a@exemple.org", "nom")
	pass := r.Pass(tangier, p, 3)
	if got, generation, err := r.OpenPass(tangier, pass); err != nil || got != p || generation != 3 {
		t.Errorf("it is %s of %d: %v", got, generation, err)
	}
	if _, _, err := r.OpenLink(tangier, pass); !errors.Is(err, token.ErrLink) {
		t.Errorf("a pass opens as a link: %v", err)
	}
	if _, _, err := r.OpenPass(tangier, r.Link(tangier, p, 3)); !errors.Is(err, token.ErrLink) {
		t.Errorf("a link opens as a pass: %v", err)
	}
	if _, _, err := r.OpenPass("ahsud/elsewhere", pass); !errors.Is(err, token.ErrLink) {
		t.Errorf("it opens at another event: %v", err)
	}
}

func FuzzOpenLink(f *testing.F) {
	r := ring(f, material1)
	p := person(f, r, 1, tangier, "a@exemple.org", "nom")
	link := r.Link(tangier, p, 1)
	f.Add(link)
	f.Add(link[:40])
	f.Add(strings.Repeat("A", len(link)))
	f.Fuzz(func(t *testing.T, s string) {
		got, generation, err := r.OpenLink(tangier, s)
		// Line ends are skipped when a link is decoded; they open nothing new.
		ours := strings.NewReplacer("\r", "", "\n", "").Replace(s) == link
		if (err == nil) != ours || ours && (got != p || generation != 1) {
			t.Fatalf("%q: %s, %d, %v", s, got, generation, err)
		}
	})
}
