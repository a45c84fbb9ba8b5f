package outbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tribune/shared/outbox"
)

const day = 24 * time.Hour

// steps are times between two mails: crowded ones, and those about the limits.
var steps = rapid.OneOf(
	rapid.Int64Range(0, int64(5*time.Minute)),
	rapid.Int64Range(0, int64(3*time.Hour)),
	rapid.SampledFrom([]int64{0, int64(time.Hour) - 1, int64(time.Hour), int64(day) - 1, int64(day), int64(22 * time.Hour)}),
)

// within counts the times of a window that begins at one of them and is that long.
func within(times []time.Time, first int, window time.Duration) (n int) {
	for _, at := range times {
		if d := at.Sub(times[first]); d >= 0 && d < window {
			n++
		}
	}
	return n
}

// What is admitted is never more than three in any hour and ten in any day, a
// mail that is tried again being there where it was tried last; and what is put
// off is put off until the first moment at which it is admitted.
func TestNoAddressGetsMoreThanItsShare(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var r outbox.Recipient
		now, last := start, map[string]time.Time{}
		for range rapid.IntRange(1, 40).Draw(t, "mails") {
			now = now.Add(time.Duration(steps.Draw(t, "step")))
			entry := fmt.Sprint(rapid.IntRange(0, 30).Draw(t, "entry"))
			before := slices.Clone(r.Sent)
			after, err := r.Admit(entry, false, now)
			if !slices.Equal(r.Sent, before) {
				t.Fatal("the record that was read is changed")
			}
			if later, off := errors.AsType[*outbox.Later](err); off {
				wantFirst(t, r, entry, now, later)
				if rapid.Bool().Draw(t, "give up") {
					continue
				}
				now = later.Until
				after, err = r.Admit(entry, false, now)
			}
			if err != nil {
				t.Fatal(err)
			}
			r, last[entry] = after, now
			var times []time.Time
			for _, at := range last {
				times = append(times, at)
			}
			for i := range times {
				if h, d := within(times, i, time.Hour), within(times, i, day); h > outbox.MostHourly || d > outbox.MostDaily {
					t.Fatalf("%d in an hour, %d in a day: %v", h, d, times)
				}
			}
		}
		if n := len(r.Sent); n > outbox.MostDaily {
			t.Errorf("%d sendings are remembered", n)
		}
	})
}

// wantFirst wants a mail to be admitted at the time until which it is put off
// and not before.
func wantFirst(t *rapid.T, r outbox.Recipient, entry string, now time.Time, later *outbox.Later) {
	if later.Why != outbox.TooMany || !later.Until.After(now) {
		t.Fatalf("at %v put off: %+v", now, later)
	}
	if _, err := r.Admit(entry, false, later.Until); err != nil {
		t.Fatalf("at that time put off again: %v", err)
	}
	between := now.Add(time.Duration(rapid.Int64Range(0, int64(later.Until.Sub(now))-1).Draw(t, "between")))
	for _, at := range []time.Time{between, later.Until.Add(-1)} {
		if _, err := r.Admit(entry, false, at); err == nil {
			t.Fatalf("put off until %v, and admitted at %v", later.Until, at)
		}
	}
}

func TestAMailThatIsTriedAgainCountsOnce(t *testing.T) {
	t.Parallel()
	var r outbox.Recipient
	var err error
	for i := range 20 {
		if r, err = r.Admit("the same", false, start.Add(time.Duration(i)*time.Minute)); err != nil || len(r.Sent) != 1 {
			t.Fatalf("try %d: %+v, %v", i, r.Sent, err)
		}
	}
	if !r.Sent[0].At.Equal(start.Add(19 * time.Minute)) {
		t.Errorf("it counts at %v, when it may not have gone", r.Sent[0].At)
	}
}

// The clocks of two mailers differ by some seconds: what one counts late is
// counted where it belongs.
func TestSendingsAreCountedInTheirOrder(t *testing.T) {
	t.Parallel()
	var r outbox.Recipient
	for i, at := range []time.Duration{2 * time.Second, 0, time.Second} {
		var err error
		if r, err = r.Admit(fmt.Sprint(i), false, start.Add(at)); err != nil {
			t.Fatal(err)
		}
	}
	_, err := r.Admit("one more", false, start.Add(time.Minute))
	if later, off := errors.AsType[*outbox.Later](err); !off || !later.Until.Equal(start.Add(time.Hour)) {
		t.Errorf("put off: %v", err)
	}
	if want := start.Add(2*time.Second + day); !r.Expires().Equal(want) {
		t.Errorf("forgotten at %v, want %v", r.Expires(), want)
	}
}

