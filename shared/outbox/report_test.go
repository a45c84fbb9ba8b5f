package outbox_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/outbox"
)

// keys stand for those that the token ring computes.
func keys(folded string) []string { return []string{"key of " + folded, "older key of " + folded} }

const address = "zineb@exemple.org"

// reports are all that may be said of one mail, in the order of what they say:
// of one instant the worse word is the later.
func reports(t *testing.T, entry string) []outbox.Report {
	t.Helper()
	all := []outbox.Report{
		{Fate: outbox.Delayed, Reason: outbox.MailboxFull, At: start.Add(time.Second)},
		{Fate: outbox.Delivered, At: start.Add(2 * time.Second)},
		{Fate: outbox.Bounced, Reason: outbox.NoSuchAddress, Final: true, At: start.Add(2 * time.Second)},
		{Fate: outbox.Complained, Reason: outbox.Unwanted, At: start.Add(time.Hour)},
	}
	for i := range all {
		all[i].Entry, all[i].Message, all[i].To = entry, "message", []outbox.Address{mustAddress(t, address)}
	}
	return all
}

// permutations gives the indices below n in each order.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{{}}
	}
	var all [][]int
	for _, p := range permutations(n - 1) {
		for i := range n {
			all = append(all, slices.Insert(slices.Clone(p), i, n-1))
		}
	}
	return all
}

var about = outbox.Ref{Organisation: "ahsud", Event: "tanger", Person: "zineb"}

func learn(t *testing.T, b *tabletest.Bench, r outbox.Report) {
	t.Helper()
	if err := outbox.Learn(t.Context(), b, keys, r); err != nil {
		t.Errorf("learn %s: %v", r.Fate, err)
	}
}

func fares(t *testing.T, b *tabletest.Bench, person string) outbox.Delivery {
	t.Helper()
	all, err := b.Deliveries(t.Context(), event.Ref{Organisation: "ahsud", Event: "tanger"})
	if err != nil {
		t.Fatal(err)
	}
	return all[person]
}

