package dynamo_test

import (
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

func TestJoin(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	m := aMember()
	if err := b.Join(ctx, "key", m); err != nil {
		t.Fatal(err)
	}
	unchanged(t, b, func() { // loading the same twice is harmless
		if err := b.Join(ctx, "key", m); err != nil {
			t.Error(err)
		}
	})
	elsewhere := m
	elsewhere.Organisation = "drogues-et-societe"
	unchanged(t, b, func() { wantKind(t, b.Join(ctx, "key", elsewhere), fault.Conflict) })
	m.Role, m.Lang = organisation.Organiser, locale.Arabic
	if err := b.Join(ctx, "key", m); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, must(b.Holder(ctx, []string{"key"})), account.Holder{Member: m, Account: "key", Epoch: 2})
}

func TestOneOrganisationWinsAnAddress(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	var joined atomic.Int32
	orgs := []organisation.ID{"a", "b", "c", "d"}
	together(len(orgs), func(i int) {
		m := aMember()
		m.Organisation = orgs[i]
		// Of transactions at once the engine may also cancel one for another's sake.
		if err := b.Join(t.Context(), "key", m); err == nil {
			joined.Add(1)
		} else if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable) {
			t.Error(err)
		}
	})
	if n := joined.Load(); n != 1 || len(b.Items(t)) != 2 {
		t.Errorf("%d organisations have it, in %d items", n, len(b.Items(t)))
	}
}

func TestAMemberIsFoundByAnOlderSecret(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	const first, second = "1:the first secret of the deployment", "2:the second secret of the deployment"
	before, after := must(token.ParseRing(first)), must(token.ParseRing(second+"\n"+first))
	address := aMember().Address.Folded()
	if err := b.Join(ctx, before.Account(address)[0], aMember()); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, must(b.Holder(ctx, after.Account(address))).Member, aMember())
	_, err := b.Holder(ctx, must(token.ParseRing(second)).Account(address))
	wantKind(t, err, fault.NotFound)
	_, err = b.Holder(ctx, after.Account("somebody@exemple.org"))
	wantKind(t, err, fault.NotFound)
}

func TestAskWritesChallengeAndMailOrNeither(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	c, mail := aChallenge("hash"), sentMail()
	b.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	if err := b.Ask(ctx, c, &mail); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, must(b.Challenge(ctx, "hash")), c)
	wantEqual(t, must(b.Due(ctx, outbox.Prompt, start, 10)), []outbox.Entry{mail})
	unchanged(t, b, func() { wantKind(t, b.Ask(ctx, aChallenge("another"), &mail), fault.Conflict) })
	b.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	if err := b.Ask(ctx, aChallenge("another"), nil); err != nil {
		t.Errorf("without a mail: %v", err)
	}
}

func TestTryCounts(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	if err := b.Ask(ctx, aChallenge("hash"), nil); err != nil {
		t.Fatal(err)
	}
	var tries [8]atomic.Int32
	together(len(tries), func(int) {
		c, err := b.Try(ctx, "hash")
		if err != nil || c.Tries < 1 || c.Tries > len(tries) {
			t.Errorf("try %d: %v", c.Tries, err)
			return
		}
		tries[c.Tries-1].Add(1)
	})
	for i := range tries {
		if n := tries[i].Load(); n != 1 {
			t.Errorf("%d were told that theirs was try %d", n, i+1)
		}
	}
	end := aChallenge("hash").Expires.Truncate(time.Second)
	b.Clock.Set(end.Add(-1))
	if c := must(b.Try(ctx, "hash")); c.Tries != len(tries)+1 || !reflect.DeepEqual(c.Member, aMember()) {
		t.Errorf("just before: %+v", c)
	}
	b.Clock.Set(end)
	unchanged(t, b, func() {
		_, err := b.Try(ctx, "hash")
		wantKind(t, err, fault.NotFound)
		_, err = b.Challenge(ctx, "hash")
		wantKind(t, err, fault.NotFound)
	})
}

func TestBeginEndsTheChallengeOnce(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	joined(t, b)
	if err := b.Ask(ctx, aChallenge("hash"), nil); err != nil {
		t.Fatal(err)
	}
	ends := account.Beginning{Challenge: "hash"}
	b.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	if err := b.Begin(ctx, aSession("one"), ends); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, must(b.Session(ctx, "account-key", "one")), aSession("one"))
	unchanged(t, b, func() {
		wantKind(t, b.Begin(ctx, aSession("two"), ends), fault.Conflict)
		_, err := b.Try(ctx, "hash")
		wantKind(t, err, fault.NotFound)
	})
}

func TestASessionEndsForGood(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	joined(t, b)
	s := aSession("session")
	if err := b.Begin(ctx, s, account.Beginning{}); err != nil {
		t.Fatal(err)
	}
	s.Seen, s.Expires = start.Add(time.Minute), start.Add(time.Minute+account.SessionIdle)
	if err := b.Touch(ctx, s); err != nil {
		t.Fatal(err)
	}
	b.Clock.Set(s.Expires.Truncate(time.Second).Add(-1))
	wantEqual(t, must(b.Session(ctx, "account-key", "session")), s)
	b.Clock.Set(s.Expires.Truncate(time.Second))
	_, err := b.Session(ctx, "account-key", "session")
	wantKind(t, err, fault.NotFound)
	for range 2 { // it need not be there
		if err := b.End(ctx, "account-key", "session"); err != nil {
			t.Fatal(err)
		}
	}
	unchanged(t, b, func() { wantKind(t, b.Touch(ctx, s), fault.Conflict) })
}

// joined has the member of the tests join.
func joined(t *testing.T, b *tabletest.Bench) {
	t.Helper()
	if err := b.Join(t.Context(), "account-key", aMember()); err != nil {
		t.Fatal(err)
	}
}

// TestAnEarlierEpochsSessionIsOver: what a member may do is changed while she is
// signed in, or signs in.
func TestAnEarlierEpochsSessionIsOver(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	joined(t, b)
	if err := b.Begin(ctx, aSession("before"), account.Beginning{}); err != nil {
		t.Fatal(err)
	}
	changed := account.Holder{Member: aMember(), Account: "account-key", Epoch: 2}
	changed.Member.Role = organisation.Reader
	if err := b.Enlist(ctx, account.Enlistment{Holder: changed, Line: anAudit()}); err != nil {
		t.Fatal(err)
	}
	_, err := b.Session(ctx, "account-key", "before")
	wantKind(t, err, fault.NotFound)
	unchanged(t, b, func() {
		wantKind(t, b.Begin(ctx, aSession("late"), account.Beginning{}), fault.Conflict)
		wantKind(t, b.Enlist(ctx, account.Enlistment{Holder: changed, Line: anAudit()}), fault.Conflict)
	})
}
