package outbox_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// TestKilledBetweenSendingAndTheMark is the one window in which a mail comes
// twice: exactly once more, when the claim lapses.
func TestKilledBetweenSendingAndTheMark(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	e := promise(t, b, outbox.Confirmed, 1)[0]
	ctx := faults.WithRequest(t.Context())
	_, err := outbox.Drain(ctx, b, func(ctx context.Context, e outbox.Entry, now time.Time) (string, error) {
		b.Faults.Kill(faults.Before) // the next write, which is the mark
		return p.send(ctx, e, now)
	}, b.Clock.Now, fast())
	if !errors.Is(err, faults.ErrKilled) || len(p.sent) != 1 {
		t.Fatalf("killed: %v, sent %d", err, len(p.sent))
	}
	lapses := read(t, b, e).Due
	if want := b.Clock.Now().Add(outbox.Claim); !lapses.Equal(want) {
		t.Errorf("the claim lapses at %v, want %v", lapses, want)
	}
	b.Clock.Set(lapses.Add(-1))
	if drain(t, b, p); len(p.sent) != 1 {
		t.Error("sent again while it was claimed")
	}
	b.Clock.Set(lapses)
	drain(t, b, p)
	b.Clock.Advance(48 * time.Hour)
	drain(t, b, p)
	if len(p.sent) != 2 || read(t, b, e).Attempts != 2 {
		t.Errorf("sent %d times in all, want 2: %+v", len(p.sent), read(t, b, e))
	}
}

// TestKilledAroundTheClaim: nothing was sent yet, so it is sent once.
func TestKilledAroundTheClaim(t *testing.T) {
	t.Parallel()
	for _, when := range []faults.When{faults.Before, faults.After} {
		t.Run(string(when), func(t *testing.T) {
			b, p := tabletest.New(t), &post{}
			e := promise(t, b, outbox.Confirmed, 1)[0]
			b.Faults.Kill(when)
			if _, err := outbox.Drain(faults.WithRequest(t.Context()), b, p.send, b.Clock.Now, fast()); !errors.Is(err, faults.ErrKilled) {
				t.Fatalf("killed: %v", err)
			}
			p.wantOnce(t)
			b.Clock.Advance(outbox.Claim)
			drain(t, b, p)
			p.wantOnce(t, e)
		})
	}
}

func TestKilledAfterTheMark(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	e := promise(t, b, outbox.Confirmed, 1)[0]
	_, err := outbox.Drain(faults.WithRequest(t.Context()), b, func(ctx context.Context, e outbox.Entry, now time.Time) (string, error) {
		b.Faults.Kill(faults.After)
		return p.send(ctx, e, now)
	}, b.Clock.Now, fast())
	if !errors.Is(err, faults.ErrKilled) {
		t.Fatalf("killed: %v", err)
	}
	b.Clock.Advance(48 * time.Hour)
	drain(t, b, p)
	p.wantOnce(t, e)
}

// TestALostAnswerToAClaim: the drain cannot tell its own claim from another's,
// leaves the entry alone, and it goes out once when the claim lapses.
func TestALostAnswerToAClaim(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	e := promise(t, b, outbox.Confirmed, 1)[0]
	b.Faults.Fail("PutItem", 1, faults.LostAnswer)
	drain(t, b, p)
	p.wantOnce(t)
	b.Clock.Advance(outbox.Claim)
	drain(t, b, p)
	p.wantOnce(t, e)
	if n := read(t, b, e).Attempts; n != 2 {
		t.Errorf("%d claims", n)
	}
}

func TestALostAnswerToTheMark(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	e := promise(t, b, outbox.Confirmed, 1)[0]
	p.answer = func(outbox.Entry) error {
		b.Faults.Fail("PutItem", 1, faults.LostAnswer)
		return nil
	}
	if sent := drain(t, b, p); sent != 1 {
		t.Errorf("it says that it sent %d", sent)
	}
	p.answer = nil
	b.Clock.Advance(48 * time.Hour)
	drain(t, b, p)
	p.wantOnce(t, e)
}

// TestATableThatDoesNotAnswer: the error is told, and the next drain finds all.
func TestATableThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"Query", "PutItem"} {
		t.Run(operation, func(t *testing.T) {
			b, p := tabletest.New(t), &post{}
			entries := promise(t, b, outbox.Confirmed, 3)
			b.Faults.Draw(1, faults.Rate{Operation: operation, Flavour: faults.Refused, Share: 1})
			if sent, err := outbox.Drain(t.Context(), b, p.send, b.Clock.Now, fast()); sent != 0 || !fault.Is(err, fault.Unavailable) {
				t.Errorf("%d sent, %v", sent, err)
			}
			b.Faults.Reset()
			drain(t, b, p)
			p.wantOnce(t, entries...)
		})
	}
}

