package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/outbox"
)

// chain writes n mails about one person, each after the one before, all due and
// a millisecond apart.
func chain(t testing.TB, b *tabletest.Bench, person string, n int) (all []outbox.Entry) {
	t.Helper()
	now := b.Clock.Now()
	for i := range n {
		at := now.Add(time.Duration(i-n) * time.Millisecond)
		e := outbox.Promise(outbox.Changed, outbox.Ref{Organisation: "ahsud", Person: person}, "fr", at, fmt.Sprint(i))
		if i > 0 {
			e.After = all[i-1].ID
		}
		if err := b.Promise(context.WithoutCancel(t.Context()), e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

func (p *post) wantSent(t *testing.T, what string, entries ...outbox.Entry) {
	t.Helper()
	var want []string
	for _, e := range entries {
		want = append(want, e.ID)
	}
	if !slices.Equal(p.sent, want) {
		t.Errorf("%s: sent %v, want %v", what, p.sent, want)
	}
}

// The second of two mails waits for whatever becomes of the first, and its turn
// costs it no attempt.
func TestAMailWaitsForTheOneBefore(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(b *tabletest.Bench, p *post, first outbox.Entry) (goes time.Duration){
		"fails once": func(_ *tabletest.Bench, p *post, first outbox.Entry) time.Duration {
			p.answer = func(outbox.Entry) error { p.answer = nil; return errors.New("not now") }
			return 12 * time.Second
		},
		"claimed by a drain that died": func(b *tabletest.Bench, _ *post, first outbox.Entry) time.Duration {
			if _, err := b.Claim(t.Context(), first, b.Clock.Now().Add(outbox.Claim)); err != nil {
				t.Fatal(err)
			}
			return outbox.Claim + time.Millisecond // for both to be due
		},
		"fails for a day": func(b *tabletest.Bench, p *post, first outbox.Entry) time.Duration {
			p.answer = func(e outbox.Entry) error {
				if e.ID == first.ID {
					return errors.New("not now")
				}
				return nil
			}
			return outbox.GiveUp
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, p := tabletest.New(t), &post{}
			both := chain(t, b, "zineb", 2)
			goes := prepare(b, p, both[0])
			drain(t, b, p)
			p.wantSent(t, "at once")
			if e := read(t, b, both[1]); e.Attempts != 0 || !e.Due.After(b.Clock.Now()) {
				t.Errorf("while it waits it is %+v", e)
			}
			b.Clock.Advance(goes)
			drain(t, b, p)
			if name == "fails for a day" {
				both = both[1:]
			}
			p.wantSent(t, "in the end", both...)
			if e := read(t, b, both[len(both)-1]); e.Attempts != 1 {
				t.Errorf("it took %d attempts", e.Attempts)
			}
		})
	}
}

// One that never goes is waited for no longer than that is known.
func TestAMailThatNeverGoesIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]error{"given up": outbox.ErrRefused, "dropped": outbox.ErrMoot} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, p := tabletest.New(t), &post{}
			both := chain(t, b, "zineb", 2)
			p.answer = func(outbox.Entry) error { p.answer = nil; return answer }
			drain(t, b, p)
			p.wantSent(t, "without the first", both[1])
		})
	}
	t.Run("gone", func(t *testing.T) {
		t.Parallel()
		b, p := tabletest.New(t), &post{}
		e := outbox.Promise(outbox.Changed, outbox.Ref{Person: "zineb"}, "fr", b.Clock.Now())
		e.After = "kept no longer"
		if err := b.Promise(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		drain(t, b, p)
		p.wantSent(t, "alone", e)
	})
}

// The first mail is being sent by another drain when the second one is due: it
// is left until the first is marked.
func TestAMailWaitsWhileAnotherDrainSendsTheOneBefore(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	both := chain(t, b, "zineb", 2)
	_, err := outbox.Drain(t.Context(), b, func(ctx context.Context, e outbox.Entry, now time.Time) (string, error) {
		if e.ID == both[0].ID {
			drain(t, b, p) // a second drain, in the middle of the first one's sending
			p.wantSent(t, "while the first is being sent")
		}
		return p.send(ctx, e, now)
	}, b.Clock.Now, fast())
	if err != nil {
		t.Fatal(err)
	}
	p.wantSent(t, "by the first drain", both...)
}

// An account of one mail a second looks at one entry at a time. Those that wait
// for their turn, found first, neither keep the first of their person from being
// found nor anybody else's.
func TestMailsThatWaitStarveNobody(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	waiting := chain(t, b, "zineb", 12)
	stuck := waiting[0]
	p.answer = func(e outbox.Entry) error {
		if e.ID == stuck.ID {
			return errors.New("not now")
		}
		return nil
	}
	drain(t, b, p)
	p.wantSent(t, "one fails")
	b.Clock.Advance(12 * time.Second)
	others := chain(t, b, "youssef", 1)
	sandbox := outbox.NewPace(1)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.answer = func(e outbox.Entry) error {
		if e.ID == others[0].ID {
			cancel()
		}
		if e.ID == stuck.ID {
			return errors.New("not now")
		}
		return nil
	}
	if _, err := outbox.Drain(ctx, b, p.send, b.Clock.Now, sandbox); !errors.Is(err, context.Canceled) {
		t.Errorf("the drain ended before it came to somebody else's mail: %v", err)
	}
	p.wantSent(t, "somebody else's", others...)
	for _, e := range waiting[1:] {
		if got := read(t, b, e); got.Attempts != 0 || got.State != outbox.Pending {
			t.Errorf("one that waits is %+v", got)
		}
	}
}

