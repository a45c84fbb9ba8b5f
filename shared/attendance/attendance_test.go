package attendance_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
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

// study is two days in Casablanca, from 9 to 17 with a pause from 12:30 to 14.
func study() event.Event {
	zone := must(time.LoadLocation("Africa/Casablanca"))
	at := func(day, hour, minute int) time.Time { return time.Date(2027, 3, day, hour, minute, 0, 0, zone).UTC() }
	return event.Event{
		Ref: event.Ref{Organisation: "ahsud", Event: "tanger"}, Slug: "tanger", Zone: "Africa/Casablanca", Capacity: 60,
		Days: []event.Day{
			{Starts: at(11, 9, 0), Ends: at(11, 17, 0), Pause: event.Span{Starts: at(11, 12, 30), Ends: at(11, 14, 0)}},
			{Starts: at(12, 9, 0), Ends: at(12, 12, 0)},
		},
	}
}

var somebody = token.Person{7}

func anybody(registration.Registration) error { return nil }

// scan says at the door that somebody is there.
func scan(t *testing.T, b *tabletest.Bench, who, nonce string) (attendance.Mark, bool, error) {
	by := must(outbox.ParseAddress(who + "@exemple.org"))
	e, now := study(), b.Clock.Now()
	return attendance.NewService(b).Arrive(t.Context(), e, somebody, e.HalfDays()[0], attendance.Mark{At: now, By: by, Nonce: nonce}, line(now, by), anybody)
}

func line(at time.Time, by outbox.Address) organisation.Audit {
	return organisation.Audit{Organisation: "ahsud", At: at, By: by, Action: organisation.CheckedIn, Event: "tanger", Rows: 1}
}

func audited(t *testing.T, b *tabletest.Bench) (n int) {
	for _, it := range b.Items(t) {
		if strings.HasPrefix(fmt.Sprint(it["sk"]), "&{AUDIT#") {
			n++
		}
	}
	return n
}

// Of those who scan the same person at once exactly one is first; the others are
// told when it was and by whom, and the audit has one line.
func TestOneOfManyAtTheDoorIsFirst(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	var first atomic.Int32
	var all sync.WaitGroup
	marks := make([]attendance.Mark, 8)
	for i := range marks {
		all.Go(func() {
			mark, one, err := scan(t, b, fmt.Sprintf("porte%d", i), fmt.Sprintf("nonce-%d", i))
			if err != nil {
				t.Error(err)
			}
			if marks[i] = mark; one {
				first.Add(1)
			}
		})
	}
	all.Wait()
	if n := first.Load(); n != 1 {
		t.Errorf("%d were first", n)
	}
	for _, m := range marks {
		if m != marks[0] {
			t.Errorf("one is told %+v, another %+v", m, marks[0])
		}
	}
	if n := audited(t, b); n != 1 {
		t.Errorf("the audit has %d lines", n)
	}
}

// A press whose answer was lost, pressed again, is the first that it was.
func TestAPressWhoseAnswerWasLostIsKnownAgain(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	b.Faults.Fail("TransactWriteItems", 4, faults.LostAnswer)
	if _, _, err := scan(t, b, "porte", "one"); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("with every answer lost: %v", err)
	}
	b.Clock.Advance(time.Minute)
	mark, first, err := scan(t, b, "porte", "one")
	if err != nil || !first || !mark.At.Equal(tabletest.Start) {
		t.Errorf("pressed again: %+v, %t, %v", mark, first, err)
	}
	if _, first, err := scan(t, b, "porte", "two"); err != nil || first {
		t.Errorf("another press of the same hand: %t, %v", first, err)
	}
	if n := audited(t, b); n != 1 {
		t.Errorf("the audit has %d lines", n)
	}
}

func TestOneHalfDayIsNotAnother(t *testing.T) {
	t.Parallel()
	b, e := tabletest.New(t), study()
	s, by := attendance.NewService(b), must(outbox.ParseAddress("porte@exemple.org"))
	now := b.Clock.Now()
	for _, h := range e.HalfDays()[:2] {
		if _, first, err := s.Arrive(t.Context(), e, somebody, h, attendance.Mark{At: now, By: by}, line(now, by), anybody); err != nil || !first {
			t.Fatal(first, err)
		}
	}
	for range 2 { // twice is harmless
		if err := s.Undo(t.Context(), e, somebody, e.HalfDays()[0], line(now, by), anybody); err != nil {
			t.Fatal(err)
		}
	}
	here := must(b.Presences(t.Context(), e.Ref))[somebody]
	if got := here.Attended(e); len(got) != 1 || got[0].Half != event.Afternoon || attendance.Hours(got) != 3*time.Hour {
		t.Errorf("she attended %+v", got)
	}
	if n := audited(t, b); n != 3 {
		t.Errorf("the audit has %d lines", n)
	}
}

func TestWhoMayNotComeInIsNotWrittenDown(t *testing.T) {
	t.Parallel()
	b, e := tabletest.New(t), study()
	shut := errors.New("shut")
	_, _, err := attendance.NewService(b).Arrive(t.Context(), e, somebody, e.HalfDays()[0], attendance.Mark{}, organisation.Audit{},
		func(registration.Registration) error { return shut })
	if !errors.Is(err, shut) || len(b.Items(t)) != 0 {
		t.Errorf("%v, and %d items stand", err, len(b.Items(t)))
	}
}

// Clocks in Morocco stand still in Ramadan and an hour ahead else: what counts is
// the clock on the wall of the room.
func TestCurrentIsByTheClockThere(t *testing.T) {
	e := study()
	halves := e.HalfDays()
	zone := e.Location()
	for _, c := range []struct {
		at   time.Time
		want event.HalfDay
	}{
		{time.Date(2027, 1, 1, 0, 0, 0, 0, zone), halves[0]},
		{time.Date(2027, 3, 11, 12, 29, 59, 0, zone), halves[0]},
		{time.Date(2027, 3, 11, 12, 30, 0, 0, zone), halves[1]},
		{time.Date(2027, 3, 11, 23, 0, 0, 0, zone), halves[2]},
		{time.Date(2027, 12, 1, 0, 0, 0, 0, zone), halves[2]},
	} {
		if got := attendance.Current(e, c.at.UTC()); got != c.want {
			t.Errorf("at %v: %+v", c.at, got)
		}
	}
	if got, want := attendance.Opens(e, halves[1]), time.Date(2027, 3, 11, 0, 0, 0, 0, zone); !got.Equal(want) {
		t.Errorf("arrivals are noted from %v", got)
	}
	if got, ok := attendance.Find(e, "2-morning"); !ok || got != halves[2] {
		t.Errorf("2-morning is %+v", got)
	}
	if _, ok := attendance.Find(e, "2-afternoon"); ok {
		t.Error("there is an afternoon that there is not")
	}
}
