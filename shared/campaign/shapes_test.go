package campaign_test

import (
	_ "embed"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"tribune/shared/campaign"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
)

// shapes is an event that uses everything that an event can.
//
//go:embed testdata/shapes.yaml
var shapes string

func TestShapes(t *testing.T) {
	c, err := read(shapes)
	if err != nil {
		t.Fatal(err)
	}
	e := c.Events[0]
	if !e.ByDay || e.Capacity != 60 || e.Remote != (event.Remote{Capacity: 100, URL: "https://exemple.org/salle"}) {
		t.Errorf("by day %t, %d on site, online %+v", e.ByDay, e.Capacity, e.Remote)
	}
	if !e.NoWaiting || e.OfferFor != 24*time.Hour || e.ConfirmIn != 12*time.Hour {
		t.Errorf("no waiting %t, offers for %s, confirmed in %s", e.NoWaiting, e.OfferFor, e.ConfirmIn)
	}
	if e.EarlyCode != event.EarlyDigest(e.Ref, "AVANT 2027") {
		t.Errorf("the early code is kept as %q", e.EarlyCode)
	}
	want := map[event.Place]int{
		event.Hall: 60, event.Online: 100, event.OfDay(1): 60, event.OfDay(2): 30,
		event.OfWorkshop("long", false): 10, event.OfWorkshop("un", false): 20, event.OfWorkshop("un", true): 40,
		event.OfWorkshop("deux", true): 50, event.OfWorkshop("trois", false): 30,
	}
	if got := e.Capacities(); !reflect.DeepEqual(got, want) {
		t.Errorf("seats are %v", got)
	}
	if w, s, _ := e.Workshop("long"); !reflect.DeepEqual(w.Spans, []string{"soir", "lendemain"}) || s.Optional || !e.Slots[1].Optional {
		t.Errorf("read %+v", e.Slots)
	}
	if wrong := e.Check(event.Choice{Days: []int{1, 2}, Workshops: []event.WorkshopID{"long"}}); wrong != nil {
		t.Errorf("a choice that fits is refused: %v", wrong)
	}
}

func TestQuestions(t *testing.T) {
	c, err := read(shapes)
	if err != nil {
		t.Fatal(err)
	}
	fr := func(s string) locale.Text { return locale.Text{locale.French: s} }
	want := event.Questionnaire{
		{ID: "pays", Kind: event.Country, Label: fr("Votre pays"), Required: true},
		{ID: "retour", Kind: event.SomeOf, Label: fr("Que ramènerez-vous ?"), Hint: fr("Plusieurs réponses possibles."),
			Options: []event.Option{{ID: "outils", Label: fr("Des outils")}, {ID: "contacts", Label: fr("Des contacts")}}},
		{ID: "lesquels", Kind: event.ShortText, Label: fr("Lesquels ?"), If: &event.Condition{Question: "retour", Is: []string{"outils", "contacts"}}},
		{ID: "repas", Kind: event.YesNo, Label: fr("Un régime ?"), Need: true},
		{ID: "regime", Kind: event.LongText, Label: fr("Lequel ?"), Need: true, If: &event.Condition{Question: "repas", Is: []string{"yes"}}},
		{ID: "interpretation", Kind: event.Language, Label: fr("Interprétation"), Need: true,
			Options: []event.Option{{ID: "it", Label: fr("Italien")}}, If: &event.Condition{Question: "pays", Is: []string{"IT", "MA"}}},
	}
	if got := c.Events[0].Questions; !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v", got)
	}
}

func TestOnlineAlone(t *testing.T) {
	s := edit(t, shapes, "      capacity: 60\n", "")
	for old, replacement := range map[string]string{
		"capacity: 10, spans": "online: 10, spans", "capacity: 20, online": "online", "{fr: Trois}, capacity": "{fr: Trois}, online",
	} {
		s = edit(t, s, old, replacement)
	}
	c, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	if e := c.Events[0]; e.Capacity != 0 || !e.Registers() || e.Opens.IsZero() || e.Accepts(today) != event.Open {
		t.Errorf("read %+v", e)
	}
}

