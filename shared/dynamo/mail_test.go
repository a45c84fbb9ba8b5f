package dynamo_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/site"
)

// promised is an entry, made after start, that waits in the table.
func promised(t *testing.T, b *tabletest.Bench, kind outbox.Kind, n int, after time.Duration) outbox.Entry {
	t.Helper()
	e := outbox.Promise(kind, outbox.Ref{Organisation: "ahsud"}, "fr", start.Add(after), fmt.Sprint(n))
	if err := b.Promise(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestPromiseTwiceIsOnce(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	first := promised(t, b, outbox.Already, 1, 0)
	unchanged(t, b, func() { promised(t, b, outbox.Already, 1, time.Hour) })
	e := must(b.Claim(t.Context(), first, start.Add(outbox.Claim)))
	e.State = outbox.Sent
	if err := b.Settle(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	unchanged(t, b, func() { promised(t, b, outbox.Already, 1, time.Hour) }) // nor is it sent again
	b.Faults.Fail("PutItem", 1, faults.LostAnswer)
	promised(t, b, outbox.Already, 2, 0)
	if n := len(b.Items(t)); n != 2 {
		t.Errorf("%d entries of 2", n)
	}
}

func TestDue(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	late := promised(t, b, outbox.Already, 1, 2*time.Second)
	early := promised(t, b, outbox.Already, 2, time.Second)
	code := promised(t, b, outbox.SignInCode, 3, time.Second)
	for _, c := range []struct {
		lane  outbox.Lane
		after time.Duration
		limit int
		want  []outbox.Entry
	}{
		{outbox.Normal, time.Second - 1, 10, []outbox.Entry{}},
		{outbox.Normal, time.Second, 10, []outbox.Entry{early}},
		{outbox.Normal, 2 * time.Second, 10, []outbox.Entry{early, late}},
		{outbox.Normal, 2 * time.Second, 1, []outbox.Entry{early}},
		{outbox.Prompt, 2 * time.Second, 10, []outbox.Entry{code}},
	} {
		wantEqual(t, must(b.Due(ctx, c.lane, start.Add(c.after), c.limit)), c.want)
	}
	wantEqual(t, must(b.Undelivered(ctx, outbox.Normal, 10)), []outbox.Entry{early, late})
}

func TestOneOfManyClaims(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	e := promised(t, b, outbox.Already, 1, 0)
	until := start.Add(outbox.Claim)
	var claims atomic.Int32
	together(16, func(int) {
		claimed, err := b.Claim(t.Context(), e, until)
		if err == nil {
			claims.Add(1)
			if claimed.Attempts != 1 || !claimed.Due.Equal(until) {
				t.Errorf("claimed %+v", claimed)
			}
		} else if !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	})
	if n := claims.Load(); n != 1 {
		t.Errorf("%d claimed it", n)
	}
	if due := must(b.Due(t.Context(), outbox.Normal, until.Add(-1), 10)); len(due) != 0 {
		t.Errorf("due although claimed: %+v", due)
	}
	again := must(b.Due(t.Context(), outbox.Normal, until, 10))
	if len(again) != 1 || must(b.Claim(t.Context(), again[0], until.Add(outbox.Claim))).Attempts != 2 {
		t.Errorf("after the claim: %+v", again)
	}
}

func TestSettledMailLeavesTheQueueAndExpires(t *testing.T) {
	t.Parallel()
	for _, state := range []outbox.State{outbox.Sent, outbox.Failed, outbox.Dropped} {
		t.Run(string(state), func(t *testing.T) {
			b, ctx := tabletest.New(t), t.Context()
			e := must(b.Claim(ctx, promised(t, b, outbox.Already, 1, 0), start.Add(outbox.Claim)))
			e.State, e.Message = state, "message"
			if err := b.Settle(ctx, e); err != nil {
				t.Fatal(err)
			}
			wantEqual(t, must(b.Mail(ctx, e.ID)), e)
			if waiting := must(b.Undelivered(ctx, outbox.Normal, 10)); len(waiting) != 0 {
				t.Errorf("still in the queue: %+v", waiting)
			}
			unchanged(t, b, func() { // once settled it is settled
				_, err := b.Claim(ctx, e, start)
				wantKind(t, err, fault.Conflict)
				wantKind(t, b.Settle(ctx, e), fault.Conflict)
			})
			gone := e.Due.Add(30 * 24 * time.Hour).Truncate(time.Second)
			b.Clock.Set(gone.Add(-1))
			must(b.Mail(ctx, e.ID))
			b.Clock.Set(gone)
			_, err := b.Mail(ctx, e.ID)
			wantKind(t, err, fault.NotFound)
		})
	}
}

func TestSettleConflictsWithALaterClaim(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	slow := must(b.Claim(ctx, promised(t, b, outbox.Already, 1, 0), start))
	must(b.Claim(ctx, slow, start.Add(outbox.Claim)))
	slow.State = outbox.Sent
	unchanged(t, b, func() { wantKind(t, b.Settle(ctx, slow), fault.Conflict) })
}

// refused is a claimed confirmation that is about to be given up.
func refused(t *testing.T, b *tabletest.Bench) outbox.Entry {
	t.Helper()
	due := must(b.Due(t.Context(), outbox.Normal, start, 10))
	if len(due) != 1 {
		t.Fatalf("mail due: %+v", due)
	}
	e := must(b.Claim(t.Context(), due[0], start.Add(outbox.Claim)))
	e.State = outbox.Failed
	return e
}

// A mail that is given up is said beside its person, in the same write and
// whatever happens to her registration meanwhile.
func TestFailedMailIsSaidBesideItsPerson(t *testing.T) {
	t.Parallel()
	b := published(t)
	r := confirmed(t, b, 1)
	e := refused(t, b)
	e.Why = outbox.Unreachable
	b.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	if err := b.Settle(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	want := outbox.Delivery{Fate: outbox.Undeliverable, Reason: outbox.Unreachable, At: start, Kind: e.Kind, Entry: e.ID}
	wantEqual(t, must(b.Deliveries(t.Context(), day)), map[string]outbox.Delivery{person(1).String(): want})
	wantEqual(t, found(t, b, 1), r)
	if got := must(b.Mail(t.Context(), e.ID)); got.State != outbox.Failed || got.Why != e.Why {
		t.Errorf("the mail is %+v", got)
	}
	b.Clock.Set(r.Expires) // it is known as long as she is
	wantEqual(t, must(b.Deliveries(t.Context(), day)), map[string]outbox.Delivery{})
}

// Both are written or neither.
func TestFailedMailThatAnotherMailerHas(t *testing.T) {
	t.Parallel()
	b := published(t)
	confirmed(t, b, 1)
	e := refused(t, b)
	must(b.Claim(t.Context(), e, start))
	unchanged(t, b, func() { wantKind(t, b.Settle(t.Context(), e), fault.Conflict) })
}

// A report finds a mail that was written in an earlier form, and is kept.
func TestDeliveredOfEveryForm(t *testing.T) {
	t.Parallel()
	for _, path := range must(filepath.Glob(filepath.Join(fixtures, "v*-mail*.json"))) {
		b := tabletest.New(t)
		it := decode(t, path)
		delete(it, site.ExpiryKey)
		b.Put(t, it)
		before := must(b.Mail(t.Context(), strings.TrimPrefix(attribute(it, site.PartitionKey), "MAIL#")))
		after := before
		after.State = outbox.Sent
		after.Delivery = outbox.Delivery{Fate: outbox.Complained, At: start, Kind: before.Kind, Entry: before.ID}
		if err := b.Delivered(t.Context(), before, after); err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		wantEqual(t, must(b.Mail(t.Context(), before.ID)).Delivery, after.Delivery)
	}
}

// That an address is set aside says less than why it was.
func TestASuppressedMailKeepsTheReason(t *testing.T) {
	t.Parallel()
	b := published(t)
	confirmed(t, b, 1)
	e := refused(t, b)
	e.Why = outbox.Suppressed
	for _, c := range []struct{ known, want outbox.Delivery }{
		{outbox.Delivery{Fate: outbox.Delivered, At: start}, outbox.Delivery{Fate: outbox.Undeliverable, Reason: outbox.Suppressed, At: start.Add(time.Hour), Kind: e.Kind, Entry: e.ID}},
		{outbox.Delivery{Fate: outbox.Bounced, Reason: outbox.NoSuchAddress, At: start.Add(2 * time.Hour), Entry: "earlier"}, outbox.Delivery{Fate: outbox.Bounced, Reason: outbox.NoSuchAddress, At: start.Add(2 * time.Hour), Entry: "earlier"}},
	} {
		earlier := outbox.Promise(outbox.Held, e.Ref, "fr", start, string(c.known.Fate))
		if err := b.Promise(t.Context(), earlier); err != nil {
			t.Fatal(err)
		}
		after := earlier
		after.Delivery = c.known
		if err := b.Delivered(t.Context(), earlier, after); err != nil {
			t.Fatal(err)
		}
		b.Clock.Set(start.Add(time.Hour))
		if err := b.Settle(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		wantEqual(t, must(b.Deliveries(t.Context(), day))[e.Ref.Person], c.want)
		e = outbox.Promise(outbox.Changed, e.Ref, "fr", start, string(c.known.Fate))
		if err := b.Promise(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		e = must(b.Claim(t.Context(), e, start.Add(outbox.Claim)))
		e.State, e.Why = outbox.Failed, outbox.Suppressed
	}
}

// What is remembered of many addresses is read together, however many and however
// often each is asked for; what nothing is remembered of is not there.
func TestRecipients(t *testing.T) {
	t.Parallel()
	b, ctx := published(t), t.Context()
	var keys []string
	for i := range 130 {
		r := outbox.Recipient{Key: fmt.Sprintf("key-%d", i), Bounced: start.Add(time.Duration(i) * time.Second)}
		if keys = append(keys, r.Key, r.Key, "none of "+r.Key); i%2 == 0 {
			if err := b.PutRecipient(ctx, r); err != nil {
				t.Fatal(err)
			}
		}
	}
	var all map[string]outbox.Recipient
	calls := b.Calls(func() { all = must(b.Recipients(ctx, keys)) })
	if len(all) != 65 || calls["BatchGetItem"] != 3 {
		t.Errorf("%d are remembered, in %v", len(all), calls)
	}
	for k, r := range all {
		wantEqual(t, r, must(b.Recipient(ctx, []string{k})))
	}
	if none := must(b.Recipients(ctx, nil)); len(none) != 0 {
		t.Errorf("of nobody is remembered %v", none)
	}
}
