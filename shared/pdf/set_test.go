package pdf

import (
	"slices"
	"strings"
	"testing"
)

// glyphs are those of a text in one line, from left to right; those that stand
// for letters.
func glyphs(t *testing.T, text string) (ids []glyphID) {
	t.Helper()
	lines := newSetter("ar", true).lines(text, false, 1000, 0)
	if len(lines) != 1 {
		t.Fatalf("%q is %d lines", text, len(lines))
	}
	for _, r := range lines[0].runs {
		for _, g := range r.glyphs {
			if g.text != "" {
				ids = append(ids, g.id)
			}
		}
	}
	return ids
}

// Within a word every letter has another form than alone.
func TestLettersJoin(t *testing.T) {
	const word = "محمد"
	joined := glyphs(t, word)
	slices.Reverse(joined) // as it is read
	letters := []rune(word)
	if len(joined) != len(letters) {
		t.Fatalf("%d glyphs", len(joined))
	}
	for i, l := range letters {
		if alone := glyphs(t, string(l)); joined[i] == alone[0] {
			t.Errorf("%c stands alone", l)
		}
	}
	if joined[0] == joined[2] {
		t.Error("the first meem is as the middle one")
	}
	if lam := glyphs(t, "لا"); slices.Equal(lam, slices.Concat(glyphs(t, "ا"), glyphs(t, "ل"))) {
		t.Error("lam and alif do not join")
	}
}

// What a line shows from left to right, each run as it is drawn.
func TestOrder(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Jean Dupont", "Jean Dupont"},
		{"محمد", "دمحم"},
		{"جمعية AHSUD طنجة", "ةجنط AHSUD ةيعمج"},
		{"Centre طنجة Tanger", "Centre ةجنط Tanger"},
		{"من 9:00 إلى 12:30", "12:30 ىلإ 9:00 نم"},
		// A number behind Arabic belongs to it, whatever comes after.
		{"Centre طنجة 12 rue", "Centre 12 ةجنط rue"},
		{"(Tanger) طنجة", "(Tanger) ةجنط"},
	} {
		var seen strings.Builder
		for _, l := range newSetter("fr", false).lines(c.text, true, 1000, 0) {
			for _, r := range l.runs {
				for _, g := range r.glyphs {
					seen.WriteString(g.text)
				}
			}
		}
		if seen.String() != c.want {
			t.Errorf("%q is drawn %q, want %q", c.text, seen.String(), c.want)
		}
	}
}

// A text that is too long is cut where it must be, and says so; else nothing is lost.
func TestWrap(t *testing.T) {
	s := newSetter("fr", false)
	read := func(lines []line) string {
		var all strings.Builder
		for _, l := range lines {
			for _, r := range l.runs {
				for _, g := range r.glyphs {
					all.WriteString(g.text)
				}
			}
		}
		return all.String()
	}
	whole := s.lines(long, true, 12, 0)
	if got := read(whole); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(long, " ", "") {
		t.Errorf("wrapped it says %q", got)
	}
	for _, l := range whole {
		if l.width > 12 {
			t.Errorf("a line is %v wide", l.width)
		}
	}
	if cut := s.lines(long, true, 12, 1); len(cut) != 1 || !strings.HasSuffix(read(cut), "…") || cut[0].width > 12 {
		t.Errorf("cut it says %q", read(cut))
	}
	if s.lines("", false, 10, 0) != nil {
		t.Error("nothing takes a line")
	}
}
