package account

import (
	"context"
	"encoding/base32"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/token"
)

// Factor is an account's second factor. The secret is computed from Enrolment
// and Secret; what is stored opens nothing.
type Factor struct {
	Account   string
	Version   int      // of this record
	Enrolment string   // random, of the form in which the authenticator was enrolled; "" if none was
	Secret    int      // version of the deployment's secret that its own derives from
	Step      int64    // the last step of time whose code was taken; none is taken twice
	Recovery  []string // token.Ring.Recovery of the codes that are left
	Lost      bool     `json:",omitempty"` // was set back: she is to enrol anew
}

// Enrolled reports whether there is a factor to ask for.
func (f Factor) Enrolled() bool { return f.Enrolment != "" && !f.Lost }

// The authenticator: what every app of the kind takes without being told.
const (
	period = 30 // seconds in a step
	skew   = 1  // steps that its clock may be wrong, either way
	digits = otp.DigitsSix
)

// Recovery codes: ten, of 50 bits each, one use each.
const (
	recoveryCodes = 10
	recoverySize  = 10
)

// Enrolment is what an authenticator is told, by QR or typed.
type Enrolment struct {
	Secret string // base32
	URI    string // otpauth://…
}

// Enrol gives the secret that an authenticator is to have, by the random id of
// the form that shows it. It writes nothing: the secret counts once a code of it
// was given with the same id ([Service.Confirm]), and one that was seen and not
// confirmed is never anybody's. ErrExpired as there.
func (s *Service) Enrol(ctx context.Context, of Session, enrolment string) (Enrolment, error) {
	f, err := s.store.Factor(ctx, of.Account)
	if err != nil {
		return Enrolment{}, fault.Wrap("account: enrol", err)
	}
	if !s.mayEnrol(of, f) {
		return Enrolment{}, ErrExpired
	}
	secret := s.secret(s.ring.Current(), of.Account, enrolment)
	label := url.PathEscape("Tribune:" + of.Member.Address.String())
	return Enrolment{secret, "otpauth://totp/" + label + "?" + url.Values{"secret": {secret}, "issuer": {"Tribune"}}.Encode()}, nil
}

// mayEnrol: who is just signing in and has no factor has shown that the mailbox
// is hers; everybody else shows again who she is.
func (s *Service) mayEnrol(of Session, f Factor) bool {
	return of.Fresh(s.now()) || !of.Whole() && !f.Enrolled()
}

func (s *Service) secret(version int, account, enrolment string) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(s.ring.Factor(version, account, enrolment))
}

// Confirm takes the first code of a new authenticator, which replaces the one
// before it, and gives the id of a new session, which replaces this one, and ten
// recovery codes that are shown once. Who has a factor already must have given
// it lately: ErrExpired. ErrWrong or ErrSpent for the code.
func (s *Service) Confirm(ctx context.Context, of Session, enrolment, code string) (id string, recovery []string, err error) {
	const op = "account: confirm a second factor"
	f, err := s.tried(ctx, of)
	if err != nil {
		return "", nil, err
	}
	if !s.mayEnrol(of, f) {
		return "", nil, ErrExpired
	}
	f.Enrolment, f.Secret, f.Step, f.Lost = enrolment, s.ring.Current(), 0, false
	if !s.takes(&f, code) {
		return "", nil, ErrWrong
	}
	recovery = s.renewRecovery(&f)
	id, err = s.renew(ctx, of, f, organisation.FactorEnrolled)
	return id, recovery, fault.Wrap(op, err)
}

// Recover gives ten new recovery codes; those before them open nothing any more.
// ErrExpired if the factor is not fresh.
func (s *Service) Recover(ctx context.Context, of Session) (id string, recovery []string, err error) {
	const op = "account: make recovery codes"
	f, err := s.store.Factor(ctx, of.Account)
	if err != nil {
		return "", nil, fault.Wrap(op, err)
	}
	if !f.Enrolled() || !of.Fresh(s.now()) {
		return "", nil, ErrExpired
	}
	recovery = s.renewRecovery(&f)
	id, err = s.renew(ctx, of, f, organisation.RecoveryRenewed)
	return id, recovery, fault.Wrap(op, err)
}

