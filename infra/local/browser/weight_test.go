package browser_test

import (
	"compress/gzip"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// isConsole reports whether only organisers see a page.
func (p page) isConsole() bool { return strings.HasPrefix(p.name[3:], "console-") }

// mostBytes is what a page and its styles may weigh, each compressed.
func (p page) mostBytes() int {
	if p.isConsole() {
		return 40_000
	}
	return 16_000
}

// mostRequests is how much a page may ask for: itself and its styles. The icon
// is not counted: a browser asks for it once for the whole site, after the page.
func (p page) mostRequests() int {
	if p.isConsole() {
		return 3 // styles of its own
	}
	return 2
}

// weigh is what a page and its styles take on the wire, in bytes, without headers.
func (h *house) weigh(t *testing.T, p page) int {
	t.Helper()
	sum := compressed(t, p.body)
	root, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data != "link" || attribute(n, "rel") != "stylesheet" {
			continue
		}
		css := h.visit("").get(t, attribute(n, "href"))
		if css.status != http.StatusOK {
			t.Fatalf("%s: %d", attribute(n, "href"), css.status)
		}
		sum += compressed(t, css.body)
	}
	return sum
}

// compressed is the length of a body as the edge sends it.
func compressed(t *testing.T, body string) int {
	t.Helper()
	var b strings.Builder
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
