package charter_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"tribune/shared/charter"
	"tribune/shared/locale"
)

// of is a charter whose articles say a letter each.
func of(letters string) (c charter.Charter) {
	c.Title = locale.Text{locale.French: "Charte"}
	for _, r := range letters {
		c.Articles = append(c.Articles, charter.Article{Text: locale.Text{locale.French: string(r)}})
	}
	return c
}

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		earlier, later string
		want           []charter.Change
	}{
		{"abc", "abc", nil},
		{"abc", "aXc", []charter.Change{{2, 2}}},
		{"abc", "Xabc", []charter.Change{{0, 1}}},
		{"abc", "abcX", []charter.Change{{0, 4}}},
		{"abc", "ac", []charter.Change{{2, 0}}},
		{"abc", "XYc", []charter.Change{{1, 1}, {2, 2}}},
		{"abc", "bca", []charter.Change{{1, 0}, {0, 3}}},
		{"", "a", []charter.Change{{0, 1}}},
		{"a", "", []charter.Change{{1, 0}}},
	} {
		if got := charter.Compare(of(c.earlier), of(c.later), locale.French); !reflect.DeepEqual(got.Articles, c.want) || got.None() != (c.want == nil) {
			t.Errorf("%s to %s: %v", c.earlier, c.later, got)
		}
	}
	a, b := text(), text()
	b.Title[locale.French], b.Preamble[locale.Arabic] = "Charte  de Tanger", "أخرى"
	if got := charter.Compare(a, b, locale.French); !got.None() {
		t.Errorf("what nobody sees: %+v", got)
	}
	if got := charter.Compare(a, b, locale.Arabic); got.Title || !got.Preamble {
		t.Errorf("another preamble: %+v", got)
	}
}

// Whatever is told apart from an earlier text gives the later one.
func TestADifferenceIsAllThatIsNeeded(t *testing.T) {
	for range 2000 {
		var texts [2]string
		for i := range texts {
			for range rand.IntN(7) {
				texts[i] += string(rune('a' + rand.IntN(4)))
			}
		}
		gone, fresh := map[int]bool{}, map[int]bool{}
		for _, c := range charter.Compare(of(texts[0]), of(texts[1]), locale.French).Articles {
			gone[c.Before], fresh[c.Now] = true, true
		}
		var kept [2]string
		for i, r := range texts[0] {
			if !gone[i+1] {
				kept[0] += string(r)
			}
		}
		for i, r := range texts[1] {
			if !fresh[i+1] {
				kept[1] += string(r)
			}
		}
		if kept[0] != kept[1] {
			t.Fatalf("%q to %q keeps %q and %q", texts[0], texts[1], kept[0], kept[1])
		}
	}
}
