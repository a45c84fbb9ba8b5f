package registration_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"tribune/shared/registration"
)

func TestParsePhone(t *testing.T) {
	for typed, want := range map[string]string{
		"":                      "",
		" \t\u00a0":             "",
		"+212 6 12 34 56 78":    "+212612345678",
		"06.12.34.56.78":        "0612345678",
		"06-12-34/56 78":        "0612345678",
		" (+33) 6 39 98 00 00 ": "+33639980000",
		"+33 (0)6 39 98 00 00":  "+33639980000",
		"(0)6 39 98 00 00":      "0639980000",
		"00 212 612 345 678":    "00212612345678",
		"٠٦ ١٢ ٣٤ ٥٦ ٧٨":        "0612345678",
		"+۲۱۲ ۶۱۲ ۳۴۵ ۶۷۸":      "+212612345678",
		"\u202a+212\u00a0612\u2011345\u2011678\u202c": "+212612345678", // as an address book copies it
		"123456":           "123456",
		"+123456789012345": "+123456789012345",
	} {
		got, err := registration.ParsePhone(typed)
		if err != nil || got.String() != want || got.IsZero() != (want == "") {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
	for _, typed := range []string{
		"12345", "+12345", "1234567890123456", "+1234567890123456", "+", "-", "()", "\u202a\u202c ()",
		"06 12 34 56 7x", "0612345678 poste 3", "++212612345678", "212+612345678", "0612345678+",
		"tel:0612345678", "=0612345678", "0612345678,0612345679", "06\x0012345678", "06\xff12345678", "０６１２３４５６７８",
	} {
		if got, err := registration.ParsePhone(typed); !errors.Is(err, registration.ErrPhone) || !got.IsZero() {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
}

// What is read can be dialled, and is read as itself from then on, from a form
// and from what was stored.
func FuzzParsePhone(f *testing.F) {
	for _, typed := range []string{"+212 6 12 34 56 78", "(0)6.12-34/56 78", "٠٦١٢٣٤", "+33 (0)6 39 98 00 00", "+(0)(0)1234567", "((0))+", "\u202a0612345678"} {
		f.Add(typed)
	}
	dials := regexp.MustCompile(`^\+?[0-9]{6,15}$`)
	f.Fuzz(func(t *testing.T, typed string) {
		p, err := registration.ParsePhone(typed)
		if err != nil || p.IsZero() {
			if !p.IsZero() || err == nil && strings.ContainsAny(typed, "0123456789+") {
				t.Fatalf("%q is %q, %v", typed, p, err)
			}
			return
		}
		if !dials.MatchString(p.String()) {
			t.Fatalf("%q is %q", typed, p)
		}
		if again, err := registration.ParsePhone(p.String()); err != nil || again != p {
			t.Fatalf("%q is %q, and that is %q (%v)", typed, p, again, err)
		}
		var stored registration.Attendee
		b, err := json.Marshal(registration.Attendee{Phone: p})
		if err == nil {
			err = json.Unmarshal(b, &stored)
		}
		if err != nil || stored.Phone != p {
			t.Fatalf("%s is stored as %s and read as %q (%v)", p, b, stored.Phone, err)
		}
	})
}
