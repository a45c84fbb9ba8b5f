package campaign

import (
	"testing"
	"time"
)

func date(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestParseDay(t *testing.T) {
	for _, c := range []struct{ today, say, want string }{
		{"2026-11-21", "2009-01-16", "2009-01-16"},
		{"2026-11-21", "in 10 days", "2026-12-01"},
		{"2026-11-21", "in 1 day", "2026-11-22"},
		{"2026-11-21", "in 0 days", "2026-11-21"},
		{"2026-11-21", "in 3 weeks", "2026-12-12"},
		{"2026-11-21", "in 3 months", "2027-02-21"},
		{"2026-11-30", "in 3 months", "2027-02-28"}, // never 2 March
		{"2027-11-30", "in 3 months", "2028-02-29"},
		{"2026-12-31", "in 2 months", "2027-02-28"},
		{"2026-12-31", "in 12 months", "2027-12-31"},
		{"2026-11-21", "in 3 months, on a thursday", "2027-02-25"},
		{"2026-11-25", "in 3 months, on a thursday", "2027-02-25"}, // that day itself
		{"2026-11-26", "in 3 months, on a thursday", "2027-03-04"},
		{"2026-11-21", "the next day", "2001-02-03"},
	} {
		got, err := parseDay(c.say, date(c.today), date("2001-02-02"))
		if err != nil || !got.Equal(date(c.want)) {
			t.Errorf("on %s, %q is %s (%v), want %s", c.today, c.say, got.Format(time.DateOnly), err, c.want)
		}
	}
	for _, s := range []string{"", "tomorrow", "in three months", "in -1 days", "in 1000 days", "in 3 months, on a jeudi", "in 3 months on a friday", "2027-13-01", "2027-3-1", "16/01/2009", "2027-03-11T00:00:00Z"} {
		if got, err := parseDay(s, date("2026-11-21"), time.Time{}); err == nil {
			t.Errorf("%q is read as %s", s, got)
		}
	}
}

// "in N months, on a weekday" never leaves the week that begins N months ahead.
func TestParseDayOnEveryDay(t *testing.T) {
	for i := range 2 * 366 {
		today := date("2026-01-01").AddDate(0, 0, i)
		from, _ := parseDay("in 3 months", today, time.Time{})
		got, err := parseDay("in 3 months, on a sunday", today, time.Time{})
		if err != nil || got.Weekday() != time.Sunday || got.Before(from) || got.Sub(from) > 6*24*time.Hour {
			t.Fatalf("on %s: %s (%v)", today, got, err)
		}
	}
}

func TestParseHour(t *testing.T) {
	for _, c := range []struct{ zone, date, hour, want string }{
		{"Europe/Paris", "2027-03-27", "09:00", "2027-03-27T08:00:00Z"},
		{"Europe/Paris", "2027-03-28", "09:00", "2027-03-28T07:00:00Z"}, // summer
		{"Europe/Paris", "2027-10-31", "9:05", "2027-10-31T08:05:00Z"},
		{"Africa/Casablanca", "2027-02-06", "09:00", "2027-02-06T08:00:00Z"},
		{"Africa/Casablanca", "2027-02-08", "09:00", "2027-02-08T09:00:00Z"}, // Ramadan
		{"Africa/Casablanca", "2027-03-15", "09:00", "2027-03-15T08:00:00Z"},
	} {
		loc, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		got, wrong := parseHour(c.hour, date(c.date), loc)
		if wrong != nil || got.Format(time.RFC3339) != c.want {
			t.Errorf("%s on %s in %s is %s (%v)", c.hour, c.date, c.zone, got.Format(time.RFC3339), wrong)
		}
	}
	paris, _ := time.LoadLocation("Europe/Paris")
	if got, err := parseHour("02:30", date("2027-03-28"), paris); err == nil {
		t.Errorf("an hour that the clocks leap over is read as %s", got)
	}
	for _, s := range []string{"", "24:00", "9h", "09:60", "09:00:00", "-1:00"} {
		if got, err := parseHour(s, date("2027-03-28"), paris); err == nil {
			t.Errorf("%q is read as %s", s, got)
		}
	}
}

func TestParseMoment(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ first, say, want string }{
		{"2027-03-03", "6 months before", "2026-09-02T22:00:00Z"}, // in summer's time
		{"2027-03-31", "1 month before", "2027-02-27T23:00:00Z"},  // February's last
		{"2027-03-03", "2 days before, 18:00", "2027-03-01T17:00:00Z"},
		{"2027-03-03", "0 days before, 08:30", "2027-03-03T07:30:00Z"},
		{"2027-03-03", "1 week before", "2027-02-23T23:00:00Z"},
		{"2027-03-03", "2027-01-01", "2026-12-31T23:00:00Z"},
		{"2027-03-03", "2027-01-01, 12:00", "2027-01-01T11:00:00Z"},
		{"2027-03-03", "2027-01-01T12:00", "2027-01-01T11:00:00Z"}, // as a page's field says it
		{"2027-03-03", "2027-01-01 12:00", "2027-01-01T11:00:00Z"},
	} {
		if got, wrong := parseMoment(c.say, date(c.first), paris); wrong != nil || got.Format(time.RFC3339) != c.want {
			t.Errorf("%q of %s is %s (%v), want %s", c.say, c.first, got.Format(time.RFC3339), wrong, c.want)
		}
	}
	for _, s := range []string{"", "6 months", "before", "2 days before 18:00", "2 days before, soir", "18:00"} {
		if got, err := parseMoment(s, date("2027-02-28"), paris); err == nil {
			t.Errorf("%q is read as %s", s, got)
		}
	}
}

// In Beirut the clocks leap at midnight: that day begins at one.
func TestBegin(t *testing.T) {
	beirut, err := time.LoadLocation("Asia/Beirut")
	if err != nil {
		t.Fatal(err)
	}
	got := begin(date("2027-03-28"), beirut)
	if s := got.In(beirut).Format("2006-01-02 15:04"); s != "2027-03-28 01:00" {
		t.Errorf("the day begins at %s", s)
	}
}
