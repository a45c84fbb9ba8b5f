package browser_test

import (
	"fmt"
	"net/http"
	"strings"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// heavy is an event whose list is too large for an answer.
const heavy = "/organisers/events/lourde"

// weigh publishes it, with few people who say very much.
func (g gallery) weigh() {
	g.t.Helper()
	ctx, now := g.t.Context(), g.Clock.Now()
	e := events(now)[0]
	e.Ref.Event, e.Slug, e.Title, e.Capacity, e.Slots = "lourde", "lourde", locale.Text{locale.French: "Rencontre lourde"}, 50, nil
	e.Questions = event.Questionnaire{{ID: "mot", Kind: event.LongText, Label: locale.Text{locale.French: "Un mot"}}}
	e.SecretVersion = g.Parts.Ring.Current()
	if err := g.Parts.Table.Publish(ctx, e, organisation.Audit{}); err != nil {
		g.t.Fatal(err)
	}
	for i := range 45 {
		address, err := outbox.ParseAddress(fmt.Sprintf("bavarde%d@exemple.org", i))
		if err != nil {
			g.t.Fatal(err)
		}
		name, _ := registration.ParseName("Bavarde")
		who, err := g.Parts.Ring.Person(e.SecretVersion, e.Ref.String(), address.Folded(), "bavarde")
		if err != nil {
			g.t.Fatal(err)
		}
		desk, err := g.Parts.Table.Desk(ctx, e.Ref)
		if err != nil {
			g.t.Fatal(err)
		}
		after, decisions, _ := registration.Decide(desk, []registration.Registration{{Event: e.Ref, Person: who, Wish: &registration.Wish{
			Kind: registration.Come, Made: now, FormMade: now, Nonce: "bavarde", Expires: e.Ends(),
			Attendee: registration.Attendee{Given: name, Family: name, Address: address, Sector: "other", Lang: locale.French},
			Answers:  event.Answers{"mot": {strings.Repeat("beaucoup ", 10_500)}},
		}}}, now)
		decisions[0].Promises = nil // their mail is nobody's business here
		if err := g.Parts.Table.Commit(ctx, after, decisions); err != nil {
			g.t.Fatal(err)
		}
	}
}

// downloads are the form by which a list is taken, the file that waits behind a
// link, and the journal in which both stand.
func (g gallery) downloads(v, fresh *visitor, lang string) {
	g.keep(lang, "console-journal-empty", http.StatusOK, fresh.get(g.t, lang+"/organisers/journal?to=2020-01-01"))
	g.keep(lang, "console-download-empty", http.StatusOK, v.get(g.t, lang+"/organisers"+early+"/download"))
	form := g.keep(lang, "console-download", http.StatusOK, v.get(g.t, lang+"/organisers"+small+"/download?state=confirmed"))
	g.keep(lang, "console-download-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/download?state=confirmed",
		"column_family", "", "column_given", "", "column_organisation", "", "column_state", "", "column_workshops", "", "format", ""))
	if file := v.submit(g.t, form, "/download?state=confirmed", "format", "xlsx"); file.status != http.StatusOK || !strings.HasPrefix(file.body, "PK") {
		g.t.Errorf("%s: the list is no workbook: %d", lang, file.status)
	}
	form = v.get(g.t, lang+heavy+"/download")
	g.keep(lang, "console-download-ready", http.StatusOK, v.submit(g.t, form, "/download", "column_question_mot", "yes", "format", "csv"))
	journal := g.keep(lang, "console-journal", http.StatusOK, v.get(g.t, lang+"/organisers/journal"))
	g.keep(lang, "console-journal-asked", http.StatusOK, v.get(g.t, lang+"/organisers/journal?action=download&from=2020-01-01"))
	g.keep(lang, "console-journal-error", http.StatusUnprocessableEntity, v.submit(g.t, journal, "/journal", "format", ""))
}
