package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"tribune/shared/locale"
	"tribune/shared/token"
)

func TestOpenStamp(t *testing.T) {
	ring, err := token.ParseRing(strings.Repeat("s", 32))
	if err != nil {
		t.Fatal(err)
	}
	const purpose = "register ahsud/tanger"
	made := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	stamp := ring.Form(purpose, made)
	nonce, _, _ := ring.OpenForm(purpose, stamp, made)
	for _, c := range []struct {
		name    string
		stamp   string
		trap    string
		age     time.Duration
		hasty   bool
		problem string
		nonce   bool // is kept
		made    time.Duration
	}{
		{"in order", stamp, "", time.Minute, false, "", true, 0},
		{"as old as it must be", stamp, "", token.FormMin, false, "", true, 0},
		{"too fast by a nanosecond", stamp, "", token.FormMin - 1, false, "form.fast", true, 0},
		{"fast, where that is allowed", stamp, "", 0, true, "", true, 0},
		{"as old as it may be", stamp, "", token.FormMax, false, "", true, 0},
		{"too old by a nanosecond", stamp, "", token.FormMax + 1, false, "form.old", true, token.FormMax + 1},
		{"trapped", stamp, "https://exemple.org", time.Minute, false, "honeypot", true, 0},
		{"trapped, where haste is allowed", stamp, "x", 0, true, "honeypot", true, 0},
		{"without a stamp", "", "", time.Minute, true, "form.forged", false, time.Minute},
		{"of another form", ring.Form("sign in", made), "", time.Minute, false, "form.forged", false, time.Minute},
		{"altered", stamp[1:] + "A", "", time.Minute, false, "form.forged", false, time.Minute},
	} {
		s := Site{Ring: ring, Now: func() time.Time { return made.Add(c.age) }}
		form := Form{url.Values{FieldStamp: {c.stamp}, FieldTrap: {c.trap}}}
		got, problems := s.OpenStamp(locale.For(locale.French), form, purpose, c.hasty)
		var want Problems
		if c.problem != "" {
			want = Problems{{Text: locale.For(locale.French).T("problem." + c.problem)}}
		}
		if len(problems) != len(want) || len(want) > 0 && problems[0] != want[0] {
			t.Errorf("%s: %v, want %v", c.name, problems, want)
		}
		if (got.Nonce == nonce) != c.nonce || len(got.Nonce) != token.NonceSize || !got.Made.Equal(made.Add(c.made)) {
			t.Errorf("%s: %+v", c.name, got)
		}
		if again, at, err := ring.OpenForm(purpose, got.Again, s.Now()); again != got.Nonce || !at.Equal(got.Made.Truncate(time.Second)) {
			t.Errorf("%s: shown again it is of %v, %v", c.name, at, err)
		}
	}
}
