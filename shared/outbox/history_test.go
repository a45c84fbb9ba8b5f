package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/outbox"
)

// play is what a mail service and several mailers make of mails about some
// people.
type play struct {
	bench  *tabletest.Bench
	chains [][]outbox.Entry
	plan   []error // what the service answers, drawn by the entry and the attempt

	mu   sync.Mutex
	sent []string
}

// answers are those of a mail service; it takes most mails.
var answers = []error{
	nil, nil, nil, nil, nil, nil, errors.New("not now"), errors.New("not now"), outbox.ErrThrottled,
	outbox.ErrRefused, outbox.ErrMoot, &outbox.Later{Until: start.Add(3 * time.Hour), Why: outbox.TooMany},
}

func (p *play) send(_ context.Context, e outbox.Entry, now time.Time) (string, error) {
	h := fnv.New32a()
	fmt.Fprint(h, e.ID, e.Attempts)
	err := p.plan[int(h.Sum32()%uint32(len(p.plan)))]
	if later, ok := errors.AsType[*outbox.Later](err); ok && !now.Before(later.Until) {
		err = nil
	}
	if err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent = append(p.sent, e.ID)
	return "message", nil
}

// run has drains at once go on until nothing is left, each time half a minute
// later, or when the next mail is due.
func (p *play) run(t *testing.T, drains int) {
	for range 200 {
		var wg sync.WaitGroup
		for range drains {
			wg.Go(func() {
				_, _ = outbox.Drain(t.Context(), p.bench, p.send, p.bench.Clock.Now, fast()) // tells the faults that are drawn
			})
		}
		wg.Wait()
		left, err := p.bench.Undelivered(t.Context(), outbox.Normal, 1)
		if err != nil {
			continue // one of the faults
		}
		if len(left) == 0 {
			return
		}
		p.bench.Clock.Set(later(p.bench.Clock.Now().Add(30*time.Second), left[0].Due.Add(time.Millisecond)))
	}
	t.Fatalf("after 200 rounds something is left")
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// check wants what went first of each mail to be in the order of the promises,
// and each mail to be settled as it went.
func (p *play) check(t *testing.T, once bool) {
	first, times := map[string]int{}, map[string]int{}
	for i, id := range p.sent {
		if times[id]++; times[id] == 1 {
			first[id] = i
		} else if once {
			t.Errorf("%s went again, and no mark had failed", id)
		}
	}
	for _, chain := range p.chains {
		at := -1
		for i, e := range chain {
			got, err := p.bench.Mail(t.Context(), e.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got.State == outbox.Pending || got.State == outbox.Sent && times[e.ID] == 0 {
				t.Errorf("number %d is %s and went %d times", i, got.State, times[e.ID])
			}
			if times[e.ID] == 0 {
				continue
			}
			if first[e.ID] < at {
				t.Errorf("number %d went before one that was promised before it", i)
			}
			at = first[e.ID]
		}
	}
}

// histories draws what is to happen.
var histories = rapid.Custom(func(t *rapid.T) (h struct {
	answers []error
	people  []int // mails of each
	drains  int
	lot     uint64 // of the table's faults; 0 for none
}) {
	h.answers = rapid.SliceOfN(rapid.SampledFrom(answers), 3, 12).Draw(t, "answers")
	h.people = rapid.SliceOfN(rapid.IntRange(1, 4), 1, 3).Draw(t, "people")
	h.drains = rapid.IntRange(1, 4).Draw(t, "drains")
	if rapid.IntRange(0, 2).Draw(t, "faults") == 0 {
		h.lot = rapid.Uint64Min(1).Draw(t, "lot")
	}
	return h
})

// Whatever the service answers, however many mailers there are and whatever
// their table does: the mails about a person go in the order in which they were
// promised, none is lost, and none comes twice unless a mark was not made.
func TestHistories(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	for i := range 5 {
		b.Faults.Reset()
		b.Clock.Set(start)
		h := histories.Example(i)
		p := &play{bench: b, plan: h.answers}
		for person, n := range h.people {
			p.chains = append(p.chains, chain(t, b, fmt.Sprint(i, "-", person), n))
		}
		if h.lot != 0 {
			var rates []faults.Rate
			for _, f := range []faults.Flavour{faults.Refused, faults.LostAnswer, faults.Throttled, faults.Conflict} {
				rates = append(rates, faults.Rate{Operation: "PutItem", Flavour: f, Share: 0.15})
			}
			b.Faults.Draw(h.lot, rates...)
		}
		p.run(t, h.drains)
		b.Faults.Reset()
		p.check(t, h.lot == 0)
		if t.Failed() {
			t.Fatalf("in history %d: %+v", i, h)
		}
	}
}
