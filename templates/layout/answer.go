package layout

import (
	"cmp"
	"strconv"

	"tribune/shared/locale"
)

// Boxes is a question with any number of answers, each a box to tick.
type Boxes struct {
	Legend   locale.Text // or Said
	Said     string      // a sentence of the catalogue
	Hint     string
	Problem  string
	Optional bool
	Options  []Box // one at least; the field's id is the first one's name
}

// Box is one box among several.
type Box struct {
	Name    string
	Label   locale.Text // or Said
	Said    string      // a sentence of the catalogue
	Note    string      // such as the seats left
	Checked bool
}

func (b Boxes) id() string { return b.Options[0].Name }

// Select is a question with one answer among very many.
type Select struct {
	Name     string
	Label    locale.Text // or Said
	Said     string      // a sentence of the catalogue
	Hint     string
	Value    string // of the option that is chosen; "" if none
	Problem  string
	Complete string // HTML's autocomplete
	Optional bool
	None     string   // what choosing none of them says; "choose" if empty
	One      bool     // one of them is always chosen
	Options  []Option // Value and Said
}

// Text is a field of several lines.
type Text struct {
	Name     string
	Label    locale.Text
	Hint     string
	Value    string
	Problem  string
	Optional bool
	Lang     locale.Lang // in which it is to be written; "" if in any
	Rows     int         // 4 if 0
}

func (t Text) rows() string { return strconv.Itoa(cmp.Or(t.Rows, 4)) }
