package account_test

import (
	"errors"
	"testing"
	"time"

	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/organisation"
)

// Who was an owner, is removed and is invited again as a reader has no session
// of before: she would be an owner in it.
func TestWhoIsInvitedAgainBeginsAnew(t *testing.T) {
	t.Parallel()
	d, team, owner := owned(t)
	if err := team.Invite(t.Context(), owner, invited(organisation.Owner)); err != nil {
		t.Fatal(err)
	}
	id := must(d.enterAs(t, colleague))
	account1 := d.session(t, id).Account
	for _, role := range []organisation.Role{organisation.Reader, organisation.Door} {
		if err := team.Remove(t.Context(), owner, account1); err != nil {
			t.Fatal(err)
		}
		d.wantOver(t, id)
		if err := team.Invite(t.Context(), owner, invited(role)); err != nil {
			t.Fatal(err)
		}
		d.wantOver(t, id)
		if s := d.session(t, must(d.enterAs(t, colleague))); s.Member.Role != role {
			t.Errorf("she is %s, not %s", s.Member.Role, role)
		}
		d.wantOver(t, id)
	}
}

// Who left is found by nobody, and is free for another organisation, at once and
// later.
func TestWhoLeftIsFree(t *testing.T) {
	t.Parallel()
	for _, later := range []time.Duration{0, account.SessionLife - time.Second, 365 * 24 * time.Hour} {
		d, team, owner := owned(t)
		if err := team.Invite(t.Context(), owner, invited(organisation.Reader)); err != nil {
			t.Fatal(err)
		}
		key := d.session(t, must(d.enterAs(t, colleague))).Account
		if err := team.Remove(t.Context(), owner, key); err != nil {
			t.Fatal(err)
		}
		d.Clock.Advance(later)
		if _, err := d.Holder(t.Context(), []string{key}); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v later she is still there: %v", later, err)
		}
		elsewhere := d.elsewhere(t, owner)
		if err := team.Invite(t.Context(), elsewhere, invited(organisation.Reader)); err != nil {
			t.Errorf("%v later another organisation cannot invite her: %v", later, err)
		}
		if s := d.session(t, must(d.enterAs(t, colleague))); s.Member.Organisation != "ailleurs" {
			t.Errorf("%v later she is in %s", later, s.Member.Organisation)
		}
	}
}

// Once an invitation has lapsed and another organisation invited her, the first
// one does nothing to her any more.
func TestALapsedInvitationIsNobodysHold(t *testing.T) {
	t.Parallel()
	d, team, first := owned(t)
	if err := team.Invite(t.Context(), first, invited(organisation.Reader)); err != nil {
		t.Fatal(err)
	}
	key := d.ring.Account(colleague)[0]
	d.Clock.Advance(organisation.KeepInvited)
	second := d.elsewhere(t, first)
	if err := team.Invite(t.Context(), second, invited(organisation.Reader)); err != nil {
		t.Fatal(err)
	}
	id := must(d.enterAs(t, colleague))
	for what, do := range map[string]func() error{
		"find":         func() error { _, err := team.Find(t.Context(), first.Organisation, key); return err },
		"invite again": func() error { return team.Remind(t.Context(), first, key) },
		"change":       func() error { return team.Change(t.Context(), first, key, invited(organisation.Owner)) },
		"reset":        func() error { return team.ResetFactor(t.Context(), first, key) },
		"remove":       func() error { return team.Remove(t.Context(), first, key) },
	} {
		if err := do(); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := team.Invite(t.Context(), first, invited(organisation.Owner)); !errors.Is(err, account.ErrTaken) {
		t.Errorf("invited anew: %v", err)
	}
	// Even by who read the list before.
	holders := must(d.Holders(t.Context(), first.Organisation))
	for _, h := range holders {
		if h.Account == key {
			t.Errorf("the first organisation's list holds her: %+v", h)
		}
	}
	if s := d.session(t, id); s.Member.Organisation != second.Organisation {
		t.Errorf("she is in %s", s.Member.Organisation)
	}
}

// elsewhere is an owner of another organisation, which is there.
func (d door) elsewhere(t *testing.T, owner organisation.Member) organisation.Member {
	t.Helper()
	owner.Organisation = "ailleurs"
	if err := d.PutOrganisation(t.Context(), organisation.Organisation{ID: owner.Organisation}); err != nil {
		t.Fatal(err)
	}
	return owner
}
