package sheet_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"tribune/shared/sheet"
)

func write(t testing.TB, rows ...[]string) string {
	t.Helper()
	var b bytes.Buffer
	c := sheet.NewCSV(&b)
	for _, row := range rows {
		if err := c.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func readBack(t testing.TB, file string) [][]string {
	t.Helper()
	body, ok := strings.CutPrefix(file, "\ufeff")
	if !ok {
		t.Fatalf("no byte order mark: %q", file)
	}
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%v in %q", err, file)
	}
	return rows
}

func TestBytes(t *testing.T) {
	got := write(t,
		[]string{"Nom", "Organisation", "Téléphone"},
		[]string{"Ľubica Šťastná", "Association; \"Espace\"", "+421 2 555"},
		[]string{"العلوي", "une\nautre", ""},
	)
	want := "\ufeffNom;Organisation;Téléphone\r\n" +
		"Ľubica Šťastná;\"Association; \"\"Espace\"\"\";'+421 2 555\r\n" +
		"العلوي;\"une\r\nautre\";\r\n"
	if got != want {
		t.Errorf("wrote\n%q\nwant\n%q", got, want)
	}
	if got := write(t); got != "\ufeff" {
		t.Errorf("a file without rows is %q", got)
	}
}

func TestNames(t *testing.T) {
	rows := [][]string{
		{"Παπαδοπούλου", "Ελένη", "ΟΚΑΝΑ"},
		{"Kováčová", "Žofia", "Tomky, Slovensko"},
		{"بنعلي", "فاطمة الزهراء", "جمعية حسنونة (AHSUD)"},
		{"'t Hooft", "O’Neil", "L'association"},
		{"Saïd\u00a0Müller", "e\u0301", "\u200fطنجة\u200f"},
	}
	if got := readBack(t, write(t, rows...)); !reflect.DeepEqual(got, rows) {
		t.Errorf("read back %q", got)
	}
}

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"Tanger":                 "Tanger",
		"=1+1":                   "'=1+1",
		"+33 1":                  "'+33 1",
		"-1":                     "'-1",
		"@SUM(A1)":               "'@SUM(A1)",
		"\t=1":                   "'\t=1",
		"\r=1":                   "'\n=1",
		"\n=1":                   "'\n=1",
		"\x00=1":                 "'\ufffd=1",
		"\xff=1":                 "'\ufffd=1",
		"＝1+1":                   "'＝1+1",
		"'=1":                    "''=1",
		"''@":                    "'''@",
		"'t Hooft":               "'t Hooft",
		"'":                      "'",
		"a=1":                    "a=1",
		"a\r\nb\rc\nd\x00":       "a\nb\nc\nd\ufffd",
		`=HYPERLINK("http://x")`: `'=HYPERLINK("http://x")`,
	} {
		if got := sheet.Cell(in); got != want {
			t.Errorf("%q stands as %q, want %q", in, got, want)
		}
	}
}

type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteError(t *testing.T) {
	c := sheet.NewCSV(full{})
	if err := c.Row("a", "b"); err != nil {
		t.Errorf("a buffered row: %v", err)
	}
	if err := c.Close(); !errors.Is(err, errFull) {
		t.Errorf("close: %v", err)
	}
	c = sheet.NewCSV(full{})
	var err error
	for i := 0; i < 1000 && err == nil; i++ {
		err = c.Row("a", strings.Repeat("b", 100))
	}
	if !errors.Is(err, errFull) {
		t.Errorf("rows beyond the buffer: %v", err)
	}
}

// Ten thousand rows pass through without being held.
func TestStreams(t *testing.T) {
	r, w := io.Pipe()
	done := make(chan error, 1)
	go func() {
		c := sheet.NewCSV(w)
		for range 10_000 {
			if err := c.Row("Nom", "Organisation", "طنجة"); err != nil {
				done <- err
				return
			}
		}
		done <- c.Close()
		w.Close()
	}()
	b, err := io.ReadAll(r)
	if err = errors.Join(err, <-done); err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(b, []byte("\r\n")); n != 10_000 {
		t.Errorf("%d rows", n)
	}
}

// A cell that is read back begins harmlessly, and is what was given but for its
// line ends, NULs and broken bytes, once a guard is taken away.
func FuzzCell(f *testing.F) {
	f.Add("=1+1")
	f.Fuzz(func(t *testing.T, s string) {
		rows := readBack(t, write(t, []string{"Nom", s, s}))
		if len(rows) != 1 || len(rows[0]) != 3 || rows[0][1] != rows[0][2] {
			t.Fatalf("%q is read back as %q", s, rows)
		}
		cell := rows[0][1]
		if !utf8.ValidString(cell) || strings.ContainsAny(cell, "\r\x00") {
			t.Fatalf("%q stands as %q", s, cell)
		}
		begins := func(s string) bool {
			for _, c := range []string{"=", "+", "-", "@", "\t", "\n", "\ufffd", "＝", "＋", "－", "＠"} {
				if strings.HasPrefix(s, c) {
					return true
				}
			}
			return false
		}
		if begins(cell) {
			t.Fatalf("%q stands as %q", s, cell)
		}
		if bare := strings.TrimLeft(cell, "'"); bare != cell && begins(bare) {
			cell = cell[1:]
		}
		want := strings.ToValidUTF8(s, "\ufffd")
		want = strings.ReplaceAll(strings.ReplaceAll(want, "\r\n", "\n"), "\r", "\n")
		want = strings.ReplaceAll(want, "\x00", "\ufffd")
		if cell != want {
			t.Fatalf("%q gives back %q", s, cell)
		}
	})
}
