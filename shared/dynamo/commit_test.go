package dynamo_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

func TestCommitWritesDeskRegistrationsAndMail(t *testing.T) {
	t.Parallel()
	b := published(t)
	if err := commit(t, b, wishing(1), wishing(2)); err != nil {
		t.Fatal(err)
	}
	d := must(b.Desk(t.Context(), day))
	if d.Version != 2 || d.Seats[event.Hall].Taken != 2 || d.Seats[event.OfWorkshop("a", false)].Taken != 2 {
		t.Errorf("the desk is %+v", d)
	}
	for n := 1; n <= 2; n++ {
		if r := found(t, b, n); r.State != registration.Confirmed || r.Version != 1 || r.Wish != nil {
			t.Errorf("registration %+v", r)
		}
	}
	if due := must(b.Due(t.Context(), outbox.Normal, start, 10)); len(due) != 2 || due[0].Ref == due[1].Ref {
		t.Errorf("mail due %+v", due)
	}
}

// TestCommitNamesWhoMoved: three are decided; two records are no longer what
// they were when they were read.
func TestCommitNamesWhoMoved(t *testing.T) {
	t.Parallel()
	b := published(t)
	old := confirmed(t, b, 3)
	old.Wish = &registration.Wish{Kind: registration.Cancel, Made: start, Generation: old.Generation}
	must(b.Leave(t.Context(), old))        // now one version further
	must(b.Leave(t.Context(), wishing(1))) // now there
	unchanged(t, b, func() {
		err := commit(t, b, wishing(1), wishing(2), old)
		wantMoved(t, err, registration.Moved{People: []token.Person{old.Person, person(1)}}) // in their order
	})
}

func TestCommitOnAnEarlierDesk(t *testing.T) {
	t.Parallel()
	b := published(t)
	early, decisions, _ := registration.Decide(must(b.Desk(t.Context(), day)), []registration.Registration{wishing(1), wishing(2)}, start)
	confirmed(t, b, 3)
	unchanged(t, b, func() {
		wantMoved(t, b.Commit(t.Context(), early, decisions), registration.Moved{Desk: true})
	})
	must(b.Leave(t.Context(), wishing(2)))
	unchanged(t, b, func() {
		wantMoved(t, b.Commit(t.Context(), early, decisions), registration.Moved{Desk: true, People: []token.Person{person(2)}})
	})
}

func TestCommitWithAnotherTransactionInTheWay(t *testing.T) {
	t.Parallel()
	for _, f := range []faults.Flavour{faults.Conflict, faults.ThrottledItem} {
		t.Run(string(f), func(t *testing.T) {
			b := published(t)
			b.Faults.Fail("TransactWriteItems", 1, f)
			unchanged(t, b, func() { wantMoved(t, commit(t, b, wishing(1)), registration.Moved{Desk: true}) })
			if err := commit(t, b, wishing(1)); err != nil {
				t.Errorf("and then: %v", err)
			}
		})
	}
}

func TestCommitAfterALostAnswerIsRepeatedOnce(t *testing.T) {
	t.Parallel()
	b := published(t)
	b.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	calls := b.Calls(func() {
		if err := commit(t, b, wishing(1)); err != nil {
			t.Fatal(err)
		}
	})
	if calls["TransactWriteItems"] != 2 {
		t.Errorf("round trips %v", calls)
	}
	if d := must(b.Desk(t.Context(), day)); d.Version != 2 || d.Seats[event.Hall].Taken != 1 || found(t, b, 1).Version != 1 {
		t.Errorf("it happened twice: %+v", d)
	}
}

func TestCommitWhoseAnswersAreAllLost(t *testing.T) {
	t.Parallel()
	b := published(t)
	b.Faults.Fail("TransactWriteItems", 4, faults.LostAnswer)
	wantKind(t, commit(t, b, wishing(1)), fault.Unavailable)
	if d := must(b.Desk(t.Context(), day)); d.Version != 2 || d.Seats[event.Hall].Taken != 1 {
		t.Errorf("four attempts made %+v", d)
	}
}

// TestABatchFits: as many as one commit decides, with the longest that people
// may write of themselves.
func TestABatchFits(t *testing.T) {
	t.Parallel()
	b := published(t)
	big := anEvent()
	big.Event, big.Slug, big.Capacity = "big", "big", registration.Batch
	big.Slots[0].Workshops[0].Capacity = registration.Batch
	for i := range 60 {
		big.Slots = append(big.Slots, event.Slot{ID: fmt.Sprint(i), Workshops: []event.Workshop{
			{ID: event.WorkshopID(fmt.Sprintf("workshop-%d", i)), Capacity: registration.Batch},
		}})
	}
	if err := b.Publish(t.Context(), big); err != nil {
		t.Fatal(err)
	}
	var slips []registration.Registration
	for n := range registration.Batch {
		r := wishing(n)
		r.Event = big.Ref
		a := &r.Wish.Attendee
		a.Given, a.Family = name(strings.Repeat("ﷺ", registration.MaxName)), name(strings.Repeat("𐎠", registration.MaxName))
		a.Address = address(strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 40)+".", 4) + "org")
		a.Organisation = strings.Repeat("𐎠", 120)
		for _, s := range big.Slots[1:] {
			r.Wish.Workshops = append(r.Wish.Workshops, s.Workshops[0].ID)
		}
		slips = append(slips, r)
	}
	after, decisions, _ := registration.Decide(must(b.Desk(t.Context(), big.Ref)), slips, start)
	if err := b.Commit(t.Context(), after, decisions); err != nil {
		t.Fatal(err)
	}
	d := must(b.Desk(t.Context(), big.Ref))
	due := must(b.Undelivered(t.Context(), outbox.Normal, 100))
	if d.Seats[event.Hall].Taken != registration.Batch || len(due) != registration.Batch {
		t.Errorf("%d seats and %d mails of %d", d.Seats[event.Hall].Taken, len(due), registration.Batch)
	}
}

// TestACommitThawedLater: a request is frozen with its decision in hand, and
// goes on when others have been.
func TestACommitThawedLater(t *testing.T) {
	t.Parallel()
	b := published(t)
	thaw := b.Freeze(t, "TransactWriteItems", func() error { return commit(t, b, wishing(1)) })
	confirmed(t, b, 2)
	b.Clock.Advance(time.Hour)
	unchanged(t, b, func() { wantMoved(t, thaw(), registration.Moved{Desk: true}) })
}
