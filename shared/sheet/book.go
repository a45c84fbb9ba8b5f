package sheet

import (
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tribune/shared/fault"
)

// BookType is the media type of a workbook.
const BookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Book is a workbook of sheets, each a table under its headings. Every cell is
// text, and what looks like a formula or a number is what was typed: nothing is
// guarded, as nothing is run.
//
// Rows go to the disk as they come. Close a book when it is written.
type Book struct {
	file  *excelize.File
	rtl   bool
	bold  int // style of the headings
	names names
}

// NewBook begins a workbook, whose columns run from right to left if rtl.
func NewBook(rtl bool) (*Book, error) {
	f := excelize.NewFile()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, bookFault(err)
	}
	return &Book{file: f, rtl: rtl, bold: bold, names: names{}}, nil
}

// Sheet adds a sheet, under a name as near to the one wished as spreadsheets
// allow. Its rows are read twice: the first few for the widths of the columns.
func (b *Book) Sheet(wished string, head []string, rows iter.Seq[[]string]) error {
	name, err := b.add(wished)
	if err != nil {
		return bookFault(err)
	}
	w, err := b.file.NewStreamWriter(name)
	if err != nil {
		return bookFault(err)
	}
	for i, width := range widths(head, rows) {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return bookFault(err)
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return bookFault(err)
	}
	cells := make([]any, len(head))
	put := func(n int, texts []string, style int) error {
		for i, s := range texts {
			cells[i] = excelize.Cell{StyleID: style, Value: text(s)}
		}
		return w.SetRow(fmt.Sprintf("A%d", n), cells)
	}
	n := 1
	err = put(n, head, b.bold)
	for row := range rows {
		if n++; err == nil {
			err = put(n, row, 0)
		}
		if err != nil {
			break
		}
	}
	if err == nil {
		err = w.Flush()
	}
	return bookFault(err)
}

// add makes room for a sheet; the first is there already.
func (b *Book) add(wished string) (name string, err error) {
	first := len(b.names) == 0
	if name = b.names.one(wished); first {
		err = b.file.SetSheetName(b.file.GetSheetName(0), name)
	} else {
		_, err = b.file.NewSheet(name)
	}
	if err != nil {
		return name, err
	}
	return name, b.file.SetSheetView(name, 0, &excelize.ViewOptions{RightToLeft: &b.rtl})
}

// text is s as XML can hold it; a line end is LF.
func text(s string) string { return clean.Replace(strings.ToValidUTF8(s, "\ufffd")) }

// The widths of columns, in characters, and how many rows are asked for them.
const (
	narrowest, widest = 8, 50
	asked             = 200
)

func widths(head []string, rows iter.Seq[[]string]) []float64 {
	all := make([]float64, len(head))
	wide := func(texts []string) {
		for i, s := range texts {
			all[i] = min(max(all[i], narrowest, float64(utf8.RuneCountInString(s))+2), widest)
		}
	}
	wide(head)
	n := 0
	for row := range rows {
		if n++; n > asked {
			break
		}
		wide(row)
	}
	return all
}

// WriteTo writes the whole workbook. It holds it compressed meanwhile.
func (b *Book) WriteTo(w io.Writer) (int64, error) {
	n, err := b.file.WriteTo(w)
	return n, bookFault(err)
}

// Close takes away what lies on the disk.
func (b *Book) Close() error { return bookFault(b.file.Close()) }

func bookFault(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Internal, "sheet: write a workbook", err)
}
