package layout

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"tribune/shared/locale"
)

// Texts is a text that is written in several languages, side by side.
type Texts struct {
	Name     string // of the group; a field has its language behind a hyphen
	Said     string // what it is called: a sentence of the catalogue
	Hint     string
	Problem  string // of the text in whatever language
	Optional bool
	Rows     int // of each field; 0 for a single line
	Tongues  []Tongue
}

// Tongue is such a text in one language.
type Tongue struct {
	Lang    locale.Lang
	Value   string
	Problem string
	Other   string // what somebody else wrote there meanwhile, in a sentence
	Lacks   bool   // it is written in another language, and not in this one
	Focus   bool
}

func (t Texts) field(l locale.Lang) string { return t.Name + "-" + string(l) }

func (t Texts) rows() string { return strconv.Itoa(t.Rows) }

// describes lists the ids of what stands beside a field, the group's hint among it.
func (t Texts) describes(o Tongue) string {
	ids := []string{describedBy(t.Name, t.Hint, t.Problem), describedBy(t.field(o.Lang), "", o.Problem)}
	if o.Other != "" {
		ids = append(ids, t.field(o.Lang)+"-other")
	}
	return strings.Join(slices.DeleteFunc(ids, func(s string) bool { return s == "" }), " ")
}

func (t Texts) wrong(o Tongue) bool { return t.Problem != "" || o.Problem != "" }

// attributes are those of a field, of one line or several.
func (t Texts) attributes(o Tongue) templ.Attributes {
	a := templ.Attributes{"id": t.field(o.Lang), "name": t.field(o.Lang), "lang": o.Lang.Tag(), "dir": o.Lang.Dir(), "autofocus": o.Focus}
	if by := t.describes(o); by != "" {
		a["aria-describedby"] = by
	}
	if t.wrong(o) {
		a["aria-invalid"] = "true"
	}
	return a
}
