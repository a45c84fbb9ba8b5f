package charter_test

import (
	"crypto/sha256"
	"slices"
	"testing"

	"tribune/shared/charter"
	"tribune/shared/locale"
)

func text() charter.Charter {
	return charter.Charter{
		Organisation: "ahsud", ID: "charte", Version: 1,
		Title:    locale.Text{locale.French: "Charte\nde Tanger", locale.Arabic: "ميثاق طنجة", locale.English: "Charter"},
		Preamble: locale.Text{locale.French: "Nous,\r\nassociations\n", locale.Arabic: "نحن"},
		Articles: []charter.Article{
			{Title: locale.Text{locale.French: "Coopérer", locale.Arabic: "التعاون"}, Text: locale.Text{locale.French: "Deux fois **l’an**.", locale.Arabic: "مرتين"}},
			{Text: locale.Text{locale.French: "Aider.", locale.Arabic: "المساعدة"}},
		},
	}
}

// These bytes were signed: whoever changes how a text is written breaks every
// signature there is.
func TestTheBytesThatAreSigned(t *testing.T) {
	const want = "# Charte de Tanger\n\nNous,\nassociations\n\n## 1. Coopérer\n\nDeux fois **l’an**.\n\n## 2.\n\nAider.\n"
	c := text()
	if got, ok := c.Text(locale.French); !ok || string(got) != want {
		t.Errorf("%q", got)
	}
	if got := c.Hash(locale.French); got != sha256.Sum256([]byte(want)) || got.String() != "0fb1412d2301abbe42784e22f4da66180cb5d94d1ca6f76c161c98f3c22863de" {
		t.Errorf("%s", got)
	}
}

func TestAVersionIsSignedInLanguagesInWhichAllOfItIsWritten(t *testing.T) {
	c := text()
	if got := c.Languages(); !slices.Equal(got, []locale.Lang{locale.French, locale.Arabic}) {
		t.Errorf("%q", got)
	}
	if _, ok := c.Text(locale.English); ok || c.Hash(locale.English) != (charter.Hash{}) {
		t.Error("a title alone is signed")
	}
	if c.Articles = nil; len(c.Languages()) > 0 {
		t.Error("nothing is signed")
	}
}

// Each thing that somebody reads changes the hash; what nobody sees does not.
func TestAHashHoldsWhatIsRead(t *testing.T) {
	for name, change := range map[string]func(c *charter.Charter){
		"title":         func(c *charter.Charter) { c.Title[locale.French] += "." },
		"preamble":      func(c *charter.Charter) { c.Preamble[locale.French] += "." },
		"article":       func(c *charter.Charter) { c.Articles[1].Text[locale.Arabic] += "." },
		"article title": func(c *charter.Charter) { c.Articles[0].Title[locale.French] = "Coopérez" },
		"order":         func(c *charter.Charter) { slices.Reverse(c.Articles) },
	} {
		c := text()
		if change(&c); charter.Same(c, text()) {
			t.Errorf("another %s is the same", name)
		}
	}
	c := text()
	c.Preamble[locale.French], c.Slug, c.Version = "  Nous,\nassociations", "ailleurs", 2
	if !charter.Same(c, text()) {
		t.Error("the same text is another")
	}
}
