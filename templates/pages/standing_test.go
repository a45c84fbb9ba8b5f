package pages_test

import (
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// congress is the study day with all that registration can ask: days, two ways
// to attend, an optional slot, a workshop that lasts through both, questions of
// every kind, a code for those who come early.
func congress(t testing.TB) pages.Announcement {
	t.Helper()
	a := announced(t, 60, event.Open)
	e := a.Event
	e.ByDay, e.Remote, e.EarlyCode = true, event.Remote{Capacity: 100, URL: "https://exemple.org/salle"}, "digest"
	second := event.Slot{ID: "b", Title: text("Après-midi"), Starts: e.Slots[0].Ends, Ends: e.Slots[0].Ends.Add(time.Hour), Optional: true}
	second.Workshops = []event.Workshop{{ID: "w4", Title: text("Atelier w4"), Capacity: 5, Remote: 50}}
	e.Slots = append(e.Slots, second)
	e.Slots[0].Workshops[2].Spans = []string{"b"}
	options := []event.Option{{ID: "x", Label: text("Une réponse")}, {ID: "y", Label: text("Une autre")}}
	for _, kind := range event.QuestionKinds {
		q := event.Question{ID: string(kind), Kind: kind, Label: text("Question " + string(kind)), Hint: text("Un mot"), Required: kind == event.OneOf}
		switch kind {
		case event.OneOf, event.SomeOf:
			q.Options = options
		case event.Language:
			q.Options, q.Need = options, true
		}
		e.Questions = append(e.Questions, q)
	}
	a.Event = e
	a.Desk = registration.NewDesk(e)
	a.Desk.Seats[event.Hall] = registration.Seats{Capacity: 60, Taken: 60}
	a.Desk.Queue = []registration.Waiter{{Ticket: 1, Wants: []event.Place{event.Hall}}, {Ticket: 2, Wants: []event.Place{event.Hall}}}
	return a
}

// asking is the form of the congress, before it opens, with something wrong
// with every answer.
func asking(t testing.TB, page layout.Page) pages.RegisterView {
	t.Helper()
	a := congress(t)
	a.Accepts = event.Early
	v := pages.RegisterView{Page: page, Announcement: a, Stamp: "s", Values: pages.Values{
		Mode: pages.Online, Days: []int{2}, Answers: event.Answers{"text": {hostile}, "several": {"x", "y"}}, Asked: a.Event.Questions,
	}}
	for _, q := range a.Event.Questions {
		v.Problems = append(v.Problems, web.Problem{
			Field: pages.FieldQuestion(q), Text: page.Printer.T("problem.question.missing", locale.Args{"Question": locale.IsolateText(q.Label, page.Printer.Lang)}),
		})
	}
	v.Problems = append(v.Problems, web.Problem{Field: pages.FieldNeedsConsent, Text: page.Printer.T("problem.needs.consent")})
	return v
}

func changing(t testing.TB, page layout.Page, problems web.Problems) templ.Component {
	t.Helper()
	v := pages.ChangeView{Registration: standing(t, registration.Confirmed), Link: "k"}
	v.Page, v.Announcement, v.Stamp, v.Problems = page, congress(t), "s", problems
	v.Values, v.Holds = pages.Kept(v.Event, v.Registration), v.Registration.Holds()
	return pages.ChangeForm(v)
}

// standing is somebody in a state, who waits for another workshop if she has a
// seat.
func standing(t testing.TB, state registration.State) registration.Registration {
	t.Helper()
	r := registered(t)
	r.State, r.Attendee.Lang, r.Days = state, locale.French, []int{1, 2}
	r.Answers, r.Until = event.Answers{"text": {hostile}}, before.Add(time.Hour)
	r.Wants, r.Ticket = &event.Choice{Days: []int{1}, Workshops: []event.WorkshopID{"w1"}}, 2
	return r
}

// before is a day before the study day begins.
var before = studyDay().Days[0].Starts.Add(-24 * time.Hour)

// everyStanding is the private page in the states that look different.
func everyStanding(t testing.TB, page layout.Page) map[string]templ.Component {
	t.Helper()
	all := map[string]templ.Component{}
	show := func(name string, a pages.Announcement, r registration.Registration, now time.Time) {
		all["mine "+name] = pages.Registration(pages.RegistrationView{Page: page, Announcement: a, Registration: r, Link: "k", Now: now})
	}
	open, full, over := announced(t, 37, event.Open), announced(t, 60, event.Open), announced(t, 60, event.Over)
	show("kept", open, registered(t), before)
	show("over", over, registered(t), over.Event.Ends())
	for _, s := range []registration.State{
		registration.Confirmed, registration.Unconfirmed, registration.Waiting, registration.Offered, registration.Lapsed, registration.Cancelled,
	} {
		show(string(s), congress(t), standing(t, s), before)
	}
	show("started", full, standing(t, registration.Waiting), over.Event.Ends())
	show("restorable", open, standing(t, registration.Cancelled), before)
	show("erased", full, registration.Registration{State: registration.Cancelled, Person: token.Person{}}, before)
	held := full
	held.Event.ConfirmIn = time.Hour
	all["held"] = pages.Registered(pages.EventView{Page: page, Announcement: held})
	return all
}

// What somebody can do behind her link goes with how she stands.
func TestPrivatePageOffersWhatGoes(t *testing.T) {
	all := everyPage(t, locale.For(locale.French))
	for page, want := range map[string][]string{
		"mine kept":        {"change", "cancel", "disown"},
		"mine over":        {"disown"},
		"mine confirmed":   {"change", "cancel", "disown"},
		"mine unconfirmed": {"accept", "change", "cancel", "disown"},
		"mine waiting":     {"change", "cancel", "disown"},
		"mine offered":     {"accept", "change", "cancel", "disown"},
		"mine lapsed":      {"restore"},
		"mine cancelled":   {"restore"},
		"mine restorable":  {"restore"},
		"mine started":     {"cancel", "disown"},
		"mine erased":      nil,
	} {
		shown := render(t, all[page])
		for _, way := range []string{"accept", "restore", "change", "cancel", "disown"} {
			offered := strings.Contains(shown, "/registrations/k/"+way+`"`)
			if should := strings.Contains(strings.Join(want, " ")+" ", way+" "); offered != should {
				t.Errorf("%s: %s is offered: %t", page, way, offered)
			}
		}
	}
}

// The address of the online room is told by mail alone.
func TestNoPageTellsTheOnlineAddress(t *testing.T) {
	for name, c := range everyPage(t, locale.For(locale.French)) {
		if strings.Contains(render(t, c), "exemple.org/salle") {
			t.Errorf("%s tells it", name)
		}
	}
}

func TestRankIsShown(t *testing.T) {
	if page := render(t, everyPage(t, locale.For(locale.English))["mine waiting"]); !strings.Contains(page, "Your rank: 2") {
		t.Error("the second who waits is not told her rank")
	}
}
