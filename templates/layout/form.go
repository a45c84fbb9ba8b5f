package layout

import (
	"slices"
	"strconv"
	"strings"

	"tribune/shared/locale"
)

// Input is a field of one line. Its id in the page is its name.
type Input struct {
	Name     string
	Label    string
	Words    locale.Text // in Label's place, where people wrote it
	Hint     string
	Value    string
	Problem  string
	Type     string // "text" if empty
	Complete string // what browsers may fill in: HTML's autocomplete
	Mode     string // the keyboard that is offered: HTML's inputmode
	Dir      string // "auto" if empty: people write names in any script
	Short    bool   // for a code: as wide as what goes in
	Narrow   bool   // for a number, a day or an hour
	Focus    bool   // the page opens with the cursor here
	Optional bool
}

// Choice is a question with one answer among several.
type Choice struct {
	Name    string
	Legend  locale.Text // or Said
	Said    string      // a sentence of the catalogue
	Hint    string
	Value   string // of the option that is chosen; "" if none
	Problem string
	Options []Option

	Optional bool
}

// Option is one answer to a [Choice].
type Option struct {
	Value string
	Label locale.Text // or Said
	Said  string      // a sentence of the catalogue
	Note  string      // such as the seats left
	Taken bool        // offered no more; still shown, and kept if it was chosen
}

// Check is a box to tick.
type Check struct {
	Name     string
	Label    string
	Problem  string
	Checked  bool
	Optional bool // nobody has to tick it
}

// target is the number of the option that the error summary's link leads to: the
// first that can be chosen; -1 if none can, and the link leads to the question.
func (c Choice) target() int { return slices.IndexFunc(c.Options, c.choosable) }

// choosable reports whether an option may be chosen, or stay so.
func (c Choice) choosable(o Option) bool { return !o.Taken || o.Value == c.Value }

// id of the nth option. The target has the field's own name.
func (c Choice) id(n int) string {
	if n == c.target() {
		return c.Name
	}
	return c.Name + "-" + strconv.Itoa(n+1)
}

// describedBy lists the ids of what stands beside a field: its hint, its problem.
func describedBy(name, hint, problem string) string {
	var ids []string
	if hint != "" {
		ids = append(ids, name+"-hint")
	}
	if problem != "" {
		ids = append(ids, name+"-problem")
	}
	return strings.Join(ids, " ")
}
