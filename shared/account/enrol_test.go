package account_test

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/token"
)

func TestAnotherPhoneAsksForTheFirst(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	id, secret, _ := d.enrolled(t)
	stolen := d.session(t, d.enter(t)) // by who reads her mail
	if e, err := d.Enrol(t.Context(), stolen, "another form"); !errors.Is(err, account.ErrExpired) || e.Secret != "" {
		t.Errorf("without the first factor the secret is shown: %v", err)
	}
	hers := d.session(t, id)
	other := must(d.Enrol(t.Context(), hers, "another form")).Secret
	if _, _, err := d.Confirm(t.Context(), stolen, "another form", d.phone(t, other)); !errors.Is(err, account.ErrExpired) {
		t.Errorf("without the first factor: %v", err)
	}
	if _, _, err := d.Confirm(t.Context(), hers, "another form", d.phone(t, secret)); !errors.Is(err, account.ErrWrong) {
		t.Errorf("with the old phone's code: %v", err)
	}
	if _, _, err := d.Confirm(t.Context(), hers, "another form", d.phone(t, other)); err != nil {
		t.Errorf("with it: %v", err)
	}
	d.Clock.Advance(time.Minute)
	if _, err := d.Pass(t.Context(), d.session(t, d.enter(t)), d.phone(t, secret)); !errors.Is(err, account.ErrWrong) {
		t.Errorf("the old phone: %v", err)
	}
}

// Somebody who read her mail saw an enrolment before she enrolled herself: what
// he saw is not her phone's secret, then or after she lost it.
func TestAnEnrolmentThatWasSeenIsNobodys(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	seen := must(d.Enrol(t.Context(), d.session(t, d.enter(t)), "the form of who reads her mail")).Secret
	_, secret, _ := d.enrolled(t)
	if seen == secret {
		t.Fatal("another form shows the same secret")
	}
	if _, err := d.Pass(t.Context(), d.session(t, d.enter(t)), d.phone(t, seen)); !errors.Is(err, account.ErrWrong) {
		t.Errorf("what was seen opens: %v", err)
	}
}

// Two who enrol at once, each at a page of her own: one phone is the factor, and
// no session is whole by the other.
func TestTwoEnrolmentsAtOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	forms := []string{"one form", "other form"}
	var sessions []account.Session
	var codes []string
	for _, form := range forms {
		s := d.session(t, d.enter(t))
		sessions, codes = append(sessions, s), append(codes, d.phone(t, must(d.Enrol(t.Context(), s, form)).Secret))
	}
	var enrolled, next atomic.Int32
	together(2, func() {
		i := next.Add(1) - 1
		_, _, err := d.Confirm(t.Context(), sessions[i], forms[i], codes[i])
		switch {
		case err == nil:
			enrolled.Add(1)
		case !errors.Is(err, account.ErrExpired) && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable):
			t.Error(err)
		}
	})
	if enrolled.Load() != 1 {
		t.Errorf("%d phones were enrolled", enrolled.Load())
	}
}

// A recovery code given twice at the same moment opens once.
func TestARecoveryCodeAtOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	_, _, recovery := d.enrolled(t)
	sessions := []account.Session{d.session(t, d.enter(t)), d.session(t, d.enter(t))}
	var opened, next atomic.Int32
	together(2, func() {
		if _, err := d.Pass(t.Context(), sessions[next.Add(1)-1], recovery[0]); err == nil {
			opened.Add(1)
		} else if !errors.Is(err, account.ErrWrong) && !fault.Is(err, fault.Unavailable) {
			t.Error(err)
		}
	})
	if opened.Load() != 1 {
		t.Errorf("it opened %d sessions", opened.Load())
	}
}

// What the table holds of recovery codes cannot be tried on without the secret,
// and holds when the secret is renewed.
func TestRecoveryCodesAreKeyed(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	id, secret, recovery := d.enrolled(t)
	f := must(d.Factor(t.Context(), d.session(t, id).Account))
	for _, code := range recovery {
		for _, plain := range []string{code, strings.ReplaceAll(code, "-", "")} {
			if slices.Contains(f.Recovery, token.Hash(plain)) || slices.Contains(f.Recovery, token.Hash(f.Account+" "+plain)) {
				t.Error("a recovery code is hashed without a key")
			}
		}
	}
	d.ring = must(token.ParseRing(rotated))
	d.Service = account.NewService(d.Bench, d.ring, d.Clock.Now, true)
	for _, code := range []string{recovery[5], d.phone(t, secret)} {
		if _, err := d.Pass(t.Context(), d.session(t, d.enter(t)), code); err != nil {
			t.Errorf("under a new secret: %v", err)
		}
	}
}
