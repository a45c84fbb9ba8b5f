package outbox_test

import (
	"encoding/json"
	"errors"
	"net/mail"
	"strings"
	"testing"

	"tribune/shared/outbox"
)

func TestParseAddress(t *testing.T) {
	longest := strings.Repeat("l", 64) + "@" + strings.Repeat("a.", 94) + "b"
	if len(longest) != 254 {
		t.Fatalf("the longest address has %d bytes", len(longest))
	}
	for _, s := range []string{
		"organisation@exemple.org",
		"Prenom.Nom+Tanger@Exemple.ORG",
		"o'neil@exemple.org",
		"a@b.c",
		"a_b-c@sous.domaine.exemple.org",
		"=cmd@exemple.org", // a legal address; the sheet guards its cell
		"a@xn--exmple-cua.org",
		"1@2.3a",
		longest,
		strings.Repeat("l", 64) + "@exemple.org",
		"a@" + strings.Repeat("b", 63) + ".org",
	} {
		a, err := outbox.ParseAddress(" \t" + s + "\r\n")
		if err != nil || a.String() != s || a.Folded() != strings.ToLower(s) || a.IsZero() {
			t.Errorf("%q is read as %q (%v)", s, a, err)
		}
	}
	for _, s := range []string{
		"", " ", "@", "a", "a@", "@exemple.org", "a@exemple", "a@@exemple.org", "a@b@exemple.org",
		"Nom <a@exemple.org>", "<a@exemple.org>", "a@exemple.org, b@exemple.org", "groupe: a@exemple.org;",
		`"a b"@exemple.org`, "a b@exemple.org", "a(note)@exemple.org", "a@exemple.org (note)", `a\@exemple.org`,
		"a@exemple.org\r\nBcc: b@exemple.org", "a\x00@exemple.org", "a@exemple\x7f.org", "a@exemple.org\u202e", "a\u00ad@exemple.org",
		"a..b@exemple.org", ".a@exemple.org", "a.@exemple.org", "a@.exemple.org", "a@exemple..org", "a@exemple.org.",
		"a@-exemple.org", "a@exemple-.org", "a@exem_ple.org", "a@exem!ple.org", "a@exem%ple.org",
		"a@[127.0.0.1]", "a@127.0.0.1", "a@exemple.1",
		"é@exemple.org", "a@éxemple.org", "\u212a@exemple.org", // the sign of the kelvin, which folds to k
		"\xff@exemple.org",
		strings.Repeat("l", 65) + "@exemple.org",
		"a@" + strings.Repeat("b", 64) + ".org",
		longest + "c",
	} {
		if a, err := outbox.ParseAddress(s); !errors.Is(err, outbox.ErrAddress) || !a.IsZero() {
			t.Errorf("%q is read as %q (%v)", s, a, err)
		}
	}
}

func TestAddressAsText(t *testing.T) {
	type letter struct{ To outbox.Address }
	for in, want := range map[string]string{
		`{"To":"A@exemple.org"}`: "A@exemple.org",
		`{"To":""}`:              "",
	} {
		l := letter{To: mustAddress(t, "b@exemple.org")}
		if err := json.Unmarshal([]byte(in), &l); err != nil || l.To.String() != want {
			t.Errorf("%s is read as %q (%v)", in, l.To, err)
		}
		if out, err := json.Marshal(l); err != nil || string(out) != in {
			t.Errorf("%s is written as %s (%v)", in, out, err)
		}
	}
	l := letter{To: mustAddress(t, "b@exemple.org")}
	if err := json.Unmarshal([]byte(`{"To":"b@exemple"}`), &l); !errors.Is(err, outbox.ErrAddress) || !l.To.IsZero() {
		t.Errorf("got %q, %v", l.To, err)
	}
}

func mustAddress(t *testing.T, s string) outbox.Address {
	t.Helper()
	a, err := outbox.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Whatever is typed, an address that is accepted is safe wherever it goes: it
// is read again as itself, alone or beside a name, and folding is stable.
func FuzzAddress(f *testing.F) {
	f.Add("organisation@exemple.org")
	f.Fuzz(func(t *testing.T, s string) {
		a, err := outbox.ParseAddress(s)
		if err != nil {
			if !errors.Is(err, outbox.ErrAddress) || !a.IsZero() {
				t.Fatalf("%q: %q, %v", s, a, err)
			}
			return
		}
		if a.String() != strings.TrimSpace(s) || len(a.String()) > 254 || strings.ContainsAny(a.String(), "\r\n\t\x00 <>\",;:()[]\\") {
			t.Fatalf("%q is accepted as %q", s, a)
		}
		for _, c := range a.String() {
			if c > '~' {
				t.Fatalf("%q is accepted", s)
			}
		}
		again, err := outbox.ParseAddress(a.String())
		if err != nil || again != a {
			t.Fatalf("%q is read again as %q (%v)", a, again, err)
		}
		folded, err := outbox.ParseAddress(a.Folded())
		if err != nil || folded.Folded() != a.Folded() {
			t.Fatalf("%q folds to %q (%v)", a, folded, err)
		}
		named := mail.Address{Name: "Association, <de> \"Tanger\" طنجة", Address: a.String()}
		list, err := mail.ParseAddressList(named.String())
		if err != nil || len(list) != 1 || *list[0] != named {
			t.Fatalf("%s is read as %v (%v)", named.String(), list, err)
		}
	})
}
