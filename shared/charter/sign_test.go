package charter_test

import (
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/outbox"
)

// Until the code is typed nothing counts; then it does, once, however often it is typed.
func TestACodeSigns(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	id, code := h.asks(t, h.by("nour@mail.asso.example.org"))
	if all := h.all(ctx, 1); len(all) != 0 || len(code) != 6 {
		t.Fatalf("before the code %s: %+v", code, all)
	}
	h.Clock.Advance(time.Hour)
	s, err := h.Confirm(ctx, id, code)
	if err != nil || s.State != charter.Confirmed || s.Mandate != charter.ByDomain || !s.At.Equal(h.Clock.Now()) || s.Salt == [32]byte{} {
		t.Fatalf("%+v, %v", s, err)
	}
	again, err := h.Confirm(ctx, id, code)
	if err != nil || again.Commitment() != s.Commitment() || len(h.all(ctx, 1)) != 1 {
		t.Errorf("again: %+v, %v", again, err)
	}
	if got := h.mails(t); !maps.Equal(got, map[outbox.Kind]int{outbox.SignatureCode: 1, outbox.Signed: 1}) {
		t.Errorf("mails %v", got)
	}
	if a := must(h.AskOf(ctx, hashOf(id))); !a.Signature.Address.IsZero() {
		t.Errorf("what was typed stands in the ask still: %+v", a)
	}
	open, err := h.Open(ctx, h.call.Ref, 1, charter.Link(ring, s))
	if err != nil || open.Commitment() != s.Commitment() {
		t.Errorf("behind the link: %+v, %v", open, err)
	}
}

// One mailbox signs once, however its address is written; who asks again is told so
// by mail alone, and no code opens.
func TestOneMailboxSignsOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	id, code := h.asks(t, h.by("nour.alaoui@gmail.com"))
	first := must(h.Confirm(ctx, id, code))
	for i, spelling := range []string{"Nour.Alaoui@GMAIL.com", "nouralaoui@gmail.com", "n.o.u.r.alaoui+charte@googlemail.com"} {
		var calls map[string]int
		id, code := "", ""
		calls = h.Calls(func() { id, code = h.asks(t, h.by(spelling)) })
		if fresh := h.Calls(func() { h.asks(t, h.by(fmt.Sprintf("autre%d@gmail.com", i))) }); !maps.Equal(calls, fresh) {
			t.Errorf("%s costs %v, a newcomer %v", spelling, calls, fresh)
		}
		if _, err := h.Confirm(ctx, id, code); !errors.Is(err, charter.ErrWrong) {
			t.Errorf("%s: %v", spelling, err)
		}
	}
	if all := h.all(ctx, 1); len(all) != 1 || all[0].Commitment() != first.Commitment() {
		t.Errorf("%d signatures", len(all))
	}
	if got := h.mails(t); got[outbox.SignedAlready] != 3 || got[outbox.Signed] != 1 {
		t.Errorf("mails %v", got)
	}
}

// Two who ask before either has typed the code, and type it at once, sign once.
func TestTwoConfirmationsAtOnceSignOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		h := newHouse(t)
		ids, codes := make([]string, 6), make([]string, 6)
		for i := range ids {
			ids[i], codes[i] = h.asks(t, h.by([]string{"nour@gmail.com", "Nour+a@gmail.com", "n.our@gmail.com"}[i%3]))
		}
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() {
				if _, err := h.Confirm(t.Context(), ids[i], codes[i]); err != nil && !fault.Is(err, fault.Unavailable) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if got := h.all(t.Context(), 1); len(got) != 1 || h.mails(t)[outbox.Signed] != 1 {
			t.Errorf("%d signatures, mails %v", len(got), h.mails(t))
		}
	}
}