// TestAnAnswerIsNoBounce: what a mail service makes of "out of office" is a bounce
// without a cause that passes. Beside a delivery it says nothing, whichever comes
// first; after a delay alone it says that the mail did not arrive.
func TestAnAnswerIsNoBounce(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	answer := outbox.Report{Fate: outbox.Bounced, Reason: outbox.Unknown, At: start.Add(5 * time.Second)}
	delay := outbox.Report{Fate: outbox.Delayed, At: start.Add(time.Second)}
	delivery := outbox.Report{Fate: outbox.Delivered, At: start.Add(2 * time.Second)}
	for want, all := range map[outbox.Fate][]outbox.Report{outbox.Delivered: {answer, delay, delivery}, outbox.Bounced: {answer, delay}} {
		for i, order := range permutations(len(all)) {
			ref := about
			ref.Person = fmt.Sprint(want, i)
			e := outbox.Promise(outbox.Confirmed, ref, "fr", start)
			if err := b.Promise(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			for _, n := range order {
				r := all[n]
				r.Entry = e.ID
				learn(t, b, r)
			}
			if got, d := read(t, b, e).Delivery, fares(t, b, ref.Person); got.Fate != want || d != got {
				t.Errorf("%v: the mail is %+v, she fares %+v, want %s", order, got, d, want)
			}
		}
	}
}

// In whatever order reports come, and however often: the last word holds, of the
// mail, of its person and of her address, and saying it again changes nothing.
func TestReportsInAnyOrder(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	for i, order := range permutations(4) {
		ref := about
		ref.Person = fmt.Sprint("zineb", i)
		e := outbox.Promise(outbox.Confirmed, ref, "fr", start)
		if err := b.Promise(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		all := reports(t, e.ID)
		for _, n := range order {
			learn(t, b, all[n])
			learn(t, b, all[order[0]]) // a repetition, late
		}
		got, want := read(t, b, e), all[3]
		if got.State != outbox.Sent || got.Delivery.Fate != want.Fate || !got.Delivery.At.Equal(want.At) || got.Message != want.Message {
			t.Errorf("%v: the mail is %+v", order, got)
		}
		if d := fares(t, b, ref.Person); d != got.Delivery {
			t.Errorf("%v: she fares %+v", order, d)
		}
	}
	r, err := b.Recipient(t.Context(), keys(address))
	if err != nil || !r.Bounced.Equal(start.Add(2*time.Second)) || !r.Complained.Equal(start.Add(time.Hour)) {
		t.Errorf("her address is known as %+v, %v", r, err)
	}
}

// Of one instant the worse word holds, of a mail and of a person whose two mails
// are told of.
func TestReportsOfOneInstant(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	for i, order := range permutations(3) {
		ref := about
		ref.Person = fmt.Sprint("zineb", i)
		one, two := outbox.Promise(outbox.Confirmed, ref, "fr", start), outbox.Promise(outbox.Changed, ref, "fr", start)
		for _, e := range []outbox.Entry{one, two} {
			if err := b.Promise(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		all := []outbox.Report{
			{Entry: one.ID, Fate: outbox.Delivered, At: start}, {Entry: two.ID, Fate: outbox.Bounced, Reason: outbox.Unknown, At: start}, {Entry: two.ID, Fate: outbox.Delayed, At: start},
		}
		for _, n := range order {
			learn(t, b, all[n])
		}
		if got := read(t, b, two).Delivery.Fate; got != outbox.Bounced {
			t.Errorf("%v: the mail is %s", order, got)
		}
		if got := fares(t, b, ref.Person); got.Fate != outbox.Bounced || got.Entry != two.ID {
			t.Errorf("%v: she fares %+v", order, got)
		}
	}
}

// A mailer is killed between the sending and the mark, and the mail's report
// comes before the claim lapses: the mail is known to be sent and does not come
// a second time.
func TestAReportClosesTheWindow(t *testing.T) {
	t.Parallel()
	for _, r := range []outbox.Report{{Fate: outbox.Delivered}, {Fate: outbox.Bounced, Reason: outbox.Unknown}} {
		b, p := tabletest.New(t), &post{}
		e := promise(t, b, outbox.Confirmed, 1)[0]
		_, err := outbox.Drain(faults.WithRequest(t.Context()), b, func(ctx context.Context, e outbox.Entry, now time.Time) (string, error) {
			b.Faults.Kill(faults.Before)
			return p.send(ctx, e, now)
		}, b.Clock.Now, fast())
		if err == nil || len(p.sent) != 1 {
			t.Fatalf("killed: %v, sent %d", err, len(p.sent))
		}
		r.Entry, r.At, r.Message = e.ID, b.Clock.Now().Add(time.Second), "message"
		learn(t, b, r)
		for range 3 {
			b.Clock.Advance(outbox.Claim)
			drain(t, b, p)
		}
		p.wantOnce(t, e)
		if got := read(t, b, e); got.State != outbox.Sent || got.Claimed || got.Message != "message" {
			t.Errorf("the mail is %+v", got)
		}
	}
}

// The report comes while the mailer has not marked its mail yet: what it says is
// kept, whoever writes first.
func TestAReportBesideTheMark(t *testing.T) {
	t.Parallel()
	b, p := tabletest.New(t), &post{}
	entries := promise(t, b, outbox.Confirmed, 24)
	var wg sync.WaitGroup
	_, err := outbox.Drain(t.Context(), b, func(ctx context.Context, e outbox.Entry, now time.Time) (string, error) {
		wg.Go(func() { learn(t, b, outbox.Report{Entry: e.ID, Message: "reported", Fate: outbox.Delivered, At: now}) })
		return p.send(ctx, e, now)
	}, b.Clock.Now, fast())
	wg.Wait()
	if err != nil {
		t.Error(err)
	}
	b.Clock.Advance(outbox.Claim)
	drain(t, b, p)
	p.wantOnce(t, entries...)
	for _, e := range entries {
		if got := read(t, b, e); got.State != outbox.Sent || got.Delivery.Fate != outbox.Delivered {
			t.Errorf("the mail is %+v", got)
		}
	}
}

// Nothing is known of the mail, any longer or at all: its address is suppressed.
func TestAReportOfAnUnknownMail(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	for _, r := range reports(t, "kept no longer") {
		learn(t, b, r)
		known, err := b.Recipient(t.Context(), keys(address))
		if want := r.Fate == outbox.Bounced || r.Fate == outbox.Complained; err != nil || known.Suppressed(start.Add(day)) != want {
			t.Errorf("after %s her address is known as %+v, %v", r.Fate, known, err)
		}
	}
	if n := len(b.Items(t)); n != 1 {
		t.Errorf("%d items are left of it", n)
	}
}

// A bounce that may be otherwise the next time suppresses nothing.
func TestAPassingBounceSuppressesNothing(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	r := reports(t, "any")[2]
	r.Final = false
	learn(t, b, r)
	if n := len(b.Items(t)); n != 0 {
		t.Errorf("%d items are written", n)
	}
}

// A write of a report is lost, before or after it was done. The report comes
// again, and all is as if it had come once.
func TestAReportIsHalfWritten(t *testing.T) {
	t.Parallel()
	for _, flavour := range []faults.Flavour{faults.Refused, faults.LostAnswer} {
		for skip := range 3 { // the address, the person, the mail
			b := tabletest.New(t)
			e := outbox.Promise(outbox.Confirmed, about, "fr", start)
			if err := b.Promise(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			r := reports(t, e.ID)[3]
			for range skip {
				b.Faults.Fail("PutItem", 1, performed)
			}
			b.Faults.Fail("PutItem", 4, flavour)
			err := outbox.Learn(t.Context(), b, keys, r)
			b.Faults.Reset()
			if flavour == faults.Refused && err == nil {
				t.Errorf("%s, %d: nobody is told", flavour, skip)
			}
			learn(t, b, r)
			known, err := b.Recipient(t.Context(), keys(address))
			if err != nil || !known.Suppressed(r.At) || fares(t, b, about.Person).Fate != r.Fate || read(t, b, e).Delivery.Fate != r.Fate {
				t.Errorf("%s, %d: the address %+v, the person %+v, the mail %+v, %v", flavour, skip, known, fares(t, b, about.Person), read(t, b, e), err)
			}
		}
	}
}
