package locales_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tribune/templates/locales"
)

// languages are the plural forms that each needs, as CLDR 48 has them. A
// French "many" is for millions.
var languages = map[string][]string{
	"fr": {"many", "one", "other"},
	"ar": {"few", "many", "one", "other", "two", "zero"},
	"en": {"one", "other"},
}

// forms are a sentence's plural forms; one that has none is "other" alone.
type forms map[string]string

func (f *forms) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*f = forms{"other": s}
		return nil
	}
	return json.Unmarshal(b, (*map[string]string)(f))
}

func catalogue(t *testing.T, lang string) map[string]forms {
	t.Helper()
	data, err := locales.Files.ReadFile(lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var c map[string]forms
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatalf("%s: %v", lang, err)
	}
	if lines := strings.Count(string(data), "\n  \""); lines != len(c) {
		t.Errorf("%s: %d entries but %d keys: a key stands twice", lang, lines, len(c))
	}
	return c
}

func TestLanguagesHaveTheSameKeys(t *testing.T) {
	french := catalogue(t, "fr")
	for lang := range languages {
		other := catalogue(t, lang)
		for key := range french {
			if _, ok := other[key]; !ok {
				t.Errorf("%s lacks %s", lang, key)
			}
		}
		for key := range other {
			if _, ok := french[key]; !ok {
				t.Errorf("%s has %s, which French lacks", lang, key)
			}
		}
	}
}

func TestPluralFormsAreComplete(t *testing.T) {
	english := catalogue(t, "en")
	for lang, required := range languages {
		for key, f := range catalogue(t, lang) {
			if len(english[key]) < 2 {
				if len(f) != 1 {
					t.Errorf("%s: %s has plural forms in this language only", lang, key)
				}
				continue
			}
			if got := slices.Sorted(maps.Keys(f)); !slices.Equal(got, required) {
				t.Errorf("%s: %s has forms %v, the language needs %v", lang, key, got, required)
			}
		}
	}
}

var placeholder = regexp.MustCompile(`{{\.\w+}}`)

func placeholders(s string) []string {
	found := placeholder.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func TestPlaceholdersAgree(t *testing.T) {
	french := catalogue(t, "fr")
	for lang := range languages {
		for key, f := range catalogue(t, lang) {
			if got, want := placeholders(f["other"]), placeholders(french[key]["other"]); !slices.Equal(got, want) {
				t.Errorf("%s: %s has %v, French %v", lang, key, got, want)
			}
			for form, s := range f {
				if got, want := placeholders(s), placeholders(f["other"]); !agree(form, got, want) {
					t.Errorf("%s: %s (%s) has %v, its other form %v", lang, key, form, got, want)
				}
				if rest := placeholder.ReplaceAllString(s, ""); strings.ContainsAny(rest, "{}") {
					t.Errorf("%s: %s (%s) has a broken placeholder: %q", lang, key, form, s)
				}
				if strings.TrimSpace(s) == "" {
					t.Errorf("%s: %s (%s) says nothing", lang, key, form)
				}
			}
		}
	}
}

// agree reports whether a form has the placeholders of "other". Those that stand
// for one number each may do without: "one seat", "two seats".
func agree(form string, got, want []string) bool {
	if slices.Contains([]string{"zero", "one", "two"}, form) {
		return !slices.ContainsFunc(got, func(s string) bool { return !slices.Contains(want, s) })
	}
	return slices.Equal(got, want)
}

// noSentence is what is written as machines do.
var noSentence = regexp.MustCompile(`\d\d:\d\d|https://`)

func TestFrenchTypography(t *testing.T) {
	ordinary := regexp.MustCompile(`[^\x{a0}][;:!?»]|«[^\x{a0}]`)
	allowed := regexp.MustCompile(`^\S*://`)
	for key, f := range catalogue(t, "fr") {
		for _, s := range f {
			if found := ordinary.FindString(noSentence.ReplaceAllString(s, "")); found != "" && !allowed.MatchString(s) {
				t.Errorf("%s wants a no-break space at %q: %q", key, found, s)
			}
			if strings.Contains(s, "'") {
				t.Errorf("%s has a straight apostrophe: %q", key, s)
			}
		}
	}
}

func TestArabicHasLatinDigits(t *testing.T) {
	for key, f := range catalogue(t, "ar") {
		for _, s := range f {
			if strings.ContainsFunc(s, func(r rune) bool { return r >= 0x660 && r <= 0x669 || r >= 0x6f0 && r <= 0x6f9 }) {
				t.Errorf("%s has digits that Morocco does not write: %q", key, s)
			}
		}
	}
}
