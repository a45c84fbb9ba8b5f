package doors_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tribune/shared/site"
)

// routesName is the name under which this test's people go.
const routesName = "routes"

// organisersTable says what each organisers' route answers: to who is signed
// out, to who is signed in, and to who is signed in and names an event of
// another organisation. "sign-in" leads to the form, a number is the status; what
// is "" is not asked here.
var organisersTable = map[string]struct{ out, in, other string }{
	site.SignInForm: {"200", "303", ""},
	site.AskCode:    {"422", "422", ""},
	site.CodeForm:   {"200", "200", ""},
	site.EnterCode:  {"422", "422", ""},
	site.SignOut:    {"sign-in", "sign-in", ""},
	site.FactorForm: {"sign-in", "200", ""},
	site.PassFactor: {"sign-in", "422", ""},
	site.FactorCode: {"sign-in", "303", ""},
	site.EnrolForm:  {"sign-in", "200", ""},
	site.Enrol:      {"sign-in", "422", ""},

	site.Account:     {"sign-in", "200", ""},
	site.SetAccount:  {"sign-in", "303", ""},
	site.NewRecovery: {"sign-in", "303", ""},
	site.EndSessions: {"sign-in", "303", ""},

	site.Team:            {"sign-in", "404", ""}, // an organiser is no owner
	site.InviteForm:      {"sign-in", "404", ""},
	site.Invite:          {"sign-in", "404", ""},
	site.MemberPage:      {"sign-in", "404", ""},
	site.SetMember:       {"sign-in", "404", ""},
	site.InviteAgain:     {"sign-in", "404", ""},
	site.RemoveMember:    {"sign-in", "404", ""},
	site.ResetFactor:     {"sign-in", "404", ""},
	site.OwnOrganisation: {"sign-in", "404", ""},
	site.SetOrganisation: {"sign-in", "404", ""},

	site.Journal:     {"sign-in", "404", ""},
	site.TakeJournal: {"sign-in", "404", ""},

	site.OwnEvents: {"sign-in", "200", ""},
	site.Attendees: {"sign-in", "200", "404"},
	site.Unreached: {"sign-in", "200", "404"},

	site.DownloadForm: {"sign-in", "200", "404"},
	site.Download:     {"sign-in", "422", "404"},

	site.Paper:        {"sign-in", "200", "404"},
	site.Sheet:        {"sign-in", "200", "404"},
	site.Badges:       {"sign-in", "200", "404"},
	site.DoorList:     {"sign-in", "200", "404"},
	site.SheetPDF:     {"sign-in", "200", "404"},
	site.BadgesPDF:    {"sign-in", "200", "404"},
	site.DoorPDF:      {"sign-in", "200", "404"},
	site.NewEvent:     {"sign-in", "200", ""},
	site.CreateEvent:  {"sign-in", "422", ""},
	site.EditEvent:    {"sign-in", "200", "404"},
	site.SaveEvent:    {"sign-in", "422", "404"},
	site.PreviewEvent: {"sign-in", "200", "404"},
	site.PersonForm:   {"sign-in", "200", "404"},
	site.AddPerson:    {"sign-in", "422", "404"},
	site.SeveralForm:  {"sign-in", "200", "404"},
	site.DoToSeveral:  {"sign-in", "422", "404"},
	site.PersonPage:   {"sign-in", "200", "404"},
	site.DoToPerson:   {"sign-in", "400", "404"},
	site.EditPerson:   {"sign-in", "409", "404"}, // she has cancelled
	site.SavePerson:   {"sign-in", "409", "404"},
	site.Publication:  {"sign-in", "200", "404"},
	site.Publish:      {"sign-in", "303", "404"}, // it is published already
	site.CloseEvent:   {"sign-in", "", "404"},    // others register there meanwhile
	site.ReopenEvent:  {"sign-in", "", "404"},
	site.CallOffForm:  {"sign-in", "200", "404"},
	site.CallOff:      {"sign-in", "422", "404"},
	site.AgainForm:    {"sign-in", "200", "404"},
	site.Again:        {"sign-in", "422", "404"},
	site.WriteFile:    {"sign-in", "200", "404"},
	site.ImportForm:   {"sign-in", "200", ""},
	site.Import:       {"sign-in", "422", ""},

	site.OwnCharters:        {"sign-in", "200", ""},
	site.NewCharter:         {"sign-in", "200", ""},
	site.CreateCharter:      {"sign-in", "422", ""},
	site.OwnCharter:         {"sign-in", "200", "404"},
	site.EditCharter:        {"sign-in", "200", "404"},
	site.SaveCharter:        {"sign-in", "422", "404"},
	site.PreviewCharter:     {"sign-in", "200", "404"},
	site.CharterSettings:    {"sign-in", "200", "404"},
	site.SetCharter:         {"sign-in", "422", "404"},
	site.CloseCharter:       {"sign-in", "303", "404"}, // a draft stays as it is
	site.ReopenCharter:      {"sign-in", "303", "404"},
	site.CharterPublication: {"sign-in", "200", "404"},
	site.PublishCharter:     {"sign-in", "422", "404"},

	site.Projects:      {"sign-in", "200", ""},
	site.NewProject:    {"sign-in", "200", ""},
	site.CreateProject: {"sign-in", "422", ""},
	site.ProjectPage:   {"sign-in", "", "404"}, // of one that there is not
	site.EditProject:   {"sign-in", "", "404"},
	site.SaveProject:   {"sign-in", "", "404"},
	site.GroupEvents:   {"sign-in", "", "404"},

	site.Messages:     {"sign-in", "200", "404"},
	site.MessageForm:  {"sign-in", "200", "404"},
	site.WriteMessage: {"sign-in", "422", "404"},
	site.MessagePage:  {"sign-in", "200", "404"},
	site.EditMessage:  {"sign-in", "200", "404"},
	site.SaveMessage:  {"sign-in", "422", "404"},
	site.TryMessage:   {"sign-in", "303", "404"},
	site.SendMessage:  {"sign-in", "303", "404"},

	site.SignatoryList: {"sign-in", "", "404"}, // of one that there is not
	site.Moderate:      {"sign-in", "", "404"},
	site.SignatoryPage: {"sign-in", "", "404"},
	site.CharterNews:   {"sign-in", "", "404"},
	site.TellNews:      {"sign-in", "", "404"},
	site.HandoverForm:  {"sign-in", "", "404"},
	site.Handover:      {"sign-in", "", "404"},

	site.Arrivals:     {"sign-in", "200", "404"},
	site.Arrive:       {"sign-in", "303", "404"},
	site.UndoArrival:  {"sign-in", "303", "404"},
	site.WalkInForm:   {"sign-in", "200", "404"},
	site.WalkIn:       {"sign-in", "422", "404"},
	site.PassPage:     {"sign-in", "200", "404"}, // it says that the code is not good
	site.Report:       {"sign-in", "200", "404"},
	site.Attestations: {"sign-in", "200", "404"},
	site.Attestation:  {"sign-in", "404", "404"}, // of nobody
}

