package pages_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"tribune/shared/locale"
	"tribune/templates/assets"
)

// The guide shows every colour that the stylesheet names, and no other.
func TestStyleShowsEveryColour(t *testing.T) {
	named := map[string]bool{}
	for _, m := range regexp.MustCompile(`--([a-z-]+):\s*#`).FindAllStringSubmatch(string(assets.Stylesheet().Body), -1) {
		named[m[1]] = true
	}
	shown := map[string]bool{}
	for _, m := range regexp.MustCompile(`fill="var\(--([a-z-]+)\)"`).FindAllStringSubmatch(render(t, everyPage(t, locale.For(locale.French))["style"]), -1) {
		if shown[m[1]] = true; !named[m[1]] {
			t.Errorf("the guide shows %s, which the stylesheet does not name", m[1])
		}
	}
	for colour := range named {
		if !shown[colour] {
			t.Errorf("the guide does not show %s", colour)
		}
	}
}

func TestStyleShowsEveryComponent(t *testing.T) {
	doc := parse(t, render(t, everyPage(t, locale.For(locale.French))["style"]))
	var shown []string
	for _, n := range elementsWith(doc, "class") {
		shown = append(shown, strings.Fields(value(n, "class"))...)
	}
	for _, component := range []string{
		"top", "languages", "card", "programme", "seats", "panel", "summary", "table", "tag", "pagination", "empty", "bottom",
		"field", "option", "wrong", "button", "facts", "back", "tile", "lead", "hint",
	} {
		if !slices.Contains(shown, component) {
			t.Errorf("the guide does not show %s", component)
		}
	}
}
