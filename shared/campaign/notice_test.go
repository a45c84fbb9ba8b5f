package campaign_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
)

// notices stand behind the event's registration in the small file.
const notices = `    notices:
      - {id: bientot, kind: reminder, days: 0}
      - id: pratique
        kind: practical
        days: 3
        text:
          fr: |
            Pensez à apporter :

            - de quoi écrire
            - **vos questions**
          ar: نلتقي قريبًا
        documents:
          - {title: {fr: Le plan}, url: "https://exemple.org/plan.pdf"}
      - {id: merci, kind: thanks, days: 60}
`

func noticed(t *testing.T, notices string) string {
	t.Helper()
	return edit(t, small, "charters:\n", notices+"charters:\n")
}

func TestNotices(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want []event.Notice
	}{
		"none said": {small, event.DefaultNotices},
		"none":      {noticed(t, "    notices: []\n"), nil},
		"listed": {noticed(t, notices), []event.Notice{
			{ID: "bientot", Kind: event.Reminder},
			{
				ID: "pratique", Kind: event.Practical, Days: 3,
				Text: locale.Text{
					locale.French: "Pensez à apporter :\n\n- de quoi écrire\n- **vos questions**",
					locale.Arabic: "نلتقي قريبًا",
				},
				Documents: []event.Document{{Title: locale.Text{locale.French: "Le plan"}, URL: "https://exemple.org/plan.pdf"}},
			},
			{ID: "merci", Kind: event.Thanks, Days: 60},
		}},
	} {
		got, err := read(c.file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !reflect.DeepEqual(got.Events[0].Notices, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got.Events[0].Notices, c.want)
		}
	}
}

// Each event's notices are its own: who changes one's changes no other's.
func TestDefaultNoticesAreNotShared(t *testing.T) {
	c, err := read(small)
	if err != nil {
		t.Fatal(err)
	}
	c.Events[0].Notices[0].Days = 30
	if again, err := read(small); err != nil || again.Events[0].Notices[0].Days != 7 {
		t.Errorf("read %+v, %v", again.Events[0].Notices, err)
	}
}

func TestBrokenNotices(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"kind", "kind: practical", "kind: news", "line 57, events[0].notices[1].kind: must be one of [reminder practical thanks]"},
		{"no kind", "kind: thanks, ", "", "line 68, events[0].notices[2].kind: must be one of [reminder practical thanks]"},
		{"in the past", "days: 3", "days: -1", "line 58, events[0].notices[1].days: must be at least 0"},
		{"too far", "days: 60", "days: 61", "line 68, events[0].notices[2].days: must be at most 60"},
		{"twice", "id: merci", "id: bientot", `line 68, events[0].notices[2].id: the event has another "bientot"`},
		{"no id", "id: merci, ", "", "line 68, events[0].notices[2].id: must be given"},
		{"id", "id: merci", "id: Merci", "line 68, events[0].notices[2].id: may hold only a–z, 0–9 and single hyphens between them"},
		{"language", "ar: نلتقي", "es: نلتقي", "line 65, events[0].notices[1].text.es: is not a language spoken here (fr, ar, en)"},
		{"empty text", "ar: نلتقي قريبًا", `ar: " "`, "line 65, events[0].notices[1].text.ar: must be given"},
		{"hidden characters", "ar: نلتقي قريبًا", `ar: "\u202e"`, "line 65, events[0].notices[1].text.ar: holds a character that cannot be seen"},
		{"long text", "ar: نلتقي قريبًا", "ar: " + strings.Repeat("ق", 3001), "line 65, events[0].notices[1].text.ar: must be at most 3000 characters long"},
		{"url", "https://exemple.org/plan.pdf", "plan.pdf", "line 67, events[0].notices[1].documents[0].url: must be an address that begins with https://"},
		{"no url", `, url: "https://exemple.org/plan.pdf"`, "", "line 67, events[0].notices[1].documents[0].url: must be given"},
		{"no title", "title: {fr: Le plan}, ", "", "line 67, events[0].notices[1].documents[0].title: must be given in one language at least"},
		{"documents of a reminder", "kind: practical", "kind: reminder", "line 66, events[0].notices[1].documents: must be left out: a reminder has none"},
		{"nothing in it", "      - {id: merci, kind: thanks, days: 60}\n", "      -\n", "line 68: the list has an entry with nothing in it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(edit(t, noticed(t, notices), c.old, c.new))
			var problems campaign.Problems
			if !errors.As(err, &problems) || !fault.Is(err, fault.Invalid) || problems.Error() != c.want {
				t.Errorf("told\n%v\nwant\n%s", err, c.want)
			}
		})
	}
	unregistered := edit(t, noticed(t, notices), "    registration: {capacity: 20, opens: 2 months before, closes: \"1 day before, 18:00\"}\n", "")
	if _, err := read(unregistered); err == nil || !strings.Contains(err.Error(), "line 53, events[0].notices: go to who registered, and the event has no registration") {
		t.Errorf("notices without registration: %v", err)
	}
}

func TestTooManyNotices(t *testing.T) {
	for n, want := range map[int]string{20: "", 21: "events[0].notices: must be at most 20"} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "      - {id: n%d, kind: reminder, days: 1}\n", i)
		}
		if _, err := read(noticed(t, "    notices:\n"+b.String())); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%d: %v", n, err)
		}
	}
}
