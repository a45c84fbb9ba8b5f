package doors_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"tribune/shared/boot"
	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// organiserOf gives the addresses of a script's own two organisers.
func organiserOf(name string) (organiser, neighbour string) {
	return name + "@ahsud.exemple.org", name + "@creteil.exemple.org"
}

// lostAddress is where no mail goes: one came back from there.
const lostAddress = "perdue@appels.exemple.org"

// furnish adds what the scripts need beside the demonstration: organisers of
// their own, and events in every state.
func furnish(ctx context.Context, parts boot.Parts) error {
	scripts, err := filepath.Glob("testdata/*.script")
	if err != nil {
		return err
	}
	names := []string{routesName}
	for _, s := range scripts {
		names = append(names, strings.TrimSuffix(filepath.Base(s), ".script"))
	}
	for _, name := range names {
		organiser, neighbour := organiserOf(name)
		for address, org := range map[string]organisation.ID{organiser: "ahsud", neighbour: "drogues-et-societe"} {
			a, err := outbox.ParseAddress(address)
			if err != nil {
				return fmt.Errorf("the organiser %s: %w", address, err)
			}
			// No owner: owners are told of every download, those of the other scripts too.
			m := organisation.Member{Organisation: org, Address: a, Role: organisation.Organiser, Lang: locale.French}
			if err := parts.Table.Join(ctx, parts.Ring.Account(a.Folded())[0], m); err != nil {
				return err
			}
		}
	}
	lost, err := outbox.ParseAddress(lostAddress)
	if err != nil {
		return err
	}
	bounced := outbox.Recipient{Key: parts.Ring.Recipient(lost.Folded())[0], Bounced: parts.Now()}
	if err := parts.Table.PutRecipient(ctx, bounced); err != nil {
		return err
	}
	for _, e := range events(parts.Now()) {
		e.SecretVersion = parts.Ring.Current()
		if err := parts.Table.Publish(ctx, e, organisation.Audit{}); err != nil {
			return err
		}
	}
	return drafts(ctx, parts)
}

// drafts gives each event of the table of routes a message that nobody has sent, and
// its organisation a charter that nobody has published.
func drafts(ctx context.Context, parts boot.Parts) error {
	for who, own := range owned {
		org := map[string]organisation.ID{"organiser": "ahsud", "neighbour": "drogues-et-societe"}[who]
		m := mailing.Mailing{
			Event: event.Ref{Organisation: org, Event: event.ID(own.event)}, ID: draftOf(own.event), Kind: outbox.Message, State: mailing.Draft,
			Subject: locale.Text{locale.French: own.words}, Body: locale.Text{locale.French: "Un texte."}, Made: parts.Now(),
		}
		if err := parts.Table.PutMailing(ctx, m); err != nil {
			return err
		}
		begun := charter.Charter{Organisation: org, ID: charter.ID(draftOf(own.event)), Version: 1, Revision: 1, Title: m.Subject}
		if err := parts.Table.DraftCharter(ctx, charter.Call{Ref: begun.Ref(), Revision: 1}, begun, organisation.Audit{}); err != nil {
			return err
		}
		if err := cancelled(ctx, parts, m.Event); err != nil {
			return err
		}
	}
	return nil
}

// cancelled is somebody of an event who has no seat there any more.
func cancelled(ctx context.Context, parts boot.Parts, e event.Ref) error {
	address, err := outbox.ParseAddress("annulee@routes.exemple.org")
	if err != nil {
		return err
	}
	name, err := registration.ParseName("Routes")
	if err != nil {
		return err
	}
	_, err = parts.Table.Leave(ctx, registration.Registration{
		Event: e, Person: personOf(string(e.Event)), Generation: 1, State: registration.Cancelled, Since: parts.Now(),
		Attendee: registration.Attendee{Given: name, Family: name, Address: address, Sector: "other", Lang: locale.French},
	})
	return err
}

// personOf is the key of that person.
func personOf(event string) (p token.Person) {
	copy(p[:], "routes "+event)
	return p
}

// draftOf is the id of an event's draft.
func draftOf(event string) string { return "brouillon-" + event }

