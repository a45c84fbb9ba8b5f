package account

import (
	"context"
	"errors"
	"time"

	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

// Why a team stays as it is.
var (
	ErrTaken     = errors.New("account: the address cannot be invited")
	ErrThere     = errors.New("account: she is in the team already")
	ErrLastOwner = errors.New("account: an organisation keeps one owner")
	ErrScope     = errors.New("account: a role that changes things sees everybody")
)

// TeamStore keeps who works for an organisation. Reads are consistent.
type TeamStore interface {
	// Holders lists who works for an organisation, or is invited to.
	Holders(ctx context.Context, org organisation.ID) ([]Holder, error)
	// Holder finds who has an address. NotFound if nobody; of who left a while ago
	// it gives account and epoch all the same.
	Holder(ctx context.Context, accounts []string) (Holder, error)
	// Factor reads an account's second factor; a zero one if it has none.
	Factor(ctx context.Context, account string) (Factor, error)
	// Enlist writes a change of a team; all of it or nothing. Conflict if one of its
	// conditions does not hold.
	Enlist(ctx context.Context, e Enlistment) error
}

// Enlistment is a change of a team.
type Enlistment struct {
	Holder   Holder             // as it is afterwards; its epoch is one more than what it must be now, 1 for an account that is new
	Leaves   bool               // she is no member any more, and her factor is gone
	Factor   *Factor            // as it is afterwards, if it changes
	Witness  *Holder            // who must be an active owner still
	Line     organisation.Audit // what the journal says
	Promised []outbox.Entry
}

// Team changes who works for an organisation. Every change ends the sessions of
// whom it is about.
type Team struct {
	store TeamStore
	ring  token.Ring
	now   func() time.Time
}

// NewTeam makes a team's service on a store, the secret and a clock.
func NewTeam(s TeamStore, ring token.Ring, now func() time.Time) *Team { return &Team{s, ring, now} }

// Members lists the team; whose invitation lapsed is not in it.
func (t *Team) Members(ctx context.Context, org organisation.ID) ([]Holder, error) {
	all, err := t.store.Holders(ctx, org)
	if err != nil {
		return nil, fault.Wrap("account: list a team", err)
	}
	now := t.now()
	var team []Holder
	for _, h := range all {
		if !h.Member.Lapsed(now) {
			team = append(team, h)
		}
	}
	return team, nil
}

// check refuses what no member may be.
func check(m organisation.Member) error {
	if m.Scope.OfPeople() && m.Role != organisation.Reader && m.Role != organisation.Door {
		return ErrScope
	}
	return nil
}

// Invite has somebody join by signing in, and promises her a mail that says so.
// ErrTaken if the address belongs to another organisation, ErrThere if to this
// one, ErrScope for a scope that does not go with the role.
func (t *Team) Invite(ctx context.Context, by organisation.Member, m organisation.Member) error {
	const op = "account: invite"
	m.Organisation, m.Invited, m.InvitedBy = by.Organisation, t.now(), by.Address
	if err := check(m); err != nil {
		return err
	}
	accounts := t.ring.Account(m.Address.Folded())
	h := Holder{Member: m, Account: accounts[0], Epoch: 1}
	known, err := t.store.Holder(ctx, accounts)
	switch {
	case fault.Is(err, fault.NotFound) && known.Account != "": // who was here and left
		h.Account, h.Epoch = known.Account, known.Epoch+1
	case fault.Is(err, fault.NotFound):
	case err != nil:
		return fault.Wrap(op, err)
	case known.Member.Organisation != by.Organisation && !known.Member.Lapsed(m.Invited):
		return ErrTaken
	case known.Member.Organisation == by.Organisation && !known.Member.Lapsed(m.Invited):
		return ErrThere
	default:
		h.Account, h.Epoch = known.Account, known.Epoch+1
	}
	err = t.store.Enlist(ctx, t.enlist(by, h, organisation.Invited))
	if fault.Is(err, fault.Conflict) {
		return ErrTaken
	}
	return fault.Wrap(op, err)
}

// enlist is a change that somebody makes of a holder, with the mail that goes to
// whom is invited.
func (t *Team) enlist(by organisation.Member, h Holder, did organisation.Action) Enlistment {
	now := t.now()
	e := Enlistment{Holder: h, Line: organisation.Audit{
		Organisation: by.Organisation, At: now, By: by.Address, Action: did, Member: h.Member.Address.String(),
	}}
	if did == organisation.Invited || did == organisation.Reinvited {
		ref := outbox.Ref{Organisation: string(by.Organisation), Member: h.Account}
		e.Promised = []outbox.Entry{outbox.Promise(outbox.Invited, ref, h.Member.Lang, now, token.ID())}
	}
	return e
}

// find is one of the team, by her account.
func (t *Team) find(ctx context.Context, org organisation.ID, account string) (Holder, []Holder, error) {
	team, err := t.Members(ctx, org)
	if err != nil {
		return Holder{}, nil, err
	}
	for _, h := range team {
		if h.Account == account {
			return h, team, nil
		}
	}
	return Holder{}, nil, fault.New(fault.NotFound, "account: find a member", nil)
}

// Find is one of an organisation's team, by her account. NotFound if there is none.
func (t *Team) Find(ctx context.Context, org organisation.ID, account string) (Holder, error) {
	h, _, err := t.find(ctx, org, account)
	return h, err
}

// Remind sends an invitation again; it holds from now on.
func (t *Team) Remind(ctx context.Context, by organisation.Member, account string) error {
	h, _, err := t.find(ctx, by.Organisation, account)
	if err != nil || h.Member.Invited.IsZero() {
		return err
	}
	h.Member.Invited, h.Member.InvitedBy, h.Epoch = t.now(), by.Address, h.Epoch+1
	return fault.Wrap("account: invite again", t.store.Enlist(ctx, t.enlist(by, h, organisation.Reinvited)))
}

// Change gives somebody another role, scope and language. ErrLastOwner or
// ErrScope; Conflict if she is being changed by somebody else.
func (t *Team) Change(ctx context.Context, by organisation.Member, account string, to organisation.Member) error {
	h, team, err := t.find(ctx, by.Organisation, account)
	if err != nil {
		return err
	}
	was := h.Member.Role
	h.Member.Role, h.Member.Scope, h.Member.Lang, h.Epoch = to.Role, to.Scope, to.Lang, h.Epoch+1
	if err := check(h.Member); err != nil {
		return err
	}
	e := t.enlist(by, h, organisation.MemberChanged)
	if was == organisation.Owner && to.Role != organisation.Owner {
		if e.Witness = another(team, account); e.Witness == nil {
			return ErrLastOwner
		}
	}
	return fault.Wrap("account: change a member", t.store.Enlist(ctx, e))
}

// Remove ends somebody's membership. ErrLastOwner for the last one.
func (t *Team) Remove(ctx context.Context, by organisation.Member, account string) error {
	h, team, err := t.find(ctx, by.Organisation, account)
	if err != nil {
		return err
	}
	h.Epoch++
	e := t.enlist(by, h, organisation.MemberRemoved)
	e.Leaves = true
	if h.Member.Role == organisation.Owner {
		if e.Witness = another(team, account); e.Witness == nil {
			return ErrLastOwner
		}
	}
	return fault.Wrap("account: remove a member", t.store.Enlist(ctx, e))
}

// another is an owner who has signed in, beside one.
func another(team []Holder, account string) *Holder {
	for _, h := range team {
		if h.Account != account && h.Member.Role == organisation.Owner && h.Member.Invited.IsZero() {
			return &h
		}
	}
	return nil
}

// ResetFactor has somebody who lost her authenticator enrol anew.
func (t *Team) ResetFactor(ctx context.Context, by organisation.Member, account string) error {
	const op = "account: reset a factor"
	h, _, err := t.find(ctx, by.Organisation, account)
	if err != nil {
		return err
	}
	f, err := t.store.Factor(ctx, account)
	if err != nil || !f.Enrolled() {
		return fault.Wrap(op, err)
	}
	f.Version, f.Lost, f.Recovery = f.Version+1, true, nil
	h.Epoch++
	e := t.enlist(by, h, organisation.FactorReset)
	e.Factor = &f
	return fault.Wrap(op, t.store.Enlist(ctx, e))
}
