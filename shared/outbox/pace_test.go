package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"
	"pgregory.net/rapid"

	"tribune/shared/fault"
	"tribune/shared/outbox"
)

// shelf is a store in memory, for what is told in time: in a bubble of
// synctest, where a second costs nothing, no network answers.
type shelf struct {
	mu      sync.Mutex
	entries map[string]outbox.Entry
}

func (s *shelf) promise(kind outbox.Kind, n int) (all []outbox.Entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.entries == nil {
		s.entries = map[string]outbox.Entry{}
	}
	for i := range n {
		e := outbox.Promise(kind, outbox.Ref{Person: fmt.Sprint(i)}, "fr", time.Now())
		s.entries[e.ID], all = e, append(all, e)
	}
	return all
}

func (s *shelf) Due(_ context.Context, lane outbox.Lane, now time.Time, limit int) (due []outbox.Entry, _ error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.entries {
		if e.Lane == lane && e.State == outbox.Pending && !e.Due.After(now) {
			due = append(due, e)
		}
	}
	slices.SortFunc(due, func(a, b outbox.Entry) int {
		if c := a.Due.Compare(b.Due); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return due[:min(limit, len(due))], nil
}

func (s *shelf) Mail(_ context.Context, id string) (outbox.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, found := s.entries[id]
	if !found {
		return e, fault.New(fault.NotFound, "read a mail", nil)
	}
	return e, nil
}

func (s *shelf) Claim(_ context.Context, e outbox.Entry, until time.Time) (outbox.Entry, error) {
	was := e.Attempts
	e.Attempts, e.Due, e.Claimed = was+1, until, true
	return e, s.write(e, was)
}

func (s *shelf) Settle(_ context.Context, e outbox.Entry) error { return s.write(e, e.Attempts) }

func (s *shelf) write(e outbox.Entry, attempts int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if is := s.entries[e.ID]; is.Attempts != attempts || is.State != outbox.Pending {
		return fault.New(fault.Conflict, "write a mail", nil)
	}
	s.entries[e.ID] = e
	return nil
}

// Ten thousand mails do not keep a code waiting: with an account of twenty
// mails a second and three hundred that are due, it goes within the next twenty.
func TestACodeOvertakesWhatIsDue(t *testing.T) {
	t.Parallel()
	const perSecond = 20
	synctest.Test(t, func(t *testing.T) {
		var s shelf
		var p post
		s.promise(outbox.Confirmed, 300)
		promisedAfter := -1
		p.answer = func(e outbox.Entry) error {
			if len(p.sent) == 45 && promisedAfter < 0 {
				promisedAfter = len(p.sent)
				s.promise(outbox.SignInCode, 1)
			}
			return nil
		}
		sent, err := outbox.Drain(t.Context(), &s, p.send, time.Now, outbox.NewPace(perSecond))
		if err != nil || sent != 301 {
			t.Fatalf("%d sent, %v", sent, err)
		}
		code := outbox.Promise(outbox.SignInCode, outbox.Ref{Person: "0"}, "fr", time.Now()).ID
		if at := slices.Index(p.sent, code); at < promisedAfter || at > promisedAfter+perSecond {
			t.Errorf("a code that was promised after %d mails went as number %d", promisedAfter, at+1)
		}
	})
}

// Whatever a pace is told, it stays between the floor and what the account may.
func TestThePaceStaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		account := rapid.Float64Range(0, 500).Draw(r, "account")
		p := outbox.NewPace(account)
		for range rapid.IntRange(1, 60).Draw(r, "steps") {
			before := p.Rate()
			switch rapid.IntRange(0, 4).Draw(r, "what") {
			case 0:
				account = rapid.Float64Range(-1, 500).Draw(r, "account")
				p.Account(account)
			case 1:
				p.Learn(fmt.Errorf("ses: send: %w", outbox.ErrThrottled))
				if got := p.Rate(); got != before && got != max(before/2, 0.2) {
					r.Fatalf("throttled, %v became %v", before, got)
				}
			case 2:
				p.Learn(errors.New("something else"))
				if got := p.Rate(); got != before {
					r.Fatalf("what says nothing of the rate made %v of %v", got, before)
				}
			default:
				p.Learn(nil)
				if got := p.Rate(); got < before {
					r.Fatalf("sent, %v became %v", before, got)
				}
			}
			if got, most := p.Rate(), max(account, 0.2); got < 0.2 || got > most {
				r.Fatalf("%v mails a second, where the account may %v", got, most)
			}
			if n := p.Second(); n < 1 || n > 100 {
				r.Fatalf("a second's worth is %d", n)
			}
		}
	})
}

