package dynamo_test

import (
	"strings"
	"testing"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// many fills an event with people who weigh so much that they stand on several
// pages of the table, and gives how many.
func many(t *testing.T, b *tabletest.Bench) int {
	t.Helper()
	const people, most = 360, 60
	d := must(b.Desk(t.Context(), day))
	for first := 0; first < people; first += most {
		var decisions []registration.Decision
		for n := first; n < first+most; n++ {
			r := registration.Registration{Event: day, Person: person(n + 1), State: registration.Confirmed, Generation: 1, Attendee: attendee()}
			r.Answers = event.Answers{"long": {strings.Repeat("mot ", 3000)}}
			decisions = append(decisions, registration.Decision{Registration: r})
		}
		d.Version++
		if err := b.Commit(t.Context(), d, decisions); err != nil {
			t.Fatal(err)
		}
	}
	return people
}

func TestALongListIsReadInPartsAndEverybodyOnce(t *testing.T) {
	t.Parallel()
	b := published(t)
	confirmed(t, b, 1_000_000)
	if calls := b.Calls(func() { counted(t, b) }); calls["Query"] != 1 {
		t.Errorf("a short list took %v", calls)
	}
	want := many(t, b) + 1
	calls := b.Calls(func() {
		seen := counted(t, b)
		for p, n := range seen {
			if n != 1 {
				t.Errorf("%v was given %d times", p, n)
			}
		}
		if len(seen) != want {
			t.Errorf("%d people, want %d", len(seen), want)
		}
	})
	if calls["Query"] < 6 || calls["Query"] > 12 {
		t.Errorf("a list of five pages took %v", calls)
	}
}

func counted(t *testing.T, b *tabletest.Bench) map[token.Person]int {
	t.Helper()
	seen := map[token.Person]int{}
	for r, err := range b.Registrations(t.Context(), day) {
		if err != nil {
			t.Fatal(err)
		}
		seen[r.Person]++
	}
	return seen
}

// Who has seen enough is not read on to, and who cannot be read to the end is
// told so.
func TestALongListIsLeftAndFails(t *testing.T) {
	t.Parallel()
	b := published(t)
	many(t, b)
	for _, enough := range []int{0, 100, 200, 300} {
		n := 0
		for range b.Registrations(t.Context(), day) {
			if n++; n > enough {
				break
			}
		}
	}
	for left := range 2 {
		b.Faults.Reset()
		n, failed := 0, error(nil)
		for _, err := range b.Registrations(t.Context(), day) {
			if n++; n == 1 {
				b.Faults.Fail("Query", 40-left, faults.Refused) // after the first page
			}
			failed = err
		}
		if !fault.Is(failed, fault.Unavailable) {
			t.Errorf("after %d people: %v", n, failed)
		}
	}
}

func TestDeliveriesOfAFew(t *testing.T) {
	t.Parallel()
	b := published(t)
	var everybody []token.Person
	for n := range 130 {
		everybody = append(everybody, person(n))
	}
	before := outbox.Promise(outbox.Confirmed, outbox.Ref{Organisation: string(day.Organisation), Event: string(day.Event), Person: person(120).String()}, "fr", start)
	if err := b.Promise(t.Context(), before); err != nil {
		t.Fatal(err)
	}
	after := before
	after.Delivery = outbox.Delivery{Fate: outbox.Delivered, At: start, Entry: before.ID}
	if err := b.Delivered(t.Context(), before, after); err != nil {
		t.Fatal(err)
	}
	calls := b.Calls(func() {
		fares := must(b.DeliveriesOf(t.Context(), day, everybody))
		wantEqual(t, fares, map[string]outbox.Delivery{person(120).String(): after.Delivery})
	})
	if calls["BatchGetItem"] != 2 {
		t.Errorf("130 people took %v", calls)
	}
	wantEqual(t, must(b.DeliveriesOf(t.Context(), day, nil)), map[string]outbox.Delivery{})
}
