// Package account is how organisers sign in: an address is asked, a code of
// eight digits goes there by mail, and whoever types it in the browser that
// asked gets a session for the organisation that the address belongs to. The
// session opens nothing until a second factor was given as well: the code of an
// authenticator (TOTP, RFC 6238) or one of ten recovery codes.
//
// The page answers the same whether or not the address belongs to anybody. A
// code is derived, never stored; it holds for ten minutes and five tries, once,
// and only in the browser that asked for it. The secret of an authenticator is
// derived too, from the account and the random id of its enrolment. Of a session
// and of recovery codes only hashes are stored.
//
// An account's epoch rises when its member's role or scope changes, or when she
// leaves: sessions of an earlier epoch are over at once.
package account

import (
	"context"
	"errors"
	"time"

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
	MaxFactors  = 20 // tries of a second factor in an hour, right ones too
	SessionIdle = 30 * time.Minute
	SessionLife = 8 * time.Hour
	FactorFresh = 10 * time.Minute // how old a factor is at most when personal data is taken away
)

// Why a code is refused.
var (
	ErrWrong   = errors.New("account: not the code")
	ErrExpired = errors.New("account: the code has expired, or was used")
	ErrSpent   = errors.New("account: too many tries")
)

// Holder is a member and the account that is hers.
type Holder struct {
	Member  organisation.Member
	Account string // token.Ring.Account of her address, as it is stored
	Epoch   int    // rises when what she may changes
}

// Challenge is a code that was asked for. Whose address belongs to nobody gets
// one too, without an account: it can be tried like any other and never opens.
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
	Account string // whose it is
	Epoch   int    // of the account when it was begun
	Member  organisation.Member
	Begun   time.Time
	Seen    time.Time // when it was last used, to the minute
	Expires time.Time // if it is not used again
	Factor  time.Time // when a second factor was last given; zero if none was yet
	Waived  bool      `json:",omitempty"` // the mailed code stands for the factor
	Browser string    `json:",omitempty"` // which, for her to recognise it
}

// Whole reports whether the session opens anything: the second factor was given.
func (s Session) Whole() bool { return !s.Factor.IsZero() }

// Fresh reports whether a factor was given lately enough to take personal data away.
func (s Session) Fresh(now time.Time) bool { return s.Whole() && now.Sub(s.Factor) < FactorFresh }

// Store keeps members, challenges, factors and sessions. What has expired is not
// there. Reads are consistent.
type Store interface {
	// Holder finds who has an address, by the keys of token.Ring.Account. NotFound if nobody.
	Holder(ctx context.Context, accounts []string) (Holder, error)
	// Organisation reads an organisation. NotFound if there is none.
	Organisation(ctx context.Context, id organisation.ID) (organisation.Organisation, error)
	// Allow counts a try of an account in an hour, for a purpose, and reports
	// whether it is one of the first most.
	Allow(ctx context.Context, account string, hour time.Time, most int) (bool, error)
	// Ask writes a challenge, with the mail that is promised, if any, or neither.
	Ask(ctx context.Context, c Challenge, promised *outbox.Entry) error
	// Try counts a try of a challenge and reads it. NotFound if it is gone.
	Try(ctx context.Context, hash string) (Challenge, error)
	// Factor reads an account's second factor; a zero one if it has none.
	Factor(ctx context.Context, account string) (Factor, error)
	// Begin writes a session and, in the same transaction, whatever Beginning says.
	// Conflict, and nothing is written, if one of its conditions does not hold.
	Begin(ctx context.Context, s Session, b Beginning) error
	// Session reads a session of an account. NotFound if there is none, or if the
	// account's epoch is another one.
	Session(ctx context.Context, account, hash string) (Session, error)
	// Sessions lists those of an account.
	Sessions(ctx context.Context, account string) ([]Session, error)
	// Touch writes that a session is used. It does not bring one back that was ended.
	Touch(ctx context.Context, s Session) error
	// End ends sessions of an account; they need not be there.
	End(ctx context.Context, account string, hashes ...string) error
}

// Beginning is what is written with a new session.
type Beginning struct {
	Challenge string               // hash of the challenge that ends; "" if none
	Replaces  string               // hash of the session that ends; "" if none
	Factor    *Factor              // as it is afterwards, if its version is one less
	Member    *organisation.Member // as she is afterwards: who takes up her invitation, or speaks another language
	Line      *organisation.Audit  // what the journal says of it
}

// Service signs people in.
type Service struct {
	store    Store
	ring     token.Ring
	now      func() time.Time
	waivable bool
}

// NewService makes a service on a store, the secret and a clock. Where the
// deployment lets second factors be waived, an organisation may.
func NewService(s Store, ring token.Ring, now func() time.Time, waivable bool) *Service {
	return &Service{s, ring, now, waivable}
}
