package campaign

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tribune/shared/event"
)

// Row is the name of the nth row of a list, counted from 0.
func Row(list string, n int) string { return list + "-" + strconv.Itoa(n) }

// mostRows is more than any list may have; what is beyond is not read.
const mostRows = maxItems + 1

// Rows is how many rows a list has: each has a field at least.
func (f Form) Rows(list string) int {
	there := map[string]bool{}
	for name := range f {
		if rest, below := strings.CutPrefix(name, list+"-"); below {
			n, _, _ := strings.Cut(rest, "-")
			there[n] = true
		}
	}
	n := 0
	for n < mostRows && there[strconv.Itoa(n)] {
		n++
	}
	return n
}

// aList are the names of lists.
var aList = regexp.MustCompile(`^(days|programme|slots|questions|notices|partners|publications|articles|slots-\d+-workshops|questions-\d+-options|notices-\d+-documents)$`)

// List is the list in which a row is.
func List(row string) string {
	list, _ := cutRow(row)
	return list
}

// Add adds a row at the end of a list, filled with what is likely, and gives its
// name; "" if there is no such list, or it is full. Nothing else changes.
func (f Form) Add(list string) (row string) {
	n := f.Rows(list)
	if !aList.MatchString(list) || n == mostRows {
		return ""
	}
	row = Row(list, n)
	_, kind := cutRow(list)
	last := func(field string) string { return f[Row(list, n-1)+"-"+field] }
	set := func(field, value string) { f[row+"-"+field] = value }
	switch kind {
	case "days":
		set("from", cmp.Or(last("from"), "09:00"))
		set("to", cmp.Or(last("to"), "17:00"))
		if d, err := time.Parse(dateForm, last("date")); err == nil {
			set("date", d.AddDate(0, 0, 1).Format(dateForm))
		}
	case "programme":
		set("day", cmp.Or(last("day"), "1"))
		set("at", "")
	case "slots":
		set("day", cmp.Or(last("day"), "1"))
		set("from", last("to"))
		f.Add(row + "-workshops")
		f.Add(row + "-workshops")
	case "workshops":
		set("capacity", last("capacity"))
	case "questions":
		set("kind", string(event.ShortText))
	case "notices":
		set("kind", string(event.Practical))
		set("days", "3")
	case "partners":
		set("name", "")
	case "publications":
		set("url", "")
	case "articles":
		set("text", "")
	default:
		set("id", "")
	}
	return row
}

// cutRow takes the last step off the name of a list, or of a row, whose step is
// its number.
func cutRow(name string) (before, step string) {
	i := strings.LastIndexByte(name, '-')
	return name[:max(i, 0)], name[i+1:]
}

// Remove takes away a row with all that stands below it; those after it move up,
// and what lies on a later day keeps it.
func (f Form) Remove(row string) {
	list, digits := cutRow(row)
	n, err := strconv.Atoi(digits)
	if err != nil || n >= f.Rows(list) {
		return
	}
	order := make([]int, 0, f.Rows(list))
	for i := range f.Rows(list) {
		if i != n {
			order = append(order, i)
		}
	}
	f.arrange(list, order)
	if list != "days" {
		return
	}
	for name, s := range f {
		if day, err := strconv.Atoi(s); err == nil && day > n+1 && strings.HasSuffix(name, "-day") {
			f[name] = strconv.Itoa(day - 1)
		}
	}
}

// Move has a row change places with the one before it, or the one after it, and
// gives the name under which it stands then; its own, if there is none.
func (f Form) Move(row string, by int) string {
	list, digits := cutRow(row)
	n, err := strconv.Atoi(digits)
	rows := f.Rows(list)
	if err != nil || !aList.MatchString(list) || n < 0 || n >= rows || n+by < 0 || n+by >= rows {
		return row
	}
	order := make([]int, rows)
	for i := range order {
		order[i] = i
	}
	order[n], order[n+by] = order[n+by], order[n]
	f.arrange(list, order)
	return Row(list, n+by)
}

// arrange puts the rows of a list in an order, of their numbers; those that it
// does not name go.
func (f Form) arrange(list string, order []int) {
	old := maps.Clone(f)
	for name := range old {
		if strings.HasPrefix(name, list+"-") {
			delete(f, name)
		}
	}
	for to, from := range order {
		old.move(Row(list, from), Row(list, to), f)
	}
}

// move writes what stands in and below one name to another form, at another.
func (f Form) move(from, to string, into Form) {
	for name, s := range f {
		if name == from {
			into[to] = s
		} else if rest, below := strings.CutPrefix(name, from+"-"); below {
			into[to+"-"+rest] = s
		}
	}
}

// Sort puts the programme and the slots in the order of time, which nobody who
// adds a line at the end has to think of. What has no time stays where it is.
func (f Form) Sort() {
	for list, at := range map[string]string{"programme": "at", "slots": "from"} {
		times := make([]string, f.Rows(list))
		order := make([]int, len(times))
		for i := range times {
			order[i] = i
			hour, err := time.Parse(hourForm, f[Row(list, i)+"-"+at])
			day, wrong := strconv.Atoi(cmp.Or(f[Row(list, i)+"-day"], "1"))
			if err != nil || wrong != nil {
				return
			}
			times[i] = strconv.Itoa(1000+day) + hour.Format(hourForm)
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(times[a], times[b]) })
		f.arrange(list, order)
	}
}
