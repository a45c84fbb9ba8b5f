package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"tribune/infra/local/booktest"
	"tribune/shared/sheet"
)

// table is a sheet to be written.
type table struct {
	name string
	rows [][]string // the first are the headings
}

func writeBook(t testing.TB, rtl bool, tables ...table) []byte {
	t.Helper()
	b, err := sheet.NewBook(rtl)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range tables {
		if err := b.Sheet(s.name, s.rows[0], slices.Values(s.rows[1:])); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if _, err := b.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// What is typed is read back to the letter by another library than wrote it, and
// each cell is text.
func TestABookIsReadAsItWasTyped(t *testing.T) {
	t.Parallel()
	rows := [][]string{
		{"Nom", "Prénom", "Téléphone"},
		{"Παπαδοπούλου", "Ελένη", "0600000005"},
		{"Šťastná", "Ľubica", "+421 2 555"},
		{"العلوي", "فاطمة الزهراء", "٠٦٠٠٠٠٠٠٠٥"},
		{"=HYPERLINK(\"http://x\")", "+1", "-1"},
		{"@SUM(A1)", "'=1", "1e5"},
		{"TRUE", "2027-03-01", "007"},
		{"une\nautre", " bords ", "\ttab"},
		{"<b>&amp;\"'", "_x0041_", "👩🏽‍🌾"},
		{"", "seule", ""},
	}
	for _, rtl := range []bool{false, true} {
		book := booktest.Read(t, writeBook(t, rtl, table{"Tous", rows}, table{"Atelier", rows[:1]}))
		if book.RTL != rtl || len(book.Sheets) != 2 || book.Sheets[0].Name != "Tous" || book.Sheets[1].Name != "Atelier" {
			t.Fatalf("rtl %t, asked %t: %+v", book.RTL, rtl, book.Sheets)
		}
		if got := book.Sheets[0]; !reflect.DeepEqual(got.Rows, rows) || !reflect.DeepEqual(got.Types, []string{"s"}) {
			t.Errorf("cells of types %q:\n got %q\nwant %q", got.Types, got.Rows, rows)
		}
		if got := book.Sheets[1].Rows; !reflect.DeepEqual(got, rows[:1]) {
			t.Errorf("a sheet without rows: %q", got)
		}
	}
}

// What XML cannot hold is replaced, and a line end is LF.
func TestABookHoldsWhatXMLCan(t *testing.T) {
	t.Parallel()
	book := booktest.Read(t, writeBook(t, false, table{"A", [][]string{{"a\r\nb\rc", "nul\x00", "\xffoctet", "cloche\a"}}}))
	want := []string{"a\nb\nc", "nul\ufffd", "\ufffdoctet", "cloche\ufffd"}
	if got := book.Sheets[0].Rows[0]; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Each sheet has its headings in bold where they stay in sight, columns as wide
// as their texts, and its direction.
func TestEverySheetIsLaidOut(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"Nom", "Organisme"}, {"A", strings.Repeat("long ", 6)}, {"B", strings.Repeat("trop ", 60)}}
	file := writeBook(t, true, table{"Un", rows}, table{"Deux", rows}, table{"Trois", rows})
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 3; n++ {
		f, err := z.Open(fmt.Sprintf("xl/worksheets/sheet%d.xml", n))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`rightToLeft="true"`, `ySplit="1"`, `state="frozen"`, `width="8"`, `width="50"`, `<c r="A1" s="1"`, `<c r="A2" t`} {
			if !strings.Contains(string(text), want) {
				t.Errorf("sheet %d lacks %s: %.600s", n, want, text)
			}
		}
	}
}

func TestNamesOfSheets(t *testing.T) {
	t.Parallel()
	long := "Les programmes institutionnels et leurs partenaires"
	wished := []string{
		long, long, strings.ToUpper(long), "Emploi: [a/b] \\ c?*", "'cité'", "", "???", "History", "ورشة: الصحة / السكن والعمل في المدينة",
		"Ημέρα 1", "ΗΜΈΡΑ 1", "👩🏽‍🌾👩🏽‍🌾👩🏽‍🌾👩🏽‍🌾👩🏽‍🌾👩🏽‍🌾", "ligne\nfin\x00",
	}
	want := []string{
		"Les programmes institutionnels", "Les programmes institutionn (2)", "LES PROGRAMMES INSTITUTIONN (3)", "Emploi a b c", "cité", "1", "1 (2)",
		"History 1", "ورشة الصحة السكن والعمل في المد", "Ημέρα 1", "ΗΜΈΡΑ 1 (2)", "", "ligne fin",
	}
	var tables []table
	for _, w := range wished {
		tables = append(tables, table{w, [][]string{{"Nom"}}})
	}
	seen := map[string]bool{}
	for i, s := range booktest.Read(t, writeBook(t, false, tables...)).Sheets {
		if want[i] != "" && s.Name != want[i] {
			t.Errorf("%q is called %q, want %q", wished[i], s.Name, want[i])
		}
		if n := len(utf16.Encode([]rune(s.Name))); n == 0 || n > 31 || strings.ContainsAny(s.Name, `:\/?*[]`) || seen[strings.ToLower(s.Name)] {
			t.Errorf("%q is called %q: no name, or taken", wished[i], s.Name)
		}
		seen[strings.ToLower(s.Name)] = true
	}
}
