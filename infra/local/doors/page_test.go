package doors_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// document is a page, or a mail's HTML, as it can be looked at.
type document struct{ root *html.Node }

func parse(body string) (document, error) {
	root, err := html.Parse(strings.NewReader(body))
	return document{root}, err
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func value(n *html.Node, name string) string {
	v, _ := attr(n, name)
	return v
}

// inline elements do not part the words around them.
var inline = []string{"a", "abbr", "b", "bdi", "em", "span", "strong", "time"}

// words is what can be read below a node, each run of white space as one space.
func words(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Data == "head", n.Data == "style", n.Data == "script":
			return
		case n.Type == html.ElementNode && !slices.Contains(inline, n.Data):
			b.WriteByte(' ')
			defer b.WriteByte(' ')
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(n)
	return plain(b.String())
}

var isolates = strings.NewReplacer("\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "")

// plain is text as it is compared: without marks of direction, white space of
// any width and number as one space.
func plain(s string) string { return strings.Join(strings.Fields(isolates.Replace(s)), " ") }

func (d document) title() string {
	for _, n := range d.find("title") {
		if n.FirstChild != nil {
			return plain(n.FirstChild.Data)
		}
	}
	return ""
}

var (
	compound = regexp.MustCompile(`^([a-z0-9]*)((?:[.#][\w-]+|\[[\w-]+(?:=[^\]]*)?\])*)$`)
	simple   = regexp.MustCompile(`[.#][\w-]+|\[[\w-]+(?:=[^\]]*)?\]`)
)

// find gives the elements that a selector names, in their order: compounds of
// tag, .class, #id and [attribute=value], parted by spaces for "somewhere below".
// A selector that cannot be read finds nothing.
func (d document) find(selector string) []*html.Node {
	steps := strings.Fields(selector)
	var found []*html.Node
	for n := range d.root.Descendants() {
		if len(steps) == 0 || !matches(n, steps[len(steps)-1]) {
			continue
		}
		above := steps[:len(steps)-1]
		for p := n.Parent; p != nil && len(above) > 0; p = p.Parent {
			if matches(p, above[len(above)-1]) {
				above = above[:len(above)-1]
			}
		}
		if len(above) == 0 {
			found = append(found, n)
		}
	}
	return found
}

func matches(n *html.Node, step string) bool {
	parts := compound.FindStringSubmatch(step)
	if n.Type != html.ElementNode || parts == nil || parts[1] != "" && parts[1] != n.Data {
		return false
	}
	for _, s := range simple.FindAllString(parts[2], -1) {
		switch s[0] {
		case '.':
			if !slices.Contains(strings.Fields(value(n, "class")), s[1:]) {
				return false
			}
		case '#':
			if value(n, "id") != s[1:] {
				return false
			}
		default:
			name, want, valued := strings.Cut(s[1:len(s)-1], "=")
			if got, ok := attr(n, name); !ok || valued && got != want {
				return false
			}
		}
	}
	return true
}

// byID is the element that a link to #id leads to.
func (d document) byID(id string) *html.Node {
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && value(n, "id") == id {
			return n
		}
	}
	return nil
}

// check says what no page may be: one that loads or sends anything elsewhere,
// one that runs a script, one without language, title or a single heading.
func (d document) check() error {
	for n := range d.root.Descendants() {
		target := value(n, "src") + value(n, "action")
		if rel := value(n, "rel"); n.Data == "link" && rel != "canonical" && rel != "alternate" { // those are told, not loaded
			target += value(n, "href")
		}
		if n.Type == html.ElementNode && n.Data == "script" && value(n, "type") != "application/ld+json" { // that is data
			return fmt.Errorf("the page runs a script")
		}
		if target != "" && (!strings.HasPrefix(target, "/") || strings.HasPrefix(target, "//")) {
			return fmt.Errorf("the page's <%s> leads elsewhere: %s", n.Data, target)
		}
	}
	for selector, want := range map[string]int{"iframe": 0, "h1": 1, "html[lang][dir]": 1, "main": 1} {
		if n := len(d.find(selector)); n != want {
			return fmt.Errorf("the page has %d %s, not %d", n, selector, want)
		}
	}
	if d.title() == "" {
		return fmt.Errorf("the page has no title")
	}
	return nil
}
