package campaign_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/locale"
)

const firstDay = `{date: 2027-03-11, from: "09:00", to: "17:00"}`

func paused(t *testing.T, pause string) string {
	return edit(t, small, firstDay, `{date: 2027-03-11, from: "09:00", to: "17:00", pause: "`+pause+`"}`)
}

func TestPause(t *testing.T) {
	for _, said := range []string{"12:30-14:00", "12:30 - 14:00"} {
		c, err := read(paused(t, said))
		if err != nil {
			t.Fatal(err)
		}
		at := func(hour, minute int) time.Time { return time.Date(2027, 3, 11, hour, minute, 0, 0, time.UTC) }
		if got := c.Events[0].Days[0].Pause; got != (event.Span{Starts: at(12, 30), Ends: at(14, 0)}) {
			t.Errorf("%q is read as %v", said, got)
		}
		if halves := c.Events[0].HalfDays(); !halves[0].Ends.Equal(at(12, 30)) || !halves[1].Starts.Equal(at(14, 0)) {
			t.Errorf("the halves are %v", halves)
		}
	}
}

func TestPauseThatIsNone(t *testing.T) {
	for said, want := range map[string]string{
		"12:30":       `line 41, events[0].days[0].pause: must be such as "12:30-14:00"`,
		"midi-14:00":  `line 41, events[0].days[0].pause: must be such as "12:30-14:00"`,
		"14:00-12:30": `line 41, events[0].days[0].pause: must be such as "12:30-14:00"`,
		"08:00-10:00": "line 41, events[0].days[0].pause: must lie within its day's hours",
		"16:00-17:30": "line 41, events[0].days[0].pause: must lie within its day's hours",
	} {
		if _, err := read(paused(t, said)); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("of %q told %v, want %s", said, err, want)
		}
	}
}

// A new event is written where the page of one called so would be.
func TestIDThatIsTaken(t *testing.T) {
	s := edit(t, edit(t, small, "id: journee", "id: new"), "event: journee", "event: new")
	if _, err := read(s); err == nil || !strings.HasSuffix(err.Error(), "events[0].id: is taken: new events are written there") {
		t.Errorf("told %v", err)
	}
}

// What is wrong is said in the language of who asks, what she wrote apart.
func TestProblemsInEveryLanguage(t *testing.T) {
	problems := problemsOf(t, edit(t, small, "{id: deux,", "{id: un,"))
	for lang, want := range map[locale.Lang]string{
		locale.French:  "la rencontre a déjà un «\u00a0" + locale.Isolate("un") + "\u00a0»",
		locale.English: `the event has another "` + locale.Isolate("un") + `"`,
	} {
		if got := problems[0].Say(locale.For(lang)); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

func problemsOf(t *testing.T, s string) campaign.Problems {
	t.Helper()
	_, err := read(s)
	problems, told := errors.AsType[campaign.Problems](err)
	if !told {
		t.Fatalf("nothing is wrong: %v", err)
	}
	return problems
}
