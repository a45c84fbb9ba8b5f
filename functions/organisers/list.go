package organisers

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/roster"
	"tribune/shared/sheet"
	"tribune/templates/pages"
)

// list is what goes into a file. A hundred thousand rows are held while they are
// sorted, so each is held small: as the text of its cells.
type list struct {
	name   string   // of the sheet of all
	sheets []string // names of the sheets that list some of the rows
	head   []string
	rows   []row
}

type row struct {
	at    roster.Place
	cells string   // each but the first begins with cellMark
	on    []uint16 // numbers of the sheets that list it, beside the one of all
}

// cellMark stands in no cell: a file writes U+FFFD in its place.
const cellMark = "\x00"

func inOneString(cells []string) string {
	for i, c := range cells {
		cells[i] = strings.ReplaceAll(c, cellMark, "\ufffd")
	}
	return strings.Join(cells, cellMark)
}

// gather makes the list of some people, as the event's page sorts it.
func gather(people iter.Seq2[roster.Entry, error], s setting, columns []column) (list, error) {
	parts := partsOf(s)
	l := list{name: s.T("download.all")}
	for _, c := range columns {
		l.head = append(l.head, c.head(s.Printer))
	}
	for _, p := range parts {
		l.sheets = append(l.sheets, p.name)
	}
	place, cells := roster.Placer(s.order, s.Lang), make([]string, len(columns))
	for p, err := range people {
		if err != nil {
			return l, err
		}
		for i, c := range columns {
			cells[i] = c.cell(s, p)
		}
		r := row{at: place(p.Registration), cells: inOneString(cells)}
		for i, part := range parts {
			if part.of(p.Chosen()) {
				r.on = append(r.on, uint16(i))
			}
		}
		l.rows = append(l.rows, r)
	}
	slices.SortFunc(l.rows, func(a, b row) int { return a.at.Compare(b.at) })
	return l, nil
}

// part is a sheet that lists some of an event's people.
type part struct {
	name string
	of   func(event.Choice) bool
}

// partsOf are an event's workshops, and its days where it has several.
func partsOf(s setting) (all []part) {
	for _, slot := range s.event.Slots {
		for _, w := range slot.Workshops {
			title, _ := w.Title.In(s.Lang)
			all = append(all, part{title, func(c event.Choice) bool { return slices.Contains(c.Workshops, w.ID) }})
		}
	}
	for i, d := range s.event.Days {
		if len(s.event.Days) > 1 {
			all = append(all, part{s.Date(d.Starts.In(s.event.Location())), func(c event.Choice) bool {
				return slices.Contains(s.event.Attended(c), i+1)
			}})
		}
	}
	return all
}

// write writes the list in a format; a workbook for a language has its sheets
// run as it is read.
func (l list) write(w io.Writer, format string, in locale.Lang) error {
	switch format {
	case pages.CSV:
		return l.writeCSV(w)
	case pages.XLSX:
		return l.writeBook(w, in)
	}
	return fault.New(fault.Internal, "organisers: write a list", fmt.Errorf("as %q", format))
}

func (l list) writeCSV(w io.Writer) error {
	file := sheet.NewCSV(w)
	if err := file.Row(l.head...); err != nil {
		return err
	}
	for cells := range l.those(func(row) bool { return true }) {
		if err := file.Row(cells...); err != nil {
			return err
		}
	}
	return file.Close()
}

func (l list) writeBook(w io.Writer, in locale.Lang) (err error) {
	book, err := sheet.NewBook(in.Dir() == "rtl")
	if err != nil {
		return err
	}
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
	}()
	if err := book.Sheet(l.name, l.head, l.those(func(row) bool { return true })); err != nil {
		return err
	}
	for i, name := range l.sheets {
		if err := book.Sheet(name, l.head, l.those(func(r row) bool { return slices.Contains(r.on, uint16(i)) })); err != nil {
			return err
		}
	}
	_, err = book.WriteTo(w)
	return err
}

// those are the cells of some rows. They hold until the next.
func (l list) those(wanted func(row) bool) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		cells := make([]string, len(l.head))
		for _, r := range l.rows {
			if !wanted(r) {
				continue
			}
			rest := r.cells
			for i := range cells {
				cells[i], rest, _ = strings.Cut(rest, cellMark)
			}
			if !yield(cells) {
				return
			}
		}
	}
}
