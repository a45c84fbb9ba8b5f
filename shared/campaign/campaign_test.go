package campaign_test

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
)

//go:embed testdata/small.yaml
var small string

var today = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

func read(s string) (campaign.Campaign, error) {
	return campaign.Read(strings.NewReader(s), today)
}

// edit replaces what stands exactly once.
func edit(t *testing.T, s, old, replacement string) string {
	t.Helper()
	if strings.Count(s, old) != 1 {
		t.Fatalf("%q stands %d times in the file", old, strings.Count(s, old))
	}
	return strings.Replace(s, old, replacement, 1)
}

func TestRead(t *testing.T) {
	c, err := read(small)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Organisations) != 1 || len(c.Members) != 1 || len(c.Projects) != 1 || len(c.Events) != 1 || len(c.Charters) != 1 {
		t.Fatalf("read %+v", c)
	}
	utc := func(month time.Month, day, hour int) time.Time {
		return time.Date(2027, month, day, hour, 0, 0, 0, time.UTC)
	}
	e := c.Events[0]
	if e.Ref != (event.Ref{Organisation: "asso", Event: "journee"}) || e.Slug != "une-journee" || e.Project != "projet" || e.Capacity != 20 {
		t.Errorf("event is %+v", e)
	}
	// The first day is in Ramadan, on UTC; the second is counted from it.
	if want := []event.Day{{Starts: utc(3, 11, 9), Ends: utc(3, 11, 17)}, {Starts: utc(3, 12, 10), Ends: utc(3, 12, 12)}}; !reflect.DeepEqual(e.Days, want) {
		t.Errorf("days are %v", e.Days)
	}
	// In January Morocco is an hour ahead: its midnight is the eleventh hour before.
	if want := utc(1, 10, 23); !e.Opens.Equal(want) {
		t.Errorf("opens %s", e.Opens)
	}
	if want := utc(3, 10, 18); !e.Closes.Equal(want) {
		t.Errorf("closes %s", e.Closes)
	}
	if want := utc(3, 12, 10); !e.Programme[1].Starts.Equal(want) {
		t.Errorf("second item at %s", e.Programme[1].Starts)
	}
	if s := e.Description[locale.French]; s != "Une première phrase.\n\nUne autre." {
		t.Errorf("description is %q", s)
	}
	if _, _, offered := e.Workshop("deux"); !offered {
		t.Error("the second workshop cannot be chosen")
	}
}

func TestDefaultsOfRegistration(t *testing.T) {
	c, err := read(edit(t, small, `{capacity: 20, opens: 2 months before, closes: "1 day before, 18:00"}`, `{capacity: 20}`))
	if err != nil {
		t.Fatal(err)
	}
	e := c.Events[0]
	if want := time.Date(2026, time.November, 20, 23, 0, 0, 0, time.UTC); !e.Opens.Equal(want) || !e.Closes.Equal(e.Starts()) {
		t.Errorf("open from %s to %s", e.Opens, e.Closes)
	}
	if e.Accepts(today) != event.Open {
		t.Errorf("on the day of reading it is %s", e.Accepts(today))
	}
}

