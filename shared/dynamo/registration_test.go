package dynamo_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/registration"
	"tribune/shared/token"
)

func TestAnExpiredRegistrationIsGoneAtThatSecond(t *testing.T) {
	t.Parallel()
	b := published(t)
	r := confirmed(t, b, 1)
	b.Clock.Set(r.Expires.Add(-1))
	wantEqual(t, found(t, b, 1), r)
	b.Clock.Set(r.Expires)
	// What is left orders writes and keeps earlier links shut.
	gone := registration.Registration{Event: day, Person: r.Person, Version: r.Version, Generation: r.Generation}
	wantEqual(t, found(t, b, 1), gone)
	_, looked, err := b.Look(t.Context(), day, r.Person)
	if err != nil {
		t.Fatal(err)
	}
	wantEqual(t, looked, gone)
	if listed := everybody(t, b); len(listed) != 0 {
		t.Errorf("listed: %+v", listed)
	}
}

func TestTheVersionOfAnExpiredRegistrationStillOrdersWrites(t *testing.T) {
	t.Parallel()
	b := published(t)
	r := confirmed(t, b, 1)
	b.Clock.Set(r.Expires)
	unchanged(t, b, func() {
		wantMoved(t, commit(t, b, wishing(1)), registration.Moved{People: []token.Person{r.Person}})
		_, err := b.Leave(t.Context(), wishing(1))
		wantMoved(t, err, registration.Moved{People: []token.Person{r.Person}})
	})
	again := found(t, b, 1)
	again.Wish = wishing(1).Wish
	again.Wish.Expires = r.Expires.AddDate(0, 1, 0)
	if err := commit(t, b, again); err != nil {
		t.Fatal(err)
	}
	if now := found(t, b, 1); now.Version != 2 || now.Generation != 2 || now.State != registration.Confirmed {
		t.Errorf("she is %+v", now)
	}
}

func TestAWishOutlivesTheRefusalItStandsOn(t *testing.T) {
	t.Parallel()
	b := published(t)
	r := wishing(1)
	r.State, r.Expires = registration.Refused, start.Add(time.Hour)
	left := must(b.Leave(t.Context(), r))
	b.Clock.Set(r.Expires)
	wantEqual(t, found(t, b, 1), left)
}

func TestLeave(t *testing.T) {
	t.Parallel()
	b := published(t)
	left := must(b.Leave(t.Context(), wishing(1)))
	want := wishing(1)
	want.Version = 1
	wantEqual(t, left, want)
	wantEqual(t, found(t, b, 1), want)
	unchanged(t, b, func() { // by whoever has not seen it
		other := wishing(1)
		other.Wish.Nonce = "another form"
		_, err := b.Leave(t.Context(), other)
		wantMoved(t, err, registration.Moved{People: []token.Person{person(1)}})
	})
	if err := commit(t, b, left); err != nil {
		t.Errorf("decided on the record as it was left: %v", err)
	}
	if r := found(t, b, 1); r.Version != 2 || r.Wish != nil || r.State != registration.Confirmed {
		t.Errorf("she is %+v", r)
	}
	if waiting := must(b.Wishes(t.Context(), day, 10)); len(waiting) != 0 {
		t.Errorf("still waiting: %+v", waiting)
	}
}

// TestLeaveAfterALostAnswer: the repeated write finds the record moved, by
// itself; a look at it shows the wish.
func TestLeaveAfterALostAnswer(t *testing.T) {
	t.Parallel()
	b := published(t)
	b.Faults.Fail("PutItem", 1, faults.LostAnswer)
	_, err := b.Leave(t.Context(), wishing(1))
	wantMoved(t, err, registration.Moved{People: []token.Person{person(1)}})
	if r := found(t, b, 1); r.Version != 1 || r.Wish == nil || r.Wish.Nonce != "nonce-1" {
		t.Errorf("she is %+v", r)
	}
}

func TestWishesInTheOrderInWhichTheyWereMade(t *testing.T) {
	t.Parallel()
	b := published(t)
	for _, n := range []int{5, 1, 4, 2, 3} {
		must(b.Leave(t.Context(), wishing(n)))
	}
	confirmed(t, b, 6) // is waiting for nothing
	elsewhere := wishing(0)
	elsewhere.Event.Event = "tanger-2"
	must(b.Leave(t.Context(), elsewhere))
	for limit, want := range map[int][]int{2: {1, 2}, 10: {1, 2, 3, 4, 5}} {
		var got []int
		for _, r := range must(b.Wishes(t.Context(), day, limit)) {
			got = append(got, number(r))
		}
		if !slices.Equal(got, want) {
			t.Errorf("the first %d are %v, want %v", limit, got, want)
		}
	}
}

// number is the n of wishing(n).
func number(r registration.Registration) (n int) {
	fmt.Sscanf(r.Wish.Nonce, "nonce-%d", &n)
	return n
}

// everybody is who is listed, by person.
func everybody(t *testing.T, b *tabletest.Bench) map[token.Person]registration.Registration {
	t.Helper()
	all := map[token.Person]registration.Registration{}
	for r, err := range b.Registrations(t.Context(), day) {
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := all[r.Person]; twice {
			t.Errorf("%s is listed twice", r.Person)
		}
		all[r.Person] = r
	}
	return all
}

func TestRegistrationsAreThoseWhoHadAnAnswer(t *testing.T) {
	t.Parallel()
	b := published(t)
	came := confirmed(t, b, 1)
	must(b.Leave(t.Context(), wishing(2))) // not yet
	back := confirmed(t, b, 3)
	back.Wish = &registration.Wish{Kind: registration.Cancel, Made: start, Generation: back.Generation}
	if err := commit(t, b, back); err != nil {
		t.Fatal(err)
	}
	all := everybody(t, b)
	if len(all) != 2 || all[came.Person].State != registration.Confirmed || all[back.Person].State != registration.Cancelled {
		t.Errorf("listed: %+v", all)
	}
}

// TestRegistrationsBeyondAPage: the engine ends a page at 1 MB.
func TestRegistrationsBeyondAPage(t *testing.T) {
	t.Parallel()
	b := published(t)
	e := anEvent()
	const many = 10 * registration.Batch
	d := must(b.Desk(t.Context(), day))
	d.Seats[event.Hall], d.Seats[event.OfWorkshop("a", false)] = registration.Seats{Capacity: many}, registration.Seats{Capacity: many}
	for n := 0; n < many; n += registration.Batch {
		var slips []registration.Registration
		for i := range registration.Batch {
			r := wishing(n + i)
			r.Event = e.Ref
			r.Wish.Attendee.Organisation = string(slices.Repeat([]byte("o"), 3000))
			slips = append(slips, r)
		}
		after, decisions, _ := registration.Decide(d, slips, start)
		if err := b.Commit(t.Context(), after, decisions); err != nil {
			t.Fatal(err)
		}
		d = after
	}
	calls := b.Calls(func() {
		if all := everybody(t, b); len(all) != many {
			t.Errorf("%d are listed of %d", len(all), many)
		}
	})
	if calls["Query"] < 2 {
		t.Errorf("it was a single page: %v", calls)
	}
}
