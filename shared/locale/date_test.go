package locale_test

import (
	"testing"
	"time"

	"tribune/shared/locale"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestDate(t *testing.T) {
	first := time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC)
	for lang, want := range map[locale.Lang]string{
		locale.French: "lundi 1er mars 2027", locale.Arabic: "الاثنين، 1 مارس 2027", locale.English: "Monday 1 March 2027",
	} {
		if got := locale.For(lang).Date(first); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// Morocco's months differ from those of the other Arabic countries.
func TestMoroccanMonths(t *testing.T) {
	want := []string{"يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"}
	for i, month := range want {
		day := time.Date(2027, time.Month(i+1), 15, 0, 0, 0, 0, time.UTC)
		if got := locale.For(locale.Arabic).Month(day); got != month {
			t.Errorf("month %d: %q, want %q", i+1, got, month)
		}
	}
}

// Morocco is at +01:00 but in Ramadan, when it is at +00:00: one instant apart,
// the clock jumps an hour.
func TestMoroccanHoursRoundRamadan(t *testing.T) {
	casablanca, fr := zone(t, "Africa/Casablanca"), locale.For(locale.French)
	begins := time.Date(2027, time.February, 7, 2, 0, 0, 0, time.UTC) // 3 h becomes 2 h
	ends := time.Date(2027, time.March, 14, 2, 0, 0, 0, time.UTC)     // 2 h becomes 3 h
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{begins.Add(-time.Minute), "2\u00a0h\u00a059"},
		{begins, "2\u00a0h"},
		{begins.Add(time.Minute), "2\u00a0h\u00a001"},
		{ends.Add(-time.Minute), "1\u00a0h\u00a059"},
		{ends, "3\u00a0h"},
	} {
		if got := fr.Time(c.at.In(casablanca)); got != c.want {
			t.Errorf("%s: %q, want %q", c.at, got, c.want)
		}
	}
}

// The day that is said is the event's, not the reader's nor UTC's.
func TestDateIsTheZones(t *testing.T) {
	late := time.Date(2027, time.March, 25, 23, 30, 0, 0, time.UTC)
	fr := locale.For(locale.French)
	if got, want := fr.Date(late), "jeudi 25 mars 2027"; got != want {
		t.Errorf("UTC: %q, want %q", got, want)
	}
	if got, want := fr.Date(late.In(zone(t, "Africa/Casablanca"))), "vendredi 26 mars 2027"; got != want {
		t.Errorf("Casablanca: %q, want %q", got, want)
	}
}

func TestTime(t *testing.T) {
	at := time.Date(2027, time.March, 25, 9, 5, 0, 0, time.UTC)
	for lang, want := range map[locale.Lang]string{locale.French: "9\u00a0h\u00a005", locale.Arabic: "09:05", locale.English: "09:05"} {
		if got := locale.For(lang).Time(at); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	midnight := time.Date(2027, time.March, 25, 0, 0, 0, 0, time.UTC)
	if got, want := locale.For(locale.French).Time(midnight), "0\u00a0h"; got != want {
		t.Errorf("midnight: %q, want %q", got, want)
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		n          int
		fr, ar, en string
	}{
		{0, "0", "0", "0"}, {999, "999", "999", "999"},
		{1000, "1\u202f000", "1.000", "1,000"}, {-1234567, "-1\u202f234\u202f567", "-1.234.567", "-1,234,567"},
	} {
		for lang, want := range map[locale.Lang]string{locale.French: c.fr, locale.Arabic: c.ar, locale.English: c.en} {
			if got := locale.For(lang).Number(c.n); got != want {
				t.Errorf("%s: %d is %q, want %q", lang, c.n, got, want)
			}
		}
	}
}
