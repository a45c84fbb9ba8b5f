// Package account is how organisers sign in: an address is asked, a code of
// eight digits goes there by mail, and whoever types it in the browser that
// asked gets a session for the organisation that the address belongs to.
//
// The page answers the same whether or not the address belongs to anybody. A
// code is derived, never stored; it holds for ten minutes and five tries, once,
// and only in the browser that asked for it. Of a session only the hash of its
// id is stored. A second factor will stand between the code and the session.
package account

import (
	"context"
	"errors"
	"time"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

// How long things hold.
const (
	CodeLife    = 10 * time.Minute
	MaxTries    = 5
	MaxAsks     = 10 // in an hour, for one address: with MaxTries, what can be guessed at all
	SessionIdle = 30 * time.Minute
	SessionLife = 8 * time.Hour
)

// Why a code is refused.
var (
	ErrWrong   = errors.New("account: not the code")
	ErrExpired = errors.New("account: the code has expired, or was used")
	ErrSpent   = errors.New("account: too many tries")
)

// Challenge is a code that was asked for. Whose address belongs to nobody gets
// one too, without a Member: it can be tried like any other and never opens.
type Challenge struct {
	Hash    string // of the id, which the browser alone holds
	Mail    string // what the code derives from; says nothing of the id
	Member  organisation.Member
	Lang    locale.Lang
	Tries   int
	Expires time.Time
}

// Session is somebody signed in.
type Session struct {
	Hash    string // of the id, which the browser alone holds
	Member  organisation.Member
	Begun   time.Time
	Seen    time.Time // when it was last used, to the minute
	Expires time.Time // if it is not used again
}

// Store keeps members, challenges and sessions. What has expired is not there.
type Store interface {
	// Member finds who has an address, by the keys of token.Ring.Account. NotFound if nobody.
	Member(ctx context.Context, accounts []string) (organisation.Member, error)
	// Allow counts that a code is asked for an account in an hour, and reports
	// whether it is one of the first most.
	Allow(ctx context.Context, account string, hour time.Time, most int) (bool, error)
	// Ask writes a challenge, with the mail that is promised, if any, or neither.
	Ask(ctx context.Context, c Challenge, promised *outbox.Entry) error
	// Try counts a try of a challenge and reads it. NotFound if it is gone.
	Try(ctx context.Context, hash string) (Challenge, error)
	// Begin ends a challenge and writes a session, both or neither. Conflict if the challenge is gone.
	Begin(ctx context.Context, challenge string, s Session) error
	// Session reads a session. NotFound if there is none.
	Session(ctx context.Context, hash string) (Session, error)
	// Touch writes that a session is used. It does not bring one back that was ended.
	Touch(ctx context.Context, s Session) error
	// End ends a session; it need not be there.
	End(ctx context.Context, hash string) error
}

// Service signs people in.
type Service struct {
	store Store
	ring  token.Ring
	now   func() time.Time
}

// NewService makes a service on a store, the secret and a clock.
func NewService(s Store, ring token.Ring, now func() time.Time) *Service {
	return &Service{s, ring, now}
}

// Ask makes a challenge for an address and returns the id that the browser is
// to keep. A mail goes out if the address belongs to a member, and not too many
// codes were asked for it; if not, the challenge is nobody's.
func (s *Service) Ask(ctx context.Context, address outbox.Address, lang locale.Lang) (id string, err error) {
	now := s.now()
	id = token.Random(32)
	c := Challenge{Hash: token.Hash(id), Mail: token.ID(), Lang: lang, Expires: now.Add(CodeLife)}
	accounts := s.ring.Account(address.Folded())
	allowed, err := s.store.Allow(ctx, accounts[0], now.Truncate(time.Hour), MaxAsks)
	if err != nil {
		return "", fault.Wrap("account: ask for a code", err)
	}
	m, err := s.store.Member(ctx, accounts)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", fault.Wrap("account: ask for a code", err)
	}
	var promised *outbox.Entry
	if err == nil && allowed {
		c.Member = m
		e := outbox.Promise(outbox.SignInCode, outbox.Ref{Organisation: string(m.Organisation), Challenge: c.Hash}, lang, now)
		promised = &e
	}
	return id, fault.Wrap("account: ask for a code", s.store.Ask(ctx, c, promised))
}

// Enter exchanges a code for a session and returns its id, which the browser is
// to keep. It returns ErrWrong, ErrExpired or ErrSpent for a code that is refused.
func (s *Service) Enter(ctx context.Context, challenge, code string) (id string, err error) {
	hash := token.Hash(challenge)
	c, err := s.store.Try(ctx, hash)
	switch {
	case fault.Is(err, fault.NotFound):
		return "", ErrExpired
	case err != nil:
		return "", fault.Wrap("account: enter a code", err)
	case c.Tries > MaxTries:
		return "", ErrSpent
	case !s.ring.VerifyCode(c.Mail, code), c.Member.Organisation == "":
		return "", ErrWrong
	}
	now := s.now()
	id = token.Random(32)
	session := Session{Hash: token.Hash(id), Member: c.Member, Begun: now, Seen: now, Expires: now.Add(SessionIdle)}
	if err := s.store.Begin(ctx, hash, session); fault.Is(err, fault.Conflict) {
		return "", ErrExpired
	} else if err != nil {
		return "", fault.Wrap("account: begin a session", err)
	}
	return id, nil
}

// Session reads the session of a browser and notes, once a minute, that it is
// used. NotFound if it is over.
func (s *Service) Session(ctx context.Context, id string) (Session, error) {
	session, err := s.store.Session(ctx, token.Hash(id))
	if err != nil {
		return Session{}, fault.Wrap("account: read a session", err)
	}
	now := s.now()
	if now.Sub(session.Begun) >= SessionLife || !now.Before(session.Expires) {
		return Session{}, fault.New(fault.NotFound, "account: read a session", nil)
	}
	if now.Sub(session.Seen) >= time.Minute {
		session.Seen, session.Expires = now, now.Add(SessionIdle)
		if err := s.store.Touch(ctx, session); err != nil && !fault.Is(err, fault.Conflict) {
			return Session{}, fault.Wrap("account: note a session", err)
		}
	}
	return session, nil
}

// SignOut ends the session of a browser.
func (s *Service) SignOut(ctx context.Context, id string) error {
	return fault.Wrap("account: sign out", s.store.End(ctx, token.Hash(id)))
}
