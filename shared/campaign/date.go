package campaign

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"tribune/shared/locale"
)

// A calendar day is held as its midnight in UTC until it is known which hour of
// it, in which zone, is meant.

var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday,
}

var (
	ahead  = regexp.MustCompile(`^in (\d{1,3}) (day|week|month)s?(?:, on an? ([a-z]+))?$`)
	before = regexp.MustCompile(`^(\d{1,3}) (day|week|month)s? before$`)
)

// momentInPage is a moment as a page's field for one writes it.
var momentInPage = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)$`)

const nextDay = "the next day"

var (
	errDate   = &flaw{key: "written.date"}
	errNext   = &flaw{key: "written.date.next"}
	errHour   = &flaw{key: "written.hour"}
	errMoment = &flaw{key: "written.moment"}
)

// day is the calendar day on which t falls in loc.
func day(t time.Time, loc *time.Location) time.Time {
	y, m, d := t.In(loc).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// parseDay reads the date of an event's day. previous is the day before it in
// the list, zero for the first.
func parseDay(s string, today, previous time.Time) (time.Time, *flaw) {
	if s == nextDay {
		if previous.IsZero() {
			return time.Time{}, errNext
		}
		return previous.AddDate(0, 0, 1), nil
	}
	m := ahead.FindStringSubmatch(s)
	if m == nil {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return time.Time{}, errDate
		}
		return d, nil
	}
	d := shift(today, m[1], m[2], 1)
	if m[3] == "" {
		return d, nil
	}
	wanted, ok := weekdays[m[3]]
	if !ok {
		return time.Time{}, errDate
	}
	return d.AddDate(0, 0, (int(wanted)-int(d.Weekday())+7)%7), nil
}

// shift moves a day by a number of days, weeks or months, ahead or back. A
// month later than the 31st is the last of a shorter month, never the third of
// the one after it.
func shift(d time.Time, number, unit string, sign int) time.Time {
	n, _ := strconv.Atoi(number) // digits only
	n *= sign
	switch unit {
	case "day":
		return d.AddDate(0, 0, n)
	case "week":
		return d.AddDate(0, 0, 7*n)
	}
	first := time.Date(d.Year(), d.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(d.Day(), last.Day())-1)
}

// parseHour gives the moment of an hour of a day in loc. An hour that the
// clocks leap over that day does not exist; of one that comes twice either may
// be meant.
func parseHour(s string, d time.Time, loc *time.Location) (time.Time, *flaw) {
	h, err := time.Parse("15:04", s)
	if err != nil {
		return time.Time{}, errHour
	}
	t := time.Date(d.Year(), d.Month(), d.Day(), h.Hour(), h.Minute(), 0, 0, loc)
	if t.Hour() != h.Hour() || t.Minute() != h.Minute() {
		return time.Time{}, &flaw{"written.hour.none", locale.Args{"Hour": s, "Date": d.Format(time.DateOnly)}}
	}
	return t.UTC(), nil
}

// parseMoment reads when registration opens or closes, by the event's first
// day. Without an hour it is that day's beginning.
func parseMoment(s string, first time.Time, loc *time.Location) (time.Time, *flaw) {
	date, hour, precise := strings.Cut(momentInPage.ReplaceAllString(s, "$1, $2"), ", ")
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		m := before.FindStringSubmatch(date)
		if m == nil {
			return time.Time{}, errMoment
		}
		d = shift(first, m[1], m[2], -1)
	}
	if !precise {
		return begin(d, loc), nil
	}
	return parseHour(hour, d, loc)
}

// begin is the first moment of a day in loc. Where the clocks leap at midnight
// that is one o'clock.
func begin(d time.Time, loc *time.Location) time.Time {
	t := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, loc)
	if t.Day() != d.Day() {
		t = t.Add(time.Hour)
	}
	return t.UTC()
}
