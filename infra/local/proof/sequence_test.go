package proof

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// Which sequences are played. A soak plays more, from another seed; what failed
// is played again alone from its own.
var (
	firstSeed = flag.Uint64("seed", 1, "the first sequence to play")
	sequences = flag.Int("sequences", 300, "how many sequences to play")
)

const (
	players = 16 // sequences at once: most of their time is waiting
	rounds  = 8  // ticks of one
)

// TestSequences is the model test of the whole: a few people at a tiny event
// want everything that can be wanted, one after the other and at once, from
// processes that are stopped, frozen and lied to. After each round comes a tick,
// and then the table is held against what must always be, against what it said
// before, and against what people were told.
func TestSequences(t *testing.T) {
	t.Parallel()
	g := newGround(t)
	begun := time.Now()
	var played, failed atomic.Int64
	var wg sync.WaitGroup
	for range min(players, *sequences) {
		wg.Go(func() {
			for {
				n := int(played.Add(1)) - 1
				if n >= *sequences || failed.Load() >= 5 {
					return
				}
				s := g.sequence(n, *firstSeed+uint64(n))
				if s.play(); len(s.wrong) > 0 {
					failed.Add(1)
					t.Error(s.report())
				}
				if n%500 == 499 {
					t.Logf("%d sequences in %v", n+1, time.Since(begun).Round(time.Second))
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d sequences from seed %d in %v: %s", *sequences, *firstSeed, time.Since(begun).Round(time.Millisecond), g.tally())
}

// sequence is one event from its publication until all is over.
type sequence struct {
	*ground
	seed      uint64
	clock     *clock
	transport *faults.Transport
	table     *dynamo.Table           // through the faults
	calm      *dynamo.Table           // past them
	services  []*registration.Service // as many processes, with caches of their own
	event     event.Event
	choices   []event.Choice // that its form offers
	crowd     []*somebody
	page      page // as the table was after the last tick
	acts      []*act
	troubled  bool // something goes wrong on the way, by lot
	known     map[string]promise
	wrong     []string

	mu   sync.Mutex
	said []string
}

// somebody is one of those who come.
type somebody struct {
	name     string
	person   token.Person
	forms    []registration.Wish // that she sent
	disowned map[int]bool        // generations that somebody said were not hers
}

// clock is a sequence's own. It runs faster than the engine's, so that leases
// and patience end soon, and leaps when told.
type clock struct {
	start time.Time
	pace  time.Duration // seconds a second
	real  time.Time
	ahead atomic.Int64
}

func (c *clock) Now() time.Time {
	return c.start.Add(time.Duration(c.ahead.Load()) + c.pace*time.Since(c.real))
}

func (c *clock) leap(d time.Duration) { c.ahead.Add(int64(d)) }

// lot is a source of chance for one part of a sequence: what one part draws
// changes nothing for the others, so that a seed means the same sequence however
// its requests raced.
func (s *sequence) lot(part ...int) *rand.Rand {
	n := uint64(1)
	for _, p := range part {
		n = n*1009 + uint64(p) + 1
	}
	return rand.New(rand.NewPCG(s.seed, n))
}

func (g *ground) sequence(n int, seed uint64) *sequence {
	s := &sequence{ground: g, seed: seed, known: map[string]promise{}, transport: &faults.Transport{Freeze: 100 * time.Millisecond}}
	lot := s.lot(0)
	s.clock = &clock{
		start: epoch.Add(time.Duration(n) * lasts), pace: time.Duration(4 + lot.IntN(3)*8),
		real: time.Now(),
	}
	s.table, s.calm = g.open(s.transport, s.clock.Now), g.open(&faults.Transport{}, s.clock.Now)
	for range 1 + lot.IntN(3) {
		s.services = append(s.services, registration.NewService(s.table, s.clock.Now))
	}
	s.drawEvent(lot)
	for i := range 4 + lot.IntN(5) {
		p := &somebody{name: fmt.Sprintf("Person %d", i), disowned: map[int]bool{}}
		p.person = g.person(s.event.Ref, attendee(p.name, ""))
		s.crowd = append(s.crowd, p)
	}
	s.troubled = lot.IntN(3) > 0
	return s
}

// play plays it to its end, or until something is wrong.
func (s *sequence) play() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := s.calm.Publish(ctx, s.event, organisation.Audit{}); err != nil {
		s.fail("publish: %v", err)
		return
	}
	s.tick(ctx, 0)
	for n := 1; n <= rounds && len(s.wrong) == 0; n++ {
		s.round(n)
		s.tick(ctx, n)
	}
	s.thaw(rounds + 1)
	for n := rounds + 1; n <= rounds+2 && len(s.wrong) == 0; n++ { // what time alone brings
		s.tick(ctx, n)
		s.clock.leap(50 * time.Hour)
	}
}

// tick does what the clock does, and then looks whether all is well.
func (s *sequence) tick(ctx context.Context, round int) {
	begun := s.clock.Now()
	if _, err := registration.NewService(s.calm, s.clock.Now).Sweep(ctx, s.event.Ref); err != nil {
		s.fail("tick: %v", err)
		return
	}
	before := s.page
	after, err := s.read(ctx, round)
	if err != nil {
		s.fail("read: %v", err)
		return
	}
	after.begun = begun
	s.page, s.event = after, after.event
	s.check(before, after)
	s.count(round)
}

func (s *sequence) fail(format string, args ...any) {
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}

func (s *sequence) say(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, s.clock.Now().Format("02T15:04:05.000 ")+fmt.Sprintf(format, args...))
}

func (s *sequence) report() string {
	return fmt.Sprintf("sequence %d, after\n%s\nis wrong:\n%s\nagain alone: go test ./infra/local/proof -run TestSequences -seed %d -sequences 1\n%s",
		s.seed, strings.Join(s.said, "\n"), strings.Join(s.wrong, "\n"), s.seed, s.page)
}
