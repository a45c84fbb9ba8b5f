package token_test

import (
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"tribune/shared/token"
)

var made = time.Date(2026, time.November, 21, 12, 0, 0, 0, time.UTC)

func TestFormBoundaries(t *testing.T) {
	r := ring(t, material1)
	stamp := r.Form("register", made)
	for _, c := range []struct {
		after time.Duration
		want  error
	}{
		{-time.Hour, token.ErrFormYoung}, // another machine's clock is behind
		{0, token.ErrFormYoung},
		{token.FormMin - 1, token.ErrFormYoung},
		{token.FormMin, nil},
		{token.FormMin + 1, nil},
		{token.FormMax - 1, nil},
		{token.FormMax, nil},
		{token.FormMax + 1, token.ErrFormOld},
		{1000 * time.Hour, token.ErrFormOld},
	} {
		nonce, at, err := r.OpenForm("register", stamp, made.Add(c.after))
		if !errors.Is(err, c.want) || len(nonce) != token.NonceSize || !at.Equal(made) {
			t.Errorf("after %s: nonce %q of %s, %v", c.after, nonce, at, err)
		}
	}
}

// A stamp keeps whole seconds: a form may seem older than it is by less than one.
func TestFormSeconds(t *testing.T) {
	r := ring(t, material1)
	stamp := r.Form("register", made.Add(time.Second-1))
	if _, at, err := r.OpenForm("register", stamp, made.Add(token.FormMin)); err != nil || !at.Equal(made) {
		t.Errorf("made at %s: %v", at, err)
	}
}

func TestRestampKeepsTheNonce(t *testing.T) {
	r := ring(t, material1)
	later := made.Add(48 * time.Hour)
	nonce, _, err := r.OpenForm("register", r.Form("register", made), later)
	if !errors.Is(err, token.ErrFormOld) {
		t.Fatal(err)
	}
	again, at, err := r.OpenForm("register", r.Restamp("register", nonce, later), later.Add(time.Minute))
	if err != nil || again != nonce || !at.Equal(later) {
		t.Errorf("nonce %q of %s, %v; want %q", again, at, err, nonce)
	}
	other, _, _ := r.OpenForm("register", r.Form("register", made), later)
	if other == nonce {
		t.Error("two forms have one nonce")
	}
}

func TestFormRotation(t *testing.T) {
	first, both, second := rotation(t)
	stamp, at := first.Form("register", made), made.Add(time.Minute)
	if _, _, err := both.OpenForm("register", stamp, at); err != nil {
		t.Errorf("a form of the earlier secret: %v", err)
	}
	if _, _, err := second.OpenForm("register", stamp, at); !errors.Is(err, token.ErrFormForged) {
		t.Errorf("a form of a secret that is gone: %v", err)
	}
}

func TestForgedForm(t *testing.T) {
	r := ring(t, material1)
	stamp, at := r.Form("register", made), made.Add(time.Minute)
	forged := []string{"", "A", stamp[1:], stamp + "A", stamp + "="}
	b, err := base64.RawURLEncoding.DecodeString(stamp)
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(b) * 8 {
		b[i/8] ^= 1 << (i % 8)
		forged = append(forged, base64.RawURLEncoding.EncodeToString(b))
		b[i/8] ^= 1 << (i % 8)
	}
	for _, s := range forged {
		if nonce, made, err := r.OpenForm("register", s, at); !errors.Is(err, token.ErrFormForged) || nonce != "" || !made.IsZero() {
			t.Errorf("%q opens as %q of %s, %v", s, nonce, made, err)
		}
	}
	if _, _, err := r.OpenForm("lost-link", stamp, at); !errors.Is(err, token.ErrFormForged) {
		t.Errorf("a form made for one purpose serves another: %v", err)
	}
	// A link's MAC is no form's, though both are made from one secret.
	p := person(t, r, 1, tangier, "a@exemple.org", "nom")
	if _, _, err := r.OpenForm(tangier, r.Link(tangier, p, 1), at); !errors.Is(err, token.ErrFormForged) {
		t.Errorf("a link serves as a form: %v", err)
	}
}
