package server_test

import (
	"fmt"
	"net/http"
	"testing"

	"tribune/infra/local/faults"
	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

// BenchmarkArrivals measures over HTTP what those who work at the door wait for,
// at an event of ten thousand of whom half are there: to note an arrival, to see
// the page with its count and who is expected, to search, and the report. Beside
// it stand a bare read of the same run (x-floor), the round trips and, of a
// press, the units that the cloud charges on paper.
//
//	go test -run '^$' -bench Arrivals -benchtime 50x ./infra/local/server
func BenchmarkArrivals(b *testing.B) {
	const people = 10_000
	h := newDeafHouse(b)
	h.event.Capacity, h.event.Ref.Event, h.event.Slug, h.event.Slots = people, "bench", "bench", nil
	if err := h.Parts.Table.Publish(b.Context(), h.event, organisation.Audit{Organisation: h.event.Organisation, At: h.Clock.Now()}); err != nil {
		b.Fatal(err)
	}
	all := h.throng(b, people)
	h.setClock(b, h.event.Starts())
	morning := h.event.HalfDays()[0]
	by, err := outbox.ParseAddress("porte@exemple.org")
	if err != nil {
		b.Fatal(err)
	}
	s := attendance.NewService(h.Parts.Table)
	atOnce(people/2, func(i int) {
		m := attendance.Mark{At: h.Clock.Now(), By: by, Nonce: "bench"}
		line := organisation.Audit{Organisation: h.event.Organisation, At: m.At, By: by, Action: organisation.CheckedIn}
		if _, _, err := s.Arrive(b.Context(), h.event, all[i], morning, m, line, func(registration.Registration) error { return nil }); err != nil {
			b.Error(err)
		}
	})
	const path = "/fr/organisers/events/bench"
	door := h.as(b, "porte@exemple.org", organisation.Owner, organisation.Scope{})
	next := people / 2
	meter := &faults.Meter{
		Next: http.DefaultTransport.(*http.Transport).Clone(),
		Key:  []string{site.PartitionKey, site.SortKey}, Index: []string{site.QueueKey, site.DueKey},
	}
	b.Run("press", func(b *testing.B) {
		h.Faults.Next = meter
		h.measure(b, func() { door = h.as(b, "porte@exemple.org", organisation.Owner, organisation.Scope{}) }, func() {
			r := registration.Registration{Person: all[next]}
			if got := door.post(b, path+"/check-in", says(r, "1-morning", fmt.Sprint(next))); got.status != http.StatusSeeOther {
				b.Fatal(got.status, got.text(b))
			}
			next++
		})
		before := meter.Units()
		door.post(b, path+"/check-in", says(registration.Registration{Person: all[next]}, "1-morning", fmt.Sprint(next)))
		next++
		b.ReportMetric(float64(meter.Units().Table-before.Table), "WCU/op")
	})
	for name, query := range map[string]string{"page": "/check-in", "search": "/check-in?q=occupant+77", "report": "/report"} {
		b.Run(name, func(b *testing.B) {
			h.measure(b, func() { door = h.as(b, "porte@exemple.org", organisation.Owner, organisation.Scope{}) }, func() {
				if got := door.get(b, path+query); got.status != http.StatusOK {
					b.Fatal(got.status)
				}
			})
		})
	}
}

// throng has many people registered past the pages.
func (h *house) throng(b *testing.B, n int) (all []token.Person) {
	b.Helper()
	now, desk := h.Clock.Now(), registration.NewDesk(h.event)
	for len(all) < n {
		var slips []registration.Registration
		for range min(30, n-len(all)) {
			given, _ := registration.ParseName("Occupant")
			family, _ := registration.ParseName(fmt.Sprintf("%d Essai", len(all)))
			address, err := outbox.ParseAddress(fmt.Sprintf("occupant%d@exemple.org", len(all)))
			if err != nil {
				b.Fatal(err)
			}
			who, err := h.Parts.Ring.Person(h.event.SecretVersion, h.event.Ref.String(), address.Folded(), registration.FoldNames(given, family))
			if err != nil {
				b.Fatal(err)
			}
			all = append(all, who)
			slips = append(slips, registration.Registration{Event: h.event.Ref, Person: who, Wish: &registration.Wish{
				Kind: registration.Come, Made: now, FormMade: now, Nonce: "throng", Choice: event.Choice{}, Expires: h.event.Ends().Add(registration.Keep),
				Attendee: registration.Attendee{Given: given, Family: family, Address: address, Organisation: "Maison d’essai", Sector: "other", Lang: "fr", Consent: now},
			}})
		}
		after, decisions, _ := registration.Decide(desk, slips, now)
		for i := range decisions {
			decisions[i].Promises = nil
		}
		if err := h.Parts.Table.Commit(b.Context(), after, decisions); err != nil || len(decisions) != len(slips) {
			b.Fatal(len(decisions), err)
		}
		desk = after
	}
	return all
}
