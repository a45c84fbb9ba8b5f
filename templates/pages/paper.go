package pages

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"unicode/utf8"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/paper"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// The fields that say which sheet is meant, in its address and in its form.
const (
	FieldHalf = "half"
	FieldOf   = "workshop"
)

// PaperView leads to everything that can be printed of an event.
type PaperView struct {
	Page   layout.Page
	Event  event.Event
	Halves []PaperHalf
	Next   int // of the halves, counted from 0
}

// PaperHalf is a half-day with its sheets.
type PaperHalf struct {
	event.HalfDay
	Expected  int
	Workshops []PaperWorkshop
}

// PaperWorkshop is a workshop with a sheet of its own.
type PaperWorkshop struct {
	event.Workshop
	Expected int
}

// ListView is a list as it is printed.
type ListView struct {
	Page     layout.Page
	Event    event.Event
	List     paper.List
	People   int
	Route    string // that gives it as a file
	Half     string // which half-day it is of; "" if of none
	Workshop event.WorkshopID
}

// BadgesView are badges as they are printed.
type BadgesView struct {
	Page   layout.Page
	Event  event.Event
	Badges paper.Badges
	People int
}

// HalfID names a half-day in addresses.
func HalfID(h event.HalfDay) string { return strconv.Itoa(h.Day) + "-" + string(h.Half) }

// HalfDay says which half-day of an event it is.
func HalfDay(p locale.Printer, e event.Event, h event.HalfDay) string {
	return p.T("paper.half."+string(h.Half), locale.Args{"Day": p.Date(h.Starts.In(e.Location()))})
}

// SheetPath is what follows an event's address in that of a sheet.
func SheetPath(half string, workshop event.WorkshopID) string {
	q := url.Values{}
	if half != "" {
		q.Set(FieldHalf, half)
	}
	if workshop != "" {
		q.Set(FieldOf, string(workshop))
	}
	if len(q) == 0 {
		return "/paper/sheet"
	}
	return "/paper/sheet?" + q.Encode()
}

func (v PaperView) to(route string) string {
	return layout.Address(route, v.Page.Printer.Lang, string(v.Event.Ref.Event))
}

func (v PaperView) sheet(h PaperHalf, workshop event.WorkshopID) string {
	return layout.Address(site.Attendees, v.Page.Printer.Lang, string(v.Event.Ref.Event)) + SheetPath(HalfID(h.HalfDay), workshop)
}

// printable leads to everything that can be printed.
func printable(p locale.Printer, e event.Event) string {
	return layout.Address(site.Paper, p.Lang, string(e.Ref.Event))
}

// picture is a PNG as an address that holds it.
func picture(png []byte) string {
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(png)
}

// cells puts a row's cells under their columns; those that hold no words are empty.
func cells(l paper.List, row []string) []string {
	all := make([]string, len(l.Columns))
	for i, c := range l.Columns {
		if (c.Kind == paper.Words || c.Kind == paper.Name) && len(row) > 0 {
			all[i], row = row[0], row[1:]
		}
	}
	return all
}

// badgeName is how a name is set on a badge: smaller where it is long.
func badgeName(name string) string {
	switch n := utf8.RuneCountInString(name); {
	case n > 48:
		return "badge-name longest"
	case n > 22:
		return "badge-name long"
	}
	return "badge-name"
}
