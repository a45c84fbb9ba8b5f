package mailtest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// parts wants both parts to say the same words in the same order, where each
// link is followed by its address.
func (l letter) parts(root *html.Node) []string {
	shown, plain := tokens(words(first(root, "body"))), tokens(l.Content.Simple.Body.Text.Data)
	if len(shown) == 0 || len(plain) == 0 {
		return []string{"a part is empty"}
	}
	if slices.Equal(shown, plain) {
		return nil
	}
	n := 0
	for n < min(len(shown), len(plain)) && shown[n] == plain[n] {
		n++
	}
	return []string{fmt.Sprintf("where the HTML says %q, the text says %q", phrase(shown[n:]), phrase(plain[n:]))}
}

// phrase is the beginning of what is said.
func phrase(tokens []string) string { return strings.Join(tokens[:min(len(tokens), 8)], " ") }

var withoutLayout = strings.NewReplacer("\u2068", "", "\u2069", "", "<", "", ">", "")

// tokens are the words, without what stands for the layout in a plain text: the
// colon behind a label, the line above the small print, brackets round addresses.
func tokens(s string) (all []string) {
	for _, w := range strings.Fields(withoutLayout.Replace(s)) {
		if w = strings.TrimSuffix(w, ":"); w != "" && w != "--" {
			all = append(all, w)
		}
	}
	return all
}

// apart are elements whose words do not run on into the next.
var apart = []string{"table", "tr", "td", "p", "h2", "ul", "li", "br", "div"}

// words is what is read in an element. What a program shows beside the subject
// alone is not.
func words(n *html.Node) string {
	if n == nil || styles(n)["display"] == "none" {
		return ""
	}
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for child := range n.ChildNodes() {
		b.WriteString(words(child))
	}
	if address := strings.TrimPrefix(attribute(n, "href"), "mailto:"); address != "" && address != b.String() {
		b.WriteString(" " + address)
	}
	if slices.Contains(apart, n.Data) {
		b.WriteString(" ")
	}
	return b.String()
}

// first is the first element of a name; nil if there is none.
func first(root *html.Node, name string) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			return n
		}
	}
	return nil
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
