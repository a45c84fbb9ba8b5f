package campaign

import (
	"slices"
	"strconv"
	"strings"

	"tribune/shared/locale"
)

// Merged is a form beside what somebody else saved meanwhile.
type Merged struct {
	Form    Form              // hers, with the rows that the other alone has
	Differs map[string]string // what the other has in a field where she has something else
	Added   map[string]bool   // rows that are the other's
	Absent  map[string]bool   // rows that are not in what the other saved: new, or taken away by him
}

// Merge holds a form against what stands. Nothing of either is lost: she keeps
// every value that she typed, sees at each that is another what stands, and finds
// the rows that she lacks at the end of their lists, to take away if she means to.
// Rows are the same if they have the same id; days, lines of the programme,
// documents, partners, publications and articles have none, and are told by their
// number.
func Merge(hers, stands Form) Merged {
	m := Merged{Form: hers.compact(), Differs: map[string]string{}, Added: map[string]bool{}, Absent: map[string]bool{}}
	theirs := Form{}
	m.align(stands.compact(), "", "", theirs)
	for name := range m.Form {
		if _, both := theirs[name]; !both {
			theirs[name] = ""
		}
	}
	for name, s := range theirs {
		if _, asked := m.Form[name]; !asked && inLanguage(name) {
			m.Form[name] = s // her page did not have this language yet
		}
		if strings.HasPrefix(name, "registration-early-code") {
			continue // which nobody can tell
		}
		if !strings.HasSuffix(name, "-id") && !strings.HasSuffix(name, was) && m.Form.value(name) != theirs.value(name) && !m.within(name, m.Absent) {
			m.Differs[name] = s
		}
	}
	return m
}

// Agrees reports whether both say the same.
func (m Merged) Agrees() bool { return len(m.Differs)+len(m.Added)+len(m.Absent) == 0 }

// lists are the lists of an event, of a project and of a charter, and what stands
// in the rows of each.
var lists = map[string][]string{
	"": {"days", "programme", "slots", "questions", "notices", "partners", "publications", "articles"}, "slots": {"workshops"}, "questions": {"options"}, "notices": {"documents"},
}

// align writes what stands below a name under the names that its rows have in
// her form, to which it adds those that she lacks.
func (m Merged) align(stands Form, from, to string, theirs Form) {
	kind, _ := cutRow(from)
	mine := lists[kind]
	for name, s := range stands {
		rest, below := below(name, from)
		list, _, _ := strings.Cut(rest, "-")
		if below && !slices.Contains(mine, list) {
			theirs[inner(to, rest)] = s
		}
	}
	for _, list := range mine {
		hers, there := inner(to, list), inner(from, list)
		known := map[string]bool{}
		for _, row := range stands.rows(there) {
			same := m.same(stands, row, hers)
			if same == "" {
				same = Row(hers, m.Form.Rows(hers))
				stands.move(row, same, m.Form)
				m.Added[same] = true
			}
			known[same] = true
			m.align(stands, row, same, theirs)
		}
		for _, row := range m.Form.rows(hers) {
			if !known[row] {
				m.Absent[row] = true
			}
		}
	}
}

// same is her row for one that stands; "" if she has none.
func (m Merged) same(stands Form, row, hers string) string {
	id := stands[row+"-id"]
	_, n := cutRow(row)
	for i, r := range m.Form.rows(hers) {
		if id != "" && m.Form[r+"-id"] == id || id == "" && m.Form[r+"-id"] == "" && strconv.Itoa(i) == n {
			return r
		}
	}
	return ""
}

// inLanguage reports whether a field is of a text in one language.
func inLanguage(name string) bool {
	_, step := cutRow(name)
	_, is := locale.Parse(step)
	return is
}

// within reports whether a field stands in one of some rows.
func (m Merged) within(name string, rows map[string]bool) bool {
	for name != "" {
		if rows[name] {
			return true
		}
		name, _ = cutRow(name)
	}
	return false
}

// below is what follows a name and its hyphen; everything follows the empty one.
func below(name, from string) (rest string, is bool) {
	if from == "" {
		return name, true
	}
	return strings.CutPrefix(name, from+"-")
}

// compact is a copy in which the answers that a question depends on are told one
// by one, without the boxes between them that are not ticked.
func (f Form) compact() Form {
	c := Form{}
	for name, s := range f {
		if !strings.Contains(name, "-if-is-") {
			c[name] = s
		}
	}
	for _, q := range f.rows("questions") {
		for i, s := range f.answers(q + "-if-is") {
			c[Row(q+"-if-is", i)] = s
		}
	}
	return c
}
