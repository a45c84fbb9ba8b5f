package locale_test

import (
	"slices"
	"testing"

	"tribune/shared/locale"
)

func TestPseudoMarksEverySentence(t *testing.T) {
	p := locale.Pseudo()
	for got, want := range map[string]string{
		p.T("event.where"): "⟦Øù⟧",
		p.T("hours", locale.Args{"From": "9", "To": "10"}): "⟦dë 9 à 10⟧",
		p.N("seats.left", 1): "⟦1 pláçë rëštáñtë⟧",
		p.N("seats.left", 3): "⟦3 pláçëš rëštáñtëš⟧",
		p.T("register.page", locale.Args{"Event": "a {{b}} c"}): "⟦Š’ïñšçrïrë\u00a0: a {{b}} c⟧",
		p.T("no.such.key"): "[no.such.key]",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPseudoIsNoLanguage(t *testing.T) {
	l := locale.Pseudo().Lang
	if _, ok := locale.Parse(string(l)); ok || slices.Contains(locale.Languages, l) || locale.Negotiate(string(l)) == l {
		t.Errorf("%q is spoken", l)
	}
	if text, in := (locale.Text{locale.French: "a"}).In(l); text != "a" || in != locale.French {
		t.Errorf("what people wrote is %q in %q", text, in)
	}
}
