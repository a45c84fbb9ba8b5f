package dynamo_test

import (
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/fault"
	"tribune/shared/registration"
)

func TestLookIsDeskAndFindInOneRoundTrip(t *testing.T) {
	t.Parallel()
	b := published(t)
	confirmed(t, b, 1)
	must(b.Leave(t.Context(), wishing(2)))
	must(b.Lead(t.Context(), day, start, start.Add(time.Second)))
	for n := 1; n <= 3; n++ { // the third is nobody
		calls := b.Calls(func() {
			d, r, err := b.Look(t.Context(), day, person(n))
			if err != nil {
				t.Fatal(err)
			}
			wantEqual(t, d, must(b.Desk(t.Context(), day)))
			wantEqual(t, r, found(t, b, n))
		})
		if want := (map[string]int{"BatchGetItem": 1, "GetItem": 2}); !maps.Equal(calls, want) {
			t.Errorf("round trips %v, want %v", calls, want)
		}
	}
}

func TestNobodyIsFoundUnderHerKeys(t *testing.T) {
	t.Parallel()
	b := published(t)
	wantEqual(t, found(t, b, 1), registration.Registration{Event: day, Person: person(1)})
}

func TestLeadToTheMillisecond(t *testing.T) {
	t.Parallel()
	b, ctx := published(t), t.Context()
	until := start.Add(500 * time.Millisecond)
	d, err := b.Lead(ctx, day, start, until)
	if err != nil {
		t.Fatal(err)
	}
	wantEqual(t, d, must(b.Desk(ctx, day)))
	if !d.Lease.Equal(until) || d.Version != 1 || !d.Leased(until.Add(-time.Millisecond)) || d.Leased(until) {
		t.Errorf("the desk is %+v", d)
	}
	_, err = b.Lead(ctx, day, until.Add(-time.Millisecond), until.Add(time.Hour))
	wantKind(t, err, fault.Conflict)
	if _, err = b.Lead(ctx, day, until, until.Add(time.Second)); err != nil {
		t.Errorf("at the very millisecond: %v", err)
	}
}

func TestOneOfManyLeads(t *testing.T) {
	t.Parallel()
	b := published(t)
	var leaders atomic.Int32
	together(8, func(int) {
		_, err := b.Lead(t.Context(), day, start, start.Add(time.Second))
		if err == nil {
			leaders.Add(1)
		} else if !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	})
	if n := leaders.Load(); n != 1 {
		t.Errorf("%d lead", n)
	}
}

// together runs f n times at once.
func together(n int, f func(i int)) {
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		all.Go(func() { <-begin; f(i) })
	}
	close(begin)
	all.Wait()
}

func TestACommitEndsTheLease(t *testing.T) {
	t.Parallel()
	b := published(t)
	must(b.Lead(t.Context(), day, start, start.Add(time.Hour)))
	confirmed(t, b, 1)
	if _, err := b.Lead(t.Context(), day, start, start.Add(time.Hour)); err != nil {
		t.Error(err)
	}
}

// TestATransactionInTheWayOfAPlainWrite: the engine of the cloud answers so
// while a commit is under way; nothing was written, and the client writes again.
func TestATransactionInTheWayOfAPlainWrite(t *testing.T) {
	t.Parallel()
	b, ctx := published(t), t.Context()
	mail := sentMail()
	if err := b.Join(ctx, "key", aMember()); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name, operation string
		do              func() error
	}{
		{"lead", "UpdateItem", func() error { _, err := b.Lead(ctx, day, start, start.Add(time.Second)); return err }},
		{"leave", "PutItem", func() error { _, err := b.Leave(ctx, wishing(1)); return err }},
		{"promise", "PutItem", func() error { return b.Promise(ctx, mail) }},
		{"claim", "PutItem", func() (err error) { mail, err = b.Claim(ctx, mail, start.Add(time.Minute)); return err }},
		{"settle", "PutItem", func() error { mail.State = "sent"; return b.Settle(ctx, mail) }},
	} {
		b.Faults.Fail(step.operation, 1, faults.Conflict)
		if err := step.do(); err != nil {
			t.Errorf("%s: %v", step.name, err)
		}
	}
	if p := b.Faults.Planned(); len(p) != 0 {
		t.Errorf("still planned: %v", p)
	}
}

func TestWhatDoesNotAnswerIsUnavailable(t *testing.T) {
	t.Parallel()
	b, ctx := published(t), t.Context()
	for _, f := range []faults.Flavour{faults.Refused, faults.Throttled} {
		for what, do := range map[string]func() error{
			"look":   func() error { _, _, err := b.Look(ctx, day, person(1)); return err },
			"find":   func() error { _, err := b.Find(ctx, day, person(1)); return err },
			"wishes": func() error { _, err := b.Wishes(ctx, day, 1); return err },
			"lead":   func() error { _, err := b.Lead(ctx, day, start, start); return err },
			"commit": func() error { return commit(t, b, wishing(1)) },
		} {
			unchanged(t, b, func() {
				for _, op := range []string{"BatchGetItem", "GetItem", "Query", faults.AnyWrite} {
					if what != "commit" || op == faults.AnyWrite {
						b.Faults.Fail(op, 4, f)
					}
				}
				err := do()
				b.Faults.Reset()
				if !fault.Is(err, fault.Unavailable) {
					t.Errorf("%s %s: %v", f, what, err)
				}
			})
		}
	}
}

var _ registration.Store = (*tabletest.Bench)(nil)
