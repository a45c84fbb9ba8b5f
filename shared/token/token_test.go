package token_test

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tribune/shared/token"
)

var (
	material1 = strings.Repeat("1", 32)
	material2 = strings.Repeat("2", 40)
)

func ring(t testing.TB, secret string) token.Ring {
	t.Helper()
	r, err := token.ParseRing(secret)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The ring over time: with its first secret, with both, and when the first is gone.
func rotation(t testing.TB) (first, both, second token.Ring) {
	return ring(t, material1), ring(t, "2:"+material2+"\n1:"+material1), ring(t, "2:"+material2)
}

func TestParseRing(t *testing.T) {
	for secret, current := range map[string]int{
		material1:                             1,
		material1 + "\n":                      1,
		"7:" + material1:                      7,
		"2:" + material2 + "\n1:" + material1: 2,
		"1:" + material1 + "\r\n 2:" + material2 + " ": 1, // the first is the current one, whatever its number
	} {
		r, err := token.ParseRing(secret)
		if err != nil || r.Current() != current {
			t.Errorf("%q: version %d, %v", secret, r.Current(), err)
		}
	}
	for _, secret := range []string{
		"", " \n ", material1[:31], "1:" + material1[:31], "x:" + material1, "0:" + material1, "-1:" + material1, ":" + material1,
		"1:" + material1 + "\n1:" + material2,
		"1:" + material1 + "\n" + material2, // both are version 1
		"1:" + material1 + "\n\n2:" + material2,
	} {
		r, err := token.ParseRing(secret)
		if err == nil {
			t.Errorf("%q is read, version %d", secret, r.Current())
			continue
		}
		if strings.Contains(err.Error(), "1111") || strings.Contains(err.Error(), "2222") {
			t.Errorf("the error tells the secret: %v", err)
		}
	}
}

func TestRandom(t *testing.T) {
	safe := regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	seen := map[string]bool{}
	for range 1000 {
		id := token.ID()
		if len(id) != token.NonceSize || !safe.MatchString(id) || seen[id] {
			t.Fatalf("id %q", id)
		}
		seen[id] = true
	}
	if b, err := base64.RawURLEncoding.DecodeString(token.Random(32)); err != nil || len(b) != 32 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

func TestHashAndDigest(t *testing.T) {
	// SHA-256 of "abc", from FIPS 180-2.
	if got := token.Hash("abc"); got != "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0" {
		t.Errorf("hash is %s", got)
	}
	if got := token.Digest("a", "b"); got != "Fide8PXQ653Z4KUyd1Sf2g" {
		t.Errorf("the digest is %s: it is stored, and must stay what it was", got)
	}
	lists := [][]string{{}, {""}, {"", ""}, {"a", "b"}, {"ab"}, {"b", "a"}, {"a", "b", ""}, {"a\x00b"}, {"a", "", "b"}}
	seen := map[string][]string{}
	for _, parts := range lists {
		d := token.Digest(parts...)
		if other, twice := seen[d]; twice || len(d) != 22 {
			t.Errorf("%q and %q give %s", parts, other, d)
		}
		seen[d] = parts
	}
}

func TestCode(t *testing.T) {
	first, both, second := rotation(t)
	eight := regexp.MustCompile(`^[0-9]{8}$`)
	codes := map[string]bool{}
	zero := false
	for range 300 {
		challenge := token.ID()
		code := first.Code(challenge)
		if !eight.MatchString(code) || code != first.Code(challenge) {
			t.Fatalf("code %q", code)
		}
		zero = zero || code[0] == '0'
		codes[code] = true
		if !first.VerifyCode(challenge, code) || !both.VerifyCode(challenge, code) || second.VerifyCode(challenge, code) {
			t.Fatal("a code must hold as long as its version of the secret does")
		}
		if first.VerifyCode(token.ID(), code) {
			t.Fatal("a code opened another challenge")
		}
		for _, wrong := range []string{"", code[:7], code + "0", " " + code, code[:7] + string('0'+(code[7]-'0'+1)%10)} {
			if first.VerifyCode(challenge, wrong) {
				t.Fatalf("%q passes for %q", wrong, code)
			}
		}
	}
	if len(codes) < 299 || !zero {
		t.Errorf("%d codes of 300, one with a leading zero: %t", len(codes), zero)
	}
}

func TestAccount(t *testing.T) {
	first, both, second := rotation(t)
	const a = "organisation@exemple.org"
	keys := both.Account(a)
	if len(keys) != 2 || keys[0] != second.Account(a)[0] || !slices.Equal(keys[1:], first.Account(a)) {
		t.Errorf("with both secrets %v, with one %v and %v", keys, first.Account(a), second.Account(a))
	}
	if both.Account("creteil@exemple.org")[0] == keys[0] {
		t.Error("two addresses have one key")
	}
}
