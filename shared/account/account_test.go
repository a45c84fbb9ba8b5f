package account_test

import (
	"errors"
	"maps"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	id := d.ask(t, "  Organisation@Exemple.org ")
	due := must(d.Due(t.Context(), outbox.Prompt, d.Clock.Now(), 10))
	if len(due) != 1 || due[0].Kind != outbox.SignInCode || due[0].Ref.Challenge != token.Hash(id) || due[0].Ref.Organisation != "ahsud" {
		t.Fatalf("mail due: %+v", due)
	}
	session, err := d.Enter(t.Context(), id, d.code(t, id), "Firefox")
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Session(t.Context(), session)
	if err != nil || !reflect.DeepEqual(s.Member, seen(member())) {
		t.Errorf("the session is %+v, %v", s, err)
	}
	if id == session || len(id) < 43 || len(session) < 43 {
		t.Error("the ids are not 256 bits each")
	}
}

// TestAStrangerSeesTheSame: as much is written and tried, but no mail and no entry.
func TestAStrangerSeesTheSame(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	var id string
	calls := d.Calls(func() { id = d.ask(t, stranger) })
	if calls["TransactWriteItems"] != 1 {
		t.Errorf("round trips %v", calls)
	}
	if due := must(d.Undelivered(t.Context(), outbox.Prompt, 10)); len(due) != 0 {
		t.Errorf("mail due: %+v", due)
	}
	code := d.code(t, id)
	for _, typed := range []string{wrong(code), code, code, "", "00000000"} {
		d.wantEnter(t, id, typed, account.ErrWrong) // even with the very code that nobody was sent
	}
	d.wantEnter(t, id, code, account.ErrSpent)
	d.Clock.Advance(account.CodeLife)
	d.wantEnter(t, id, code, account.ErrExpired)

	stale := d.ask(t, known)
	for range account.MaxTries {
		d.wantEnter(t, stale, "00000000x", account.ErrWrong)
	}
	d.wantEnter(t, stale, "00000000x", account.ErrSpent)
}

func TestACodeHoldsFiveTries(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	last, late := d.ask(t, known), d.ask(t, known)
	for range account.MaxTries - 1 {
		d.wantEnter(t, last, wrong(d.code(t, last)), account.ErrWrong)
	}
	d.wantEnter(t, last, d.code(t, last), nil)
	for range account.MaxTries {
		d.wantEnter(t, late, wrong(d.code(t, late)), account.ErrWrong)
	}
	d.wantEnter(t, late, d.code(t, late), account.ErrSpent)
}

// TestGuessingAtOnce: tries are counted in the table, not by who reads first.
func TestGuessingAtOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	id := d.ask(t, known)
	guess := wrong(d.code(t, id))
	var believed atomic.Int32
	together(12, func() {
		if _, err := d.Enter(t.Context(), id, guess, "Firefox"); errors.Is(err, account.ErrWrong) {
			believed.Add(1)
		} else if !errors.Is(err, account.ErrSpent) {
			t.Error(err)
		}
	})
	if n := believed.Load(); n != account.MaxTries {
		t.Errorf("%d guesses were compared, want %d", n, account.MaxTries)
	}
}

func TestACodeExpiresAtThatSecond(t *testing.T) {
	t.Parallel()
	for before, want := range map[time.Duration]error{1: nil, 0: account.ErrExpired, -time.Hour: account.ErrExpired} {
		d := newDoor(t)
		id := d.ask(t, known)
		code := d.code(t, id)
		// The table counts in whole seconds: never longer than ten minutes.
		d.Clock.Set(tabletest.Start.Add(account.CodeLife).Truncate(time.Second).Add(-before))
		d.wantEnter(t, id, code, want)
	}
}

func TestACodeEntersOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	id := d.ask(t, known)
	code := d.code(t, id)
	var entered atomic.Int32
	together(2, func() {
		_, err := d.Enter(t.Context(), id, code, "Firefox")
		// Of two transactions at once the engine may cancel one for the other's sake.
		if err == nil {
			entered.Add(1)
		} else if !errors.Is(err, account.ErrExpired) && !fault.Is(err, fault.Unavailable) {
			t.Error(err)
		}
	})
	if n := entered.Load(); n != 1 {
		t.Errorf("it entered %d times", n)
	}
	d.wantEnter(t, id, code, account.ErrExpired)
}

func TestACodeEntersInItsOwnBrowserOnly(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	mine, other := d.ask(t, known), d.ask(t, known)
	code := d.code(t, mine)
	d.wantEnter(t, other, code, account.ErrWrong)
	d.wantEnter(t, "", code, account.ErrExpired)
	d.wantEnter(t, token.Hash(mine), code, account.ErrExpired) // as one who read the table would
	d.wantEnter(t, mine, code, nil)
}

