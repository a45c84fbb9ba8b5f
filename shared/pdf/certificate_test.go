package pdf

import (
	"strings"
	"testing"

	"tribune/shared/locale"
	"tribune/shared/paper"
)

const digest = "7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730"

func certificate(t testing.TB, l locale.Lang) paper.Certificate {
	c := paper.Certificate{
		Head: head(t, l), Says: "Il est certifié que " + locale.Isolate("زينب Canari") + " a signé cette charte.", Log: "Dans le registre public",
		Proof: []paper.Fact{{Name: "Empreinte du texte", Text: digest}, {Name: "Numéro", Text: "17"}},
		Look:  "Chacun peut le vérifier :", Address: "https://tribune.example/fr/charters/cooperation/log",
	}
	c.Facts = []paper.Fact{{Name: "Signataire", Text: arabic}, {Name: "Organisation", Text: long}, {Name: "Fonction", Text: slovak}}
	if l == locale.Arabic {
		c.Says, c.Log, c.Look = "نشهد بأن "+slovak+" وقّع هذا الميثاق.", "في السجل العمومي", "يمكن لكل شخص التحقق من ذلك:"
	}
	return c
}

// Whoever signed is read out of the file again, and what is to be compared is there
// to the last letter, on whichever line it goes on.
func TestCertificate(t *testing.T) {
	for _, l := range []locale.Lang{locale.French, locale.Arabic} {
		c := certificate(t, l)
		data, err := Certificate(c)
		if err != nil {
			t.Fatal(err)
		}
		text := said(t, opened(t, data, 1))
		for _, want := range []string{backwards(arabic), slovak, "Rochefoucauld-Montmorency", digest, c.Address, "17"} {
			if !strings.Contains(text, strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%s: %s is not found in %s", l, want, text)
			}
		}
		if want := backwards("زينب") + "Canaria signé"; l == locale.French && !strings.Contains(text, strings.ReplaceAll(want, " ", "")) {
			t.Errorf("a name in two scripts is torn: %s", text)
		}
		again, err := Certificate(c)
		if err != nil || string(again) != string(data) {
			t.Errorf("%s: the same certificate is another file: %v", l, err)
		}
	}
	c := certificate(t, locale.French)
	c.Address = strings.Repeat("x", 10_000)
	if _, err := Certificate(c); err == nil {
		t.Error("a code was drawn of what no code holds")
	}
}