// events are ahsud's, each ten days ahead.
func events(now time.Time) []event.Event {
	const day = 24 * time.Hour
	at := func(id event.ID, title string, capacity int) event.Event {
		text := locale.Text{locale.French: title}
		starts := now.Add(10 * day).Truncate(day).Add(9 * time.Hour) // a form takes no day that ends on the next
		return event.Event{
			Ref: event.Ref{Organisation: "ahsud", Event: id}, Slug: event.Slug(id),
			Title: text, NeutralTitle: text, Summary: text, Place: text, City: text, Country: "MA", Zone: "Africa/Casablanca",
			Days: []event.Day{{Starts: starts, Ends: starts.Add(6 * time.Hour)}}, Capacity: capacity,
			Opens: now.Add(-10 * day), Closes: now.Add(9 * day), Version: 1, Updated: now,
		}
	}
	small := at("petit-atelier", "Petit atelier", 2)
	small.NoWaiting = true
	small.Slots = []event.Slot{{
		ID: "salle", Title: locale.Text{locale.French: "La salle"}, Starts: small.Starts(), Ends: small.Ends(),
		Workshops: []event.Workshop{
			{ID: "etroite", Title: locale.Text{locale.French: "Salle étroite"}, Capacity: 1},
			{ID: "large", Title: locale.Text{locale.French: "Salle large"}, Capacity: 5},
		},
	}}
	early := at("bientot", "Rencontre à venir", 20)
	early.Opens = now.Add(day)
	closed := at("close", "Rencontre close", 20)
	closed.Closes = now.Add(-time.Hour)
	return []event.Event{
		small, early, closed, at("liste", "Rencontre à liste", 20), at("retours", "Rencontre des retours", 20),
		at("messages", "Rencontre à messages", 20), at("nouvelles", "Rencontre à nouvelles", 20), at("suite", "Rencontre suivante", 20),
		waitedFor(at("attente", "Rencontre attendue", 2)), confirmed(at("bouton", "Rencontre à confirmer", 5)),
		invited(at("avance", "Rencontre sur invitation", 5), now), asking(at("questions", "Rencontre à questions", 20)),
		at("appels", "Rencontre à appels", 20),
	}
}

// waitedFor has two rooms of one seat each.
func waitedFor(e event.Event) event.Event {
	e.Slots = []event.Slot{{ID: "salle", Title: locale.Text{locale.French: "La salle"}, Starts: e.Starts(), Ends: e.Ends(), Workshops: []event.Workshop{
		{ID: "nord", Title: locale.Text{locale.French: "Salle nord"}, Capacity: 1},
		{ID: "sud", Title: locale.Text{locale.French: "Salle sud"}, Capacity: 1},
	}}}
	return e
}

func confirmed(e event.Event) event.Event {
	e.ConfirmIn = 24 * time.Hour
	return e
}

// invited opens tomorrow, and today with a code.
func invited(e event.Event, now time.Time) event.Event {
	e.Opens, e.EarlyCode = now.Add(24*time.Hour), event.EarlyDigest(e.Ref, "Amis-2027")
	return e
}

// asking has two days, is attended on site or online, and asks.
func asking(e event.Event) event.Event {
	text := func(s string) locale.Text { return locale.Text{locale.French: s} }
	const day = 24 * time.Hour
	first := e.Days[0]
	e.Days = append(e.Days, event.Day{Starts: first.Starts.Add(day), Ends: first.Ends.Add(day)})
	e.ByDay, e.Remote = true, event.Remote{Capacity: 10, URL: "https://exemple.org/salle-en-ligne"}
	e.Slots = []event.Slot{
		{ID: "matin", Title: text("Matin"), Starts: first.Starts, Ends: first.Starts.Add(2 * time.Hour), Workshops: []event.Workshop{
			{ID: "court", Title: text("Le court"), Capacity: 5, Remote: 5}, {ID: "long", Title: text("Le long"), Capacity: 5, Spans: []string{"soir"}},
		}},
		{ID: "soir", Title: text("Soir"), Starts: first.Starts.Add(3 * time.Hour), Ends: first.Ends, Optional: true, Workshops: []event.Workshop{
			{ID: "veillee", Title: text("La veillée"), Capacity: 5},
		}},
	}
	e.Questions = event.Questionnaire{
		{ID: "transport", Kind: event.OneOf, Label: text("Comment viendrez-vous ?"), Required: true, Options: []event.Option{
			{ID: "train", Label: text("En train")}, {ID: "voiture", Label: text("En voiture")}}},
		{ID: "places", Kind: event.Number, Label: text("Combien de places libres ?"), Required: true, If: &event.Condition{Question: "transport", Is: []string{"voiture"}}},
		{ID: "pays", Kind: event.Country, Label: text("Votre pays")},
		{ID: "themes", Kind: event.SomeOf, Label: text("Quels thèmes ?"), Options: []event.Option{
			{ID: "emploi", Label: text("Emploi")}, {ID: "sante", Label: text("Santé")}}},
		{ID: "mot", Kind: event.LongText, Label: text("Un mot à l’équipe")},
		{ID: "repas", Kind: event.ShortText, Label: text("Un régime ?"), Need: true},
	}
	return e
}
