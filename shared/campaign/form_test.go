package campaign_test

import (
	"bytes"
	"maps"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/locale"
)

// same wants an event to come back from its form as it was.
func same(t rapid.TB, e event.Event) {
	t.Helper()
	f := campaign.FormOf(e)
	got, problems := f.Event(e, today)
	if len(problems) > 0 {
		t.Fatalf("the form of an event has problems:\n%s\n%v", problems, f)
	}
	if !reflect.DeepEqual(got, e) {
		t.Fatalf("the form makes\n%+v\nof\n%+v\n%v", got, e, f)
	}
	if again := campaign.FormOf(got); !maps.Equal(again, f) {
		t.Fatalf("the form of it is\n%v\nnot\n%v", again, f)
	}
}

func TestFormOfFiles(t *testing.T) {
	for name, file := range map[string]string{"small": small, "shapes": shapes, "pause": paused(t, "12:30-14:00")} {
		t.Run(name, func(t *testing.T) {
			c, err := read(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range c.Events {
				e.State = event.Draft
				same(t, e)
			}
		})
	}
}

func TestFormOfRandomEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := draw(t)
		same(t, e)
		f := campaign.FormOf(e)
		f.Name()
		f.Sort()
		if !maps.Equal(f, campaign.FormOf(e)) {
			t.Fatalf("what has its names and its order gets others: %v", f)
		}
	})
}

// draw makes an event of any shape that the rules take.
func draw(t *rapid.T) event.Event {
	g := generator{t, locale.Languages[:rapid.IntRange(1, 3).Draw(t, "languages")]}
	e := event.Event{
		Ref: event.Ref{Organisation: "asso", Event: "rencontre"}, State: event.Draft, Slug: "rencontre", Project: "projet", SecretVersion: 3, Version: 4, Updated: today,
		Title: g.text(), NeutralTitle: g.text(), Summary: g.maybe(), Description: g.maybe(), Audience: g.maybe(), Place: g.maybe(), Address: g.maybe(),
		City: g.text(), Country: "MA", Access: g.maybe(), Zone: rapid.SampledFrom([]string{"Africa/Casablanca", "Europe/Paris", "UTC"}).Draw(t, "zone"),
	}
	at := func(day, hour int) time.Time { return time.Date(2027, 5, 3+day, hour, 0, 0, 0, e.Location()).UTC() }
	days := g.n("days", 1, 3)
	e.ByDay = days > 1 && g.yes("by day")
	for d := range days {
		day := event.Day{Starts: at(d, 9), Ends: at(d, 18)}
		if g.yes("pause") {
			day.Pause = event.Span{Starts: at(d, 12), Ends: at(d, 14)}
		}
		if e.ByDay {
			day.Capacity = g.n("seats of a day", 0, 50)
		}
		e.Days = append(e.Days, day)
		for h := range g.n("items", 0, 3) {
			e.Programme = append(e.Programme, event.Item{Starts: at(d, 9+3*h), Title: g.text()})
		}
		for s := range g.n("slots", 0, 3) {
			e.Slots = append(e.Slots, g.slot(d, s, at))
		}
	}
	if !g.yes("registration") {
		for i := range e.Slots {
			for j := range e.Slots[i].Workshops {
				e.Slots[i].Workshops[j].Remote = 0
			}
		}
		return e
	}
	e.Capacity, e.Remote = g.n("seats", 1, 500), event.Remote{Capacity: g.n("online", 1, 500), URL: "https://exemple.org/salle"}
	e.Opens, e.Closes, e.NoWaiting = at(-90, 0), at(-1, 18), g.yes("no waiting")
	e.OfferFor, e.ConfirmIn = time.Duration(g.n("offer", 0, 72))*time.Hour, time.Duration(g.n("confirm", 0, 24))*time.Hour
	e.Questions = g.questions()
	for i, kind := range event.NoticeKinds[:g.n("notices", 0, 3)] {
		n := event.Notice{ID: campaign.Row(string(kind), i), Kind: kind, Days: g.n("days before", 0, 9), Text: g.maybe()}
		if kind != event.Reminder {
			n.Documents = []event.Document{{Title: g.text(), URL: "https://exemple.org/d.pdf"}}
		}
		e.Notices = append(e.Notices, n)
	}
	return e
}

type generator struct {
	*rapid.T
	langs []locale.Lang
}

