package pages_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tribune/shared/locale"
)

// attr is an attribute's value, and whether it is there.
func attr(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// value is an attribute's value; "" if it is not there.
func value(n *html.Node, key string) string {
	v, _ := attr(n, key)
	return v
}

// elements gives all elements of a document in their order, of one name unless name is "".
func elements(doc *html.Node, name string) []*html.Node {
	var found []*html.Node
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) {
			found = append(found, n)
		}
	}
	return found
}

// words is all the text below a node.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func parse(t *testing.T, page string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// onEveryPage holds a promise on every page in every language.
func onEveryPage(t *testing.T, promise func(t *testing.T, l locale.Lang, name, page string, doc *html.Node)) {
	t.Helper()
	for _, l := range locale.Languages {
		for name, c := range everyPage(t, locale.For(l)) {
			t.Run(string(l)+" "+name, func(t *testing.T) {
				page := render(t, c)
				promise(t, l, name, page, parse(t, page))
			})
		}
	}
}

func elementsWith(doc *html.Node, attribute string) []*html.Node {
	return slices.DeleteFunc(elements(doc, ""), func(n *html.Node) bool { _, ok := attr(n, attribute); return !ok })
}

func compressed(t *testing.T, parts ...string) int {
	t.Helper()
	total := 0
	for _, part := range parts {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := io.WriteString(w, part); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		total += b.Len()
	}
	return total
}
