package proof

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
)

// act is one thing that somebody, or the organiser, does.
type act struct {
	who    *somebody // nil is the organiser
	wish   registration.Wish
	event  event.Event               // of the organiser: as it should be
	before registration.Registration // hers, as it stood at the last tick

	first, last int // the rounds that it went on in
	alone       bool
	outcome     registration.Outcome
	err         error
	killed      bool
	thaw        func() // lets one go on that was frozen
	done        chan struct{}
}

// certain reports whether its maker knows what came of it.
func (a *act) certain() bool {
	return !a.killed && a.err == nil && a.outcome != registration.Busy
}

func (a *act) String() string {
	if a.who == nil {
		return fmt.Sprintf("refit %v: %v", a.event.Capacities(), a.err)
	}
	w := a.wish
	return fmt.Sprintf("%s (%s, %d) wants %s %v, wait %t, form %q of %v, link %d: %s %v killed %t", a.who.name, a.before.State, a.before.Generation,
		w.Kind, w.Choice, w.Wait, w.Nonce, w.FormMade.Format("02T15:04:05.000"), w.Generation, a.outcome, a.err, a.killed)
}

// round has one, or several at once, do something; some of it frozen until a
// later round, some of it while the clock leaps.
func (s *sequence) round(n int) {
	lot := s.lot(1, n)
	s.transport.Reset()
	if s.troubled && lot.IntN(3) > 0 {
		s.transport.Draw(s.seed*31+uint64(n), trouble...)
	}
	leap := pick(lot, 0, 0, time.Second, 5*time.Minute, 30*time.Minute, 50*time.Minute, 100*time.Minute)
	if lot.IntN(25) == 0 {
		leap = 20 * time.Hour
	}
	together, amid := lot.IntN(2) == 0, lot.IntN(4) == 0
	if !amid {
		s.clock.leap(leap)
	}
	s.say("round %d, %v later (amid it %t), together %t", n, leap, amid, together)
	s.thaw(n)
	var wg sync.WaitGroup
	for i := range 1 + lot.IntN(4) {
		a := s.draw(n, i)
		if lot := s.lot(3, n, i); lot.IntN(12) == 0 {
			s.freeze(a, lot)
			continue
		}
		service := s.services[i%len(s.services)]
		if together {
			wg.Go(func() { s.perform(a, service) })
		} else {
			s.perform(a, service)
		}
	}
	if amid {
		s.clock.leap(leap)
	}
	wg.Wait()
	s.transport.Reset()
}

// draw is what somebody does next.
func (s *sequence) draw(n, i int) *act {
	lot := s.lot(2, n, i)
	a := &act{first: n, last: n, alone: true, done: make(chan struct{})}
	if lot.IntN(9) == 0 {
		a.event = capacities(s.event, lot)
	} else {
		a.who = pick(lot, s.crowd...)
		a.before = s.page.people[a.who.person]
		a.wish = s.wish(a.who, a.before, lot, fmt.Sprintf("form %d.%d", n, i))
	}
	for _, o := range s.acts {
		if o.who == a.who && o.last >= n {
			a.alone, o.alone = false, false
		}
	}
	s.acts = append(s.acts, a)
	return a
}

// wish is what somebody might want, mostly what makes sense where she stood.
func (s *sequence) wish(p *somebody, r registration.Registration, lot *rand.Rand, nonce string) registration.Wish {
	kinds := []registration.WishKind{registration.Come, registration.Come, registration.Come, "again"}
	switch {
	case r.State.Active():
		kinds = []registration.WishKind{
			registration.Change, registration.Change, registration.Change, registration.Change, registration.Accept,
			registration.Cancel, registration.Cancel, registration.Disown, registration.Come, "again",
		}
		if r.State.Held() {
			kinds = append(kinds, registration.Accept, registration.Accept, registration.Accept)
		}
	case r.State == registration.Cancelled, r.State == registration.Lapsed:
		kinds = append(kinds, registration.Restore, registration.Restore, registration.Restore)
	}
	name := p.name
	if lot.IntN(2) == 0 { // the same person, who types otherwise
		name = strings.ToUpper(name)
	}
	w := registration.Wish{
		Kind: pick(lot, kinds...), Nonce: nonce, Choice: pick(lot, s.choices...), Wait: lot.IntN(4) > 0,
		Attendee: attendee(name, nonce), Expires: s.event.Ends().Add(registration.Keep), Generation: r.Generation,
		FormMade: s.clock.Now().Add(pick(lot, 0, 0, 0, -10*time.Minute, -time.Hour)),
	}
	if lot.IntN(12) == 0 {
		w.Generation--
	}
	if w.Kind == "again" && len(p.forms) > 0 {
		return pick(lot, p.forms...)
	}
	switch w.Kind {
	case "again":
		w.Kind = registration.Come
		fallthrough
	case registration.Come:
		p.forms = append(p.forms, w)
	case registration.Disown:
		p.disowned[w.Generation] = true
	}
	return w
}

// perform does it as one request does, from when it arrives.
func (s *sequence) perform(a *act, service *registration.Service) {
	ctx, cancel := context.WithTimeout(faults.WithRequest(context.Background()), 20*time.Second)
	defer cancel()
	defer close(a.done)
	defer func() {
		if p := recover(); p != nil {
			a.outcome, a.err = "defect", fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	switch {
	case a.who == nil:
		a.err = s.refit(ctx, a, service)
	case a.wish.Kind == registration.Come:
		a.wish.Made = s.clock.Now()
		a.outcome, a.err = service.Register(ctx, s.event.Ref, a.who.person, a.wish)
	default:
		a.outcome, a.err = service.Ask(ctx, s.event.Ref, a.who.person, a.wish)
	}
	a.killed = faults.Killed(ctx)
	s.say("%v", a)
	if !a.killed && a.err != nil && !fault.Is(a.err, fault.Unavailable) && !(a.who == nil && fault.Is(a.err, fault.Conflict)) {
		a.outcome = "defect"
	}
}

// refit changes the event as it stands, as an organiser does who has just read it.
func (s *sequence) refit(ctx context.Context, a *act, service *registration.Service) error {
	stands, err := s.calm.Event(ctx, s.event.Ref)
	if err != nil {
		return err
	}
	a.event.Version = stands.Version + 1
	return service.Refit(ctx, registration.Revision{Event: a.event})
}

// freeze has a request stand still at a write, until a later round.
func (s *sequence) freeze(a *act, lot *rand.Rand) {
	still := &faults.Transport{}
	when := pick(lot, faults.Before, faults.After)
	release, arrived := still.Hold(pick(lot, "TransactWriteItems", faults.AnyWrite), when)
	go s.perform(a, registration.NewService(s.open(still, s.clock.Now), s.clock.Now))
	select {
	case <-arrived:
		a.thaw, a.last = release, min(a.first+1+lot.IntN(2), rounds+1)
		s.say("frozen %s its write, until round %d: %v", when, a.last, a.wish.Kind)
	case <-a.done: // it had nothing to write
	}
}

// thaw has those go on whose round has come.
func (s *sequence) thaw(n int) {
	for _, a := range s.acts {
		if a.thaw == nil || a.last > n {
			continue
		}
		s.say("thawed: %v", a.wish.Kind)
		a.thaw()
		a.thaw = nil
		<-a.done
	}
}
