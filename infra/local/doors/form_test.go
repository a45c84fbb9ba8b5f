package doors_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// form is one of a page, being filled in.
type form struct {
	action  string
	fields  url.Values          // what would be sent now
	hidden  map[string]bool     // fields that are ours and not the person's
	offered map[string][]string // by field: the answers to choose from; none where anything may be typed
	since   time.Time           // when the page came
}

// takeUp finds the form whose action ends in suffix, as a browser fills it at first.
func (d document) takeUp(suffix string, since time.Time) (*form, error) {
	var found []*html.Node
	for _, n := range d.find("form[method=post]") {
		if strings.HasSuffix(value(n, "action"), suffix) {
			found = append(found, n)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("the page has %d forms whose action ends in %q", len(found), suffix)
	}
	f := &form{action: value(found[0], "action"), fields: url.Values{}, hidden: map[string]bool{}, offered: map[string][]string{}, since: since}
	for n := range found[0].Descendants() {
		name := value(n, "name")
		if n.Type != html.ElementNode || name == "" || !slices.Contains([]string{"input", "select", "textarea"}, n.Data) {
			continue
		}
		if n.Data != "input" {
			f.takeLong(n, name)
			continue
		}
		_, checked := attr(n, "checked")
		_, disabled := attr(n, "disabled")
		switch value(n, "type") {
		case "radio", "checkbox":
			if !disabled {
				f.offered[name] = append(f.offered[name], value(n, "value"))
			}
			if checked {
				f.fields.Set(name, value(n, "value"))
			}
		default:
			f.hidden[name] = value(n, "type") == "hidden" || value(n, "tabindex") == "-1"
			f.offered[name] = nil
			f.fields.Set(name, value(n, "value"))
		}
	}
	return f, nil
}

// takeLong takes up a field that is no input.
func (f *form) takeLong(n *html.Node, name string) {
	if n.Data == "textarea" {
		f.offered[name] = nil
		f.fields.Set(name, words(n))
		return
	}
	for o := range n.Descendants() {
		if o.Data == "option" {
			f.offered[name] = append(f.offered[name], value(o, "value"))
			if _, selected := attr(o, "selected"); selected || f.fields.Get(name) == "" {
				f.fields.Set(name, value(o, "value"))
			}
		}
	}
}

// fill answers a question that the form has.
func (f *form) fill(name, answer string) error {
	offered, there := f.offered[name]
	if !there {
		return fmt.Errorf("the form has no field %q; it has %v", name, slices.Sorted(maps.Keys(f.offered)))
	}
	if offered != nil && !slices.Contains(offered, answer) {
		return fmt.Errorf("the form does not offer %q as %s; it offers %q", answer, name, offered)
	}
	f.fields.Set(name, answer)
	return nil
}

// The fields with a meaning of their own.
const (
	stamp = "form" // hidden: what the form is, and how old
	code  = "code" // a secret: never shown again
)

// kept says what of the form that was sent is missing on the page that came back.
func (f *form) kept(back *form) error {
	for name := range f.fields {
		if back.hidden[name] || name == code {
			continue
		}
		sent, shown := strings.TrimSpace(f.fields.Get(name)), back.fields.Get(name)
		if _, there := back.offered[name]; there && sent != shown && back.offers(name, sent) {
			return fmt.Errorf("%s was %q and came back as %q", name, sent, shown)
		}
	}
	return nil
}

// offers reports whether the form could hold an answer at all: what is chosen
// from a list must be in it.
func (f *form) offers(name, answer string) bool {
	return f.offered[name] == nil || slices.Contains(f.offered[name], answer)
}

// mends holds a form that came back to what it must say: exactly these fields
// are to be mended, in this order, each reached by a link of the summary and with
// the same sentence beside it. Without fields, the form as a whole is.
func (d document) mends(fields []string) error {
	prefix := map[string]string{"fr": "Erreur :", "ar": "خطأ", "en": "Error:"}
	lang := value(d.find("html")[0], "lang")
	if !strings.HasPrefix(d.title(), prefix[lang]) {
		return fmt.Errorf("the title does not begin with %q: %s", prefix[lang], d.title())
	}
	if n := len(d.find("div.summary[role=alert][tabindex=-1][autofocus]")); n != 1 {
		return fmt.Errorf("the page has %d error summaries", n)
	}
	var linked []string
	for _, a := range d.find("div.summary a") {
		name := strings.TrimPrefix(value(a, "href"), "#")
		linked = append(linked, name)
		if err := d.mended(name, words(a)); err != nil {
			return err
		}
	}
	if !slices.Equal(linked, fields) {
		return fmt.Errorf("%q are to be mended, not %q", linked, fields)
	}
	if n := len(d.find("div.summary li")); n != max(len(fields), 1) {
		return fmt.Errorf("the summary has %d lines", n)
	}
	return nil
}

// mended holds one field to its line of the summary.
func (d document) mended(name, sentence string) error {
	if d.byID(name) == nil {
		return fmt.Errorf("the summary leads to #%s, which is not there", name)
	}
	beside := d.byID(name + "-problem")
	if beside == nil || !strings.Contains(words(beside), sentence) {
		return fmt.Errorf("%q does not stand beside %s", sentence, name)
	}
	for _, n := range d.find("[aria-invalid=true]") {
		if slices.Contains(strings.Fields(value(n, "aria-describedby")), name+"-problem") {
			return nil
		}
	}
	return fmt.Errorf("no field is described by #%s-problem", name)
}