// Pass takes a code of the authenticator, or a recovery code, and gives the id
// of a new session, which replaces this one and is whole. ErrWrong or ErrSpent.
func (s *Service) Pass(ctx context.Context, of Session, code string) (id string, err error) {
	const op = "account: pass a second factor"
	f, err := s.tried(ctx, of)
	if err != nil {
		return "", err
	}
	var noted organisation.Action
	switch {
	case f.Enrolled() && s.takes(&f, code):
	case f.Enrolled() && s.recovers(&f, code):
		noted = organisation.RecoveryUsed
	default:
		return "", ErrWrong
	}
	id, err = s.renew(ctx, of, f, noted)
	if fault.Is(err, fault.Conflict) {
		return "", ErrWrong // its code was taken a moment ago
	}
	return id, fault.Wrap(op, err)
}

// HasFactor reports whether somebody has a second factor, and how many recovery
// codes are left to her.
func (s *Service) HasFactor(ctx context.Context, of Session) (enrolled bool, recovery int, err error) {
	f, err := s.store.Factor(ctx, of.Account)
	return f.Enrolled(), len(f.Recovery), fault.Wrap("account: read a factor", err)
}

// tried counts a try of a factor and reads it.
func (s *Service) tried(ctx context.Context, of Session) (Factor, error) {
	const op = "account: try a second factor"
	allowed, err := s.store.Allow(ctx, of.Account+" factor", s.now().Truncate(time.Hour), MaxFactors)
	if err != nil {
		return Factor{}, fault.Wrap(op, err)
	}
	if !allowed {
		return Factor{}, ErrSpent
	}
	f, err := s.store.Factor(ctx, of.Account)
	return f, fault.Wrap(op, err)
}

// takes reports whether a code is the authenticator's of about now, and marks it
// and all before it as taken.
func (s *Service) takes(f *Factor, code string) bool {
	secret := s.secret(f.Secret, f.Account, f.Enrolment)
	now := s.now().Unix() / period
	for step := max(f.Step+1, now-skew); step <= now+skew; step++ {
		ok, err := hotp.ValidateCustom(code, uint64(step), secret, hotp.ValidateOpts{Digits: digits, Algorithm: otp.AlgorithmSHA1})
		if err == nil && ok {
			f.Step = step
			return true
		}
	}
	return false
}

// recovers reports whether a code is one of the recovery codes, and strikes it off.
func (s *Service) recovers(f *Factor, code string) bool {
	for _, kept := range s.ring.Recovery(f.Account, folded(code)) {
		if i := slices.Index(f.Recovery, kept); i >= 0 {
			f.Recovery = slices.Delete(slices.Clone(f.Recovery), i, i+1)
			return true
		}
	}
	return false
}

// renewRecovery makes recovery codes in groups of five.
func (s *Service) renewRecovery(f *Factor) (codes []string) {
	f.Recovery = nil
	for range recoveryCodes {
		code := token.Spell(recoverySize)
		codes = append(codes, code[:5]+"-"+code[5:])
		f.Recovery = append(f.Recovery, s.ring.Recovery(f.Account, code)[0])
	}
	return codes
}

// folded is a recovery code however somebody parted it.
func folded(code string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
}

// renew begins a whole session in place of another one, with the factor as it is
// afterwards.
func (s *Service) renew(ctx context.Context, of Session, f Factor, did organisation.Action) (id string, err error) {
	b := Beginning{Replaces: of.Hash, Factor: &f}
	f.Version++
	now := s.now()
	of.Factor, of.Waived = now, false
	if did != "" {
		b.Line = &organisation.Audit{Organisation: of.Member.Organisation, At: now, By: of.Member.Address, Action: did}
	}
	return s.begin(ctx, of, b)
}
