package proof

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// What the proof is about: 60 seats, three workshops of 20, far more people.
const (
	attempts  = 2000
	atOnce    = 64
	seats     = 60
	ofEach    = 20
	processes = 8 // services with caches of their own, as functions have
)

// trouble is what happens to calls, each share on its own. Together about one
// request in three meets some of it.
var trouble = []faults.Rate{
	{Operation: "TransactWriteItems", Flavour: faults.Conflict, Share: .05},
	{Operation: "TransactWriteItems", Flavour: faults.ThrottledItem, Share: .02},
	{Operation: "TransactWriteItems", Flavour: faults.LostAnswer, Share: .05},
	{Operation: "TransactWriteItems", Flavour: faults.FrozenBefore, Share: .04},
	{Operation: "TransactWriteItems", Flavour: faults.FrozenAfter, Share: .02},
	{Operation: "TransactWriteItems", Flavour: faults.KilledBefore, Share: .03},
	{Operation: "TransactWriteItems", Flavour: faults.KilledAfter, Share: .03},
	{Operation: faults.AnyWrite, Flavour: faults.LostAnswer, Share: .04},
	{Operation: faults.AnyWrite, Flavour: faults.Refused, Share: .03},
	{Operation: faults.AnyWrite, Flavour: faults.Throttled, Share: .03},
	{Operation: faults.AnyWrite, Flavour: faults.FrozenBefore, Share: .02},
	{Operation: faults.AnyWrite, Flavour: faults.KilledBefore, Share: .02},
	{Operation: faults.AnyWrite, Flavour: faults.KilledAfter, Share: .03},
	{Operation: "Query", Flavour: faults.Throttled, Share: .02},
	{Operation: "GetItem", Flavour: faults.Refused, Share: .02},
	{Operation: "BatchGetItem", Flavour: faults.LostAnswer, Share: .02},
	{Operation: "BatchGetItem", Flavour: faults.FrozenAfter, Share: .02},
}

// TestRush has 2,000 attempts, a third of them repeats, 64 at a time, run into
// all of it, and then recounts.
func TestRush(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.publish(t, seats, ofEach)
	h.transport.Freeze = time.Second
	h.transport.Draw(7, trouble...)
	answers := h.rush(t)
	h.transport.Reset()
	undecided := h.tick(t)
	t.Logf("answers %v, decided by the tick %d, round trips %v", tally(answers), undecided, h.transport.Calls())

	books := h.recount(t)
	books.holdExactly(t, seats, ofEach)
	for _, a := range answers {
		if a.outcome == registration.Accepted && books.confirmed[a.person.String()] == nil {
			t.Errorf("%s was told that she is accepted and is not", a.name)
		}
	}
	if tally(answers)[string(registration.Accepted)] == 0 {
		t.Error("nobody was ever told that she is accepted")
	}
}

type answer struct {
	name    string
	person  token.Person
	outcome registration.Outcome
	err     error
	killed  bool
}

// tally counts answers by what was said; killed requests said nothing.
func tally(answers []answer) map[string]int {
	n := map[string]int{}
	for _, a := range answers {
		switch {
		case a.killed:
			n["(killed)"]++
		case a.err != nil:
			n["("+string(fault.KindOf(a.err))+")"]++
		default:
			n[string(a.outcome)]++
		}
	}
	return n
}

// rush makes the attempts. Every third is by somebody who tries again: half of
// the time with the same form, half with a new one and perhaps other choices.
func (h *house) rush(t *testing.T) []answer {
	t.Helper()
	services := make([]*registration.Service, processes)
	for i := range services {
		services[i] = registration.NewService(h.table, time.Now)
	}
	answers := make([]answer, attempts)
	lot := rand.New(rand.NewPCG(1, 2))
	var wg sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for i := range attempts {
		who, form := i, i
		if i%3 == 0 && i > 30 {
			who = i - 30 + lot.IntN(3)*9
			if form = i; lot.IntN(2) == 0 {
				form = who
			}
		}
		wish := h.wish(fmt.Sprintf("person %d", who), fmt.Sprintf("form %d", form), event.WorkshopID(fmt.Sprintf("w%d", lot.IntN(3)+1)))
		places <- struct{}{}
		wg.Go(func() {
			defer func() { <-places }()
			answers[i] = h.attempt(services[i%processes], wish)
		})
	}
	wg.Wait()
	for _, a := range answers {
		if a.err != nil && !a.killed && !fault.Is(a.err, fault.Unavailable) {
			t.Errorf("%s: %v", a.name, a.err)
		}
	}
	return answers
}

func (h *house) attempt(s *registration.Service, w registration.Wish) answer {
	ctx, cancel := context.WithTimeout(faults.WithRequest(context.Background()), 20*time.Second)
	defer cancel()
	w.Made = time.Now()
	w.FormMade = w.Made.Add(-time.Minute)
	name := w.Attendee.Given.String()
	person := h.person(w.Attendee)
	outcome, err := s.Register(ctx, h.event.Ref, person, w)
	return answer{name: name, person: person, outcome: outcome, err: err, killed: faults.Killed(ctx)}
}

// TestRushWithCancellations has people come and go at once under the same
// trouble: whatever is answered, the books agree and nothing is oversold.
func TestRushWithCancellations(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.publish(t, 20, 10)
	h.transport.Freeze = 500 * time.Millisecond
	h.transport.Draw(11, trouble...)
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			s := registration.NewService(h.table, time.Now)
			for round := range 6 {
				w := h.wish(fmt.Sprintf("person %d", i), fmt.Sprintf("form %d.%d", i, round), event.WorkshopID(fmt.Sprintf("w%d", (i+round)%3+1)))
				a := h.attempt(s, w)
				if a.outcome != registration.Accepted || round%2 == 1 {
					continue
				}
				ctx := faults.WithRequest(context.Background())
				if r, err := s.Find(ctx, h.event.Ref, a.person); err == nil {
					_, _ = s.Ask(ctx, h.event.Ref, a.person, registration.Wish{Kind: registration.Cancel, Generation: r.Generation})
				}
			}
		})
	}
	wg.Wait()
	h.transport.Reset()
	h.tick(t)
	h.recount(t).agree(t)
}
