package charter

import (
	"context"
	"errors"
	"time"

	"tribune/shared/fault"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/token"
)

// How long the code of a signature holds, and how often it may be tried.
const (
	CodeLife = 24 * time.Hour
	MaxTries = 5

	// MaxHourly is how many codes may be tried for one mailbox in an hour, whoever
	// asked for them: each ask has five tries, and anybody may ask again and again.
	MaxHourly = 15
)

// Why a signature does not come about.
var (
	ErrWrong      = errors.New("charter: not the code")
	ErrExpired    = errors.New("charter: the code has expired")
	ErrSpent      = errors.New("charter: too many tries")
	ErrSuperseded = errors.New("charter: another text is signed by now")
	ErrClosed     = errors.New("charter: nobody signs it now")
)

// Ask is somebody about to sign: nothing counts of it until the code is typed.
type Ask struct {
	Hash      string // of the id, which the browser alone holds
	Mail      string // what the code derives from; says nothing of the id
	Charter   Ref
	Version   int
	Signatory token.Person
	Signature Signature
	Void      bool // her mailbox signed already: no code was sent, and none opens
	Done      bool // the code was typed; typed again it says the same
	Tries     int  `json:"-"`
	Expires   time.Time
}

// Store keeps charters and signatures. What has expired is not there. Reads are
// consistent.
type Store interface {
	// Call reads a charter's call. NotFound if there is none.
	Call(ctx context.Context, r Ref) (Call, error)
	// Signature reads somebody's signature under a version; a zero one, with its
	// keys set, if there is none.
	Signature(ctx context.Context, r Ref, version int, p token.Person) (Signature, error)
	// PutAsk writes an ask with the mail that is promised, once for its id.
	PutAsk(ctx context.Context, a Ask, promised outbox.Entry) error
	// TryAsk counts a try of an ask and reads it. NotFound if it is gone.
	TryAsk(ctx context.Context, hash string) (Ask, error)
	// Allow counts a try under a key in an hour, and reports whether it is one of the
	// first most.
	Allow(ctx context.Context, key string, hour time.Time, most int) (bool, error)
	// Sign marks an ask as done and writes its signature, for the book to take up,
	// with the mail that is promised. Conflict, and nothing is written, if the ask
	// is done or the signature is not as it was read.
	Sign(ctx context.Context, a Ask, s Signature, promised outbox.Entry) error
	// Save writes a signature as it was changed, for the book to take up. Conflict
	// if it is not as it was read.
	Save(ctx context.Context, s Signature) error
}

// Service lets people sign, and take their signatures back.
type Service struct {
	store Store
	ring  token.Ring
	now   func() time.Time
}

// NewService makes a service on a store, the secret and a clock.
func NewService(s Store, ring token.Ring, now func() time.Time) *Service {
	return &Service{s, ring, now}
}

// Signatory is the key of who signs a version from a mailbox.
func (s *Service) Signatory(c Call, version int, a outbox.Address) (token.Person, error) {
	return s.ring.Person(c.SecretVersion, c.Ref.scope(version), a.Mailbox(), "")
}

// Ask has a code sent to who is about to sign. The id, of which the browser holds
// the only copy, is the form's nonce: the same form twice asks once. Whoever signed
// already is told so by mail, and here nothing tells. ErrSuperseded, ErrClosed.
func (s *Service) Ask(ctx context.Context, c Call, id string, signature Signature) error {
	const op = "charter: ask for a code"
	now := s.now()
	switch {
	case !c.Open(now):
		return ErrClosed
	case signature.Version != c.Current:
		return ErrSuperseded
	}
	p, err := s.Signatory(c, c.Current, signature.Address)
	if err != nil {
		return fault.New(fault.Internal, op, err)
	}
	stands, err := s.store.Signature(ctx, c.Ref, c.Current, p)
	if err != nil {
		return fault.Wrap(op, err)
	}
	a := Ask{
		Hash: token.Hash(id), Mail: token.ID(), Charter: c.Ref, Version: c.Current, Signatory: p, Signature: signature,
		Void: stands.State.Active(), Expires: now.Add(CodeLife),
	}
	ref := outbox.Ref{Organisation: string(c.Ref.Organisation), Challenge: a.Hash}
	mail := outbox.Promise(outbox.SignatureCode, ref, signature.Lang, now)
	if a.Void {
		mail = stands.Promise(outbox.SignedAlready, now, a.Hash)
		mail.Lane = outbox.Prompt // in her language, whoever asked
	}
	return fault.Wrap(op, s.store.PutAsk(ctx, a, mail))
}

// Confirm exchanges the code for the signature. The same code typed again gives
// the same signature. ErrWrong, ErrExpired, ErrSpent, ErrSuperseded, ErrClosed.
func (s *Service) Confirm(ctx context.Context, id, code string) (Signature, error) {
	const op = "charter: confirm a signature"
	if id == "" {
		return Signature{}, ErrExpired
	}
	a, err := s.store.TryAsk(ctx, token.Hash(id))
	switch {
	case fault.Is(err, fault.NotFound):
		return Signature{}, ErrExpired
	case err != nil:
		return Signature{}, fault.Wrap(op, err)
	case a.Tries > MaxTries:
		return Signature{}, ErrSpent
	}
	allowed, err := s.store.Allow(ctx, "signing-"+a.Signatory.String(), s.now().Truncate(time.Hour), MaxHourly)
	switch {
	case err != nil:
		return Signature{}, fault.Wrap(op, err)
	case !allowed:
		return Signature{}, ErrSpent
	case !s.ring.VerifySignatureCode(a.Mail, code) || a.Void:
		return Signature{}, ErrWrong
	}
	c, err := s.store.Call(ctx, a.Charter)
	if err != nil {
		return Signature{}, fault.Wrap(op, err)
	}
	return s.sign(ctx, c, a)
}

// mostTries is how often a signature is written anew that was changed meanwhile.
const mostTries = 3

func (s *Service) sign(ctx context.Context, c Call, a Ask) (Signature, error) {
	const op = "charter: sign"
	for range mostTries {
		stands, err := s.store.Signature(ctx, a.Charter, a.Version, a.Signatory)
		now := s.now()
		switch {
		case err != nil:
			return Signature{}, fault.Wrap(op, err)
		case stands.State.Active(): // this ask, or another one of hers
			return stands, nil
		case a.Done:
			return Signature{}, ErrExpired // and withdrawn since
		case !c.Open(now):
			return Signature{}, ErrClosed
		case a.Version != c.Current, a.Signature.Party.IsZero() && !c.Individuals, a.Signature.Consent.IsZero() && c.Sensitive:
			return Signature{}, ErrSuperseded // what is asked of who signs is other by now
		}
		next := a.Signature
		next.Charter, next.Version, next.Signatory = a.Charter, a.Version, a.Signatory
		next.Revision, next.Booked = stands.Revision, stands.Booked
		next.Generation, next.State, next.At = stands.Generation+1, Confirmed, now
		next.Salt, next.Mandate = publiclog.NewSalt(), MandateOf(next.Address, next.Party.Site)
		if stands.State == Invalidated { // an organiser's word is not undone by signing again
			next.State = Aside
		}
		if stands.Review == KeptOff {
			next.Review = KeptOff
		}
		err = s.store.Sign(ctx, a, next, next.Promise(outbox.Signed, now))
		if !fault.Is(err, fault.Conflict) {
			return next, fault.Wrap(op, err)
		}
	}
	return Signature{}, fault.New(fault.Unavailable, op, nil)
}
