package pages_test

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
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

// Each pair of the guide can be told apart in the light and in the dark: letters
// by 4.5:1, what is drawn by 3:1. A line parts what is told apart without it.
func TestColoursHaveContrast(t *testing.T) {
	light, rest, _ := strings.Cut(string(assets.Stylesheet().Body), "(prefers-color-scheme:dark)")
	dark, _, _ := strings.Cut(rest, "}}")
	least := map[string]float64{"edge": 3, "focus": 3, "accent": 3, "line": 1}
	pairs := elements(parse(t, render(t, everyPage(t, locale.For(locale.French))["style"])), "code")
	if len(pairs) < 10 {
		t.Fatalf("%d pairs", len(pairs))
	}
	for scheme, css := range map[string]string{"light": light, "dark": dark} {
		for _, n := range pairs {
			ink, ground, isPair := strings.Cut(words(n), " / ")
			if !isPair {
				continue
			}
			a, b := luminance(t, css, ink), luminance(t, css, ground)
			want := cmp.Or(least[ink], 4.5)
			if got := (max(a, b) + .05) / (min(a, b) + .05); got < want {
				t.Errorf("%s on %s in %s: %.2f:1, want %v:1", ink, ground, scheme, got, want)
			}
		}
	}
}

// luminance is WCAG's relative luminance of a colour that a stylesheet names.
func luminance(t *testing.T, css, name string) (l float64) {
	t.Helper()
	m := regexp.MustCompile(`--` + name + `:\s*#([0-9a-f]+)`).FindStringSubmatch(css)
	if m == nil {
		t.Fatalf("no colour %s", name)
	}
	hex := m[1]
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	rgb, err := strconv.ParseUint(hex, 16, 24)
	if err != nil {
		t.Fatal(err)
	}
	for i, weight := range []float64{.0722, .7152, .2126} {
		c := float64(rgb>>(8*i)&0xff) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		l += weight * c
	}
	return l
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
