package charter

import (
	"context"
	"time"

	"tribune/shared/fault"
	"tribune/shared/publiclog"
)

// Open finds the signature of a version that a private link leads to. NotFound if
// the link was not made here, or its signature is of another generation or gone.
func (s *Service) Open(ctx context.Context, r Ref, version int, link string) (Signature, error) {
	const op = "charter: open a link"
	p, generation, err := s.ring.OpenLink(r.scope(version), link)
	if err != nil {
		return Signature{}, fault.New(fault.NotFound, op, err)
	}
	signature, err := s.store.Signature(ctx, r, version, p)
	if err == nil && (signature.Generation != generation || signature.State == "") {
		return signature, fault.New(fault.NotFound, op, nil)
	}
	return signature, fault.Wrap(op, err)
}

// Change changes a signature as it stands, unless it stands no longer. What the
// log holds of her is ended and begun anew if it is another. Conflict if others
// change it all the time.
func (s *Service) Change(ctx context.Context, was Signature, change func(*Signature)) (Signature, error) {
	return s.revise(ctx, was, func(next Signature) (Signature, bool) {
		if !next.State.Active() {
			return next, false
		}
		before, party := next.Commitment(), next.Party
		change(&next)
		if next.Commitment() != before {
			next.Salt = publiclog.NewSalt()
			next.Mandate = MandateOf(next.Address, next.Party.Site)
		}
		if next.Party != party && next.Review == Shown { // somebody looked at another name
			next.Review = Unseen
		}
		return next, true
	})
}

// Identify has another signature be of who this one is of, for [Service.Change].
func (s Signature) Identify(other *Signature) {
	other.Party, other.Given, other.Family, other.Function, other.Country = s.Party, s.Given, s.Family, s.Function, s.Country
}

// Withdraw takes a signature back and forgets who gave it: of one that an organiser
// invalidated, that alone. It does nothing to one that stands no longer.
func (s *Service) Withdraw(ctx context.Context, was Signature) error {
	_, err := s.revise(ctx, was, func(next Signature) (Signature, bool) {
		if next.State == Invalidated {
			return next.forgotten(Invalidated, next.Ended), true
		}
		return next.forgotten(Withdrawn, s.now()), next.State.Active()
	})
	return err
}

// Invalidate is an organiser's word that a signature does not count: what she
// does not know of who gave it stays as it was, for her to answer for it.
func Invalidate(s Signature, now time.Time) Signature {
	s.State, s.Ended, s.Commitments = Invalidated, now, nil
	return s
}

// Forget is what is kept of a signature when its time is over: nobody, though one
// that counts goes on being counted.
func Forget(s Signature, now time.Time) Signature {
	switch {
	case s.State == Counted && s.Booked.Leaf > 0:
		return s.forgotten(Counted, now)
	case s.State.Active():
		return s.forgotten(Withdrawn, now)
	}
	return s.forgotten(s.State, s.Ended)
}

func (s *Service) revise(ctx context.Context, was Signature, change func(Signature) (Signature, bool)) (Signature, error) {
	const op = "charter: change a signature"
	for range mostTries {
		stands, err := s.store.Signature(ctx, was.Charter, was.Version, was.Signatory)
		if err != nil {
			return was, fault.Wrap(op, err)
		}
		if stands.Generation != was.Generation || stands.Forgotten() {
			return stands, nil
		}
		next, needed := change(stands)
		if !needed {
			return stands, nil
		}
		if err = s.store.Save(ctx, next); !fault.Is(err, fault.Conflict) {
			return next, fault.Wrap(op, err)
		}
	}
	return was, fault.New(fault.Unavailable, op, nil)
}