func TestASignInSurvivesLostAnswers(t *testing.T) {
	t.Parallel()
	for _, address := range []string{known, stranger} {
		d := newDoor(t)
		d.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
		id := d.ask(t, address)
		code := d.code(t, id)
		d.Faults.Fail("UpdateItem", 1, faults.LostAnswer)
		d.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
		want := map[string]error{stranger: account.ErrWrong}[address]
		d.wantEnter(t, id, code, want)
	}
}

func TestATableThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	session, id := d.enter(t), d.ask(t, known)
	code := d.code(t, id)
	d.Faults.Draw(1, faults.Rate{Operation: faults.AnyWrite, Flavour: faults.Refused, Share: 1},
		faults.Rate{Operation: "GetItem", Flavour: faults.Refused, Share: 1}, faults.Rate{Operation: "BatchGetItem", Flavour: faults.Refused, Share: 1})
	for what, do := range map[string]func() error{
		"ask":      func() error { _, err := d.Ask(t.Context(), member().Address, locale.French); return err },
		"enter":    func() error { _, err := d.Enter(t.Context(), id, code, "Firefox"); return err },
		"session":  func() error { _, err := d.Session(t.Context(), session); return err },
		"sign out": func() error { return d.SignOut(t.Context(), session) },
	} {
		if err := do(); !fault.Is(err, fault.Unavailable) {
			t.Errorf("%s: %v", what, err)
		}
	}
	d.Faults.Reset()
	d.wantEnter(t, id, code, nil)
}

func TestANewSecretKeepsMembersAndCodes(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	id := d.ask(t, known)
	code := d.code(t, id)
	d.ring = must(token.ParseRing(rotated))
	d.Service = account.NewService(d.Bench, d.ring, d.Clock.Now, true)
	d.wantEnter(t, id, code, nil)
	if s := must(d.Session(t.Context(), d.enter(t))); !reflect.DeepEqual(s.Member, seen(member())) {
		t.Errorf("the session is %+v", s)
	}
}

// TestTheTableHoldsNothingThatOpens: neither code nor any id that a browser holds.
func TestTheTableHoldsNothingThatOpens(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	session, open, nobody := d.enter(t), d.ask(t, known), d.ask(t, stranger)
	d.Clock.Advance(time.Minute)
	must(d.Session(t.Context(), session)) // writes it anew
	secrets := map[string]string{
		"session": session, "challenge": open, "challenge of a stranger": nobody, "code": d.code(t, open),
		"code of a stranger": d.code(t, nobody), "address of a stranger": stranger,
	}
	kinds := map[string]int{}
	for _, it := range d.Items(t) {
		kinds[plain(it["kind"])]++
	}
	if want := (map[string]int{"account": 1, "member": 1, "organisation": 1, "session": 1, "challenge": 2, "mail": 2, "asked": 2}); !maps.Equal(kinds, want) {
		t.Errorf("items %v, want %v", kinds, want)
	}
	for _, it := range d.Items(t) {
		for attribute, v := range it {
			for what, s := range secrets {
				if said := plain(v); strings.Contains(said, s) {
					t.Errorf("%s holds the %s: %s", attribute, what, said)
				}
			}
		}
	}
}

// However often codes are asked for, an address gets ten mails an hour, and
// guessing has ten codes an hour to guess at. A stranger's address counts alike.
func TestAnAddressGetsTenCodesAnHour(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.Clock.Set(d.Clock.Now().Truncate(time.Hour))
	mails := func() int {
		t.Helper()
		return len(must(d.Undelivered(t.Context(), outbox.Prompt, 100)))
	}
	for range account.MaxAsks + 3 {
		d.ask(t, known)
		d.ask(t, stranger)
	}
	if n := mails(); n != account.MaxAsks {
		t.Errorf("%d mails, want %d", n, account.MaxAsks)
	}
	id := d.ask(t, known)
	d.wantEnter(t, id, d.code(t, id), account.ErrWrong) // nobody's, even for who could read it
	d.Clock.Advance(time.Hour - time.Nanosecond)
	d.ask(t, known)
	if n := mails(); n != account.MaxAsks {
		t.Errorf("%d mails just before the hour is over", n)
	}
	d.Clock.Advance(time.Nanosecond)
	d.enter(t)
	if n := mails(); n != account.MaxAsks+1 {
		t.Errorf("%d mails once the hour is over", n)
	}
}
