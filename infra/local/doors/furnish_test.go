package doors_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
)

// organiserOf gives the addresses of a script's own two organisers.
func organiserOf(name string) (organiser, neighbour string) {
	return name + "@ahsud.exemple.org", name + "@creteil.exemple.org"
}

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
			m := organisation.Member{Organisation: org, Address: a, Role: organisation.Owner, Lang: locale.French}
			if err := parts.Table.Join(ctx, parts.Ring.Account(a.Folded())[0], m); err != nil {
				return err
			}
		}
	}
	for _, e := range events(parts.Now()) {
		e.SecretVersion = parts.Ring.Current()
		if err := parts.Table.Publish(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// events are ahsud's, each ten days ahead.
func events(now time.Time) []event.Event {
	const day = 24 * time.Hour
	at := func(id event.ID, title string, capacity int) event.Event {
		text := locale.Text{locale.French: title}
		starts := now.Add(10 * day).Truncate(time.Hour)
		return event.Event{
			Ref: event.Ref{Organisation: "ahsud", Event: id}, Slug: event.Slug(id),
			Title: text, NeutralTitle: text, Summary: text, Place: text, City: text, Country: "MA", Zone: "Africa/Casablanca",
			Days: []event.Day{{Starts: starts, Ends: starts.Add(6 * time.Hour)}}, Capacity: capacity,
			Opens: now.Add(-10 * day), Closes: now.Add(9 * day), Version: 1, Updated: now,
		}
	}
	small := at("petit-atelier", "Petit atelier", 2)
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
	return []event.Event{small, early, closed, at("liste", "Rencontre à liste", 20), at("retours", "Rencontre des retours", 20)}
}
