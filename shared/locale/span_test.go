package locale_test

import (
	"testing"
	"time"

	"tribune/shared/locale"
)

func TestDateRange(t *testing.T) {
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 9, 0, 0, 0, time.UTC)
	}
	for _, c := range []struct {
		from, to   time.Time
		fr, ar, en string
	}{
		{day(2009, 12, 11), day(2009, 12, 11), "vendredi 11 décembre 2009", "الجمعة، 11 دجنبر 2009", "Friday 11 December 2009"},
		{
			day(2009, 9, 3), day(2009, 9, 4),
			"du jeudi 3 au vendredi 4 septembre 2009", "من الخميس 3 إلى الجمعة 4 شتنبر 2009", "Thursday 3 to Friday 4 September 2009",
		},
		{
			day(2027, 3, 31), day(2027, 4, 1),
			"du mercredi 31 mars au jeudi 1er avril 2027", "من الأربعاء 31 مارس إلى الخميس 1 أبريل 2027", "Wednesday 31 March to Thursday 1 April 2027",
		},
		{
			day(2027, 12, 31), day(2028, 1, 1),
			"du vendredi 31 décembre 2027 au samedi 1er janvier 2028", "من الجمعة 31 دجنبر 2027 إلى السبت 1 يناير 2028",
			"Friday 31 December 2027 to Saturday 1 January 2028",
		},
	} {
		for lang, want := range map[locale.Lang]string{locale.French: c.fr, locale.Arabic: c.ar, locale.English: c.en} {
			if got := locale.For(lang).DateRange(c.from, c.to); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
}

// An evening in UTC and a morning in UTC may be one day where the event is.
func TestDateRangeIsTheFirstDaysZone(t *testing.T) {
	from := time.Date(2027, time.March, 25, 23, 30, 0, 0, time.UTC).In(zone(t, "Africa/Casablanca"))
	to := time.Date(2027, time.March, 26, 10, 0, 0, 0, time.UTC)
	if got, want := locale.For(locale.French).DateRange(from, to), "vendredi 26 mars 2027"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestHours(t *testing.T) {
	from := time.Date(2026, time.December, 14, 8, 0, 0, 0, time.UTC).In(zone(t, "Europe/Paris"))
	to := time.Date(2026, time.December, 14, 15, 45, 0, 0, time.UTC)
	for lang, want := range map[locale.Lang]string{
		locale.French: "de 9\u00a0h à 16\u00a0h\u00a045", locale.Arabic: "من 09:00 إلى 16:45", locale.English: "09:00 to 16:45",
	} {
		if got := locale.For(lang).Hours(from, to); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func TestZone(t *testing.T) {
	at := time.Date(2027, time.March, 25, 9, 0, 0, 0, time.UTC)
	for name, want := range map[string]string{
		"Europe/Paris": "heure de Paris", "Africa/Casablanca": "heure du Maroc", "UTC": "temps universel",
		"Europe/Bratislava": "heure locale, " + locale.Isolate("Bratislava"), "America/New_York": "heure locale, " + locale.Isolate("New York"),
		"Europe/Brussels": "heure locale, " + locale.Isolate("Bruxelles"),
	} {
		if got := locale.For(locale.French).Zone(at.In(zone(t, name))); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	want := "بالتوقيت المحلي، " + locale.Isolate("أثينا")
	if got := locale.For(locale.Arabic).Zone(at.In(zone(t, "Europe/Athens"))); got != want {
		t.Errorf("in Arabic: %q, want %q", got, want)
	}
}

func TestList(t *testing.T) {
	for _, c := range []struct {
		items      []string
		fr, ar, en string
	}{
		{nil, "", "", ""}, {[]string{"a"}, "a", "a", "a"}, {[]string{"a", "b"}, "a et b", "a وb", "a and b"},
		{[]string{"a", "b", "c"}, "a, b et c", "a وb وc", "a, b and c"},
	} {
		for lang, want := range map[locale.Lang]string{locale.French: c.fr, locale.Arabic: c.ar, locale.English: c.en} {
			if got := locale.For(lang).List(c.items); got != want {
				t.Errorf("%s: %v is %q, want %q", lang, c.items, got, want)
			}
		}
	}
}

func TestCountry(t *testing.T) {
	ar := locale.For(locale.Arabic)
	if got, want := ar.Country("MA"), "المغرب"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := ar.Country("ZZ"), "ZZ"; got != want {
		t.Errorf("a country that is not known: %q, want %q", got, want)
	}
}
