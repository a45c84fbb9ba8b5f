package pages_test

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/templates/assets"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func TestDocumentSaysItsLanguageAndTitle(t *testing.T) {
	onEveryPage(t, func(t *testing.T, l locale.Lang, name, _ string, doc *html.Node) {
		root := elements(doc, "html")[0]
		if value(root, "lang") != l.Tag() || value(root, "dir") != l.Dir() {
			t.Errorf("lang %q, dir %q", value(root, "lang"), value(root, "dir"))
		}
		title := words(elements(doc, "title")[0])
		if !strings.HasSuffix(title, " – Tribune") && !strings.HasPrefix(name, "home") {
			t.Errorf("title %q", title)
		}
		wrong := len(elementsWith(doc, "aria-invalid")) > 0 && name != "style"
		if prefixed := strings.HasPrefix(title, locale.For(l).T("error.prefix")); prefixed != wrong {
			t.Errorf("title %q on a page with something to mend: %t", title, wrong)
		}
	})
}

func TestHeadingsAreInOrder(t *testing.T) {
	onEveryPage(t, func(t *testing.T, _ locale.Lang, _, _ string, doc *html.Node) {
		if n := len(elements(doc, "h1")); n != 1 {
			t.Errorf("%d main headings", n)
		}
		level := 0
		for _, n := range elements(doc, "") {
			if len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
				continue
			}
			next := int(n.Data[1] - '0')
			if next > level+1 {
				t.Errorf("%s %q comes after level %d", n.Data, words(n), level)
			}
			level = next
		}
	})
}

func TestIdsAreUniqueAndReferencesLead(t *testing.T) {
	onEveryPage(t, func(t *testing.T, _ locale.Lang, _, _ string, doc *html.Node) {
		ids := map[string]bool{}
		for _, n := range elementsWith(doc, "id") {
			if id := value(n, "id"); ids[id] {
				t.Errorf("id %q stands twice", id)
			} else {
				ids[id] = true
			}
		}
		for _, n := range elements(doc, "") {
			for _, key := range []string{"aria-describedby", "aria-labelledby", "for"} {
				for _, id := range strings.Fields(value(n, key)) {
					if !ids[id] {
						t.Errorf("%s of %s leads to no %q", key, n.Data, id)
					}
				}
			}
			if href := value(n, "href"); strings.HasPrefix(href, "#") && !ids[href[1:]] {
				t.Errorf("a link leads to no %q", href)
			}
		}
	})
}

func TestNoScriptNoInlineStyleNoForeigner(t *testing.T) {
	onEveryPage(t, func(t *testing.T, _ locale.Lang, _, _ string, doc *html.Node) {
		for _, n := range elements(doc, "") {
			if n.Data == "script" && value(n, "type") == "application/ld+json" {
				continue // data, which no browser runs
			}
			if slices.Contains([]string{"script", "style", "img", "iframe", "object"}, n.Data) {
				t.Errorf("a page holds %s", n.Data)
			}
			for _, a := range n.Attr {
				if n.Data == "link" && (value(n, "rel") == "canonical" || value(n, "rel") == "alternate") {
					continue // says where the page is; nothing is loaded from there
				}
				local := strings.HasPrefix(a.Val, "/") || strings.HasPrefix(a.Val, "#") ||
					strings.HasPrefix(a.Val, "mailto:") || strings.HasPrefix(a.Val, "tel:") ||
					strings.HasPrefix(a.Val, "https://wa.me/?text=") // to pass a charter on, by who follows it
				switch {
				case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
					t.Errorf("%s has %s", n.Data, a.Key)
				case (a.Key == "href" || a.Key == "src" || a.Key == "action") && !local:
					t.Errorf("%s leads to %q", n.Data, a.Val)
				}
			}
		}
	})
}

// Nor a placeholder that nothing was given for, as each kind of sentence shows it.
func TestNoKeyIsShown(t *testing.T) {
	key := regexp.MustCompile(`\[[A-Za-z][A-Za-z.-]*\]|(<|&lt;)no value`)
	onEveryPage(t, func(t *testing.T, _ locale.Lang, _, page string, _ *html.Node) {
		if found := key.FindString(page); found != "" {
			t.Errorf("a page shows %s", found)
		}
	})
}

func TestLanguageSwitchKeepsThePage(t *testing.T) {
	onEveryPage(t, func(t *testing.T, l locale.Lang, name, _ string, doc *html.Node) {
		for _, n := range elements(doc, "a") {
			lang, ok := attr(n, "hreflang")
			if !ok {
				continue
			}
			if value(n, "lang") != lang || words(n) != locale.Lang(lang).Name() || lang == l.Tag() {
				t.Errorf("%s is called %q in %s", lang, words(n), value(n, "lang"))
			}
			if !strings.HasPrefix(name, "home") && !strings.HasPrefix(value(n, "href"), "/"+lang+"/") {
				t.Errorf("%s leads to %q", lang, value(n, "href"))
			}
		}
	})
}

func TestPersonalPagesKeepSearchEnginesOut(t *testing.T) {
	public := []string{"home", "event", "charter"}
	onEveryPage(t, func(t *testing.T, _ locale.Lang, name, page string, _ *html.Node) {
		open := slices.ContainsFunc(public, func(p string) bool { return strings.HasPrefix(name, p) })
		if strings.Contains(page, `content="noindex"`) == open {
			t.Errorf("public: %t", open)
		}
	})
}

// The browser's tests weigh the pages of a small house; here many have come.
func TestLongListIsLight(t *testing.T) {
	const most = 40_000 // bytes, compressed
	view := pages.AttendeesView{Page: layout.Page{Printer: locale.For(locale.Arabic)}, Event: studyDay()}
	for range 200 {
		view.Registered, view.Leaf.Entries = 1, append(view.Leaf.Entries, roster.Entry{Registration: registered(t), Delivery: outbox.Delivery{Fate: outbox.Delivered}})
	}
	if n := compressed(t, render(t, pages.Attendees(view)), string(assets.Stylesheet().Body)); n > most {
		t.Errorf("a list of 200: %d bytes, at most %d", n, most)
	}
}

// A name that looks like markup is shown as it was typed, in every place.
func TestHostileNamesAreText(t *testing.T) {
	for _, name := range []string{"form wrong", "sign wrong", "sign read", "form asking", "change", "mine kept", "console attendees", "retry"} {
		page := render(t, everyPage(t, locale.For(locale.French))[name])
		doc := parse(t, page)
		shown := words(doc)
		for _, n := range elementsWith(doc, "value") {
			shown += "\n" + value(n, "value")
		}
		if !strings.Contains(shown, hostile) {
			t.Errorf("%s does not show the name as it was typed", name)
		}
	}
}

// Who is registered is told to nobody: the page after a registration and the
// one after a lost link name no one.
func TestAnswersNameNobody(t *testing.T) {
	a := announced(t, 60, "open")
	a.Desk.Seats[event.Hall] = registration.Seats{Capacity: 60}
	p := layout.Page{Printer: locale.For(locale.French), Path: "/events/tanger"}
	for _, c := range []pages.EventView{{Page: p, Announcement: announced(t, 60, "open")}, {Page: p, Announcement: a}} {
		if render(t, pages.Registered(c)) != render(t, pages.Registered(pages.EventView{Page: p, Announcement: a})) {
			t.Error("the page after a registration depends on the desk")
		}
		if render(t, pages.LostLinkSent(c)) != render(t, pages.LostLinkSent(pages.EventView{Page: p, Announcement: a})) {
			t.Error("the page after a lost link depends on the desk")
		}
	}
}

func BenchmarkEvent(b *testing.B)    { benchmark(b, "event") }
func BenchmarkRegister(b *testing.B) { benchmark(b, "form") }

func benchmark(b *testing.B, name string) {
	c := everyPage(b, locale.For(locale.French))[name]
	for b.Loop() {
		if err := c.Render(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
