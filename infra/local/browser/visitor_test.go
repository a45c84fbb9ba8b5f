package browser_test

import (
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// page is an answer, under the name by which complaints about it are read.
type page struct {
	name   string // "fr-event"
	asked  string // "GET /fr/events/paris"
	status int
	header http.Header
	body   string
}

// lang is the language that the page was asked in.
func (p page) lang() string { return p.name[:2] }

func (p page) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), p.header)
	w.Header().Del("Content-Length")
	w.Header().Del("Set-Cookie")
	w.WriteHeader(p.status)
	_, _ = io.WriteString(w, p.body)
}

// visitor asks for pages over HTTP, with cookies, following no redirect by itself.
type visitor struct {
	house  *house
	client *http.Client
}

// visit begins a visit from a loopback address: "" or another than the usual one.
func (h *house) visit(from string) *visitor {
	jar, _ := cookiejar.New(nil) // fails on options alone
	dialer := &net.Dialer{}
	if from != "" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	return &visitor{h, &http.Client{
		Jar: jar, Transport: &http.Transport{DialContext: dialer.DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (v *visitor) get(t *testing.T, path string) page {
	t.Helper()
	return v.ask(t, http.MethodGet, path, "", nil)
}

func (v *visitor) post(t *testing.T, path string, form url.Values) page {
	t.Helper()
	return v.ask(t, http.MethodPost, path, form.Encode(), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
}

func (v *visitor) ask(t *testing.T, method, path, body string, header http.Header) page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, v.house.origin+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(r.Header, header)
	resp, err := v.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page{asked: method + " " + path, status: resp.StatusCode, header: resp.Header, body: string(b)}
}

// submit fills in the page's form that posts to an address ending so, and sends it.
func (v *visitor) submit(t *testing.T, p page, suffix string, answers ...string) page {
	t.Helper()
	action, fields := p.form(t, suffix)
	for i := 0; i < len(answers); i += 2 {
		fields.Set(answers[i], answers[i+1])
	}
	return v.post(t, action, fields)
}

// follow goes where a page redirects to.
func (v *visitor) follow(t *testing.T, p page) page {
	t.Helper()
	if p.status != http.StatusSeeOther {
		t.Fatalf("%d leads nowhere: %s", p.status, p.body)
	}
	return v.get(t, p.header.Get("Location"))
}

// form reads a form as it is before anybody fills it in: what a browser would send.
func (p page) form(t *testing.T, suffix string) (action string, fields url.Values) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data != "form" || !strings.HasSuffix(attribute(n, "action"), suffix) {
			continue
		}
		fields = url.Values{}
		for input := range n.Descendants() {
			name, kind := attribute(input, "name"), attribute(input, "type")
			switch {
			case input.Data == "input" && (kind != "radio" && kind != "checkbox" || has(input, "checked")):
				fields.Set(name, attribute(input, "value"))
			case input.Data == "textarea" && input.FirstChild != nil:
				fields.Set(name, input.FirstChild.Data)
			case input.Data == "textarea":
				fields.Set(name, "")
			case input.Data == "select":
				fields.Set(name, selected(input))
			}
		}
		return attribute(n, "action"), fields
	}
	t.Fatalf("no form leads to %s (%d): %s", suffix, p.status, p.body)
	return "", nil
}

// switches are the addresses of the page in other languages.
func (p page) switches(t *testing.T) (all []string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data == "a" && attribute(n, "hreflang") != "" {
			all = append(all, attribute(n, "href"))
		}
	}
	return all
}

// selected is the option of a select that is chosen: the first if none is.
func selected(n *html.Node) string {
	value, first := "", true
	for o := range n.Descendants() {
		if o.Data == "option" && (first || has(o, "selected")) {
			value, first = attribute(o, "value"), false
		}
	}
	return value
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