// What does not open: a wrong code, one tried too often, one too old, another's, one
// for a text that is superseded, one after the closing.
func TestWhatDoesNotSign(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*testing.T, *house)
		code  func(string) string
		want  error
	}{
		"a wrong code":     {func(*testing.T, *house) {}, func(s string) string { return string(rune('0'+(s[0]-'0'+1)%10)) + s[1:] }, charter.ErrWrong},
		"no code":          {func(*testing.T, *house) {}, func(string) string { return "" }, charter.ErrWrong},
		"a second too old": {func(_ *testing.T, h *house) { h.Clock.Advance(charter.CodeLife) }, nil, charter.ErrExpired},
		"another text":     {func(t *testing.T, h *house) { h.publish(t, 2) }, nil, charter.ErrSuperseded},
		"closed": {func(t *testing.T, h *house) {
			h.call.Closes, h.call.Revision = h.Clock.Now(), h.call.Revision+1
			if err := h.SaveCall(t.Context(), h.call, organisationLine); err != nil {
				t.Fatal(err)
			}
		}, nil, charter.ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			id, code := h.asks(t, h.by("nour@exemple.org"))
			c.spoil(t, h)
			if c.code != nil {
				code = c.code(code)
			}
			if _, err := h.Confirm(t.Context(), id, code); !errors.Is(err, c.want) {
				t.Errorf("told %v, want %v", err, c.want)
			}
			if _, err := h.Confirm(t.Context(), "", code); !errors.Is(err, charter.ErrExpired) {
				t.Errorf("from another browser: %v", err)
			}
			if all := h.all(t.Context(), 1); len(all) != 0 {
				t.Errorf("and yet: %+v", all)
			}
		})
	}
}

// Five tries, counted in the table.
func TestACodeHoldsFiveTries(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id, code := h.asks(t, h.by("nour@exemple.org"))
	for range charter.MaxTries {
		if _, err := h.Confirm(t.Context(), id, "none"); !errors.Is(err, charter.ErrWrong) {
			t.Fatal(err)
		}
	}
	if _, err := h.Confirm(t.Context(), id, code); !errors.Is(err, charter.ErrSpent) {
		t.Errorf("the sixth: %v", err)
	}
}

// Who withdrew may sign again: another salt, another link; her old one opens nothing,
// nor does the code that she signed with first.
func TestWhoWithdrewSignsAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	id, code := h.asks(t, h.by("nour@exemple.org"))
	first := must(h.Confirm(ctx, id, code))
	for range 2 {
		if err := h.Withdraw(ctx, first); err != nil {
			t.Fatal(err)
		}
	}
	if all := h.all(ctx, 1); len(all) != 1 || all[0].State != charter.Withdrawn || all[0].Name() != "" || !all[0].Address.IsZero() || all[0].Salt != [32]byte{} {
		t.Errorf("what is left of her: %+v", all)
	}
	if _, err := h.Confirm(ctx, id, code); !errors.Is(err, charter.ErrExpired) {
		t.Errorf("the old code: %v", err)
	}
	id, code = h.asks(t, h.by("nour@exemple.org"))
	second := must(h.Confirm(ctx, id, code))
	if second.Generation != 2 || second.Salt == first.Salt {
		t.Errorf("%+v", second)
	}
	if _, err := h.Open(ctx, h.call.Ref, 1, charter.Link(ring, first)); !fault.Is(err, fault.NotFound) {
		t.Errorf("the old link: %v", err)
	}
}

// A write that is refused, or whose answer is lost, signs once or not at all; typed
// again the code signs.
func TestSigningFails(t *testing.T) {
	t.Parallel()
	for _, flavour := range faults.Flavours {
		for _, times := range []int{1, 12} {
			t.Run(fmt.Sprint(flavour, times), func(t *testing.T) {
				t.Parallel()
				h := newHouse(t)
				id, code := h.asks(t, h.by("nour@exemple.org"))
				h.Faults.Fail("TransactWriteItems", times, flavour)
				_, err := h.Confirm(t.Context(), id, code)
				if times == 1 && err != nil {
					t.Errorf("told %v", err)
				}
				h.Faults.Reset()
				if _, err := h.Confirm(t.Context(), id, code); err != nil {
					t.Errorf("again: %v", err)
				}
				if n, mails := len(h.all(t.Context(), 1)), h.mails(t); n != 1 || mails[outbox.Signed] != 1 {
					t.Errorf("%d signatures, mails %v", n, mails)
				}
			})
		}
	}
}
