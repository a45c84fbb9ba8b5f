// Package paper lays out what is printed at an event: sheets to sign, lists for
// the door, badges; as PDF, on A4, in either direction of writing.
//
// What stands on a page is a value ([List], [Badges]) that the console's page
// shows too: the screen and the file never differ. Text is shaped with
// go-text/typesetting: Arabic letters join, a Latin name within an Arabic line
// and the other way round stands as it is read, a long name wraps and is set
// smaller before it is cut, and two fonts stand in for each other (fonts/README.md).
//
// The file is written here, not by go-pdf/fpdf, which was to be its base: fpdf
// takes characters, never shaped glyphs, so that the letters would have to be
// drawn as outlines, which nobody can search, copy or hear read. This embeds of
// each font what the document uses, and says of every glyph what it stands for,
// in a few hundred lines and without fpdf's 1.6 MB of program. It is no tagged
// PDF, though: who reads with her ears is better served by the console's page of
// the same, which is what prints it without a file.
//
// The same value gives the same bytes. Nothing is read before something is
// printed.
package paper

import (
	"time"

	"tribune/shared/locale"
)

// ContentType is the media type of a file.
const ContentType = "application/pdf"

// Head is what a document says of itself.
type Head struct {
	Lang      locale.Lang
	Kind      string // what it is: "Feuille d'émargement"
	Title     string // of the event
	Project   string // that the event is part of; "" if none
	Facts     []Fact // when, where …
	Organiser string
	Logo      []byte    // the organiser's, a PNG; nil if none
	Thanks    string    // stands before the funders
	Funders   []Funder  // in order
	Made      time.Time // in the event's zone
	MadeOn    string    // says so in words
	Page      func(n, of int) string
}

// Fact is a line of the head: its name and what is so.
type Fact struct{ Name, Text string }

// Funder is who pays for an event.
type Funder struct {
	Name string
	Logo []byte // a PNG; nil if none
}

// List is a table of people to sign or to tick.
type List struct {
	Head
	Columns []Column
	Parts   []Part
	Certify string // what the organiser signs below; "" if nothing
}

// Column is one of a list's.
type Column struct {
	Title string
	Kind  Kind
	Share float64 // of the width: its part of the sum of all
}

// Kind is what stands in a column.
type Kind int

// The kinds.
const (
	Words  Kind = iota
	Name        // words that matter most: the first of them is the row's head
	Number      // counted by the list itself
	Tick        // a box to tick
	Sign        // room to sign
)

// Part is a part of a list under a title of its own.
type Part struct {
	Title string     // "" if it needs none
	Rows  [][]string // a cell for each column of words, in their order
	Blank int        // rows to fill in by hand, behind the others
	None  string     // said where there is no row at all
}

// Numbered reports whether rows are counted.
func (l List) Numbered() bool {
	for _, c := range l.Columns {
		if c.Kind == Number {
			return true
		}
	}
	return false
}

// Badges are cards to cut out and wear.
type Badges struct {
	Head
	Cards []Card
}

// Card is one badge. One without a name is filled in by hand.
type Card struct {
	Name, Structure string
	Marks           []Mark
}

// Mark is a workshop on a badge: told by its number, its title and its colour.
type Mark struct {
	Number string
	Title  string
	Hue    int // counted from 0; beyond [Hues] they come again
}

// Hues is how many colours there are.
const Hues = 8

// hues are the colours of workshops; white is read on each.
var hues = [Hues]colour{
	{0x0d, 0x57, 0x50}, {0xa8, 0x47, 0x1d}, {0x3b, 0x4f, 0xa0}, {0x7a, 0x2a, 0x6f},
	{0x6b, 0x5b, 0x00}, {0x9b, 0x1c, 0x3c}, {0x1f, 0x6f, 0x3f}, {0x4b, 0x4e, 0x53},
}
