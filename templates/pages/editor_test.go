package pages_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

var editedOn = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

// filed are the events of a file of the campaign's tests.
func filed(t testing.TB, name string) event.Event {
	t.Helper()
	b, err := os.ReadFile("../../shared/campaign/testdata/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := campaign.Read(bytes.NewReader(b), editedOn)
	if err != nil {
		t.Fatal(err)
	}
	c.Events[0].State = event.Draft
	return c.Events[0]
}

// edited is the editor of a form, with everything that is wrong in it.
func edited(l locale.Lang, e event.Event, f campaign.Form) pages.EditorView {
	v := pages.EditorView{Page: layout.Page{Printer: locale.For(l), Path: "/organisers/events/e/edit"}, Event: e, Langs: locale.Languages, Writes: locale.Languages, Form: f}
	_, problems := f.Event(e, editedOn)
	for _, p := range problems {
		v.Problems = append(v.Problems, web.Problem{Field: p.Field(), Text: p.Say(v.Page.Printer)})
	}
	return v
}

// ids are the elements to which a link can lead, by their ids; those that people
// do not see are not.
func ids(t *testing.T, page string) map[string]*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]*html.Node{}
	for n := range root.Descendants() {
		if id := attribute(n, "id"); id != "" {
			if found[id] != nil {
				t.Fatalf("the id %s stands twice", id)
			}
			found[id] = n
		}
	}
	return found
}

// Whatever is typed in a field, what is wrong with it is said where a link leads,
// and its name is said in the summary.
func TestEditorShowsEveryProblemAtAField(t *testing.T) {
	wrong := []string{"", "x", "-1", "99999", "1", "99:99", "18:00-19:00", "\u202e", "https:/", strings.Repeat("é", 9000), "a\n\nb", "2001-01-01", "2001-01-01T10:00"}
	seen, sentences := map[string]bool{}, map[string]bool{}
	for _, name := range []string{"small", "shapes"} {
		e := filed(t, name)
		whole := campaign.FormOf(e)
		for field := range whole {
			for _, s := range wrong {
				f := maps.Clone(whole)
				if f[field] = s; s == "" {
					delete(f, field)
				}
				v := edited(locale.French, e, f)
				if told := fmt.Sprint(v.Problems); len(v.Problems) == 0 || seen[told] {
					continue
				} else {
					seen[told] = true
				}
				page := render(t, pages.Editor(v))
				there := ids(t, page)
				for _, p := range v.Problems {
					sentences[p.Text] = true
					if there[p.Field] == nil {
						t.Errorf("%s is %.20q: nothing in the page is %q: %s", field, s, p.Field, p.Text)
					}
					if strings.Contains(p.Text, "[written") {
						t.Errorf("%s is %.20q: told %s", field, s, p.Text)
					}
				}
				if strings.Contains(page, "[edit.") {
					t.Fatalf("%s is %.20q: a name is missing", field, s)
				}
			}
		}
	}
	if len(sentences) < 25 {
		t.Errorf("only %d sentences were told: %q", len(sentences), slices.Collect(maps.Keys(sentences)))
	}
}

// A form that is shown and sent again as it is says the same.
func TestEditorKeepsEveryValue(t *testing.T) {
	for _, name := range []string{"small", "shapes"} {
		e := filed(t, name)
		f := campaign.FormOf(e)
		sent := sentBy(t, render(t, pages.Editor(edited(locale.Arabic, e, f))))
		if m := campaign.Merge(sent, f); !m.Agrees() {
			t.Errorf("%s: what is sent differs in %v, %v, %v", name, m.Differs, m.Added, m.Absent)
		}
	}
}

// A text in a language in which the organisation does not write is shown, and no
// other is missing for it.
func TestEditorMissesWhatIsWritten(t *testing.T) {
	e := filed(t, "small")
	e.City[locale.English] = "Tangier"
	v := edited(locale.French, e, campaign.FormOf(e))
	lacks := v.Page.Printer.T("edit.lacks")
	if page := render(t, pages.Editor(v)); !strings.Contains(page, lacks) {
		t.Error("no text is missing where all languages are written")
	}
	v.Writes = []locale.Lang{locale.French}
	page := render(t, pages.Editor(v))
	if strings.Contains(page, lacks) || !strings.Contains(page, "Tangier") {
		t.Error("English is missing where it is not written, or is not shown")
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// sentBy is what a page's form sends as it is.
func sentBy(t *testing.T, page string) campaign.Form {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	sent := campaign.Form{}
	has := func(n *html.Node, key string) bool {
		return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
	}
	for n := range root.Descendants() {
		name := attribute(n, "name")
		switch {
		case slices.Contains([]string{"", web.FieldStamp, web.FieldTrap, pages.FieldVersion, pages.FieldAct}, name):
		case n.Data == "input" && (attribute(n, "type") != "checkbox" || has(n, "checked")):
			sent[name] = attribute(n, "value")
		case n.Data == "textarea" && n.FirstChild != nil:
			sent[name] = n.FirstChild.Data
		case n.Data == "select":
			for o := range n.Descendants() {
				if has(o, "selected") {
					sent[name] = attribute(o, "value")
				}
			}
		}
	}
	return sent
}

func BenchmarkEditor(b *testing.B) {
	e := filed(b, "shapes")
	v := edited(locale.French, e, campaign.FormOf(e))
	for b.Loop() {
		_ = pages.Editor(v).Render(b.Context(), discard{})
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }
