package pages_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tribune/shared/locale"
	"tribune/templates/pages"
)

func TestInputsAreLabelled(t *testing.T) {
	onEveryPage(t, func(t *testing.T, _ locale.Lang, _, _ string, doc *html.Node) {
		labels := map[string]string{}
		for _, n := range elements(doc, "label") {
			labels[value(n, "for")] += strings.TrimSpace(words(n))
		}
		for _, n := range elements(doc, "input") {
			if value(n, "type") != "hidden" && labels[value(n, "id")] == "" {
				t.Errorf("input %q has no label", value(n, "name"))
			}
			if value(n, "type") != "hidden" && (value(n, "name") == pages.FieldAddress || value(n, "name") == pages.FieldCode) {
				if value(n, "dir") != "ltr" {
					t.Errorf("input %q is not left to right", value(n, "name"))
				}
			}
		}
		for _, n := range elements(doc, "button") {
			if strings.TrimSpace(words(n)) == "" {
				t.Error("a button says nothing")
			}
		}
	})
}

// What is wrong is said above, linked to the field, and said again beside it.
func TestProblemsAreSaidTwice(t *testing.T) {
	onEveryPage(t, func(t *testing.T, _ locale.Lang, _, _ string, doc *html.Node) {
		byID, linked := map[string]*html.Node{}, map[string]string{}
		for _, n := range elementsWith(doc, "id") {
			byID[value(n, "id")] = n
		}
		for _, n := range elementsWith(doc, "autofocus") {
			if value(n, "tabindex") != "-1" {
				t.Error("the summary cannot take the focus")
			}
			for _, a := range elements(n, "a") {
				linked[strings.TrimPrefix(value(a, "href"), "#")] = strings.TrimSpace(words(a))
			}
		}
		wrong := elementsWith(doc, "aria-invalid")
		if len(wrong) != len(linked) {
			t.Errorf("%d fields are wrong, %d are linked", len(wrong), len(linked))
		}
		for field, sentence := range linked {
			beside := byID[field+"-problem"]
			if beside == nil || !strings.HasSuffix(strings.TrimSpace(words(beside)), sentence) {
				t.Errorf("%q is not said beside %q", sentence, field)
			}
			if !focusable(byID[field]) {
				t.Errorf("%q leads to what takes no focus", sentence)
			}
		}
	})
}

// focusable reports whether a link can give the focus to an element.
func focusable(n *html.Node) bool {
	if n == nil {
		return false
	}
	_, disabled := attr(n, "disabled")
	_, can := attr(n, "tabindex")
	return can || slices.Contains([]string{"input", "select", "textarea"}, n.Data) && !disabled
}

func TestFullWorkshopIsOfferedNoMoreButKept(t *testing.T) {
	radio := func(page string) *html.Node {
		for _, n := range elements(parse(t, page), "input") {
			if value(n, "value") == "w1" {
				return n
			}
		}
		t.Fatal("no radio for the workshop")
		return nil
	}
	all := everyPage(t, locale.For(locale.French))
	if _, disabled := attr(radio(render(t, all["form without room"])), "disabled"); !disabled {
		t.Error("a full workshop can be chosen where nobody can wait for it")
	}
	if _, disabled := attr(radio(render(t, all["form"])), "disabled"); disabled {
		t.Error("nobody can wait for a full workshop")
	}
	kept := radio(render(t, all["form wrong"]))
	_, checked := attr(kept, "checked")
	if _, disabled := attr(kept, "disabled"); disabled || !checked {
		t.Error("a workshop that filled up meanwhile is forgotten")
	}
}
