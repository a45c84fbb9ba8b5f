package mailing_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func address(s string) outbox.Address { return must(outbox.ParseAddress(s)) }

var day = event.Ref{Organisation: "ahsud", Event: "tanger"}

func anEvent() event.Event {
	begins := tabletest.Start.AddDate(0, 2, 0).Truncate(time.Hour)
	return event.Event{
		Ref: day, Slug: "tanger", Zone: "Africa/Casablanca", Capacity: 20_000,
		Days: []event.Day{{Starts: begins, Ends: begins.Add(8 * time.Hour)}}, Opens: tabletest.Start, Closes: begins, SecretVersion: 1, Version: 1,
	}
}

// person is a key like one that comes from an HMAC, the same for the same n.
func person(n int) (p token.Person) {
	binary.BigEndian.PutUint64(p[:], uint64(n+1)*0x9E3779B97F4A7C15)
	return p
}

// somebody has a seat.
func somebody(n int) registration.Registration {
	e := anEvent()
	return registration.Registration{
		Event: day, Person: person(n), Generation: 1, State: registration.Confirmed, Expires: e.Ends().Add(registration.Keep),
		Attendee: registration.Attendee{
			Given: must(registration.ParseName("Zineb")), Family: must(registration.ParseName("Benali")),
			Address: address(fmt.Sprintf("zineb%d@exemple.org", n)), Sector: "association", Lang: locale.French,
		},
	}
}

// hall is a table with an event and people who come.
type hall struct{ *tabletest.Bench }

func newHall(t testing.TB, people int) hall {
	t.Helper()
	h := hall{tabletest.New(t)}
	if err := h.Publish(t.Context(), anEvent()); err != nil {
		t.Fatal(err)
	}
	h.come(t, 0, people)
	return h
}

// come has the people of these numbers registered.
func (h hall) come(t testing.TB, from, until int) {
	t.Helper()
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			for n := from + w; n < until; n += 16 {
				if _, err := h.Leave(context.WithoutCancel(t.Context()), somebody(n)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// begin has a message begin, for those who have a seat.
func (h hall) begin(t testing.TB, id string, change ...func(*mailing.Mailing)) mailing.Mailing {
	t.Helper()
	now := h.Clock.Now()
	m := mailing.Mailing{
		Event: day, ID: id, Kind: outbox.Message, State: mailing.Going, Made: now, Begun: now,
		Subject: locale.Text{locale.French: "Salle"}, Body: locale.Text{locale.French: "La grande."},
	}
	for _, c := range change {
		c(&m)
	}
	if err := h.PutMailing(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	m.Version++
	return m
}

func (h hall) service() *mailing.Service { return mailing.NewService(h, h.Clock.Now) }

func (h hall) run(t testing.TB, ctx context.Context) {
	t.Helper()
	if err := h.service().Run(ctx); err != nil {
		t.Fatal(err)
	}
}

// goOn runs, whatever fails, until nothing is going.
func (h hall) goOn(t testing.TB) (runs int) {
	t.Helper()
	for runs = 1; runs <= 100; runs++ {
		err := h.service().Run(t.Context())
		if going, listErr := h.GoingMailings(t.Context(), 1); err == nil && listErr == nil && len(going) == 0 {
			return runs
		}
	}
	t.Fatal("it never ends")
	return runs
}

// wantPromised wants a mailing promised to these, once each, and to nobody else.
// It says so itself.
func (h hall) wantPromised(t testing.TB, id string, want map[int]bool) {
	t.Helper()
	entries, err := h.MailsOf(t.Context(), day, id)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for _, e := range entries {
		times[e.Ref.Person]++
		if e.State != outbox.Pending || e.Kind != outbox.Message || e.Ref.Mailing != id || e.Lane != outbox.Normal {
			t.Errorf("promised %+v", e)
		}
	}
	for n := range want {
		if times[person(n).String()] != 1 {
			t.Errorf("%s: promised to %d %d times", id, n, times[person(n).String()])
		}
	}
	if len(entries) != len(want) {
		t.Errorf("%s: %d promises for %d people", id, len(entries), len(want))
	}
	m := must(h.Mailing(t.Context(), day, id))
	if m.Promised != len(entries) || m.State != mailing.Gone || m.Ended.IsZero() {
		t.Errorf("%s says %d of %d, %s, ended %v", id, m.Promised, len(entries), m.State, m.Ended)
	}
	if going := must(h.GoingMailings(t.Context(), 10)); len(going) != 0 {
		t.Errorf("still going: %+v", going)
	}
}

func upTo(n int) map[int]bool {
	all := map[int]bool{}
	for i := range n {
		all[i] = true
	}
	return all
}

func str(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func text(v types.AttributeValue) string {
	s, _ := v.(*types.AttributeValueMemberS)
	if s == nil {
		return ""
	}
	return s.Value
}
