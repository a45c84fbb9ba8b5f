package account_test

import (
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tribune/infra/local/faults"
	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/organisation"
)

// strict has the organisation ask for a second factor.
func (d door) strict(t *testing.T) door {
	t.Helper()
	if err := d.PutOrganisation(t.Context(), organisation.Organisation{ID: member().Organisation}); err != nil {
		t.Fatal(err)
	}
	return d
}

// session is the session of an id.
func (d door) session(t *testing.T, id string) account.Session {
	t.Helper()
	s, err := d.Session(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// phone is an authenticator, which knows its secret and the time.
func (d door) phone(t *testing.T, secret string) string {
	t.Helper()
	return must(totp.GenerateCode(secret, d.Clock.Now()))
}

// enrolled signs in and enrols, and gives the session, the secret and the
// recovery codes.
func (d door) enrolled(t *testing.T) (id, secret string, recovery []string) {
	t.Helper()
	s := d.session(t, d.enter(t))
	if s.Whole() {
		t.Fatal("the session is whole without a second factor")
	}
	secret = must(d.Enrol(t.Context(), s, "a form")).Secret
	id, recovery, err := d.Confirm(t.Context(), s, "a form", d.phone(t, secret))
	if err != nil {
		t.Fatal(err)
	}
	d.wantEnded(t, s.Hash)
	d.Clock.Advance(time.Minute) // another code
	return id, secret, recovery
}

func (d door) wantEnded(t *testing.T, hash string) {
	t.Helper()
	all := must(d.Store().Sessions(t.Context(), d.ring.Account(known)[0]))
	for _, s := range all {
		if s.Hash == hash {
			t.Error("the session before it stands still")
		}
	}
}

// Store is the table below.
func (d door) Store() account.Store { return d.Bench }

func TestASecondFactorMakesASessionWhole(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	id, secret, recovery := d.enrolled(t)
	if s := d.session(t, id); !s.Whole() || !s.Fresh(d.Clock.Now()) || s.Waived {
		t.Errorf("after enrolling: %+v", s)
	}
	if len(recovery) != 10 || recovery[0] == recovery[1] {
		t.Errorf("recovery codes: %q", recovery)
	}
	next := d.session(t, d.enter(t))
	if next.Whole() {
		t.Error("the mailed code alone makes a session whole")
	}
	whole, err := d.Pass(t.Context(), next, d.phone(t, secret))
	if err != nil || !d.session(t, whole).Whole() {
		t.Fatalf("with the factor: %v", err)
	}
	d.wantEnded(t, next.Hash)
	d.Clock.Advance(account.FactorFresh)
	if s := d.session(t, whole); s.Fresh(d.Clock.Now()) {
		t.Error("a factor of ten minutes ago is fresh")
	}
}

func TestACodeOfThePhoneOpensOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	_, secret, _ := d.enrolled(t)
	var opened atomic.Int32
	code := d.phone(t, secret)
	var sessions []account.Session
	for range 4 {
		sessions = append(sessions, d.session(t, d.enter(t)))
	}
	var next atomic.Int32
	together(len(sessions), func() {
		_, err := d.Pass(t.Context(), sessions[next.Add(1)-1], code)
		switch {
		case err == nil:
			opened.Add(1)
		case !errors.Is(err, account.ErrWrong) && !fault.Is(err, fault.Unavailable):
			t.Error(err)
		}
	})
	if opened.Load() != 1 {
		t.Errorf("one code opened %d sessions", opened.Load())
	}
}

func TestThePhonesClockMayBeHalfAMinuteWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		after time.Duration
		opens bool
	}{{0, true}, {-30 * time.Second, true}, {30 * time.Second, true}, {-61 * time.Second, false}, {61 * time.Second, false}} {
		d := newDoor(t).strict(t)
		_, secret, _ := d.enrolled(t)
		d.Clock.Advance(5 * time.Minute)
		code := must(totp.GenerateCode(secret, d.Clock.Now().Add(c.after)))
		if _, err := d.Pass(t.Context(), d.session(t, d.enter(t)), code); (err == nil) != c.opens {
			t.Errorf("a clock that is %v off: %v", c.after, err)
		}
	}
}

func TestARecoveryCodeOpensOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	_, _, recovery := d.enrolled(t)
	typed := strings.ToLower(strings.ReplaceAll(recovery[3], "-", " "))
	s := d.session(t, d.enter(t))
	id, err := d.Pass(t.Context(), s, typed)
	if err != nil {
		t.Fatal(err)
	}
	if _, left := must2(d.HasFactor(t.Context(), d.session(t, id))); left != 9 {
		t.Errorf("%d recovery codes are left", left)
	}
	did := func(a organisation.Action) (n int) {
		for line, err := range d.Journal(t.Context(), member().Organisation, organisation.Period{From: d.Clock.Now().Add(-time.Hour), To: d.Clock.Now().Add(time.Hour)}) {
			if err != nil {
				t.Fatal(err)
			}
			if line.Action == a && line.By == member().Address {
				n++
			}
		}
		return n
	}
	if n := did(organisation.RecoveryUsed); n != 1 {
		t.Errorf("the journal says %d times that a recovery code was used", n)
	}
	if _, err := d.Pass(t.Context(), d.session(t, d.enter(t)), recovery[3]); !errors.Is(err, account.ErrWrong) {
		t.Errorf("again: %v", err)
	}
	d.Clock.Advance(time.Minute)
	renewed, codes, err := d.Recover(t.Context(), d.session(t, id))
	if err != nil || len(codes) != 10 {
		t.Fatal(codes, err)
	}
	d.wantOver(t, id)
	if _, err := d.Pass(t.Context(), d.session(t, renewed), recovery[4]); !errors.Is(err, account.ErrWrong) {
		t.Errorf("a code from before: %v", err)
	}
}

func must2[A, B any](a A, b B, err error) (A, B) {
	if err != nil {
		panic(err)
	}
	return a, b
}

func TestAFactorIsTriedTwentyTimesAnHour(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	_, secret, _ := d.enrolled(t) // one try
	s := d.session(t, d.enter(t))
	for range account.MaxFactors - 1 {
		if _, err := d.Pass(t.Context(), s, "not it"); !errors.Is(err, account.ErrWrong) {
			t.Fatal(err)
		}
	}
	if _, err := d.Pass(t.Context(), s, d.phone(t, secret)); !errors.Is(err, account.ErrSpent) {
		t.Errorf("the twenty-first: %v", err)
	}
	d.Clock.Set(d.Clock.Now().Truncate(time.Hour).Add(time.Hour))
	s = d.session(t, d.enter(t))
	if _, err := d.Pass(t.Context(), s, d.phone(t, secret)); err != nil {
		t.Errorf("in the next hour: %v", err)
	}
}

func TestWhereTheFactorIsWaivedTheMailedCodeIsIt(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	s := d.session(t, d.enter(t))
	if !s.Whole() || !s.Waived || !s.Fresh(d.Clock.Now()) {
		t.Errorf("waived: %+v", s)
	}
	d.Clock.Advance(account.FactorFresh)
	if s.Fresh(d.Clock.Now()) {
		t.Error("the mailed code of ten minutes ago is fresh")
	}
	cloud := account.NewService(d.Bench, d.ring, d.Clock.Now, false)
	id := d.ask(t, known)
	entered, err := cloud.Enter(t.Context(), id, d.code(t, id), "")
	if err != nil || d.session(t, entered).Whole() {
		t.Errorf("an organisation waives where the deployment does not let it: %v", err)
	}
	if _, err := d.Enrol(t.Context(), s, "a form"); !errors.Is(err, account.ErrExpired) {
		t.Errorf("whoever sits down at her desk enrols: %v", err)
	}
	s = d.session(t, d.enter(t))
	if _, _, err := d.Confirm(t.Context(), s, "a form", d.phone(t, must(d.Enrol(t.Context(), s, "a form")).Secret)); err != nil {
		t.Fatal(err)
	}
	if s := d.session(t, d.enter(t)); s.Whole() {
		t.Error("who has a factor is not asked for it")
	}
}

func TestAPassSurvivesLostAnswers(t *testing.T) {
	t.Parallel()
	d := newDoor(t).strict(t)
	_, secret, _ := d.enrolled(t)
	s := d.session(t, d.enter(t))
	d.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	id, err := d.Pass(t.Context(), s, d.phone(t, secret))
	if err != nil || !d.session(t, id).Whole() {
		t.Errorf("after a lost answer: %v", err)
	}
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	here, there := d.enter(t), d.enter(t)
	elsewhere := d.enter(t)
	s := d.session(t, here)
	if all := must(d.Sessions(t.Context(), s)); len(all) != 3 || all[0].Browser != "Firefox" {
		t.Fatalf("sessions: %+v", all)
	}
	if err := d.EndOthers(t.Context(), s, d.session(t, there).Hash); err != nil {
		t.Fatal(err)
	}
	d.wantOver(t, there)
	d.wantOpen(t, elsewhere)
	if err := d.EndOthers(t.Context(), s, ""); err != nil {
		t.Fatal(err)
	}
	d.wantOver(t, elsewhere)
	d.wantOpen(t, here)
}
