package mailing_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
)

// crowd is more than two batches.
const crowd = 250

// Those whom a mailing is for are promised it once, and nobody else: not who
// cancelled, and not who has no address any more.
func TestEverybodyIsPromisedOnce(t *testing.T) {
	t.Parallel()
	h := newHall(t, crowd-2)
	cancelled, erased := somebody(crowd), somebody(crowd+1)
	cancelled.State, erased.Attendee.Address = registration.Cancelled, outbox.Address{}
	for _, r := range []registration.Registration{cancelled, erased} {
		must(h.Leave(t.Context(), r))
	}
	m := h.begin(t, "message")
	h.run(t, t.Context())
	h.wantPromised(t, "message", upTo(crowd-2))
	for _, e := range must(h.MailsOf(t.Context(), day, "message")) {
		if want := m.Promise(somebody(0), h.Clock.Now()); e.Keep != want.Keep || !e.Due.Equal(want.Due) {
			t.Errorf("promised %+v", e)
		}
	}
	h.run(t, t.Context())
	h.wantPromised(t, "message", upTo(crowd-2))
}

func TestTwoWhoPromiseAtOncePromiseOnce(t *testing.T) {
	t.Parallel()
	h := newHall(t, crowd)
	h.begin(t, "message")
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := h.service().Run(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	h.goOn(t)
	h.wantPromised(t, "message", upTo(crowd))
}

// A run dies with a write: the first, those round the note of how far it
// is, and the last. The next goes on and nobody is left out or written to twice.
func TestARunKilledAtAnyWrite(t *testing.T) {
	t.Parallel()
	const people = 104 // 100 promises, a note, 4 promises, a note
	h := newHall(t, people)
	h.Faults.Freeze = time.Nanosecond
	for _, write := range []int{1, 100, 101, 102, 106} {
		for _, flavour := range []faults.Flavour{faults.KilledBefore, faults.KilledAfter} {
			id := fmt.Sprintf("%s-%d", flavour, write)
			h.begin(t, id)
			if write > 1 {
				h.Faults.Fail(faults.AnyWrite, write-1, faults.FrozenBefore) // let so many pass
			}
			h.Faults.Fail(faults.AnyWrite, 1, flavour)
			ctx := faults.WithRequest(t.Context())
			err := h.service().Run(ctx)
			if !faults.Killed(ctx) || len(h.Faults.Planned()) > 0 || err == nil {
				t.Fatalf("%s: it was not killed: %v", id, err)
			}
			h.goOn(t)
			h.wantPromised(t, id, upTo(people))
		}
	}
}

// Writes are refused, throttled and in each other's way, and answers are lost.
func TestWritesFailAndEverybodyIsPromisedOnce(t *testing.T) {
	t.Parallel()
	h := newHall(t, crowd)
	for _, flavour := range []faults.Flavour{faults.Refused, faults.LostAnswer} {
		id := string(flavour)
		h.begin(t, id)
		h.Faults.Draw(7, faults.Rate{Operation: faults.AnyWrite, Flavour: flavour, Share: 0.05})
		h.goOn(t)
		h.Faults.Reset()
		h.wantPromised(t, id, upTo(crowd))
		h.begin(t, id+" always")
		h.Faults.Draw(7, faults.Rate{Operation: faults.AnyWrite, Flavour: flavour, Share: 1})
		if err := h.service().Run(t.Context()); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s always, and Run says %v", flavour, err)
		}
		h.Faults.Reset()
		h.goOn(t)
		h.wantPromised(t, id+" always", upTo(crowd))
	}
}

