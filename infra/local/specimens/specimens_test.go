package specimens_test

import (
	"testing"

	"tribune/infra/local/mailtest"
	"tribune/infra/local/specimens"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/templates/mail"
)

// Every kind of mail can be looked at in every language, each under a name of its own.
func TestEveryKindHasASpecimen(t *testing.T) {
	type named struct {
		name string
		lang locale.Lang
	}
	languages, names := map[outbox.Kind]map[locale.Lang]bool{}, map[named]bool{}
	for _, s := range specimens.All() {
		if languages[s.Kind] == nil {
			languages[s.Kind] = map[locale.Lang]bool{}
		}
		languages[s.Kind][s.Content.Lang] = true
		if n := (named{s.Name, s.Content.Lang}); names[n] {
			t.Errorf("two are called %v", n)
		} else {
			names[n] = true
		}
	}
	for _, k := range mail.Kinds() {
		if len(languages[k]) != len(locale.Languages) {
			t.Errorf("%s is in %v", k, languages[k])
		}
	}
	if len(languages) != len(mail.Kinds()) {
		t.Errorf("there are specimens of %d kinds, and %d kinds", len(languages), len(mail.Kinds()))
	}
}

// Every mail is what a mail must be, as it leaves the house.
func TestSpecimensAreFit(t *testing.T) {
	for _, s := range specimens.All() {
		for _, complaint := range mailtest.Complaints(mailtest.Input(t, s.Content), specimens.Origin, specimens.Elsewhere...) {
			t.Errorf("%s, %s: %s", s.Name, s.Content.Lang, complaint)
		}
	}
}
