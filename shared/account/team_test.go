package account_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
)

const colleague = "collegue@exemple.org"

// owned is a door whose member is an owner, with her team.
func owned(t *testing.T) (door, *account.Team, organisation.Member) {
	t.Helper()
	d := newDoor(t)
	owner := member()
	owner.Role = organisation.Owner
	if err := d.Join(t.Context(), d.ring.Account(known)[0], owner); err != nil {
		t.Fatal(err)
	}
	return d, account.NewTeam(d.Bench, d.ring, d.Clock.Now), owner
}

func invited(role organisation.Role) organisation.Member {
	return organisation.Member{Address: must(outbox.ParseAddress(colleague)), Role: role, Lang: locale.Arabic}
}

func (d door) enterAs(t *testing.T, address string) (string, error) {
	t.Helper()
	id := d.ask(t, address)
	return d.Enter(t.Context(), id, d.code(t, id), "")
}

func TestAnInvitationIsTakenUpBySigningIn(t *testing.T) {
	t.Parallel()
	d, team, owner := owned(t)
	if err := team.Invite(t.Context(), owner, invited(organisation.Reader)); err != nil {
		t.Fatal(err)
	}
	due := must(d.Due(t.Context(), outbox.Normal, d.Clock.Now(), 10))
	if len(due) != 1 || due[0].Kind != outbox.Invited || due[0].Lang != locale.Arabic {
		t.Fatalf("the mail: %+v", due)
	}
	id, err := d.enterAs(t, colleague)
	if err != nil {
		t.Fatal(err)
	}
	s := d.session(t, id)
	if s.Member.Organisation != owner.Organisation || s.Member.Role != organisation.Reader || !s.Member.Invited.IsZero() {
		t.Errorf("she is %+v", s.Member)
	}
	h := must(team.Find(t.Context(), owner.Organisation, s.Account))
	if !h.Member.Invited.IsZero() || !h.Member.InvitedBy.IsZero() || !h.Member.Seen.Equal(seen(owner).Seen) {
		t.Errorf("she is listed as %+v", h.Member)
	}
	if err := team.Invite(t.Context(), owner, invited(organisation.Door)); !errors.Is(err, account.ErrThere) {
		t.Errorf("again: %v", err)
	}
}

func TestAnInvitationLapsesAtThatSecond(t *testing.T) {
	t.Parallel()
	d, team, owner := owned(t)
	if err := team.Invite(t.Context(), owner, invited(organisation.Reader)); err != nil {
		t.Fatal(err)
	}
	late := d.ask(t, colleague)
	code := d.code(t, late)
	d.Clock.Set(d.Clock.Now().Add(organisation.KeepInvited))
	d.wantEnter(t, late, code, account.ErrExpired)
	if n := len(must(team.Members(t.Context(), owner.Organisation))); n != 1 {
		t.Errorf("the team is of %d", n)
	}
	if err := team.Invite(t.Context(), owner, invited(organisation.Organiser)); err != nil {
		t.Errorf("anew: %v", err)
	}
	if _, err := d.enterAs(t, colleague); err != nil {
		t.Error(err)
	}
}

func TestWhoBelongsElsewhereIsNotInvited(t *testing.T) {
	t.Parallel()
	d, team, owner := owned(t)
	elsewhere := invited(organisation.Owner)
	elsewhere.Organisation = "ailleurs"
	if err := d.Join(t.Context(), d.ring.Account(colleague)[0], elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := team.Invite(t.Context(), owner, invited(organisation.Reader)); !errors.Is(err, account.ErrTaken) {
		t.Errorf("it is %v", err)
	}
	if err := team.Remove(t.Context(), owner, d.ring.Account(colleague)[0]); !fault.Is(err, fault.NotFound) {
		t.Errorf("another's member is removed: %v", err)
	}
}

func TestAChangeOfRoleEndsSessions(t *testing.T) {
	t.Parallel()
	d, team, owner := owned(t)
	if err := team.Invite(t.Context(), owner, invited(organisation.Organiser)); err != nil {
		t.Fatal(err)
	}
	id := must(d.enterAs(t, colleague))
	s := d.session(t, id)
	to := s.Member
	to.Role, to.Scope = organisation.Reader, organisation.Scope{Countries: []string{"PT"}}
	if err := team.Change(t.Context(), owner, s.Account, to); err != nil {
		t.Fatal(err)
	}
	d.wantOver(t, id)
	again := d.session(t, must(d.enterAs(t, colleague)))
	if again.Member.Role != organisation.Reader || len(again.Member.Scope.Countries) != 1 {
		t.Errorf("she is %+v", again.Member)
	}
	to.Role = organisation.Organiser
	if err := team.Change(t.Context(), owner, s.Account, to); !errors.Is(err, account.ErrScope) {
		t.Errorf("an organiser who sees some people only: %v", err)
	}
	if err := team.Remove(t.Context(), owner, s.Account); err != nil {
		t.Fatal(err)
	}
	d.Clock.Advance(time.Second)
	id2 := d.ask(t, colleague)
	d.wantEnter(t, id2, d.code(t, id2), account.ErrWrong)
}

// TestAnOwnerStays: two owners who remove each other at once leave one.
func TestAnOwnerStays(t *testing.T) {
	t.Parallel()
	d, team, owner := owned(t)
	if err := team.Remove(t.Context(), owner, d.ring.Account(known)[0]); !errors.Is(err, account.ErrLastOwner) {
		t.Fatalf("the only owner leaves: %v", err)
	}
	if err := team.Invite(t.Context(), owner, invited(organisation.Owner)); err != nil {
		t.Fatal(err)
	}
	if err := team.Remove(t.Context(), owner, d.ring.Account(known)[0]); !errors.Is(err, account.ErrLastOwner) {
		t.Fatalf("she leaves it to somebody who never came: %v", err)
	}
	must(d.enterAs(t, colleague))
	var removed, next atomic.Int32
	addresses := []string{known, colleague}
	together(2, func() {
		err := team.Remove(t.Context(), owner, d.ring.Account(addresses[next.Add(1)-1])[0])
		if err == nil {
			removed.Add(1)
		} else if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Unavailable) && !errors.Is(err, account.ErrLastOwner) {
			t.Error(err)
		}
	})
	if left := must(team.Members(t.Context(), owner.Organisation)); removed.Load() > 1 || len(left) < 1 {
		t.Errorf("%d were removed, %d are left", removed.Load(), len(left))
	}
}

func TestWhoLostHerPhoneEnrolsAnew(t *testing.T) {
	t.Parallel()
	d, team, owner := owned(t)
	d.strict(t)
	id, secret, recovery := d.enrolled(t)
	s := d.session(t, id)
	if err := team.ResetFactor(t.Context(), owner, s.Account); err != nil {
		t.Fatal(err)
	}
	d.wantOver(t, id)
	s = d.session(t, d.enter(t))
	for _, code := range []string{d.phone(t, secret), recovery[0]} {
		if _, err := d.Pass(t.Context(), s, code); !errors.Is(err, account.ErrWrong) {
			t.Errorf("%q opens still: %v", code, err)
		}
	}
	if _, _, err := d.Confirm(t.Context(), s, "a form", d.phone(t, must(d.Enrol(t.Context(), s, "a form")).Secret)); err != nil {
		t.Error(err)
	}
}
