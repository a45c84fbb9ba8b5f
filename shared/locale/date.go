package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// names are what CLDR gives for a language: command infra/cmd/cldr writes them.
// Morocco's months differ from those of the other Arabic countries.
type names struct {
	days      [7]string         // Sunday first
	months    [12]string        // January first
	group     string            // stands between thousands
	cities    map[string]string // by IANA zone, where the name is not in it
	countries []Country         // in the order of the language
}

// Date says a day in words, in the zone that t carries: "jeudi 11 mars 2027".
func (p Printer) Date(t time.Time) string {
	return p.dayAndMonth(t) + " " + strconv.Itoa(t.Year())
}

// ShortDate says a day in numbers, for tables: "11/03/2027" in every language.
func (p Printer) ShortDate(t time.Time) string { return t.Format("02/01/2006") }

func (p Printer) dayAndMonth(t time.Time) string {
	return p.day(t) + " " + p.Month(t)
}

// day says the day of the week and of the month: "jeudi 11".
func (p Printer) day(t time.Time) string {
	name, number := cldr[p.Lang].days[t.Weekday()], strconv.Itoa(t.Day())
	switch {
	case p.Lang == Arabic:
		name += "،"
	case p.Lang == French && t.Day() == 1:
		number = "1er"
	}
	return name + " " + number
}

// Time says an hour of the day: "9 h 05" in French, "09:05" elsewhere.
func (p Printer) Time(t time.Time) string {
	if p.Lang != French {
		return t.Format("15:04")
	}
	if t.Minute() == 0 {
		return fmt.Sprintf("%d\u00a0h", t.Hour())
	}
	return fmt.Sprintf("%d\u00a0h\u00a0%02d", t.Hour(), t.Minute())
}

// Month says the short form that stands on a date's tile: the month's name alone.
func (p Printer) Month(t time.Time) string { return cldr[p.Lang].months[t.Month()-1] }

// Number writes n with the digits and the thousands' separator of the language.
func (p Printer) Number(n int) string {
	s := strconv.Itoa(n)
	separator := cldr[p.Lang].group
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + separator + s[i:]
	}
	return sign + s
}