// An event of each organisation, by its id and by words that only its pages say.
var owned = map[string]struct{ event, words string }{
	"organiser": {"journee-tanger", "journée d’étude et de plaidoyer"},
	"neighbour": {"restitution-paris", "restitution des travaux"},
}

// organisersRoutes crosses every route of the console with who asks. A route
// that the manifest gains must gain its row.
func organisersRoutes(t *testing.T, d *door) {
	var routes []string
	for _, r := range site.Routes {
		if strings.Contains(r.Key, "/organisers") || r.Function == site.Organisers {
			routes = append(routes, r.Key)
			if _, there := organisersTable[r.Key]; !there {
				t.Errorf("%s has no row in the table", r.Key)
			}
		}
	}
	if len(routes) != len(organisersTable) {
		t.Errorf("the table has %d rows for %d routes", len(organisersTable), len(routes))
	}
	// Signing out comes last: it ends the session that the others need.
	slices.SortStableFunc(routes, func(a, b string) int { return strings.Compare(lastIf(a), lastIf(b)) })
	for who, own := range owned {
		foreign := owned[map[string]string{"organiser": "neighbour", "neighbour": "organiser"}[who]]
		p := newPlay(d, routesName)
		p.play(t, "sign-in of "+who, strings.ReplaceAll(signIn, "WHO", "$"+who))
		for _, key := range routes {
			row := organisersTable[key]
			expect(t, newPlay(d, routesName), key, own.event, row.out, "signed out")
			if row.in != "" {
				expect(t, p, key, own.event, row.in, who)
			}
			if row.other != "" {
				expect(t, p, key, foreign.event, row.other, who+" at another's event")
			}
			if strings.Contains(p.text(), foreign.words) {
				t.Errorf("%s shows %s what is another's", key, who)
			}
		}
		expect(t, p, site.OwnEvents, "", organisersTable[site.OwnEvents].out, who+" after signing out")
	}
}

func lastIf(key string) string {
	if key == site.SignOut {
		return "last"
	}
	return "first"
}

const signIn = `
	GET /fr/organisers
	status 200
	form /organisers
	fill address: WHO
	submit
	status 303
	location /fr/organisers/code
	tick
	mail WHO
	code code
	follow
	status 200
	form /code
	fill code: $code
	submit
	status 303
	location /fr/organisers/events
	follow
	status 200
`

func expect(t *testing.T, p *play, key, event, want, who string) {
	t.Helper()
	method, path, _ := strings.Cut(strings.NewReplacer("{lang}", "fr", "{event}", event, "{message}", draftOf(event), "{person}", personOf(event).String(), "{pass}", "unknown", "{charter}", draftOf(event)).Replace(key), " ")
	q := question{method: method, path: path, header: http.Header{}}
	if method == http.MethodPost {
		q.body = []byte("")
	}
	if err := p.ask(q); err != nil {
		t.Fatalf("%s, %s: %v", key, who, err)
	}
	p.unlooked = false
	got := fmt.Sprint(p.status)
	if to, _, _ := strings.Cut(p.location(), "?"); p.status == http.StatusSeeOther && to == "/fr/organisers" {
		got = "sign-in"
	}
	if got != want {
		t.Errorf("%s, %s: %s, not %s", key, who, got, want)
	}
}
