package mailtest

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// What mail programs show alike. Nothing of it loads, runs or is filled in.
var (
	elements   = []string{"html", "head", "meta", "title", "body", "div", "table", "tbody", "tr", "td", "p", "br", "a", "span", "bdi", "h2", "strong", "em", "ul", "li"}
	attributes = []string{"lang", "dir", "style", "href", "role", "align", "width", "cellpadding", "cellspacing", "border", "charset", "name", "content"}
)

func markup(root *html.Node) (complaints []string) {
	complain := func(format string, a ...any) { complaints = append(complaints, fmt.Sprintf(format, a...)) }
	page := first(root, "html")
	lang, dir := attribute(page, "lang"), attribute(page, "dir")
	if lang == "" || dir != "ltr" && dir != "rtl" {
		complain("it is in %q, running %q", lang, dir)
	}
	scheme := false
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(elements, n.Data) {
			complain("it holds <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(attributes, a.Key) {
				complain("<%s> has %s", n.Data, a.Key)
			}
		}
		if strings.ContainsAny(attribute(n, "style"), "(@\\") {
			complain("<%s> calls something in its style: %s", n.Data, attribute(n, "style"))
		}
		// Mail programs that show it in a page of theirs drop html and body.
		if n.Data == "table" && (attribute(n, "lang") != lang || attribute(n, "dir") != dir) {
			complain("a table is in %q, running %q", attribute(n, "lang"), attribute(n, "dir"))
		}
		if n.Data == "table" && attribute(n, "role") != "presentation" {
			complain("a table is read out as one of data")
		}
		scheme = scheme || attribute(n, "name") == "color-scheme" && attribute(n, "content") == "light dark"
	}
	if !scheme {
		complain("it does not say in which colour schemes it holds")
	}
	return complaints
}

// links must lead to the site, with whatever is secret in the path, where no
// log of queries and no Referer repeats it; or exactly elsewhere.
func links(root *html.Node, origin string, elsewhere []string) (complaints []string) {
	for n := range root.Descendants() {
		if n.Data != "a" {
			continue
		}
		address := attribute(n, "href")
		u, err := url.Parse(address)
		own := err == nil && u.Scheme+"://"+u.Host == origin && u.User == nil
		switch {
		case slices.Contains(elsewhere, address):
		case !own:
			complaints = append(complaints, fmt.Sprintf("a link leads astray: %q", address))
		case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
			complaints = append(complaints, fmt.Sprintf("a link has more than a path: %q", address))
		}
	}
	return complaints
}
