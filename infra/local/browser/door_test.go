package browser_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// held is an event that began at a time and lasts six hours, with a workshop.
func held(e event.Event, began time.Time) event.Event {
	e.Days[0] = event.Day{Starts: began, Ends: began.Add(6 * time.Hour), Pause: event.Span{Starts: began.Add(3 * time.Hour), Ends: began.Add(4 * time.Hour)}}
	text := locale.Text{locale.French: "Atelier d’écriture"}
	e.Slots = []event.Slot{{ID: "salle", Title: text, Starts: began.Add(4 * time.Hour), Ends: began.Add(5 * time.Hour), Workshops: []event.Workshop{{ID: "ecriture", Title: text, Capacity: 30}}}}
	return e
}

// guests are those who come to an event that is held, by their state.
type guests map[string]registration.Registration

// day brings people to the two events that are held: most have come.
func (g gallery) day() map[string]guests {
	all := map[string]guests{}
	for _, path := range []string{today, over} {
		id := event.ID(strings.TrimPrefix(path, "/events/"))
		e, err := g.Parts.Table.Event(g.t.Context(), event.Ref{Organisation: "ahsud", Event: id})
		if err == nil {
			all[path], err = g.come(g.t.Context(), e)
		}
		if err != nil {
			g.t.Fatal(err)
		}
	}
	return all
}

// come has twenty people registered, of whom the first twelve are there, the next
// cancelled, and somebody waits.
func (h *house) come(ctx context.Context, e event.Event) (guests, error) {
	made := e.Starts().AddDate(0, 0, -5)
	desk, err := h.Parts.Table.Desk(ctx, e.Ref)
	if err != nil {
		return nil, err
	}
	var slips []registration.Registration
	for i := range 20 {
		given, _ := registration.ParseName("Zineb")
		family, _ := registration.ParseName(fmt.Sprintf("Participante %c", 'A'+i))
		address, err := outbox.ParseAddress(fmt.Sprintf("p%d@exemple.org", i))
		if err != nil {
			return nil, err
		}
		who, err := h.Parts.Ring.Person(e.SecretVersion, e.Ref.String(), address.Folded(), registration.FoldNames(given, family))
		if err != nil {
			return nil, err
		}
		slips = append(slips, registration.Registration{Event: e.Ref, Person: who, Wish: &registration.Wish{
			Kind: registration.Come, Made: made.Add(time.Duration(i%3) * 24 * time.Hour), FormMade: made, Nonce: fmt.Sprint(i), Expires: e.Ends().Add(registration.Keep),
			Choice: event.Choice{Workshops: []event.WorkshopID{"ecriture"}},
			Attendee: registration.Attendee{
				Given: given, Family: family, Address: address, Organisation: "Maison d’essai", Sector: registration.Sectors[i%3], Lang: locale.French,
				Consent: made.Add(time.Duration(i%3) * 24 * time.Hour),
			},
		}})
	}
	after, decisions, _ := registration.Decide(desk, slips, made.AddDate(0, 0, 4))
	for i := range decisions {
		decisions[i].Promises = nil
	}
	if err := h.Parts.Table.Commit(ctx, after, decisions); err != nil {
		return nil, err
	}
	by, err := outbox.ParseAddress(owner)
	if err != nil {
		return nil, err
	}
	found := guests{}
	for i, d := range decisions {
		name := "expected"
		if i < 12 {
			name = "there"
			m := attendance.Mark{At: e.Starts(), By: by, Nonce: "nonce"}
			_, _, err := attendance.NewService(h.Parts.Table).Arrive(ctx, e, d.Registration.Person, e.HalfDays()[0], m,
				organisation.Audit{Organisation: e.Organisation, At: m.At, By: by, Action: organisation.CheckedIn}, func(registration.Registration) error { return nil })
			if err != nil {
				return nil, err
			}
		}
		found[name] = d.Registration
	}
	return found, nil
}

