package charter_test

import (
	"errors"
	"testing"
	"time"

	"tribune/shared/charter"
)

// Codes for one mailbox are tried so many times an hour, however often somebody asks
// for one; then it is she who asks.
func TestAMailboxHoldsSoManyTriesAnHour(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	tried := 0
	for range 6 {
		id, _ := h.asks(t, h.by("ministre@ministere.example.org"))
		for range charter.MaxTries {
			if _, err := h.Confirm(t.Context(), id, "none"); errors.Is(err, charter.ErrWrong) {
				tried++
			}
		}
	}
	if tried != charter.MaxHourly {
		t.Errorf("%d guesses were compared, want %d", tried, charter.MaxHourly)
	}
	id, code := h.asks(t, h.by("ministre@ministere.example.org"))
	if _, err := h.Confirm(t.Context(), id, code); !errors.Is(err, charter.ErrSpent) {
		t.Errorf("within the hour: %v", err)
	}
	h.Clock.Advance(time.Hour)
	if _, err := h.Confirm(t.Context(), id, code); err != nil {
		t.Errorf("an hour later: %v", err)
	}
}

// What an organiser said holds when the same mailbox signs again: invalidated, it
// waits for her; kept off the wall, it stays off.
func TestSigningAgainUndoesNoVerdict(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	id, code := h.asks(t, h.by("nour@exemple.org"))
	s := must(h.Confirm(ctx, id, code))
	if err := h.Save(ctx, charter.Invalidate(s, h.Clock.Now())); err == nil {
		t.Fatal("a signature is written over one that was not read")
	}
	s.Revision = 1
	if err := h.Save(ctx, charter.Invalidate(s, h.Clock.Now())); err != nil {
		t.Fatal(err)
	}
	id, code = h.asks(t, h.by("nour@exemple.org"))
	if again := must(h.Confirm(ctx, id, code)); again.State != charter.Aside {
		t.Errorf("after it was invalidated she is %s", again.State)
	}
	id, code = h.asks(t, h.by("autre@exemple.org"))
	off := must(h.Confirm(ctx, id, code))
	off.Revision, off.Review = 1, charter.KeptOff
	if err := h.Save(ctx, off); err != nil {
		t.Fatal(err)
	}
	if err := h.Withdraw(ctx, off); err != nil {
		t.Fatal(err)
	}
	id, code = h.asks(t, h.by("autre@exemple.org"))
	if again := must(h.Confirm(ctx, id, code)); again.Review != charter.KeptOff || again.State != charter.Confirmed {
		t.Errorf("after it was kept off the wall it is %q, %s", again.Review, again.State)
	}
}

// Who was invalidated may have what is known of her erased; that she was stays.
func TestWhoWasInvalidatedIsForgotten(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	id, code := h.asks(t, h.by("nour@exemple.org"))
	s := must(h.Confirm(ctx, id, code))
	s.Revision = 1
	if err := h.Save(ctx, charter.Invalidate(s, h.Clock.Now())); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := h.Withdraw(ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	if all := h.all(ctx, 1); len(all) != 1 || all[0].State != charter.Invalidated || !all[0].Forgotten() || all[0].Salt != [32]byte{} || !all[0].At.IsZero() {
		t.Errorf("what is left: %+v", all)
	}
}
