package pages_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"tribune/shared/locale"
)

// A page in the pseudo-language shows what escaped the catalogues: what can be
// read and is neither marked nor somebody's own words.
func TestNothingEscapesTheCatalogues(t *testing.T) {
	p := locale.Pseudo()
	for name, c := range everyPage(t, p) {
		t.Run(name, func(t *testing.T) {
			doc := parse(t, render(t, c))
			e := escape{page: p.Lang.Tag()}
			e.read(elements(doc, "body")[0], false)
			e.head(doc)
			for _, s := range e.found {
				t.Errorf("%q is in no catalogue", s)
			}
			if e.depth != 0 || e.marks == 0 {
				t.Errorf("%d sentences are marked, %d of them without end", e.marks, e.depth)
			}
		})
	}
}

func TestEscapesAreFound(t *testing.T) {
	for page, want := range map[string]int{
		"<p>⟦Øù⟧ 12 / 60 ·</p>":                            0,
		"<p>⟦a <bdi>Name</bdi> b⟧</p>":                     0,
		"<p><bdi>Name</bdi> ⟦a ⟦b⟧ c⟧</p>":                 0,
		"<p>⟦a⟧ where</p>":                                 1,
		"<p>Where</p><p>⟦b⟧</p><p>When</p>":                2,
		`<nav aria-label="Pages"><p aria-label="⟦P⟧"></p>`: 1,
		`<p lang="qps">Where</p><p lang="fr">Où</p>`:       1,
	} {
		e := escape{page: "qps"}
		e.read(parse(t, page), false)
		if len(e.found) != want {
			t.Errorf("%s: found %q", page, e.found)
		}
	}
}

// escape looks for words that no catalogue holds. A sentence may run through
// several elements, so its marks are counted through the whole page.
type escape struct {
	page         string // its language
	depth, marks int
	found        []string
}

// own reports whether an element holds what people wrote, what machines read or what a calendar says.
func (e *escape) own(n *html.Node) bool {
	lang, foreign := attr(n, "lang")
	return slices.Contains([]string{"bdi", "time", "script", "svg", "pre", "code", "textarea"}, n.Data) || foreign && lang != e.page ||
		slices.Contains([]string{"tile", "wordmark"}, value(n, "class")) || strings.HasPrefix(value(n, "href"), "mailto:")
}

func (e *escape) read(n *html.Node, own bool) {
	switch n.Type {
	case html.TextNode:
		e.text(strings.ReplaceAll(n.Data, "(MA)", ""), own) // a country, as CLDR names it
	case html.ElementNode:
		own = own || e.own(n)
		for _, key := range []string{"aria-label", "alt", "title", "placeholder", "data-label"} {
			if s, ok := attr(n, key); ok && !strings.HasPrefix(s, locale.PseudoBegins) {
				e.found = append(e.found, s)
			}
		}
	}
	for c := range n.ChildNodes() {
		e.read(c, own)
	}
}

// head reads what a page says of itself to those who list it or pass it on,
// but for names: the site's, the event's, the charter's, and the guide's, which is for engineers.
func (e *escape) head(doc *html.Node) {
	event, said := studyDay(), metas(doc)
	names := strings.NewReplacer("Tribune", "", "Style", "", "Charte", "", event.Title[locale.French], "", event.Summary[locale.French], "")
	for _, s := range []string{words(elements(doc, "title")[0]), said["description"], said["og:title"], said["og:description"]} {
		e.text(names.Replace(s), false)
	}
}

func (e *escape) text(s string, own bool) {
	var word strings.Builder
	for _, r := range s {
		switch string(r) {
		case locale.PseudoBegins:
			e.depth++
			e.marks++
		case locale.PseudoEnds:
			e.depth--
		default:
			if e.depth == 0 && !own && unicode.IsLetter(r) {
				word.WriteRune(r)
			}
		}
	}
	if word.Len() > 0 {
		e.found = append(e.found, word.String())
	}
}