// door is what is seen on the day, and afterwards.
func (g gallery) door(v *visitor, all map[string]guests) {
	for _, l := range locale.Languages {
		lang := "/" + string(l)
		page := lang + "/organisers" + today + "/check-in"
		there, expected := all[today]["there"], all[today]["expected"]
		told := func(r registration.Registration) string {
			return page + "?" + url.Values{"half": {"1-morning"}, "person": {r.Person.String()}, "n": {"another"}}.Encode()
		}
		g.keep(lang, "console-arrivals", http.StatusOK, v.get(g.t, page))
		g.keep(lang, "console-arrivals-found", http.StatusOK, v.get(g.t, page+"?q=participante"))
		g.keep(lang, "console-arrivals-none", http.StatusOK, v.get(g.t, page+"?q=personne"))
		g.keep(lang, "console-arrivals-already", http.StatusOK, v.get(g.t, told(there)))
		g.keep(lang, "console-arrivals-undone", http.StatusOK, v.get(g.t, told(expected)))
		g.keep(lang, "console-arrivals-early", http.StatusOK, v.get(g.t, lang+"/organisers"+early+"/check-in"))
		for name, r := range all[today] {
			pass := g.Parts.Ring.Pass(r.Event.String(), r.Person, r.Generation)
			g.keep(lang, "console-pass-"+name, http.StatusOK, v.get(g.t, page+"/"+pass))
		}
		g.keep(lang, "console-pass-unknown", http.StatusOK, v.get(g.t, page+"/unknown"))
		form := g.keep(lang, "console-walk-in", http.StatusOK, v.get(g.t, page+"/walk-in"))
		g.keep(lang, "console-walk-in-error", http.StatusUnprocessableEntity, v.submit(g.t, form, "/walk-in"))
		g.afterwards(v, lang, all[over]["there"])
	}
}

// afterwards is what is seen of an event that is over.
func (g gallery) afterwards(v *visitor, lang string, there registration.Registration) {
	page := lang + "/organisers" + over
	g.keep(lang, "console-report", http.StatusOK, v.get(g.t, page+"/report"))
	g.keep(lang, "console-report-empty", http.StatusOK, v.get(g.t, lang+"/organisers"+early+"/report"))
	g.keep(lang, "console-attestations-none", http.StatusOK, v.get(g.t, lang+"/organisers"+early+"/attestations"))
	g.keep(lang, "console-attestation", http.StatusOK, v.get(g.t, page+"/attestations/"+there.Person.String()))
	if p := v.get(g.t, page+"/attestations"); p.status != http.StatusOK || strings.Count(p.body, "<article") != 12 {
		g.t.Errorf("%s: %d, %d papers", page, p.status, strings.Count(p.body, "<article"))
	}
	own := lang + over + "/registrations/" + g.Parts.Ring.Link(there.Event.String(), there.Person, there.Generation)
	stranger := g.visit("")
	g.keep(lang, "registration-over", http.StatusOK, stranger.get(g.t, own))
	paper := g.keep(lang, "attestation", http.StatusOK, stranger.get(g.t, own+"/attestation"))
	form := g.keep(lang, "verify", http.StatusOK, stranger.get(g.t, lang+over+"/attestations"))
	g.later(g.t, 5*time.Second)
	g.keep(lang, "verify-error", http.StatusUnprocessableEntity, stranger.submit(g.t, form, "/attestations", "hours", "six", "name", "x", "date", "y", "seal", "z"))
	copied := []string{"name", fullName(there), "hours", "3h00", "date", g.Parts.Now().In(time.UTC).Format(time.DateOnly), "seal", paperCode.FindString(paper.body)}
	g.keep(lang, "verify-authentic", http.StatusOK, stranger.submit(g.t, form, "/attestations", copied...))
	g.keep(lang, "verify-not", http.StatusOK, stranger.submit(g.t, form, "/attestations", "name", "x", "hours", "1", "date", "2027-01-01", "seal", "z"))
}

var paperCode = regexp.MustCompile(`[0-9A-Z]{4}(-[0-9A-Z]{4}){3}`)

func fullName(r registration.Registration) string {
	return r.Attendee.Given.String() + " " + r.Attendee.Family.String()
}