// The rate halves once for mails that were under way together, again a second
// later, and is won back in twenty seconds however many mails go in them.
func TestThePaceHalvesAndWinsBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := outbox.NewPace(64)
		want := func(what string, rate float64) {
			t.Helper()
			if got := p.Rate(); math.Abs(got-rate) > 0.001 {
				t.Errorf("%s: %v mails a second, want %v", what, got, rate)
			}
		}
		for range 16 {
			p.Learn(outbox.ErrThrottled)
		}
		want("sixteen throttled at once", 32)
		time.Sleep(time.Second)
		p.Learn(outbox.ErrThrottled)
		want("and a second later", 16)
		seconds := func(n int) {
			for range 100 * n {
				time.Sleep(10 * time.Millisecond)
				p.Learn(nil)
			}
		}
		seconds(5)
		want("mails went for five seconds", 16+5*3.2)
		seconds(11)
		want("mails went for sixteen seconds", 64)
		p.Account(64)
		want("told the same again", 64)
		p.Account(200)
		want("told more", 200)
		p.Account(10)
		want("told less", 10)
	})
}

// While the rate is at its floor, nobody is promised a time that is far away:
// when the service takes more again, all go on at once.
func TestWhoWaitsSharesTheNewRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := outbox.NewPace(0) // the floor: one in five seconds
		began := time.Now()
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				if p.Wait(t.Context()) == nil {
					p.Account(100)
				}
			})
		}
		wg.Wait()
		if took := time.Since(began); took > 6*time.Second {
			t.Errorf("sixteen mails took %v", took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := p.Wait(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("waited for nothing: %v", err)
		}
	})
}

// Four mailers, each of which believes that it may send four times what they may
// together, meet a service that takes no more: all mails go, at about what the
// service takes, and ever fewer of them are throttled.
func TestMailersShareAnAccount(t *testing.T) {
	t.Parallel()
	const mailers, perSecond, mails = 4, 25, 1500
	synctest.Test(t, func(t *testing.T) {
		var s shelf
		s.promise(outbox.Confirmed, mails)
		service := rate.NewLimiter(perSecond, 1)
		var mu sync.Mutex
		var attempts []bool // throttled, in their order
		sent, began := 0, time.Now()
		send := func(context.Context, outbox.Entry, time.Time) (string, error) {
			time.Sleep(80 * time.Millisecond) // the service's answer takes its time
			mu.Lock()
			defer mu.Unlock()
			throttled := !service.Allow()
			if attempts = append(attempts, throttled); throttled {
				return "", outbox.ErrThrottled
			}
			sent++
			return "sent", nil
		}
		var wg sync.WaitGroup
		for range mailers {
			wg.Go(func() {
				pace := outbox.NewPace(4 * perSecond)
				for sent := -1; sent < mails; { // as often as the schedule calls it
					if _, err := outbox.Drain(t.Context(), &s, send, time.Now, pace); err != nil {
						t.Error(err)
					}
					mu.Lock()
					sent = len(attempts) - count(attempts)
					mu.Unlock()
					time.Sleep(time.Second)
				}
			})
		}
		wg.Wait()
		took, tenth := time.Since(began), len(attempts)/10
		first, rest := count(attempts[:tenth]), count(attempts[tenth:])
		t.Logf("%d attempts in %v; throttled: %d of the first %d, %d of the others", len(attempts), took, first, tenth, rest)
		if sent != mails {
			t.Errorf("%d mails went of %d", sent, mails)
		}
		if ideal := mails * time.Second / perSecond; took > 3*ideal {
			t.Errorf("it took %v where the service could have taken all in %v", took, ideal)
		}
		if share := float64(rest) / float64(len(attempts)-tenth); share > 0.2 || share > float64(first)/float64(tenth) {
			t.Errorf("in the end one in %.0f is throttled", 1/share)
		}
	})
}

func count(throttled []bool) (n int) {
	for _, is := range throttled {
		if is {
			n++
		}
	}
	return n
}
