// Package paper is what is printed, as values: for an event a sheet to sign, a list
// for the door, badges; for a signature its certificate.
//
// The console shows a value as a page to print, tribune/shared/pdf makes a file
// of it: what stands on them never differs. It knows no letters and no fonts, so
// that pages carry none.
package paper

import (
	"time"

	"tribune/shared/locale"
)

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

// Certificate says of one signature what was signed, by whom, and how anybody finds
// it in the public log.
type Certificate struct {
	Head
	Says    string // in a sentence
	Log     string // the title of what follows
	Proof   []Fact // to be compared there, letter by letter
	Address string // of the log, whole; a code leads there too
	Look    string // said before it
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
	Hue    int // counted from 0; counted round [Hues]
}

// Hues is how many colours workshops are told by, in print as in the style sheet.
const Hues = 8
