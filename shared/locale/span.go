package locale

import (
	"strings"
	"time"
)

// joints are how a language says "from … to …" and "… and …".
var joints = map[Lang]struct{ from, to, comma, and string }{
	French:  {"du ", " au ", ", ", " et "},
	Arabic:  {"من ", " إلى ", " و", " و"},
	English: {"", " to ", ", ", " and "},
}

// DateRange says the days from the first to the last, in the zone that from
// carries, and names month and year once where they are the same: "du jeudi 3
// au vendredi 4 septembre 2009". One day is said as [Printer.Date] does.
func (p Printer) DateRange(from, to time.Time) string {
	to = to.In(from.Location())
	j, first, last := joints[p.Lang], p.Date(from), p.Date(to)
	if first == last {
		return last
	}
	switch {
	case from.Year() != to.Year():
	case from.Month() != to.Month():
		first = p.dayAndMonth(from)
	default:
		first = p.day(from)
	}
	return withoutPause.Replace(j.from + first + j.to + last)
}

// withoutPause takes away the comma that an Arabic date has behind its day's
// name: between two dates it would part what belongs together.
var withoutPause = strings.NewReplacer("،", "")

// Hours says from when until when: "de 9 h à 16 h 45".
func (p Printer) Hours(from, to time.Time) string {
	return p.T("hours", Args{"From": p.Time(from), "To": p.Time(to.In(from.Location()))})
}

// ownHours are the zones whose hour has a name of its own in the catalogue.
var ownHours = map[string]string{"Europe/Paris": "zone.paris", "Africa/Casablanca": "zone.casablanca", "UTC": "zone.utc"}

// Zone names the hour that t is told in, by its IANA zone: "heure de Paris".
// Another city's name is isolated.
func (p Printer) Zone(t time.Time) string {
	name := t.Location().String()
	if key, ok := ownHours[name]; ok {
		return p.T(key)
	}
	city := cldr[p.Lang].cities[name]
	if city == "" {
		city = strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
	}
	return p.T("zone.other", Args{"City": Isolate(city)})
}

// List joins items as a sentence does: "a, b et c".
func (p Printer) List(items []string) string {
	j := joints[p.Lang]
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], j.comma) + j.and + items[last]
}

// Country is one by its ISO 3166-1 alpha-2 code.
type Country struct{ Code, Name string }

// Country names a country by its code; one that is not known is shown by it.
func (p Printer) Country(code string) string {
	for _, c := range cldr[p.Lang].countries {
		if c.Code == code {
			return c.Name
		}
	}
	return code
}

// Countries lists them all, in the order of the language.
func (p Printer) Countries() []Country { return cldr[p.Lang].countries }
