package proof

import (
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

// What the meter must know of the table.
var (
	tableKey = []string{site.PartitionKey, site.SortKey}
	indexKey = []string{site.QueueKey, site.DueKey}
)

// room is an event of two workshops with seats for all, on a clock that stands
// still, through a transport that counts.
type room struct {
	*ground
	clock     *tabletest.Clock
	transport *faults.Transport
	meter     *faults.Meter
	service   *registration.Service
	event     event.Event

	forms      int            // that were sent
	generation map[string]int // of those who came, by name
	patient    bool           // who finds it full waits
}

func newRoom(t testing.TB, capacity, each int) *room {
	t.Helper()
	r := &room{ground: newGround(t), clock: &tabletest.Clock{}, transport: &faults.Transport{}, generation: map[string]int{}, patient: true}
	r.clock.Set(tabletest.Start)
	r.meter = &faults.Meter{Next: r.transport, Key: tableKey, Index: indexKey}
	table := r.open(r.meter, r.clock.Now)
	r.service = registration.NewService(table, r.clock.Now)
	starts := tabletest.Start.Add(30 * 24 * time.Hour)
	r.event = event.Event{
		Ref: event.Ref{Organisation: "o", Event: "e"}, Slug: "e", Zone: "Africa/Casablanca", Title: locale.Text{locale.French: "Journée"},
		Days: []event.Day{{Starts: starts, Ends: starts.Add(8 * time.Hour)}}, Capacity: capacity,
		Slots: []event.Slot{{ID: "s", Starts: starts, Ends: starts.Add(time.Hour), Workshops: []event.Workshop{{ID: "a", Capacity: each}, {ID: "b", Capacity: each}}}},
		Opens: tabletest.Start.Add(-time.Hour), Closes: starts, SecretVersion: 1, Version: 1,
	}
	if err := table.Publish(t.Context(), r.event, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *room) who(name string) token.Person { return r.person(r.event.Ref, attendee(name, "")) }

// come has somebody register, waiting where there is no seat.
func (r *room) come(t testing.TB, name string, w event.WorkshopID) registration.Outcome {
	t.Helper()
	r.forms++
	r.clock.Advance(time.Millisecond)
	outcome, err := r.service.Register(t.Context(), r.event.Ref, r.who(name), registration.Wish{
		Nonce: token.ID(), Made: r.clock.Now(), FormMade: r.clock.Now(), Wait: r.patient, Choice: in(w),
		Attendee: attendee(name, ""), Expires: r.event.Ends().Add(registration.Keep),
	})
	if err != nil {
		t.Fatal(err)
	}
	return outcome
}

func in(w event.WorkshopID) event.Choice { return event.Choice{Workshops: []event.WorkshopID{w}} }

func (r *room) find(t testing.TB, name string) registration.Registration {
	t.Helper()
	found, err := r.service.Find(t.Context(), r.event.Ref, r.who(name))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (r *room) desk(t testing.TB) registration.Desk {
	t.Helper()
	d, err := r.open(&faults.Transport{}, r.clock.Now).Desk(t.Context(), r.event.Ref)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (r *room) ask(t testing.TB, name string, want registration.Outcome, w registration.Wish) {
	t.Helper()
	r.clock.Advance(time.Millisecond)
	w.Attendee, w.Expires = attendee(name, ""), r.event.Ends().Add(registration.Keep)
	got, err := r.service.Ask(t.Context(), r.event.Ref, r.who(name), w)
	if got != want || err != nil {
		t.Fatalf("%s wants %s: %s %v, want %s", name, w.Kind, got, err, want)
	}
}

func (r *room) cancels(t testing.TB, name string) {
	t.Helper()
	r.ask(t, name, registration.Released, registration.Wish{Kind: registration.Cancel, Generation: r.generation[name]})
}

func (r *room) comes(t testing.TB, name string, want registration.Outcome) {
	t.Helper()
	if got := r.come(t, name, "a"); got != want {
		t.Fatalf("%s comes: %s, want %s", name, got, want)
	}
	if !want.Refusal() {
		r.generation[name]++
	}
}