func TestSuppressionEndsToTheSecond(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		r    outbox.Recipient
		ends time.Duration // after start; 0 if there is none
	}{
		{"nothing", outbox.Recipient{Sent: []outbox.Sending{{Entry: "one", At: start}}}, 0},
		{"bounced", outbox.Recipient{Bounced: start}, 90 * day},
		{"complained", outbox.Recipient{Complained: start}, 365 * day},
		{"both", outbox.Recipient{Bounced: start, Complained: start.Add(-300 * day)}, 90 * day},
		{"both, the complaint longer", outbox.Recipient{Bounced: start, Complained: start}, 365 * day},
	} {
		for after, want := range map[time.Duration]bool{0: c.ends > 0, c.ends - 1: c.ends > 0, c.ends: false} {
			if got := c.r.Suppressed(start.Add(after)); got != want {
				t.Errorf("%s: after %v suppressed: %t", c.name, after, got)
			}
		}
	}
}

// A record is forgotten when it would be the same as none, and not before.
func TestNothingIsForgottenThatStillMatters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var r outbox.Recipient
		now := start
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			now = now.Add(time.Duration(steps.Draw(t, "step")))
			switch at := now.Add(-time.Duration(steps.Draw(t, "late"))); rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				r = r.Learn(outbox.Report{Fate: outbox.Bounced, Final: rapid.Bool().Draw(t, "final"), At: at})
			case 1:
				r = r.Learn(outbox.Report{Fate: outbox.Complained, At: at})
			default:
				if after, err := r.Admit(fmt.Sprint(rapid.IntRange(0, 20).Draw(t, "entry")), false, now); err == nil {
					r = after
				}
			}
		}
		expires := r.Expires()
		if expires.IsZero() {
			if len(r.Sent) > 0 || !r.Bounced.IsZero() || !r.Complained.IsZero() {
				t.Fatalf("kept for ever: %+v", r)
			}
			return
		}
		matters := func(at time.Time) bool {
			after, err := r.Admit("another", false, at)
			return r.Suppressed(at) || err != nil || len(after.Sent) > 1
		}
		if !matters(expires.Add(-1)) {
			t.Errorf("%+v is kept until %v and does not matter", r, expires)
		}
		for range 5 {
			at := expires.Add(time.Duration(steps.Draw(t, "after")))
			if matters(at) {
				t.Errorf("%+v is forgotten at %v and matters at %v", r, expires, at)
			}
		}
	})
}

func TestARecipientHoldsNoAddress(t *testing.T) {
	t.Parallel()
	to := mustAddress(t, "canary@exemple.org")
	r, err := outbox.Recipient{Key: "a key"}.Learn(outbox.Report{
		To: []outbox.Address{to}, Fate: outbox.Bounced, Final: true, At: start, Message: "message-" + to.String(),
	}).Admit("entry", false, start)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"canary", "exemple", "@"} {
		if strings.Contains(string(b), part) {
			t.Errorf("%q is in %s", part, b)
		}
	}
}

// TestAStrangerTakesHalfAtMost: whatever anybody can cause leaves room, each hour
// and each day, for what its owner waits for.
func TestAStrangerTakesHalfAtMost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var r outbox.Recipient
		now, sent := start, []time.Time{}
		for i := range rapid.IntRange(1, 60).Draw(t, "asked") {
			now = now.Add(time.Duration(steps.Draw(t, "step")))
			after, err := r.Admit(fmt.Sprint(i), true, now)
			if err != nil {
				continue
			}
			r, sent = after, append(sent, now)
			if h, d := within(sent, len(sent)-1, time.Hour), within(sent, len(sent)-1, day); h > outbox.UnaskedHourly || d > outbox.UnaskedDaily {
				t.Fatalf("%d in an hour, %d in a day: %v", h, d, sent)
			}
			if _, err := r.Admit("hers", false, now); err != nil {
				t.Fatalf("hers waits: %v", err)
			}
		}
	})
}
