package registration_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"tribune/shared/registration"
)

func TestParseName(t *testing.T) {
	for _, c := range []struct {
		typed, want string
		err         error
	}{
		{"Fatima-Zahra", "Fatima-Zahra", nil},
		{"  Jean \t de   La\u00a0Salle\u2003", "Jean de La Salle", nil},
		{"O’Neill d'Arc", "O’Neill d'Arc", nil},
		{"فاطمة الزهراء", "فاطمة الزهراء", nil},
		{"Γιώργος", "Γιώργος", nil},
		{"Ľubomíra Šťastná", "Ľubomíra Šťastná", nil},
		{"Rene\u0301e", "Renée", nil}, // decomposed accent
		{"\u202eecilA\u202c", "ecilA", nil},
		{"\u2067نور\u2069\u200f\u061c\ufeff", "نور", nil},
		{"می\u200cخواهم", "می\u200cخواهم", nil}, // a joiner that Persian needs
		{"Dr. J. R. Roux-St. Jean", "Dr. J. R. Roux-St. Jean", nil},
		{"Gagnez ici bit.ly/x9", "", registration.ErrNameLink},
		{"Zineb bit.ly", "", registration.ErrNameLink},
		{"Zineb exemple.ОРГ", "", registration.ErrNameLink},
		{"Zineb a/b", "", registration.ErrNameLink},
		{"42", "42", nil},
		{"", "", registration.ErrNameMissing},
		{" \t\u2003 ", "", registration.ErrNameMissing},
		{"★", "★", nil},
		// Something was typed and nothing shows: "missing" would puzzle her.
		{"\u202e\u2066\u061c", "", registration.ErrNameControl},
		{"\u200b \u200d\u2060", "", registration.ErrNameControl},
		{"\u0301", "", registration.ErrNameControl}, // an accent on nothing
		{strings.Repeat("é", registration.MaxName), strings.Repeat("é", registration.MaxName), nil},
		{strings.Repeat("e\u0301", registration.MaxName), strings.Repeat("é", registration.MaxName), nil},
		{strings.Repeat("é", registration.MaxName+1), "", registration.ErrNameLong},
		{"Eve\x00", "", registration.ErrNameControl},
		{"Eve\x1b[31m", "", registration.ErrNameControl},
		{"Eve\u0080", "", registration.ErrNameControl},
		{"Eve\xff", "", registration.ErrNameControl},
		{"https://exemple.org", "", registration.ErrNameLink},
		{"visit WWW.exemple.org", "", registration.ErrNameLink},
		{"eve@exemple.org", "", registration.ErrNameLink},
		{"ht\u200etps:/\u202a/exemple", "", registration.ErrNameLink}, // hidden between marks that are dropped
	} {
		got, err := registration.ParseName(c.typed)
		if got.String() != c.want || !errors.Is(err, c.err) {
			t.Errorf("ParseName(%q) = %q, %v; want %q, %v", c.typed, got, err, c.want, c.err)
		}
	}
}

func TestNameAsText(t *testing.T) {
	var n registration.Name
	// What was stored is read whatever the rules have become since.
	for _, stored := range []string{"Nour", "Roux-St.Jean"} {
		if err := n.UnmarshalText([]byte(stored)); err != nil || n.String() != stored {
			t.Errorf("%q, %v", n, err)
		}
	}
	if err := n.UnmarshalText(nil); err != nil || n != (registration.Name{}) {
		t.Errorf("nothing reads as %q, %v", n, err)
	}
}

func TestFoldNames(t *testing.T) {
	fold := func(given, family string) string {
		g, err := registration.ParseName(given)
		f, err2 := registration.ParseName(family)
		if err != nil || err2 != nil {
			t.Fatalf("%q %q: %v, %v", given, family, err, err2)
		}
		return registration.FoldNames(g, f)
	}
	type names struct{ given, family string }
	for _, c := range []struct{ a, b names }{
		{names{"Renée", "LÉVÊQUE"}, names{"renee", "leveque"}},
		{names{"Rene\u0301e", "Roux"}, names{"Ren\u00e9e", "roux"}},
		{names{"Γιώργος", "Παπάς"}, names{"ΓΙΩΡΓΟΣ", "ΠΑΠΑΣ"}}, // final sigma
		{names{"Ľubomíra", "Šťastná"}, names{"LUBOMIRA", "STASTNA"}},
		{names{"Weiß", "Groß"}, names{"WEISS", "GROSS"}},
		{names{"أحمد", "عَلِيّ"}, names{"احمد", "علي"}}, // hamza and vowel marks
		{names{"Jean  Paul", "Roux"}, names{" jean paul", "ROUX "}},
		{names{"Ｎｏｕｒ", "Ali"}, names{"nour", "ali"}}, // full-width letters
	} {
		if a, b := fold(c.a.given, c.a.family), fold(c.b.given, c.b.family); a != b {
			t.Errorf("%v is %q, %v is %q", c.a, a, c.b, b)
		}
	}
	for _, c := range []struct{ a, b names }{
		{names{"Jean", "Roux"}, names{"Jeanne", "Roux"}},
		{names{"Jean", "Roux"}, names{"Roux", "Jean"}},
		{names{"نور", "علي"}, names{"نورة", "علي"}},
	} {
		if a, b := fold(c.a.given, c.a.family), fold(c.b.given, c.b.family); a == b {
			t.Errorf("%v and %v are both %q", c.a, c.b, a)
		}
	}
}

func TestParseSector(t *testing.T) {
	for _, s := range registration.Sectors {
		if got, ok := registration.ParseSector(string(s)); !ok || got != s {
			t.Errorf("%q is refused", s)
		}
	}
	for _, s := range []string{"", "Association", "police"} {
		if _, ok := registration.ParseSector(s); ok {
			t.Errorf("%q is read", s)
		}
	}
}

// FuzzName holds what every reader of a Name relies on: one visible line, short,
// without link or direction marks, that reads as itself when it comes back from
// the store, and folds without accents.
func FuzzName(f *testing.F) {
	for _, s := range []string{"Renée", "Rene\u0301e", "فاطمة", "Γιώργος", "Ľuboš", "\u202eeve", "a@b", "x\x00", "\xff", "ŉ", "İ", "ﬀ", "\u0345"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		n, err := registration.ParseName(typed)
		if err != nil {
			if n != (registration.Name{}) {
				t.Fatalf("refused with %v, and yet %q", err, n)
			}
			return
		}
		s := n.String()
		if !utf8.ValidString(s) || s == "" || utf8.RuneCountInString(s) > registration.MaxName || s != strings.TrimSpace(s) {
			t.Fatalf("%q", s)
		}
		if registration.HasLink(s) || strings.ContainsFunc(s, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.IsSpace(r) && r != ' '
		}) {
			t.Fatalf("%q holds what a name may not", s)
		}
		if again, err := registration.ParseName(s); err != nil || again != n {
			t.Fatalf("%q reads as %q, %v", s, again, err)
		}
		fold := registration.FoldNames(n, n)
		if fold != strings.Join(strings.Fields(fold), " ") || strings.ContainsFunc(fold, func(r rune) bool { return unicode.Is(unicode.Mn, r) }) {
			t.Fatalf("%q folds to %q", s, fold)
		}
	})
}
