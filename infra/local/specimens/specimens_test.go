package specimens_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"tribune/infra/local/goldentest"
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

// unwired are the kinds that nothing promises yet: their golden inputs stand here
// until the mailer composes them, which has its own.
var unwired = []outbox.Kind{outbox.NamePeople}

// What SES would be given for each of them, in every language.
func TestGolden(t *testing.T) {
	n := 0
	for _, s := range specimens.All() {
		if !slices.Contains(unwired, s.Kind) {
			continue
		}
		var got bytes.Buffer
		if err := json.Indent(&got, mailtest.Input(t, s.Content), "", "  "); err != nil {
			t.Fatal(err)
		}
		got.WriteByte('\n')
		goldentest.Check(t, filepath.Join("testdata/golden", s.Name+"-"+string(s.Content.Lang)+".json"), got.Bytes())
		n++
	}
	if files, err := filepath.Glob("testdata/golden/*.json"); err != nil || len(files) != n {
		t.Errorf("%d golden files for %d mails, %v", len(files), n, err)
	}
}
