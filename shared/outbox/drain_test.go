package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/outbox"
)

var start = tabletest.Start

// post is the mail service of a test: it notes what was sent and fails as told.
type post struct {
	mu     sync.Mutex
	sent   []string
	answer func(e outbox.Entry) error
}

func (p *post) send(_ context.Context, e outbox.Entry, _ time.Time) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.answer != nil {
		if err := p.answer(e); err != nil {
			return "", err
		}
	}
	p.sent = append(p.sent, e.ID)
	return "message " + e.ID, nil
}

// wantOnce checks that each of the entries was sent once, and nothing else.
func (p *post) wantOnce(t *testing.T, entries ...outbox.Entry) {
	t.Helper()
	times := map[string]int{}
	for _, id := range p.sent {
		times[id]++
	}
	for _, e := range entries {
		if times[e.ID] != 1 {
			t.Errorf("%s was sent %d times", e.ID, times[e.ID])
		}
	}
	if len(p.sent) != len(entries) {
		t.Errorf("%d mails were sent, of %d", len(p.sent), len(entries))
	}
}

// promise writes entries of a kind that are due from start on, a millisecond apart.
func promise(t *testing.T, b *tabletest.Bench, kind outbox.Kind, n int) []outbox.Entry {
	t.Helper()
	var entries []outbox.Entry
	for i := range n {
		at := start.Add(time.Duration(i) * time.Millisecond)
		e := outbox.Promise(kind, outbox.Ref{Organisation: "ahsud"}, "fr", at, fmt.Sprint(i))
		if err := b.Promise(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	b.Clock.Set(start.Add(time.Second))
	return entries
}

// fast is the pace of an account that no test can outrun.
func fast() *outbox.Pace { return outbox.NewPace(1e6) }

func drain(t *testing.T, b *tabletest.Bench, p *post) (sent int) {
	t.Helper()
	sent, err := outbox.Drain(t.Context(), b, p.send, b.Clock.Now, fast())
	if err != nil {
		t.Errorf("drain: %v", err)
	}
	return sent
}

func read(t *testing.T, b *tabletest.Bench, e outbox.Entry) outbox.Entry {
	t.Helper()
	got, err := b.Mail(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestDrainSendsTheHastyLaneFirstAndTheOldestFirst(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	normal := promise(t, b, outbox.Confirmed, 30) // more than one look
	prompt := promise(t, b, outbox.SignInCode, 2)
	if sent := drain(t, b, p); sent != 32 {
		t.Errorf("%d sent", sent)
	}
	var want []string
	for _, e := range slices.Concat(prompt, normal) {
		want = append(want, e.ID)
	}
	if !slices.Equal(p.sent, want) {
		t.Errorf("sent  %v\nwanted %v", p.sent, want)
	}
	if e := read(t, b, normal[7]); e.State != outbox.Sent || e.Attempts != 1 || e.Message != "message "+e.ID {
		t.Errorf("the entry is %+v", e)
	}
	if sent := drain(t, b, p); sent != 0 {
		t.Errorf("%d sent again", sent)
	}
}

func TestDrainLeavesWhatIsNotDue(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	e := promise(t, b, outbox.Confirmed, 1)[0]
	b.Clock.Set(e.Due.Add(-1))
	drain(t, b, p)
	p.wantOnce(t)
	b.Clock.Set(e.Due)
	drain(t, b, p)
	p.wantOnce(t, e)
}

func TestDrainsAtOnceSendEachMailOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ drains, entries int }{{2, 10}, {4, 200}} {
		t.Run(fmt.Sprintf("%d drains of %d", c.drains, c.entries), func(t *testing.T) {
			b, p := tabletest.New(t), &post{}
			entries := promise(t, b, outbox.Confirmed, c.entries)
			sent := make(chan int, c.drains)
			for range c.drains {
				go func() { sent <- drain(t, b, p) }()
			}
			total := 0
			for range c.drains {
				total += <-sent
			}
			if total != c.entries {
				t.Errorf("they say that they sent %d of %d", total, c.entries)
			}
			p.wantOnce(t, entries...)
			if left, err := b.Undelivered(t.Context(), outbox.Normal, 10); len(left) != 0 || err != nil {
				t.Errorf("left: %+v, %v", left, err)
			}
		})
	}
}

// TestDrainWaitsLongerEachTime: doubled from ten seconds to an hour, and up to
// a fifth more; after a day it gives up.
func TestDrainWaitsLongerEachTime(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	p := &post{answer: func(outbox.Entry) error { return errors.New("not now") }}
	e := promise(t, b, outbox.Confirmed, 1)[0]
	b.Clock.Set(start)
	least := 10 * time.Second
	for attempt := 1; ; attempt++ {
		now := b.Clock.Now()
		if sent := drain(t, b, p); sent != 0 {
			t.Fatal("something was sent")
		}
		got := read(t, b, e)
		if got.Attempts != attempt {
			t.Fatalf("attempt %d is counted as %d", attempt, got.Attempts)
		}
		if now.Sub(e.Promised) >= outbox.GiveUp {
			if got.State != outbox.Failed || attempt < 24 {
				t.Errorf("after a day it is %+v", got)
			}
			return
		}
		wait := got.Due.Sub(now)
		if got.State != outbox.Pending || wait < least || wait >= least+least/5 {
			t.Errorf("attempt %d: %s, due in %v, want %v to a fifth more", attempt, got.State, wait, least)
		}
		b.Clock.Set(got.Due.Add(-1))
		if drain(t, b, p); read(t, b, e).Attempts != attempt {
			t.Fatal("it was tried before it was due")
		}
		b.Clock.Set(got.Due)
		least = min(2*least, time.Hour)
	}
}

func TestDrainGivesUpAfterADayToTheSecond(t *testing.T) {
	t.Parallel()
	for after, want := range map[time.Duration]outbox.State{
		outbox.GiveUp - time.Nanosecond: outbox.Pending,
		outbox.GiveUp:                   outbox.Failed,
	} {
		b := tabletest.New(t)
		p := &post{answer: func(outbox.Entry) error { return errors.New("not now") }}
		e := promise(t, b, outbox.Confirmed, 1)[0]
		b.Clock.Set(e.Promised.Add(after))
		drain(t, b, p)
		if got := read(t, b, e).State; got != want {
			t.Errorf("after %v it is %s, want %s", after, got, want)
		}
		p.answer = nil
		b.Clock.Advance(2 * time.Hour)
		drain(t, b, p)
		if sent := len(p.sent) == 1; sent != (want == outbox.Pending) {
			t.Errorf("after %v sent: %t", after, sent)
		}
	}
}

func TestDrainBelievesAFinalAnswer(t *testing.T) {
	t.Parallel()
	for answer, want := range map[error]outbox.State{
		outbox.ErrRefused: outbox.Failed, fmt.Errorf("ses: send: %w", outbox.ErrRefused): outbox.Failed,
		outbox.ErrMoot: outbox.Dropped, fmt.Errorf("mail: compose: %w", outbox.ErrMoot): outbox.Dropped,
	} {
		b := tabletest.New(t)
		p := &post{answer: func(outbox.Entry) error { return answer }}
		e := promise(t, b, outbox.Confirmed, 1)[0]
		if sent := drain(t, b, p); sent != 0 {
			t.Errorf("%d sent", sent)
		}
		if got := read(t, b, e); got.State != want || got.Attempts != 1 {
			t.Errorf("after %v it is %+v", answer, got)
		}
		p.answer = nil
		b.Clock.Advance(48 * time.Hour)
		drain(t, b, p)
		p.wantOnce(t)
	}
}

// TestOneFailureDelaysNobodyElse: the rest of the lane goes out at once.
func TestOneFailureDelaysNobodyElse(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	entries := promise(t, b, outbox.Confirmed, 30)
	p.answer = func(e outbox.Entry) error {
		if e.ID == entries[0].ID {
			return errors.New("not now")
		}
		return nil
	}
	drain(t, b, p)
	p.wantOnce(t, entries[1:]...)
}