func TestRulesThatAreNotGiven(t *testing.T) {
	c, err := read(small)
	if err != nil {
		t.Fatal(err)
	}
	e := c.Events[0]
	if e.NoWaiting || e.ConfirmIn != 0 || e.EarlyCode != "" || e.ByDay || e.Remote != (event.Remote{}) || e.Questions != nil {
		t.Errorf("read %+v", e)
	}
	if e.Offer() != event.DefaultOffer {
		t.Errorf("a seat is held for %s", e.Offer())
	}
}

// Each case breaks the shapes in one way and gives every problem that must be
// told, and no other.
var misshapen = []struct{ name, old, new, want string }{
	{"by day", "by-day: true", "by-day: parfois", "line 24: must be true or false"},
	{"seats of a day that is not chosen", "    by-day: true\n", "", "line 26, events[0].days[1].capacity: must be left out unless by-day is true"},
	{"seats of a day", "capacity: 30}\n    slots", "capacity: -1}\n    slots", "line 27, events[0].days[1].capacity: must be at least 0"},
	{"no seats in a workshop", "{fr: Deux}, online: 50", "{fr: Deux}, online: 0", "line 40, events[0].slots[1].workshops[0].capacity: must be at least 1"},
	{"seats online below none", "{fr: Deux}, online: 50", "{fr: Deux}, capacity: 1, online: -1", "line 40, events[0].slots[1].workshops[0].online: must be at least 0"},
	{"online workshops of an event on site", "      online: {capacity: 100, url: https://exemple.org/salle}\n", "",
		"line 34, events[0].slots[0].workshops[1].online: registration is not offered online\n" +
			"line 40, events[0].slots[1].workshops[0].online: registration is not offered online"},
	{"workshops on site of an event online", "      capacity: 60\n", "",
		"line 33, events[0].slots[0].workshops[0].capacity: registration is not offered on site\n" +
			"line 34, events[0].slots[0].workshops[1].capacity: registration is not offered on site\n" +
			"line 46, events[0].slots[2].workshops[0].capacity: registration is not offered on site"},
	{"spans the slot after the next", "[soir, lendemain]", "[lendemain]", `line 33, events[0].slots[0].workshops[0].spans[0]: must be "soir", the slot that follows`},
	{"spans its own", "[soir, lendemain]", "[matin, soir]",
		`line 33, events[0].slots[0].workshops[0].spans[0]: must be "soir", the slot that follows` + "\n" +
			`line 33, events[0].slots[0].workshops[0].spans[1]: must be "lendemain", the slot that follows`},
	{"spans beyond the end", "capacity: 30}\n    registration", "capacity: 30, spans: [matin]}\n    registration", "line 46, events[0].slots[2].workshops[0].spans[0]: no slot follows here"},
	{"no place anywhere", "      capacity: 60\n      online: {capacity: 100,", "      online: {capacity: 0,",
		"line 48, events[0].registration.online.capacity: must be at least 1\n" +
			"line 33, events[0].slots[0].workshops[0].capacity: registration is not offered on site\n" +
			"line 34, events[0].slots[0].workshops[1].capacity: registration is not offered on site\n" +
			"line 46, events[0].slots[2].workshops[0].capacity: registration is not offered on site"},
	{"no address online", ", url: https://exemple.org/salle", "", "line 49, events[0].registration.online.url: must be given"},
	{"an address that is none", "https://exemple.org/salle", "exemple.org", "line 49, events[0].registration.online.url: must be an address that begins with https://"},
	{"held for no time", "offer-for: 24h", "offer-for: 24", `line 51, events[0].registration.offer-for: must be such as "24h", from 1h to 720h`},
	{"held too shortly", "confirm-in: 12h", "confirm-in: 59m", `line 52, events[0].registration.confirm-in: must be such as "24h", from 1h to 24h`},
	{"held too long", "confirm-in: 12h", "confirm-in: 25h", `line 52, events[0].registration.confirm-in: must be such as "24h", from 1h to 24h`},
	{"a short code", "Avant-2027", "A-V-A-N-T", "line 53, events[0].registration.early-code: must hold at least 6 letters and digits"},
	{"waiting", "waiting: false", "waiting: [non]", "line 50: must be true or false"},

	{"question without registration", "    registration:\n      capacity: 60\n      online: {capacity: 100, url: https://exemple.org/salle}\n      waiting: false\n      offer-for: 24h\n      confirm-in: 12h\n      early-code: Avant-2027\n", "",
		"line 47, events[0].questions: are asked of who registers, and the event has no registration"},
	{"question twice", "id: retour", "id: pays", `line 56, events[0].questions[1].id: the event has another "pays"` + "\n" +
		`line 66, events[0].questions[2].if.question: there is no question "retour" before this one`},
	{"kind", "kind: long-text", "kind: essay", "line 69, events[0].questions[4].kind: must be one of [text long-text one several number date yes-no country language]"},
	{"no label", "label: {fr: Votre pays}, ", "", "line 55, events[0].questions[0].label: must be given in one language at least"},
	{"options of a kind without", "kind: several", "kind: number", "line 60, events[0].questions[1].options: must be left out: questions of this kind have none\n" +
		`line 66, events[0].questions[2].if.is[0]: "outils" cannot be answered to the question "retour"` + "\n" +
		`line 66, events[0].questions[2].if.is[1]: "contacts" cannot be answered to the question "retour"`},
	{"one option to choose one of", "kind: language", "kind: one", "line 78, events[0].questions[5].options: must be at least 2"},
	{"option twice", "id: contacts", "id: outils", `line 62, events[0].questions[1].options[1].id: the question has another "outils"` + "\n" +
		`line 66, events[0].questions[2].if.is[1]: "contacts" cannot be answered to the question "retour"`},
	{"a need that is required", "need: true}", "need: true, required: true}", "line 67, events[0].questions[3].required: must be left out: nobody has to tell a need"},
	{"what follows from a need", "Lequel ?\"}\n        need: true\n", "Lequel ?\"}\n", `line 71, events[0].questions[4].if.question: "repas" is a need, so this must be one`},
	{"condition on a later question", "question: retour", "question: regime", `line 66, events[0].questions[2].if.question: there is no question "regime" before this one`},
	{"condition on itself", "question: retour", "question: lesquels", `line 66, events[0].questions[2].if.question: there is no question "lesquels" before this one`},
	{"condition on no answer", "is: [yes]", "is: []", "line 72, events[0].questions[4].if.is: must hold one at least"},
	{"condition on another answer", "is: [yes]", "is: [oui]", `line 72, events[0].questions[4].if.is[0]: "oui" cannot be answered to the question "repas"`},
	{"condition on a country that is none", "[IT, MA]", "[IT, Maroc]", `line 77, events[0].questions[5].if.is[1]: "Maroc" cannot be answered to the question "pays"`},
	{"condition on what is typed", "question: repas, is: [yes]", "question: lesquels, is: [ici]", `line 72, events[0].questions[4].if.is[0]: "ici" cannot be answered to the question "lesquels"`},
}

func TestMisshapen(t *testing.T) {
	for _, c := range misshapen {
		t.Run(c.name, func(t *testing.T) {
			_, err := read(edit(t, shapes, c.old, c.new))
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

func TestOneDayIsNotChosen(t *testing.T) {
	_, err := read(edit(t, edit(t, small, "    zone:", "    by-day: true\n    zone:"), "      - {date: the next day, from: \"10:00\", to: \"12:00\"}\n", ""))
	if err == nil || !strings.Contains(err.Error(), "line 39, events[0].by-day: must be left out where there is one day") {
		t.Errorf("got %v", err)
	}
}

func TestTooManyQuestions(t *testing.T) {
	questions := func(n int) string {
		var b strings.Builder
		for i := range n - 6 {
			fmt.Fprintf(&b, "      - {id: q%d, kind: number, label: {fr: Q}}\n", i)
		}
		return shapes + b.String()
	}
	if _, err := read(questions(20)); err != nil {
		t.Error(err)
	}
	if _, err := read(questions(21)); err == nil || !strings.Contains(err.Error(), "events[0].questions: must be at most 20") {
		t.Errorf("got %v", err)
	}
}