// Each case breaks the small file in one way and gives every problem that must
// be told, and no other.
var broken = []struct{ name, old, new, want string }{
	{"format", "tribune: 1", "tribune: 2", "line 1, tribune: must be 1, the format of this file"},
	{"unknown field", "    project: projet", "    projekt: projet", `line 28: there is no field "projekt" here`},
	{"field twice", "    project: projet", "    project: projet\n    project: projet", `line 29: mapping key "project" already defined at line 28`},
	{"not a number", "capacity: 10", "capacity: dix", "line 51: must be a whole number"},
	{"not a list", "    days:\n      - {date: 2027-03-11, from: \"09:00\", to: \"17:00\"}\n      - {date: the next day, from: \"10:00\", to: \"12:00\"}", "    days: demain", "line 40: must be a list"},
	{"text without language", "title: {fr: Une charte}", "title: Une charte", "line 60: must be a text for each language, such as {fr: …, ar: …}"},
	{"capacity", "capacity: 12", "capacity: 0", "line 52, events[0].slots[0].workshops[1].capacity: must be at least 1"},
	{"capacity overall", "{capacity: 20,", "{capacity: -1,", "line 53, events[0].registration.capacity: must be at least 1"},
	{"capacity left out", "{capacity: 20, opens", "{opens", "line 53, events[0].registration.capacity: must be at least 1"},
	{"capacity huge", "{capacity: 20,", "{capacity: 10001,", "line 53, events[0].registration.capacity: must be at most 10000"},
	{"slug", "slug: une-journee", "slug: Une journée", "line 27, events[0].slug: may hold only a–z, 0–9 and single hyphens between them"},
	{"slug left out", "    slug: une-journee\n", "", "line 25, events[0].slug: must be given"},
	{"id", "id: charte\n", "id: -charte\n", "line 56, charters[0].id: may hold only a–z, 0–9 and single hyphens between them"},
	{"zone", "zone: Africa/Casablanca", "zone: Afrique/Tanger", "line 39, events[0].zone: must be a zone's name such as Africa/Casablanca"},
	{"zone of the machine", "zone: Africa/Casablanca", "zone: Local", "line 39, events[0].zone: must be a zone's name such as Africa/Casablanca"},
	{"date", "2027-03-11", "2027-02-29", `line 41, events[0].days[0].date: must be a date such as 2027-03-11 or "in 3 months, on a thursday"` + "\n" +
		`line 42, events[0].days[1].date: "the next day" needs a day before it`},
	{"days in order", "the next day", "2027-03-11", "line 42, events[0].days[1].date: must come after the day before it in the list"},
	{"day backwards", `to: "17:00"`, `to: "08:00"`, "line 41, events[0].days[0].to: must be later than from"},
	{"hour", `from: "09:00"`, `from: 9h`, `line 41, events[0].days[0].from: must be an hour such as "09:00"`},
	{"slot outside its day", `        from: "10:00"`, `        from: "08:00"`, "line 47, events[0].slots[0]: must lie within its day's hours"},
	{"slot backwards", `        to: "12:00"`, `        to: "10:00"`, "line 49, events[0].slots[0].to: must be later than from"},
	{"slot of no day", "id: matin", "id: matin\n        day: 3", "line 48, events[0].slots[0].day: the event has no day 3"},
	{"item outside its day", `{day: 2, at: "10:00"`, `{day: 2, at: "13:00"`, "line 45, events[0].programme[1].at: must lie within its day's hours"},
	{"workshop twice", "{id: deux,", "{id: un,", `line 52, events[0].slots[0].workshops[1].id: the event has another "un"`},
	{"no workshop", "        workshops:\n          - {id: un, title: {fr: Un}, capacity: 10}\n          - {id: deux, title: {fr: Deux}, capacity: 12}\n", "",
		"line 47, events[0].slots[0].workshops: must hold one at least"},
	{"no title", "    title: {fr: Une journée, ar: يوم}\n", "", "line 25, events[0].title: must be given in one language at least"},
	{"empty title", "ar: يوم", `ar: " "`, "line 29, events[0].title.ar: must be given"},
	{"language", "ar: يوم", "es: Un día", "line 29, events[0].title.es: is not a language spoken here (fr, ar, en)"},
	{"hidden characters", "title: {fr: Un projet}", `title: {fr: "Un \u202eprojet"}`, "line 21, projects[0].title.fr: holds a character that cannot be seen"},
	{"title in paragraphs", "title: {fr: Un projet}", `title: {fr: "Un\n\nprojet"}`, "line 21, projects[0].title.fr: must be one paragraph"},
	{"long title", "title: {fr: Un projet}", "title: {fr: " + strings.Repeat("é", 301) + "}", "line 21, projects[0].title.fr: must be at most 300 characters long"},
	{"no neutral title", "    neutral-title: {fr: Une journée}\n", "", "line 25, events[0].neutral-title: must be given: mail and calendars show it in place of the title"},
	{"controller", "      cndp: D-000/0000\n", "", "line 6, organisations[0].controller.cndp: must be given before registration or a charter is published"},
	{"city in no language", "city: {fr: Tanger}", "city: {}", "line 37, events[0].city: must be given in one language at least"},
	{"city without its language", "city: {fr: Tanger}", "city: Tanger", "line 37: must be a text for each language, such as {fr: …, ar: …}"},
	{"address", "address: moi@exemple.org", "address: moi@exemple", `line 17, organisations[0].members[0].address: "moi@exemple" is not a mail address`},
	{"member twice", "role: owner, lang: fr}", "role: owner, lang: fr}\n      - {address: MOI@exemple.org, role: organiser, lang: ar}",
		"line 18, organisations[0].members[1].address: the same stands at organisations[0].members[0].address already"},
	{"role and language", "role: owner, lang: fr", "role: boss, lang: de",
		"line 17, organisations[0].members[0].role: must be one of [owner organiser reader door]\nline 17, organisations[0].members[0].lang: must be fr, ar or en"},
	{"languages", "reply-to: contact@exemple.org\n", "reply-to: contact@exemple.org\n    languages: [fr, de]\n",
		"line 6, organisations[0].languages[1]: must be fr, ar or en"},
	{"country", "country: IT", "country: Italie", "line 23, projects[0].partners[0].country: must be a country's code of two capital letters, such as MA or FR"},
	{"site", "https://exemple.org/", "javascript:alert(1)", "line 23, projects[0].partners[0].site: must be an address that begins with https://"},
	{"unknown project", "project: projet", "project: autre", `line 28, events[0].project: there is no project "autre" in this file`},
	{"unknown event", "event: journee", "event: soiree", `line 58, charters[0].event: there is no event "soiree" in this file`},
	{"unknown organisation", "charters:\n  - organisation: asso", "charters:\n  - organisation: autre",
		`line 55, charters[0].organisation: there is no organisation "autre" in this file` + "\n" +
			`line 58, charters[0].event: there is no event "journee" in this file`},
	{"opens", "opens: 2 months before", "opens: bientôt", `line 53, events[0].registration.opens: must be such as "6 months before", "2 days before, 18:00" or "2027-03-09, 18:00"`},
	{"closes before it opens", "1 day before, 18:00", "3 months before", "line 53, events[0].registration.closes: must be later than opens"},
	{"closes after the end", "1 day before, 18:00", "2027-03-12, 12:01", "line 53, events[0].registration.closes: must not be later than the event's end"},
	{"no articles", "    articles:\n      - {title: {fr: Un}, text: {fr: Coopérer}}\n", "", "line 55, charters[0].articles: must hold one at least"},
	{"nothing in a list", "      - {day: 2, at", "      -\n      - {day: 2, at", "line 45: the list has an entry with nothing in it"},
	{"two documents", "tribune: 1", "tribune: 1\n---\ntribune: 1", "the file must hold one document"},
}

