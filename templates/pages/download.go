package pages

import (
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// DownloadView is what [Download] shows: which columns there are, and how many
// people the file would list.
type DownloadView struct {
	Page     layout.Page
	Event    event.Event
	Filter   roster.Filter // whom the file is about
	Order    roster.Order
	Rows     int
	Columns  []DownloadColumn
	Format   string
	Problems web.Problems
}

// DownloadColumn is one column to choose.
type DownloadColumn struct {
	Key     string
	Label   string
	Kind    ColumnKind
	Checked bool
}

// ColumnKind is how a column is offered.
type ColumnKind int

// The kinds.
const (
	Further   ColumnKind = iota // for who wants more
	Usual                       // ticked at first
	Sensitive                   // personal beyond who comes: named as such
)

// The formats of a file.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// Formats lists them.
var Formats = []string{XLSX, CSV}

// FieldFormat is the name of the field of the format.
const FieldFormat = "format"

// FieldColumn is the name of the box of a column.
func FieldColumn(key string) string { return "column_" + strings.ReplaceAll(key, ".", "_") }

// ReadyView is what [Ready] shows of a file that was too large for an answer.
type ReadyView struct {
	Page  layout.Page
	Title locale.Text // of what the file is about
	Back  string      // where one came from
	Name  string      // of the file
	Size  int64       // in bytes
	Link  string
	Life  time.Duration // how long the link lives
}

// action is where the form goes: to the same people.
func (v DownloadView) action() string { return v.in(site.Download) }

// List is the address of the list that the form came from.
func (v DownloadView) List() string { return v.in(site.Attendees) }

func (v DownloadView) in(route string) string {
	return listed(v.Page.Printer, route, v.Event, v.Filter.Values(), v.Order)
}

// counted says how many people the file will list.
func (v DownloadView) counted() string {
	if len(v.Filter.Values()) == 0 {
		return v.Page.Printer.N("download.rows", v.Rows)
	}
	return v.Page.Printer.N("download.rows.filtered", v.Rows)
}

func formats(p locale.Printer, chosen, problem string) layout.Choice {
	c := layout.Choice{Name: FieldFormat, Said: p.T("download.format"), Value: chosen, Problem: problem}
	for _, f := range Formats {
		c.Options = append(c.Options, layout.Option{Value: f, Said: p.T("download.format." + f), Note: p.T("download.format." + f + ".hint")})
	}
	return c
}

// boxes are the columns of one kind.
func (v DownloadView) boxes(kind ColumnKind) layout.Boxes {
	p := v.Page.Printer
	b := layout.Boxes{Said: p.T("download.columns." + kindNames[kind])}
	if kind == Sensitive {
		b.Hint = p.T("download.columns.sensitive.hint")
	}
	for _, c := range v.Columns {
		if c.Kind == kind {
			b.Options = append(b.Options, layout.Box{Name: FieldColumn(c.Key), Said: c.Label, Checked: c.Checked})
		}
	}
	b.Problem = v.Problems.For(b.Options[0].Name)
	return b
}

var kindNames = map[ColumnKind]string{Usual: "usual", Further: "further", Sensitive: "sensitive"}

// says is the size and how long the link lives, in words.
func (v ReadyView) says() string {
	p := v.Page.Printer
	const megabyte = 1_000_000
	return p.N("ready.text", int(v.Life.Minutes()), locale.Args{"Size": p.Number(int((v.Size + megabyte - 1) / megabyte))})
}
