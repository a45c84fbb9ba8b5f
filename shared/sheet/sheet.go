// Package sheet writes tables that open in a French Excel as they are: CSV in
// UTF-8 with a byte order mark, ";" between cells, CRLF after each row; or a
// workbook, XLSX, by excelize ([Book]).
//
// A spreadsheet takes a cell of a CSV file that begins in certain ways for a
// formula and runs it. Whatever people typed is guarded against that: see [Cell].
package sheet

import (
	"bufio"
	"encoding/csv"
	"io"
	"strings"

	"tribune/shared/fault"
)

// ContentType is the media type of a CSV file.
const ContentType = "text/csv; charset=utf-8"

const mark = "\ufeff"

// CSV writes rows as they come. It buffers: nothing is certain until Close.
type CSV struct{ w *csv.Writer }

// NewCSV begins a file on w.
func NewCSV(w io.Writer) *CSV {
	b := bufio.NewWriter(w)
	_, _ = b.WriteString(mark) // b keeps an error and gives it to whoever writes next
	c := csv.NewWriter(b)
	c.Comma, c.UseCRLF = ';', true
	return &CSV{c}
}

// Row writes one row, each cell guarded. A row of a single empty cell cannot be
// told from no row at all.
func (c *CSV) Row(cells ...string) error {
	row := make([]string, len(cells))
	for i, s := range cells {
		row[i] = Cell(s)
	}
	return fault.Wrap("sheet: write a row", c.w.Write(row))
}

// Close writes what is still buffered. It does not close the writer below.
func (c *CSV) Close() error {
	c.w.Flush()
	return fault.Wrap("sheet: end the file", c.w.Error())
}

const (
	guard = "'"
	// What begins a formula, in half and full width, and what some programs
	// skip before they look for one.
	dangerous = "=+-@\t\n\ufffd＝＋－＠"
)

var clean = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\ufffd")

// Cell is s as it is safe in a cell. Every line end in it becomes LF (written
// as CRLF within quotes), a NUL or a byte that is not UTF-8 becomes U+FFFD. What
// then begins dangerously gets a leading apostrophe, which spreadsheets show in
// the cell; so does what begins with apostrophes and then dangerously, so that
// one apostrophe taken away always gives back what was there.
func Cell(s string) string {
	s = clean.Replace(strings.ToValidUTF8(s, "\ufffd"))
	rest := strings.TrimLeft(s, guard)
	if rest != "" && strings.ContainsAny(firstRune(rest), dangerous) {
		return guard + s
	}
	return s
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}
