package account

import (
	"context"
	"strings"
	"time"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

// Ask makes a challenge for an address and returns the id that the browser is
// to keep. A mail goes out if the address belongs to a member, and not too many
// codes were asked for it; if not, the challenge is nobody's.
func (s *Service) Ask(ctx context.Context, address outbox.Address, lang locale.Lang) (id string, err error) {
	const op = "account: ask for a code"
	now := s.now()
	id = token.Random(32)
	c := Challenge{Hash: token.Hash(id), Mail: token.ID(), Lang: lang, Expires: now.Add(CodeLife)}
	accounts := s.ring.Account(address.Folded())
	allowed, err := s.store.Allow(ctx, accounts[0], now.Truncate(time.Hour), MaxAsks)
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	h, err := s.store.Holder(ctx, accounts)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return "", fault.Wrap(op, err)
	}
	var promised *outbox.Entry
	if err == nil && allowed && !h.Member.Lapsed(now) {
		c.Member = h.Member
		e := outbox.Promise(outbox.SignInCode, outbox.Ref{Organisation: string(h.Member.Organisation), Challenge: c.Hash}, lang, now)
		promised = &e
	}
	return id, fault.Wrap(op, s.store.Ask(ctx, c, promised))
}

// Enter exchanges a code for a session and returns its id, which the browser is
// to keep; of the browser it notes which it is. The session is not whole yet,
// unless the factor is waived. It returns ErrWrong, ErrExpired or ErrSpent for a
// code that is refused.
func (s *Service) Enter(ctx context.Context, challenge, code, browser string) (id string, err error) {
	const op = "account: enter a code"
	hash := token.Hash(challenge)
	c, err := s.store.Try(ctx, hash)
	switch {
	case fault.Is(err, fault.NotFound):
		return "", ErrExpired
	case err != nil:
		return "", fault.Wrap(op, err)
	case c.Tries > MaxTries:
		return "", ErrSpent
	case !s.ring.VerifyCode(c.Mail, code), c.Member.Organisation == "":
		return "", ErrWrong
	}
	now := s.now()
	h, err := s.store.Holder(ctx, s.ring.Account(c.Member.Address.Folded()))
	if fault.Is(err, fault.NotFound) || err == nil && h.Member.Lapsed(now) {
		return "", ErrExpired // she left the organisation since she asked
	}
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	session := Session{Account: h.Account, Epoch: h.Epoch, Member: h.Member, Begun: now, Browser: browser}
	if session.Waived, err = s.waived(ctx, h); err != nil {
		return "", fault.Wrap(op, err)
	}
	if session.Waived {
		session.Factor = now
	}
	b := Beginning{Challenge: hash}
	if today := now.Truncate(24 * time.Hour); !h.Member.Invited.IsZero() || !h.Member.Seen.Equal(today) {
		session.Member.Invited, session.Member.InvitedBy, session.Member.Seen = time.Time{}, outbox.Address{}, today
		b.Member = &session.Member
	}
	id, err = s.begin(ctx, session, b)
	if fault.Is(err, fault.Conflict) {
		return "", ErrExpired
	}
	return id, fault.Wrap(op, err)
}

// waived reports whether the mailed code is enough for somebody: the deployment
// and the organisation let it be, and she has no second factor.
func (s *Service) waived(ctx context.Context, h Holder) (bool, error) {
	if !s.waivable {
		return false, nil
	}
	o, err := s.store.Organisation(ctx, h.Member.Organisation)
	if err != nil || !o.WaivesFactor {
		return false, err
	}
	f, err := s.store.Factor(ctx, h.Account)
	return !f.Enrolled(), err
}

// begin writes a session under a new id and returns it. The id begins with the
// account, where the session stands; what follows nobody can guess.
func (s *Service) begin(ctx context.Context, session Session, b Beginning) (id string, err error) {
	id = session.Account + "." + token.Random(32)
	session.Hash, session.Seen = token.Hash(id), s.now()
	session.Expires = session.Seen.Add(SessionIdle)
	return id, s.store.Begin(ctx, session, b)
}

// Session reads the session of a browser and notes, once a minute, that it is
// used. NotFound if it is over.
func (s *Service) Session(ctx context.Context, id string) (Session, error) {
	const op = "account: read a session"
	account, _, _ := strings.Cut(id, ".")
	if account == "" {
		return Session{}, fault.New(fault.NotFound, op, nil)
	}
	session, err := s.store.Session(ctx, account, token.Hash(id))
	if err != nil {
		return Session{}, fault.Wrap(op, err)
	}
	now := s.now()
	if now.Sub(session.Begun) >= SessionLife || !now.Before(session.Expires) {
		return Session{}, fault.New(fault.NotFound, op, nil)
	}
	if now.Sub(session.Seen) >= time.Minute {
		session.Seen, session.Expires = now, now.Add(SessionIdle)
		if err := s.store.Touch(ctx, session); err != nil && !fault.Is(err, fault.Conflict) {
			return Session{}, fault.Wrap("account: note a session", err)
		}
	}
	return session, nil
}

// Sessions lists somebody's sessions that are not over.
func (s *Service) Sessions(ctx context.Context, of Session) ([]Session, error) {
	all, err := s.store.Sessions(ctx, of.Account)
	if err != nil {
		return nil, fault.Wrap("account: list sessions", err)
	}
	now := s.now()
	var open []Session
	for _, each := range all {
		if each.Epoch == of.Epoch && now.Sub(each.Begun) < SessionLife {
			open = append(open, each)
		}
	}
	return open, nil
}

// EndOthers ends every session of somebody's but the one that she asks in; or
// one alone, by its hash.
func (s *Service) EndOthers(ctx context.Context, of Session, only string) error {
	all, err := s.store.Sessions(ctx, of.Account)
	if err != nil {
		return fault.Wrap("account: end sessions", err)
	}
	var hashes []string
	for _, each := range all {
		if each.Hash != of.Hash && (only == "" || each.Hash == only) {
			hashes = append(hashes, each.Hash)
		}
	}
	return fault.Wrap("account: end sessions", s.store.End(ctx, of.Account, hashes...))
}

// SignOut ends the session of a browser.
func (s *Service) SignOut(ctx context.Context, id string) error {
	account, _, _ := strings.Cut(id, ".")
	if account == "" {
		return nil
	}
	return fault.Wrap("account: sign out", s.store.End(ctx, account, token.Hash(id)))
}