func (g generator) n(label string, least, most int) int {
	return rapid.IntRange(least, most).Draw(g.T, label)
}
func (g generator) yes(label string) bool { return rapid.Bool().Draw(g.T, label) }

func (g generator) text() locale.Text {
	t := locale.Text{}
	for _, l := range g.langs {
		t[l] = rapid.StringMatching(`[a-zéالم]([ a-z-]{0,5}[a-z"&<>'+])?`).Draw(g.T, "text")
	}
	return t
}

func (g generator) maybe() locale.Text {
	if g.yes("said") {
		return g.text()
	}
	return nil
}

func (g generator) slot(day, n int, at func(day, hour int) time.Time) event.Slot {
	id := campaign.Row(campaign.Row("creneau", day), n)
	s := event.Slot{ID: id, Title: g.maybe(), Starts: at(day, 9+3*n), Ends: at(day, 11+3*n), Optional: g.yes("optional")}
	for w := range g.n("workshops", 1, 3) {
		s.Workshops = append(s.Workshops, event.Workshop{
			ID: event.WorkshopID(campaign.Row(id, w)), Title: g.text(), Capacity: g.n("seats of a workshop", 1, 40), Remote: g.n("online", 0, 9),
		})
	}
	return s
}

func (g generator) questions() (all event.Questionnaire) {
	for i := range g.n("questions", 0, 4) {
		q := event.Question{
			ID: campaign.Row("q", i), Kind: rapid.SampledFrom(event.QuestionKinds).Draw(g.T, "kind"), Label: g.text(), Hint: g.maybe(),
			Need: i > 0 && all[i-1].Need || g.yes("need"),
		}
		q.Required = !q.Need && g.yes("required")
		if q.Kind == event.OneOf || q.Kind == event.SomeOf || q.Kind == event.Language {
			q.Options = []event.Option{{ID: "a", Label: g.text()}, {ID: "b", Label: g.text()}}
			all = append(all, q)
			continue
		}
		if i > 0 && len(all[i-1].Options) > 0 && g.yes("condition") {
			q.If = &event.Condition{Question: all[i-1].ID, Is: []string{"a", "b"}[:g.n("answers", 1, 2)]}
		}
		all = append(all, q)
	}
	return all
}

// A page sends every field that it shows, those that are empty too, and line
// ends of its own.
func TestFormAsAPageSendsIt(t *testing.T) {
	e := read1(t, small)
	f := campaign.FormOf(e)
	for name, s := range f {
		f[name] = strings.ReplaceAll(s, "\n", "\r\n")
	}
	for _, name := range []string{"audience-fr", "days-0-pause", "registration-online-url", "registration-offer-for", "registration-early-code", "slots-0-workshops-0-spans"} {
		f[name] = " "
	}
	if got, problems := f.Event(e, today); len(problems) > 0 || !reflect.DeepEqual(got, e) {
		t.Errorf("%v\n%+v\n%+v", problems, got, e)
	}
}

// read1 is the one event of a file, as a draft.
func read1(t *testing.T, file string) event.Event {
	t.Helper()
	c, err := campaign.Read(bytes.NewReader([]byte(file)), today)
	if err != nil {
		t.Fatal(err)
	}
	c.Events[0].State = event.Draft
	return c.Events[0]
}

func TestEarlyCodeOfAForm(t *testing.T) {
	e := read1(t, shapes)
	for typed, want := range map[string]string{"": e.EarlyCode, "Apres-2027": event.EarlyDigest(e.Ref, "Apres-2027")} {
		f := campaign.FormOf(e)
		f["registration-early-code"] = typed
		if got, problems := f.Event(e, today); got.EarlyCode != want || problems != nil {
			t.Errorf("of %q %s, %v", typed, got.EarlyCode, problems)
		}
	}
	f := campaign.FormOf(e)
	f["registration-early-code-none"] = campaign.Ticked
	if got, _ := f.Event(e, today); got.EarlyCode != "" {
		t.Error("a code that is taken back still opens")
	}
}

// The name of a published event does not change, whatever a form says.
func TestSlugThatIsPublished(t *testing.T) {
	e := read1(t, small)
	f := campaign.FormOf(e)
	f["slug"] = "autre"
	if got, _ := f.Event(e, today); got.Slug != "autre" {
		t.Errorf("a draft is called %s", got.Slug)
	}
	e.State = event.Published
	if got, _ := f.Event(e, today); got.Slug != "une-journee" {
		t.Errorf("what is published is called %s", got.Slug)
	}
}
