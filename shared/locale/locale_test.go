package locale_test

import (
	"slices"
	"strings"
	"testing"

	"tribune/shared/locale"
)

func TestNegotiate(t *testing.T) {
	for header, want := range map[string]locale.Lang{
		"": locale.French, "fr-FR,fr;q=0.9": locale.French, "ar": locale.Arabic, "ar-MA,fr;q=0.8": locale.Arabic,
		"ar-EG": locale.Arabic, "en-GB,en;q=0.9,fr;q=0.1": locale.English, "el": locale.French,
		"sk,it;q=0.9,en;q=0.5": locale.English, "*": locale.French, ";;;q=": locale.French, strings.Repeat("x", 5000): locale.French,
	} {
		if got := locale.Negotiate(header); got != want {
			t.Errorf("%.40q: %s, want %s", header, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, l := range locale.Languages {
		if got, ok := locale.Parse(string(l)); !ok || got != l {
			t.Errorf("%s: %s, %t", l, got, ok)
		}
	}
	for _, s := range []string{"", "FR", "fr-FR", "de", "../fr"} {
		if l, ok := locale.Parse(s); ok {
			t.Errorf("%q reads as %s", s, l)
		}
	}
}

func TestTextFallsBackAndSaysToWhat(t *testing.T) {
	text := locale.Text{locale.French: "bonjour", locale.English: "hello"}
	if s, in := text.In(locale.English); s != "hello" || in != locale.English {
		t.Errorf("English: %q in %s", s, in)
	}
	if s, in := text.In(locale.Arabic); s != "bonjour" || in != locale.French {
		t.Errorf("Arabic falls back to %q in %s", s, in)
	}
	if (locale.Text{locale.French: ""}).Has() {
		t.Error("an empty text exists")
	}
}

func TestPlurals(t *testing.T) {
	for _, c := range []struct {
		lang locale.Lang
		n    int
		want string
	}{
		{locale.French, 0, "0 place restante"}, {locale.French, 1, "1 place restante"}, {locale.French, 2, "2 places restantes"},
		{locale.French, 1_000_000, "1\u202f000\u202f000 de places restantes"},
		{locale.Arabic, 0, "لا مقاعد متبقية"}, {locale.Arabic, 1, "مقعد واحد متبقٍّ"}, {locale.Arabic, 2, "مقعدان متبقيان"},
		{locale.Arabic, 3, "3 مقاعد متبقية"}, {locale.Arabic, 10, "10 مقاعد متبقية"}, {locale.Arabic, 11, "11 مقعدًا متبقيًا"},
		{locale.Arabic, 99, "99 مقعدًا متبقيًا"}, {locale.Arabic, 100, "100 مقعد متبقٍّ"}, {locale.Arabic, 103, "103 مقاعد متبقية"},
		{locale.English, 1, "1 seat left"}, {locale.English, 0, "0 seats left"},
	} {
		if got := locale.For(c.lang).N("seats.left", c.n); got != c.want {
			t.Errorf("%s, %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestUnknownKeyShowsItself(t *testing.T) {
	if got := locale.For(locale.French).T("no.such.key"); got != "[no.such.key]" {
		t.Errorf("%q", got)
	}
}

// What is put into a sentence is text: it is neither a template nor markup there.
func TestArgumentsAreText(t *testing.T) {
	hostile := `{{.Secret}} <b>"'&`
	got := locale.For(locale.English).T("mail.greeting", locale.Args{"Name": hostile})
	if want := "Hello " + hostile + ","; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestIsolate(t *testing.T) {
	if got := locale.Isolate(""); got != "" {
		t.Errorf("nothing isolated is %q", got)
	}
	sentence := "a " + locale.Isolate("b\u2069c\u2068") + " d" + locale.Isolate("e")
	want := []locale.Part{{Text: "a "}, {Text: "bc", Isolated: true}, {Text: " d"}, {Text: "e", Isolated: true}}
	if got := locale.Parts(sentence); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got, want := locale.Parts("a \u2068b"), []locale.Part{{Text: "a "}, {Text: "b", Isolated: true}}; !slices.Equal(got, want) {
		t.Errorf("one that is never closed: %v, want %v", got, want)
	}
	if got := locale.Parts(""); len(got) != 0 {
		t.Errorf("nothing has parts %v", got)
	}
}

func BenchmarkSentence(b *testing.B) {
	fr := locale.For(locale.French)
	for b.Loop() {
		fr.T("home.title")
	}
}

func BenchmarkSentenceWithName(b *testing.B) {
	fr := locale.For(locale.French)
	for b.Loop() {
		fr.T("mail.greeting", locale.Args{"Name": "Zineb"})
	}
}

// A forgotten argument is seen where it is missing.
func TestMissingArgumentShowsItself(t *testing.T) {
	en := locale.For(locale.English)
	for _, got := range []string{en.T("mail.greeting"), en.T("mail.greeting", locale.Args{"Other": "x"})} {
		if want := "Hello [Name],"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestLanguagesOfAText(t *testing.T) {
	text := locale.Text{locale.English: "one", locale.French: "un", locale.Arabic: ""}
	if got := text.Languages(); !slices.Equal(got, []locale.Lang{locale.French, locale.English}) {
		t.Errorf("%v", got)
	}
	if got := (locale.Text)(nil).Languages(); got != nil {
		t.Errorf("nothing is in %v", got)
	}
}