func TestDrainEndsWithItsContext(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	promise(t, b, outbox.Confirmed, 30)
	ctx, cancel := context.WithCancel(t.Context())
	p.answer = func(outbox.Entry) error { cancel(); return nil }
	if _, err := outbox.Drain(ctx, b, p.send, b.Clock.Now, fast()); !errors.Is(err, context.Canceled) || len(p.sent) != 1 {
		t.Errorf("sent %d, %v", len(p.sent), err)
	}
}

// TestDrainsUnderFaults: whatever the table does, every mail goes out, and twice
// only as often as a mark was not made.
func TestDrainsUnderFaults(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	entries := promise(t, b, outbox.Confirmed, 20)
	b.Faults.Draw(7,
		faults.Rate{Operation: "PutItem", Flavour: faults.LostAnswer, Share: 0.1},
		faults.Rate{Operation: "PutItem", Flavour: faults.Refused, Share: 0.1},
		faults.Rate{Operation: "PutItem", Flavour: faults.Conflict, Share: 0.1},
		faults.Rate{Operation: "PutItem", Flavour: faults.Throttled, Share: 0.1})
	for range 12 {
		outbox.Drain(t.Context(), b, p.send, b.Clock.Now, fast()) // an error is told and leaves work for the next
		b.Clock.Advance(outbox.Claim)
	}
	times, again := map[string]int{}, 0
	for _, id := range p.sent {
		if times[id]++; times[id] > 1 {
			again++
		}
	}
	for _, e := range entries {
		if got := read(t, b, e); times[e.ID] == 0 || got.State != outbox.Sent {
			t.Errorf("%s was sent %d times and is %s", e.ID, times[e.ID], got.State)
		}
	}
	// With four attempts a mark fails in one case of a hundred.
	if again > 3 {
		t.Errorf("%d mails came twice", again)
	}
}

// TestAPromiseIsNamedByItsFacts: the same facts, whenever and in whatever
// language, give the same id; other facts give another one.
func TestAPromiseIsNamedByItsFacts(t *testing.T) {
	part := rapid.StringMatching(`[a-b/]{0,2}`)
	type facts struct {
		Kind  outbox.Kind
		Ref   outbox.Ref
		Parts [2]string
	}
	draw := rapid.Custom(func(t *rapid.T) facts {
		return facts{
			rapid.SampledFrom([]outbox.Kind{outbox.Confirmed, outbox.SignInCode, outbox.Already}).Draw(t, "kind"),
			outbox.Ref{
				Organisation: part.Draw(t, "organisation"), Event: part.Draw(t, "event"), Person: part.Draw(t, "person"),
				Generation: rapid.IntRange(0, 12).Draw(t, "generation"), Challenge: part.Draw(t, "challenge"),
			},
			[2]string{part.Draw(t, "part"), part.Draw(t, "part")},
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		make := func(f facts) outbox.Entry {
			at := start.Add(time.Duration(rapid.Int64Range(0, 1e15).Draw(t, "after")))
			return outbox.Promise(f.Kind, f.Ref, rapid.SampledFrom(locale.Languages).Draw(t, "lang"), at, f.Parts[:]...)
		}
		f, g := draw.Draw(t, "facts"), draw.Draw(t, "other facts")
		one, two, other := make(f), make(f), make(g)
		if one.ID != two.ID {
			t.Errorf("the same promise is %s and %s", one.ID, two.ID)
		}
		if (one.ID == other.ID) != (f == g) {
			t.Errorf("%+v and %+v are both %s", f, g, one.ID)
		}
		if hasty := one.Lane == outbox.Prompt; hasty != (f.Kind == outbox.SignInCode) {
			t.Errorf("%s is in the lane %s", f.Kind, one.Lane)
		}
	})
}

// TestWhatIsBehindAnUnreadableMailGoesInTheEnd: the one before may be read by a
// later mailer, which is waited for half the time that there is.
func TestWhatIsBehindAnUnreadableMailGoesInTheEnd(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	both := chain(t, b, "zineb", 2)
	tamper(t, b, both[0].ID, "99")
	for _, c := range []struct {
		after time.Duration
		sent  int
	}{{outbox.GiveUp/2 - 2*time.Minute, 0}, {outbox.GiveUp / 2, 1}} {
		b.Clock.Set(both[1].Promised.Add(c.after))
		_, _ = outbox.Drain(t.Context(), b, p.send, b.Clock.Now, fast()) // tells of the one that it cannot read
		if len(p.sent) != c.sent {
			t.Errorf("after %v sent %v", c.after, p.sent)
		}
	}
}