// Both are long due, and the second is found first, as it may be after the first
// has failed: an account of one mail a second gets on all the same.
func TestTheSecondIsFoundFirst(t *testing.T) {
	t.Parallel()
	for i := range 8 { // whichever key the index gives first among equals
		b, p := tabletest.New(t), &post{}
		both := chain(t, b, fmt.Sprint("zineb", i), 2)
		p.answer = func(outbox.Entry) error { p.answer = nil; return errors.New("not now") }
		_, err := outbox.Drain(t.Context(), b, p.send, func() time.Time { return both[0].Due }, fast()) // the second is not due
		if err != nil {
			t.Fatal(err)
		}
		b.Clock.Advance(time.Minute)
		p.answer = nil
		pace := outbox.NewPace(1)
		ctx, cancel := context.WithCancel(t.Context())
		p.answer = func(outbox.Entry) error { pace.Account(1000); return nil } // no need to wait for the other
		if _, err := outbox.Drain(ctx, b, p.send, b.Clock.Now, pace); err != nil {
			t.Error(err)
		}
		cancel()
		p.wantSent(t, "in one drain", both...)
	}
}

// A mail of a form that only a later mailer knows stands at the head of the
// queue. It is told, and stops neither the lane nor, beyond itself, anything
// but the mails that come after it.
func TestAMailThatCannotBeReadStopsNobody(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	behind := chain(t, b, "zineb", 2)
	head := read(t, b, behind[0])
	tamper(t, b, head.ID, "99")
	b.Clock.Advance(time.Second)
	others := chain(t, b, "youssef", 2)
	pace := outbox.NewPace(1)
	p.answer = func(outbox.Entry) error { pace.Account(1000); return nil }
	if sent, err := outbox.Drain(t.Context(), b, p.send, b.Clock.Now, pace); sent != 2 || err == nil {
		t.Errorf("%d sent, %v", sent, err)
	}
	p.wantSent(t, "those of somebody else", others...)
	tamper(t, b, head.ID, "2") // the later mailer is there
	b.Clock.Advance(time.Minute)
	drain(t, b, p)
	p.wantSent(t, "when it can be read", slices.Concat(others, behind)...)
}

// What panics over one mail fails that mail alone, and it is tried again.
func TestAPanicFailsOneMail(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	entries := promise(t, b, outbox.Confirmed, 5)
	send := func(ctx context.Context, e outbox.Entry, now time.Time) (string, error) {
		if e.ID == entries[2].ID {
			panic("over what zineb@exemple.org typed")
		}
		return p.send(ctx, e, now)
	}
	if sent, err := outbox.Drain(t.Context(), b, send, b.Clock.Now, fast()); sent != 4 || err == nil || !strings.Contains(err.Error(), "panic") || strings.Contains(err.Error(), "zineb") {
		t.Errorf("%d sent, and it tells: %v", sent, err)
	}
	if e := read(t, b, entries[2]); e.State != outbox.Pending || e.Attempts != 1 {
		t.Errorf("the one that panics is %+v", e)
	}
	b.Clock.Advance(12 * time.Second)
	drain(t, b, p)
	p.wantOnce(t, entries...)
}

// A claim, a put-off or a mark is lost on the way, before or after it was
// written: two mails go in their order all the same.
func TestOrderWhenWritesAreLost(t *testing.T) {
	t.Parallel()
	for _, flavour := range []faults.Flavour{faults.Refused, faults.LostAnswer} {
		for skip := range 5 {
			t.Run(fmt.Sprint(flavour, skip), func(t *testing.T) {
				t.Parallel()
				b, p := tabletest.New(t), &post{}
				both := chain(t, b, "zineb", 2)
				p.answer = func(outbox.Entry) error { p.answer = nil; return errors.New("not now") }
				for range skip {
					b.Faults.Fail("PutItem", 1, performed)
				}
				b.Faults.Fail("PutItem", 4, flavour) // as often as the client tries
				for range 6 {
					_, _ = outbox.Drain(t.Context(), b, p.send, b.Clock.Now, fast()) // tells what is planned here
					b.Clock.Advance(outbox.Claim)
				}
				p.sent = slices.Compact(p.sent) // the one window
				p.wantSent(t, "in the end", both...)
			})
		}
	}
}

// performed is no fault: it only takes the turn of one.
const performed faults.Flavour = ""

// tamper gives a mail's item another number of form.
func tamper(t *testing.T, b *tabletest.Bench, id, form string) {
	t.Helper()
	for _, it := range b.Items(t) {
		if key, _ := it["pk"].(*types.AttributeValueMemberS); key != nil && key.Value == "MAIL#"+id {
			it["v"] = &types.AttributeValueMemberN{Value: form}
			b.Put(t, it)
			return
		}
	}
	t.Fatalf("no mail %s", id)
}