func TestProblems(t *testing.T) {
	for _, c := range broken {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(edit(t, small, c.old, c.new))
			var problems campaign.Problems
			if !errors.As(err, &problems) || !fault.Is(err, fault.Invalid) {
				t.Fatalf("got %v", err)
			}
			if problems.Error() != c.want {
				t.Errorf("told\n%s\nwant\n%s", problems, c.want)
			}
		})
	}
}

// A second copy of everything is refused by its names, each with the place of the first.
func TestEverythingTwice(t *testing.T) {
	var twice strings.Builder
	var section []string
	flush := func() {
		twice.WriteString(strings.Join(section, "") + strings.Join(section[min(1, len(section)):], ""))
	}
	for l := range strings.Lines(small) {
		if strings.Trim(l[:1], " \n") != "" {
			flush()
			section = nil
		}
		section = append(section, l)
	}
	flush()
	_, err := read(twice.String())
	var problems campaign.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("got %v", err)
	}
	var places []string
	for _, p := range problems {
		places = append(places, p.Place)
	}
	want := []string{"organisations[1].id", "organisations[1].members[0].address", "projects[1].id", "events[1].id", "events[1].slug", "charters[1].id"}
	if !slices.Equal(places, want) {
		t.Errorf("problems at %v", places)
	}
}

func TestVersionsOfACharterShareItsSlug(t *testing.T) {
	_, charters, _ := strings.Cut(small, "charters:\n")
	second := strings.Replace(charters, "version: 1", "version: 2", 1)
	if _, err := read(small + second); err != nil {
		t.Error(err)
	}
	_, err := read(small + strings.Replace(second, "id: charte", "id: autre", 1))
	if err == nil || !strings.Contains(err.Error(), "charters[1].slug: the same stands at charters[0].slug already") {
		t.Errorf("another charter took the slug: %v", err)
	}
}

func TestTooManyWorkshops(t *testing.T) {
	workshops := func(n int) string {
		var b strings.Builder
		for i := range n - 2 {
			fmt.Fprintf(&b, "          - {id: w%d, title: {fr: W}, capacity: 1}\n", i)
		}
		return edit(t, small, "    registration:", b.String()+"    registration:")
	}
	if _, err := read(workshops(campaign.MaxWorkshops)); err != nil {
		t.Error(err)
	}
	if _, err := read(workshops(campaign.MaxWorkshops + 1)); err == nil || !strings.Contains(err.Error(), "at most 40 workshops") {
		t.Errorf("got %v", err)
	}
}

func TestSize(t *testing.T) {
	fill := strings.Repeat("#", campaign.MaxSize-len(small))
	if _, err := read(small + fill); err != nil {
		t.Errorf("a file of the greatest size: %v", err)
	}
	if _, err := read(small + fill + "#"); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a byte more: %v", err)
	}
}

func TestUnreadable(t *testing.T) {
	if _, err := campaign.Read(iotest.ErrReader(io.ErrUnexpectedEOF), today); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	for _, s := range []string{"", "# nothing\n", "[]", "tribune: [", "\xff", "a: &a [*a]", "- - -", "null", "tribune: 1\nevents: [null]"} {
		if _, err := read(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// Whatever the file, reading ends with a campaign or with sentences, and an
// event that is read keeps what the rest of the house takes for granted.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add(shapes)
	for _, c := range broken {
		f.Add(strings.Replace(small, c.old, c.new, 1))
	}
	for _, c := range misshapen {
		f.Add(strings.Replace(shapes, c.old, c.new, 1))
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := read(s)
		var problems campaign.Problems
		if err != nil && !fault.Is(err, fault.TooLarge) && (!errors.As(err, &problems) || len(problems) == 0) {
			t.Fatalf("no problem is told: %v", err)
		}
		for _, e := range c.Events {
			if !e.Starts().Before(e.Ends()) || !e.Title.Has() || e.Registers() && !e.Opens.Before(e.Closes) {
				t.Fatalf("read %+v", e)
			}
			for i, q := range e.Questions {
				if q.If != nil && !slices.ContainsFunc(e.Questions[:i], func(b event.Question) bool { return b.ID == q.If.Question }) {
					t.Fatalf("read question %+v", q)
				}
			}
			for _, s := range e.Slots {
				if s.Starts.Before(e.Starts()) || s.Ends.After(e.Ends()) || len(s.Workshops) == 0 {
					t.Fatalf("read slot %+v", s)
				}
			}
		}
	})
}
