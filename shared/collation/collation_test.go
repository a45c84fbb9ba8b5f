package collation_test

import (
	"bytes"
	"slices"
	"testing"

	"tribune/shared/collation"
	"tribune/shared/locale"
)

// Accents and case come after letters, and keys stay as they are when others are made.
func TestNamesAreInTheirLanguagesOrder(t *testing.T) {
	for l, want := range map[locale.Lang][]string{
		locale.French:  {"Agapé", "élan", "Elbe", "Émile", "Zoé"},
		locale.English: {"apple", "Banana", "cherry"},
		locale.Arabic:  {"أمل", "باب", "تعاون"},
	} {
		keys, of := collation.For(l), map[string][]byte{}
		for _, name := range want {
			of[name] = keys.Of(name)
		}
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, func(a, b string) int { return bytes.Compare(of[a], of[b]) })
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
}
