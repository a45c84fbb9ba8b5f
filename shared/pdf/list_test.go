package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	reader "github.com/ledongthuc/pdf"

	"tribune/shared/locale"
	"tribune/shared/paper"
	"tribune/templates/assets"
)

// opened opens a file with a reader that is not ours, and wants pages of A4.
func opened(t testing.TB, data []byte, pages int) *reader.Reader {
	t.Helper()
	r, err := reader.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if n := r.NumPage(); n != pages {
		t.Errorf("%d pages, want %d", n, pages)
	}
	for n := range r.NumPage() {
		box := r.Page(n + 1).V.Key("MediaBox")
		if wide, high := box.Index(2).Float64(), box.Index(3).Float64(); int(wide) != 595 || int(high) != 841 {
			t.Errorf("page %d is %v by %v points", n+1, wide, high)
		}
	}
	return r
}

// behind is what the reader puts behind each piece of text.
const behind = "\ufffd"

// said is what an opened file says, as it stands in it, without blanks.
func said(t testing.TB, r *reader.Reader) string {
	t.Helper()
	var all strings.Builder
	for n := range r.NumPage() {
		for _, piece := range r.Page(n + 1).Content().Text {
			if piece.X < 0 || piece.X > 596 || piece.Y < 0 || piece.Y > 842 {
				t.Errorf("%q stands beside page %d: %v, %v", piece.S, n+1, piece.X, piece.Y)
			}
			all.WriteString(piece.S)
		}
	}
	return strings.NewReplacer(" ", "", nothing, "", behind, "").Replace(all.String())
}

func printed(t testing.TB, l paper.List) []byte {
	t.Helper()
	data, err := List(l)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// backwards is a text as it stands on paper from left to right.
func backwards(s string) string {
	runes := []rune(strings.ReplaceAll(s, " ", ""))
	slices.Reverse(runes)
	return string(runes)
}

// Whatever somebody is called, her name is read out of the file again.
func TestNamesAreFound(t *testing.T) {
	for _, l := range []locale.Lang{locale.French, locale.Arabic} {
		text := said(t, opened(t, printed(t, sheetOf(t, l, 30)), 3))
		for _, name := range []string{greek, slovak, "Rochefoucauld-Montmorency", "Fernández", "Jean Dupont", "Nguyễn Thị Hồng", "ⴰⵎⴰⵣⵉⵖ Amazigh"} {
			if !strings.Contains(text, strings.ReplaceAll(name, " ", "")) {
				t.Errorf("%s: %s is not found", l, name)
			}
		}
		for _, name := range []string{arabic, "العلمي", "جمعية حسنونة"} {
			if !strings.Contains(text, backwards(name)) {
				t.Errorf("%s: %s is not found", l, name)
			}
		}
		if n := strings.Count(text, "OKANA"); n != 8 {
			t.Errorf("%s: %d of 8 rows", l, n)
		}
	}
}

// A head is on the first page, a shorter one on the others, and each says which it is.
func TestEveryPage(t *testing.T) {
	r := opened(t, printed(t, sheetOf(t, locale.French, 30)), 3)
	for n := range 3 {
		var page strings.Builder
		for _, piece := range r.Page(n + 1).Content().Text {
			page.WriteString(strings.ReplaceAll(piece.S, behind, ""))
		}
		for _, want := range []string{"Feuille d’émargement", "jeudi 11 mars 2027, matin", "Signature", "Avec le soutien de", "Fonds social européen", fmt.Sprintf("page %d sur 3", n+1)} {
			if !strings.Contains(page.String(), want) {
				t.Errorf("page %d does not say %q", n+1, want)
			}
		}
	}
}

func TestNobody(t *testing.T) {
	l := sheetOf(t, locale.French, 0)
	l.Parts[0].Blank = 0
	if text := said(t, opened(t, printed(t, l), 1)); !strings.Contains(text, "Personnen’estinscrit.") {
		t.Errorf("it does not say that nobody is there: %s", text)
	}
	badges, err := Badges(badgesOf(t, locale.Arabic, 17))
	if err != nil {
		t.Fatal(err)
	}
	opened(t, badges, 3)
}

func TestBadPicture(t *testing.T) {
	l := sheetOf(t, locale.French, 1)
	l.Logo = []byte("GIF89a")
	if _, err := List(l); err == nil {
		t.Error("what is no PNG is printed")
	}
}

// The same list gives the same bytes. What is drawn, before it is compressed, is
// what it was when somebody last looked at it; whoever changes it looks again.
func TestSameBytes(t *testing.T) {
	const lookedAt = "533f0d4ac24aec58"
	one, two := printed(t, sheetOf(t, locale.Arabic, 30)), printed(t, sheetOf(t, locale.Arabic, 30))
	if !bytes.Equal(one, two) {
		t.Error("two files of one list differ")
	}
	c := newCanvas(locale.Arabic)
	c.page()
	c.first(head(t, locale.Arabic), letterhead{})
	sum := sha256.Sum256(c.pages[0].Bytes())
	if got := hex.EncodeToString(sum[:8]); got != lookedAt {
		t.Errorf("the head is drawn otherwise: %s", got)
	}
}

// A workshop has one colour, on the page as in the file.
func TestColours(t *testing.T) {
	for i, h := range hues {
		if rule := fmt.Sprintf(".hue-%d{background:#%02x%02x%02x", i, h[0], h[1], h[2]); !bytes.Contains(assets.Stylesheet().Body, []byte(rule)) {
			t.Errorf("the style sheet has no %s", rule)
		}
	}
}

// BenchmarkSheet is the sheet of five hundred people.
func BenchmarkSheet(b *testing.B) {
	l := sheetOf(b, locale.Arabic, 500)
	for b.Loop() {
		data := printed(b, l)
		b.ReportMetric(float64(len(data))/1000, "kB/file")
	}
}
