package account_test

import (
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/account"
	"tribune/shared/fault"
)

func (d door) wantOver(t *testing.T, session string) {
	t.Helper()
	if s, err := d.Session(t.Context(), session); !fault.Is(err, fault.NotFound) {
		t.Errorf("the session is %+v, %v; want it over", s, err)
	}
}

func (d door) wantOpen(t *testing.T, session string) {
	t.Helper()
	if _, err := d.Session(t.Context(), session); err != nil {
		t.Errorf("at %v: %v", d.Clock.Now(), err)
	}
}

func TestASessionThatIsNotUsedEndsAtThatSecond(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	session := d.enter(t)
	// The table counts in whole seconds: never longer than half an hour.
	idle := tabletest.Start.Add(account.SessionIdle).Truncate(time.Second)
	d.Clock.Set(idle.Add(-1))
	d.wantOpen(t, session) // which is a use
	idle = idle.Add(-1).Add(account.SessionIdle).Truncate(time.Second)
	d.Clock.Set(idle.Add(-1))
	d.wantOpen(t, session)
	idle = idle.Add(-1).Add(account.SessionIdle).Truncate(time.Second)
	d.Clock.Set(idle)
	d.wantOver(t, session)
	d.Clock.Set(idle.Add(time.Hour))
	d.wantOver(t, session)
}

func TestASessionEndsAfterEightHoursHoweverUsed(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	session := d.enter(t)
	for used := time.Duration(0); used < account.SessionLife; used += 20 * time.Minute {
		d.Clock.Set(tabletest.Start.Add(used))
		d.wantOpen(t, session)
	}
	d.Clock.Set(tabletest.Start.Add(account.SessionLife - 1))
	d.wantOpen(t, session)
	d.Clock.Set(tabletest.Start.Add(account.SessionLife))
	d.wantOver(t, session)
}

func TestAUseIsNotedOnceAMinute(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	session := d.enter(t)
	for _, c := range []struct {
		after time.Duration
		notes int
	}{{0, 0}, {time.Minute - 1, 0}, {time.Minute, 1}, {time.Minute, 0}, {2*time.Minute - 1, 0}, {2 * time.Minute, 1}} {
		d.Clock.Set(tabletest.Start.Add(c.after))
		if calls := d.Calls(func() { d.wantOpen(t, session) }); calls["PutItem"] != c.notes || calls["BatchGetItem"] != 1 {
			t.Errorf("after %v: %v, want %d notes", c.after, calls, c.notes)
		}
	}
}

func TestSignOut(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	session, other := d.enter(t), d.enter(t)
	for range 2 {
		if err := d.SignOut(t.Context(), session); err != nil {
			t.Fatal(err)
		}
	}
	d.wantOver(t, session)
	d.wantOpen(t, other)
	d.wantOver(t, "")
}

// TestANoteDoesNotBringASessionBack: a page is being shown in one window while
// she signs out in another.
func TestANoteDoesNotBringASessionBack(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	session := d.enter(t)
	d.Clock.Advance(time.Minute)
	thaw := d.Freeze(t, "PutItem", func() error {
		_, err := d.Session(t.Context(), session)
		return err
	})
	if err := d.SignOut(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	if err := thaw(); err != nil { // it was open when it was read
		t.Error(err)
	}
	d.wantOver(t, session)
}