// How far it was is lost: it begins again, and what was promised stands.
func TestWhoIsPromisedAgainIsPromisedOnce(t *testing.T) {
	t.Parallel()
	h := newHall(t, crowd)
	h.begin(t, "message")
	h.run(t, nearlyUp(t))
	m := must(h.Mailing(t.Context(), day, "message"))
	if m.State != mailing.Going || m.Promised != 100 {
		t.Fatalf("it is %+v", m)
	}
	m.Last, m.Promised = "", 0
	if err := h.PutMailing(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	h.goOn(t)
	h.wantPromised(t, "message", upTo(crowd))
}

// nearlyUp is a call that has no time for more than it has begun.
func nearlyUp(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 9*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// A call that has no more time leaves the rest, its own and others' mailings, to
// the next, which goes on from there.
func TestItGoesOnWhereTimeWasUp(t *testing.T) {
	t.Parallel()
	h := newHall(t, crowd)
	h.begin(t, "first")
	h.Clock.Advance(time.Second)
	h.begin(t, "second")
	for i, want := range []struct{ first, second, puts int }{{100, 0, 101}, {200, 0, 101}, {250, 0, 51}, {250, 100, 101}, {250, 200, 101}, {250, 250, 51}} {
		calls := h.Calls(func() { h.run(t, nearlyUp(t)) })
		first, second := must(h.Mailing(t.Context(), day, "first")), must(h.Mailing(t.Context(), day, "second"))
		if first.Promised != want.first || second.Promised != want.second || calls["PutItem"] != want.puts {
			t.Errorf("after %d calls: %d and %d, the last with %v", i+1, first.Promised, second.Promised, calls)
		}
	}
	h.wantPromised(t, "first", upTo(crowd))
	h.wantPromised(t, "second", upTo(crowd))
}

// People come while it goes. Whether they are promised it depends on where they
// stand; once it is at most, and those who were there are all promised it.
func TestWhoComesMeanwhileIsPromisedOnceAtMost(t *testing.T) {
	t.Parallel()
	h := newHall(t, crowd)
	h.begin(t, "message")
	h.run(t, nearlyUp(t))
	h.come(t, crowd, crowd+50)
	h.goOn(t)
	want, last := upTo(crowd), must(h.Mailing(t.Context(), day, "message")).Last
	promised := map[string]bool{}
	for _, e := range must(h.MailsOf(t.Context(), day, "message")) {
		promised[e.Ref.Person] = true
	}
	late := 0
	for n := crowd; n < crowd+50; n++ {
		if promised[person(n).String()] {
			want[n] = true
			late++
		}
	}
	if late == 0 || late == 50 || last == "" {
		t.Errorf("%d of 50 who came later are promised it", late)
	}
	h.wantPromised(t, "message", want)
}

// A mailing whose event is gone is over, and is in nobody's way.
func TestAMailingWhoseEventIsGoneIsOver(t *testing.T) {
	t.Parallel()
	h := newHall(t, 3)
	gone := event.Ref{Organisation: "ahsud", Event: "gone"}
	for i := range 25 { // more than one call looks at
		h.begin(t, fmt.Sprint(i), func(m *mailing.Mailing) { m.Event = gone })
	}
	h.Clock.Advance(time.Second)
	h.begin(t, "message")
	h.run(t, t.Context())
	h.run(t, t.Context())
	h.wantPromised(t, "message", upTo(3))
	for i := range 25 {
		if m := must(h.Mailing(t.Context(), gone, fmt.Sprint(i))); m.State != mailing.Gone || m.Promised != 0 || !m.Ended.Equal(h.Clock.Now()) {
			t.Errorf("it stands %+v", m)
		}
	}
}

// A mailing that cannot be read is complained of, and is in nobody's way.
func TestAMailingThatCannotBeReadIsInNobodysWay(t *testing.T) {
	t.Parallel()
	h := newHall(t, 3)
	h.begin(t, "broken")
	for _, it := range h.Items(t) {
		if text(it[site.KindKey]) == "mailing" {
			it["data"] = str("{")
			h.Put(t, it)
		}
	}
	h.Clock.Advance(time.Second)
	h.begin(t, "message")
	if err := h.service().Run(t.Context()); !fault.Is(err, fault.Internal) {
		t.Errorf("Run says %v", err)
	}
	if m := must(h.Mailing(t.Context(), day, "message")); m.State != mailing.Gone || m.Promised != 3 {
		t.Errorf("it stands %+v", m)
	}
}
