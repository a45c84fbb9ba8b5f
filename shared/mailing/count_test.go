package mailing_test

import (
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
)

// Every state of a mail, whatever was reported of it, is counted in one figure.
func TestEveryMailIsCountedOnce(t *testing.T) {
	t.Parallel()
	type of = struct {
		state outbox.State
		fate  outbox.Fate
	}
	var all mailing.Counts
	var entries []outbox.Entry
	for mail, want := range map[of]mailing.Counts{
		{outbox.Pending, ""}:                   {Waiting: 1},
		{outbox.Dropped, ""}:                   {Dropped: 1},
		{outbox.Failed, ""}:                    {Failed: 1},
		{outbox.Sent, ""}:                      {Sent: 1},
		{outbox.Sent, outbox.Delayed}:          {Sent: 1},
		{outbox.Sent, outbox.Delivered}:        {Delivered: 1},
		{outbox.Sent, outbox.Bounced}:          {Failed: 1},
		{outbox.Sent, outbox.Rejected}:         {Failed: 1},
		{outbox.Sent, outbox.Complained}:       {Failed: 1},
		{outbox.Failed, outbox.Undeliverable}:  {Failed: 1},
		{outbox.Pending, outbox.Undeliverable}: {Waiting: 1},
	} {
		e := outbox.Entry{State: mail.state, Delivery: outbox.Delivery{Fate: mail.fate}}
		entries = append(entries, e)
		got := mailing.Count([]outbox.Entry{e})
		if got != want || got.All() != 1 {
			t.Errorf("%+v is counted %+v", mail, got)
		}
		all.Waiting, all.Sent, all.Delivered = all.Waiting+want.Waiting, all.Sent+want.Sent, all.Delivered+want.Delivered
		all.Failed, all.Dropped = all.Failed+want.Failed, all.Dropped+want.Dropped
	}
	for _, fate := range outbox.Fates {
		if got := mailing.Count([]outbox.Entry{{State: outbox.Sent, Delivery: outbox.Delivery{Fate: fate}}}); got.All() != 1 {
			t.Errorf("%s is counted %+v", fate, got)
		}
	}
	if got := mailing.Count(entries); got != all || got.All() != len(entries) {
		t.Errorf("together %+v, want %+v", got, all)
	}
}

// Three messages in any 24 hours, to the second; drafts and notices are none.
func TestAFourthMessageWaitsForADay(t *testing.T) {
	t.Parallel()
	now := tabletest.Start
	sent := func(ago time.Duration) mailing.Mailing {
		return mailing.Mailing{Kind: outbox.Message, State: mailing.Gone, Begun: now.Add(-ago)}
	}
	const day = 24 * time.Hour
	draft, reminder, going := sent(0), sent(0), sent(time.Hour)
	draft.State, draft.Begun, reminder.Kind, going.State = mailing.Draft, time.Time{}, outbox.Reminder, mailing.Going
	for name, c := range map[string]struct {
		all   []mailing.Mailing
		until time.Time // zero if another may go
	}{
		"none":                {nil, time.Time{}},
		"two":                 {[]mailing.Mailing{sent(0), sent(0), draft, draft, reminder, reminder}, time.Time{}},
		"three":               {[]mailing.Mailing{sent(time.Hour), sent(3 * time.Hour), sent(2 * time.Hour)}, now.Add(21 * time.Hour)},
		"one is still going":  {[]mailing.Mailing{going, sent(0), sent(0)}, now.Add(23 * time.Hour)},
		"in the last second":  {[]mailing.Mailing{sent(day - time.Second), sent(0), sent(0)}, now.Add(time.Second)},
		"at the very second":  {[]mailing.Mailing{sent(day), sent(0), sent(0)}, time.Time{}},
		"in the last instant": {[]mailing.Mailing{sent(day - 1), sent(0), sent(0)}, now.Add(1)},
	} {
		until, spent := mailing.Spent(c.all, now)
		if spent != !c.until.IsZero() || spent && !until.Equal(c.until) {
			t.Errorf("%s: %t, until %v", name, spent, until)
		}
		if spent {
			if _, still := mailing.Spent(c.all, until); still {
				t.Errorf("%s: still spent when it said that it is not", name)
			}
		}
	}
}

// Who is counted beforehand is who is held, by the language of her mail.
func TestTheAudienceIsWhomTheSegmentHolds(t *testing.T) {
	t.Parallel()
	a, e := mailing.Audience{}, anEvent()
	for n := range 9 {
		r := somebody(n)
		r.Attendee.Lang = locale.Languages[n%3]
		if n >= 6 {
			r.State = registration.Waiting
		}
		a.Add(roster.Filter{}, e, r)
	}
	if a.All() != 6 || a[locale.French] != 2 || a[locale.Arabic] != 2 || a[locale.English] != 2 {
		t.Errorf("counted %v", a)
	}
}
