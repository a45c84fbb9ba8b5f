package calendar_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"tribune/infra/local/goldentest"
	"tribune/shared/calendar"
	"tribune/shared/outbox"
)

func entry(t testing.TB) calendar.Entry {
	t.Helper()
	from, err := outbox.ParseAddress("contact@exemple.org")
	if err != nil {
		t.Fatal(err)
	}
	casablanca, err := time.LoadLocation("Africa/Casablanca")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) time.Time { return time.Date(2027, time.March, day, hour, 0, 0, 0, casablanca) }
	return calendar.Entry{
		UID:       "k3jd8@tribune.exemple.org",
		Sequence:  2,
		Summary:   "Journée d'étude — Tanger, Association Hasnouna (AHSUD) ; يوم دراسي في طنجة",
		Location:  "Salle de conférences, 1, rue de l'Exemple, Tanger",
		URL:       "https://tribune.exemple.org/fr/events/tanger",
		Organiser: from,
		Days:      []calendar.Day{{Number: 1, Starts: at(11, 9), Ends: at(11, 17)}, {Number: 2, Starts: at(15, 9), Ends: at(15, 12)}},
		Stamp:     time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC),
	}
}

func TestWrite(t *testing.T) {
	e := entry(t)
	golden(t, "testdata/golden/registered.ics", calendar.Write(e).File)
	e.Cancelled, e.Sequence = true, 3
	golden(t, "testdata/golden/cancelled.ics", calendar.Write(e).File)
	e.Cancelled, e.Days[0].Cancelled = false, true
	golden(t, "testdata/golden/changed.ics", calendar.Write(e).File)
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	goldentest.Check(t, path, got)
	check(t, got)
}

// check parses a file with no help from the code that wrote it, and gives its
// lines unfolded.
func check(t testing.TB, file []byte) []string {
	t.Helper()
	if !utf8.Valid(file) || !bytes.HasSuffix(file, []byte("\r\n")) {
		t.Fatalf("not UTF-8, or no end:\n%q", file)
	}
	var lines []string
	for l := range strings.SplitSeq(strings.TrimSuffix(string(file), "\r\n"), "\r\n") {
		if len(l) > 75 || l == "" || strings.ContainsAny(l, "\r\n\x00") || !utf8.ValidString(l) {
			t.Fatalf("a line of %d bytes: %q", len(l), l)
		}
		if l[0] == ' ' {
			lines[len(lines)-1] += l[1:]
			continue
		}
		lines = append(lines, l)
	}
	return lines
}

// value undoes the escaping of a text in the only line with this name.
func value(t testing.TB, lines []string, name string) string {
	t.Helper()
	found := ""
	for _, l := range lines {
		if strings.HasPrefix(l, name+":") {
			if found != "" {
				t.Fatalf("%s stands twice", name)
			}
			found = l
		}
	}
	return ics.FromText(strings.TrimPrefix(found, name+":"))
}

func TestSameDaysKeepTheirUIDs(t *testing.T) {
	uids := func(e calendar.Entry) (uids []string) {
		for _, l := range check(t, calendar.Write(e).File) {
			if strings.HasPrefix(l, "UID:") {
				uids = append(uids, l)
			}
		}
		return uids
	}
	e := entry(t)
	first := uids(e)
	e.Cancelled, e.Sequence, e.Stamp = true, 9, e.Stamp.Add(time.Hour)
	e.Days[1].Starts = e.Days[1].Starts.Add(24 * time.Hour)
	second := uids(e)
	e.Days = e.Days[1:]
	if alone := uids(e); len(alone) != 1 || alone[0] != first[1] {
		t.Errorf("the second day alone is %v, among others %v", alone, first)
	}
	if len(first) != 2 || first[0] == first[1] || first[0] != second[0] || first[1] != second[1] {
		t.Errorf("%v, then %v", first, second)
	}
}

func TestHostileValues(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a\r\nATTENDEE:mailto:b@exemple.org", "a  ATTENDEE:mailto:b@exemple.org"},
		{"a\nEND:VEVENT\nBEGIN:VALARM", "a END:VEVENT BEGIN:VALARM"},
		{`a;b,c\n\,d"`, `a;b,c\n\,d"`},
		{"a\x00b\x1bc\u0085d", "abcd"},
		{"a\u2028b", "a b"},
		{"\xffa", "\ufffda"},
		{strings.Repeat("ط", 200), strings.Repeat("ط", 200)},
		{strings.Repeat("x", 75) + " " + strings.Repeat("é ", 80) + "!", strings.Repeat("x", 75) + " " + strings.Repeat("é ", 80) + "!"},
	} {
		e := entry(t)
		e.Days = e.Days[:1]
		plain := len(check(t, calendar.Write(e).File))
		e.Summary, e.Location, e.UID = c.in, c.in, c.in
		lines := check(t, calendar.Write(e).File)
		if len(lines) != plain {
			t.Errorf("%q adds lines: %q", c.in, lines)
		}
		// FromText is the library's; a backslash before n is where it errs.
		if got := value(t, lines, "SUMMARY"); got != c.want && !strings.Contains(c.in, `\n`) {
			t.Errorf("%q stands as %q", c.in, got)
		}
	}
}

func TestURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://exemple.org/fr/a?b=c;d,e":        "https://exemple.org/fr/a?b=c;d,e",
		"http://127.0.0.1:8080/ar":                "http://127.0.0.1:8080/ar",
		"https://exemple.org/\r\nATTENDEE:mailto": "",
		"https://exemple.org/طنجة":                "https://exemple.org/%D8%B7%D9%86%D8%AC%D8%A9",
		"javascript:alert(1)":                     "",
		"/fr/events":                              "",
		"":                                        "",
	} {
		e := entry(t)
		e.Days, e.URL = e.Days[:1], in
		got := ""
		for _, l := range check(t, calendar.Write(e).File) {
			if strings.HasPrefix(l, "URL:") {
				got = strings.TrimPrefix(l, "URL:")
			}
		}
		if got != want {
			t.Errorf("%q stands as %q", in, got)
		}
	}
}

// Whatever the values, a file has the lines of a plain one and no other.
func FuzzFile(f *testing.F) {
	f.Add("k3jd8@exemple.org", "Journée — Tanger", "Salle; 1, rue", "https://exemple.org/")
	f.Add("a\r\nX:y", "a\nEND:VEVENT", `\;,\n`, "https://exemple.org/\r\nX:y")
	f.Fuzz(func(t *testing.T, uid, summary, location, url string) {
		e := entry(t)
		e.UID, e.Summary, e.Location, e.URL = uid, summary, location, url
		var names []string
		for _, l := range check(t, calendar.Write(e).File) {
			name, _, _ := strings.Cut(l, ":")
			if name != "LOCATION" && name != "URL" { // left out when empty
				names = append(names, name)
			}
		}
		const day = "BEGIN UID DTSTAMP SEQUENCE STATUS CLASS DTSTART DTEND SUMMARY ORGANIZER END "
		if got := strings.Join(names, " "); got != "BEGIN VERSION PRODID CALSCALE METHOD "+day+day+"END" {
			t.Fatalf("the lines are %s", got)
		}
	})
}
