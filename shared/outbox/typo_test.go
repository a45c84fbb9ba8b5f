package outbox_test

import (
	"testing"

	"tribune/shared/outbox"
)

func TestSuggest(t *testing.T) {
	for typed, want := range map[string]string{
		"amina@gmial.com":     "amina@gmail.com",
		"Amina@GMAIL.CO":      "Amina@gmail.com",
		"amina@gmaill.com":    "amina@gmail.com",
		"amina@hotmial.fr":    "amina@hotmail.fr",
		"amina@orage.fr":      "amina@orange.fr",
		"amina@gmail.com":     "",
		"amina@GMAIL.com":     "",
		"amina@live.fr":       "",
		"amina@free.fr":       "",
		"amina@exemple.org":   "",
		"amina@ahsud.ma":      "",
		"amina@gm.com":        "",
		"gmial.com@ahsud.org": "",
	} {
		a, err := outbox.ParseAddress(typed)
		if err != nil {
			t.Fatal(typed, err)
		}
		if got := outbox.Suggest(a).String(); got != want {
			t.Errorf("Suggest(%s) = %q, want %q", typed, got, want)
		}
	}
	if got := outbox.Suggest(outbox.Address{}); !got.IsZero() {
		t.Errorf("Suggest of no address = %s", got)
	}
}
