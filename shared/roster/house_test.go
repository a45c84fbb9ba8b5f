package roster_test

import (
	"encoding/binary"
	"fmt"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/token"
)

var (
	ref   = event.Ref{Organisation: "ahsud", Event: "tanger"}
	start = time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// person is a key like one that comes from an HMAC, the same for the same n.
func person(n int) (p token.Person) {
	binary.BigEndian.PutUint64(p[:], uint64(n+1)*0x9E3779B97F4A7C15)
	return p
}

func named(n int, given, family, structure string) roster.Entry {
	return roster.Entry{Registration: registration.Registration{
		Event: ref, Person: person(n), Generation: 1, State: registration.Confirmed, Since: start.Add(time.Duration(n) * time.Second),
		Attendee: registration.Attendee{
			Given: must(registration.ParseName(given)), Family: must(registration.ParseName(family)), Organisation: structure,
			Address: must(outbox.ParseAddress(fmt.Sprintf("p%d@exemple.org", n))), Sector: "association", Lang: locale.French,
		},
	}}
}

// asking is an event with all that a filter can ask for.
func asking() event.Event {
	text := func(s string) locale.Text { return locale.Text{locale.French: s} }
	return event.Event{
		Ref: ref, Zone: "Europe/Paris", Capacity: 100, Remote: event.Remote{Capacity: 10}, ByDay: true,
		Days: []event.Day{{Starts: start, Ends: start.Add(8 * time.Hour)}, {Starts: start.Add(24 * time.Hour), Ends: start.Add(32 * time.Hour)}},
		Slots: []event.Slot{{ID: "matin", Starts: start, Ends: start.Add(time.Hour), Workshops: []event.Workshop{
			{ID: "a", Title: text("A"), Capacity: 9}, {ID: "b", Title: text("B"), Capacity: 9},
		}}},
		Questions: event.Questionnaire{
			{ID: "pays", Kind: event.Country, Label: text("Pays")},
			{ID: "metier", Kind: event.OneOf, Label: text("Métier"), Options: []event.Option{{ID: "soin"}, {ID: "droit"}}},
			{ID: "repas", Kind: event.OneOf, Need: true, Options: []event.Option{{ID: "halal"}}},
		},
	}
}
