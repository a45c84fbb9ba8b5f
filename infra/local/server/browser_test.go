package server_test

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// browser asks for pages of the site as a browser without scripts does, and
// follows no redirect by itself.
type browser struct {
	client *http.Client
	origin string
}

func newClient() *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 256},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// page is an answer, read to its end.
type page struct {
	status int
	header http.Header
	body   string
}

func read(t testing.TB, resp *http.Response) page {
	t.Helper()
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Errorf("read an answer: %v", err)
	}
	return page{resp.StatusCode, resp.Header, string(b)}
}

func (b browser) get(t testing.TB, path string) page {
	t.Helper()
	resp, err := b.client.Get(b.origin + path)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

func (b browser) post(t testing.TB, path string, form url.Values) page {
	t.Helper()
	resp, err := b.client.PostForm(b.origin+path, form)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

// wantDropped posts a form and wants the connection cut before any answer.
func (b browser) wantDropped(t testing.TB, path string, form url.Values) {
	t.Helper()
	resp, err := b.client.PostForm(b.origin+path, form)
	if err == nil {
		t.Errorf("POST %s: the killed request answered %d", path, read(t, resp).status)
	}
}

// most is how often somebody presses a button before she gives up.
const most = 12

// press posts a form and presses the retry page's button for as long as there
// is one: each time, everything that was sent must be in it.
func (b browser) press(t testing.TB, path string, form url.Values) (answer page, presses int) {
	t.Helper()
	for presses = 1; presses <= most; presses++ {
		answer = b.post(t, path, form)
		if answer.status != http.StatusServiceUnavailable {
			return answer, presses
		}
		path, form = answer.wantKept(t, path, form)
		time.Sleep(time.Duration(presses) * 100 * time.Millisecond) // nobody presses at once
	}
	t.Fatalf("POST %s: still %d after %d tries", path, answer.status, most)
	return answer, presses
}

// wantKept wants the page that says "later" and keeps the form that was sent.
func (p page) wantKept(t testing.TB, path string, sent url.Values) (action string, kept url.Values) {
	t.Helper()
	p.wantLater(t)
	action, kept = p.form(t)
	if action != path || !maps.EqualFunc(sent, kept, slices.Equal[[]string]) {
		t.Errorf("sent to %s: %v\nkept for %s: %v", path, sent, action, kept)
	}
	return action, kept
}

// wantLater wants a 503 page that tells nothing of its cause.
func (p page) wantLater(t testing.TB) {
	t.Helper()
	if p.status != http.StatusServiceUnavailable || p.header.Get("Retry-After") == "" || p.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d, headers %v, want 503 to be tried again", p.status, p.header)
	}
	for _, cause := range []string{"dynamo", "127.0.0.1", "connection", "goroutine", "Exception"} {
		if strings.Contains(p.body, cause) {
			t.Errorf("the page shows its cause: it holds %q", cause)
		}
	}
}

func (p page) node(t testing.TB) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// form reads the form that posts, as it would be sent now.
func (p page) form(t testing.TB) (action string, fields url.Values) {
	t.Helper()
	for n := range p.node(t).Descendants() {
		if n.Data == "form" && strings.EqualFold(attribute(n, "method"), "post") && strings.Contains(attribute(n, "class"), "form") {
			return attribute(n, "action"), inputs(n)
		}
	}
	t.Fatalf("there is no form in this page (%d): %s", p.status, p.text(t))
	return "", nil
}

func inputs(form *html.Node) url.Values {
	fields := url.Values{}
	for n := range form.Descendants() {
		if n.Data == "textarea" || n.Data == "select" {
			fields.Set(attribute(n, "name"), chosen(n))
		}
		if n.Type != html.ElementNode || n.Data != "input" {
			continue
		}
		kind := attribute(n, "type")
		if (kind == "radio" || kind == "checkbox") && !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "checked" }) {
			continue
		}
		fields.Add(attribute(n, "name"), attribute(n, "value"))
	}
	return fields
}

// chosen is what stands in a field of several lines, or the option of a list: the
// first if none is chosen.
func chosen(n *html.Node) string {
	if n.Data == "textarea" && n.FirstChild != nil {
		return n.FirstChild.Data
	}
	var options []string
	for o := range n.Descendants() {
		if o.Data != "option" {
			continue
		}
		if slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
			return attribute(o, "value")
		}
		options = append(options, attribute(o, "value"))
	}
	return append(options, "")[0]
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// text is what the main part of a page says.
func (p page) text(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	for n := range p.node(t).Descendants() {
		if n.Data != "main" {
			continue
		}
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				b.WriteString(d.Data + " ")
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
