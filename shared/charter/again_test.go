package charter

import (
	"testing"
	"time"

	"tribune/shared/locale"
	"tribune/shared/publiclog"
)

func numbered(texts ...string) (c Charter) {
	c.Title = locale.Text{locale.French: "Charte"}
	for _, s := range texts {
		c.Articles = append(c.Articles, Article{Text: locale.Text{locale.French: s}})
	}
	return c
}

// Who signs a later text says again what she said, and takes upon herself what she
// took of the articles that were not rewritten, wherever they stand by now.
func TestAgain(t *testing.T) {
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	earlier, later := numbered("un", "deux", "trois"), numbered("zéro", "un", "trois", "quatre")
	earlier.Version, later.Version = 1, 2
	was := Signature{
		Version: 1, Revision: 7, Generation: 3, State: Counted, At: now, Read: locale.French, Text: earlier.Hash(locale.French),
		Party: Party{Name: "Association", Kind: "association"}, Function: "Présidente", News: true, Salt: publiclog.NewSalt(),
		Review: KeptOff, Consent: now.Add(-time.Hour), Booked: Booked{Leaf: 4, Wall: true},
		Commitments: []Commitment{{Article: 1, Owner: "a"}, {Article: 2, Owner: "b"}, {Article: 3, Owner: "c"}},
	}
	next := was.Again(earlier, later, locale.French)
	if len(next.Commitments) != 2 || next.Commitments[0] != (Commitment{Article: 2, Owner: "a"}) || next.Commitments[1] != (Commitment{Article: 3, Owner: "c"}) {
		t.Errorf("she takes upon herself %+v", next.Commitments)
	}
	if next.Version != 2 || next.Text != later.Hash(locale.French) || next.Party != was.Party || next.Function != was.Function || !next.News || next.Review != KeptOff || next.Consent != was.Consent {
		t.Errorf("she signs %+v", next)
	}
	if next.State != "" || next.Salt != (publiclog.Salt{}) || next.Booked != (Booked{}) || next.Revision != 0 || !next.At.IsZero() {
		t.Errorf("it counts before its code is typed: %+v", next)
	}
	if got := was.Again(earlier, later, locale.Arabic); got.Commitments != nil {
		t.Errorf("in a language in which neither is written: %+v", got.Commitments)
	}
	if len(was.Commitments) != 3 || was.Commitments[0].Article != 1 {
		t.Errorf("what she had signed is changed: %+v", was.Commitments)
	}
}
