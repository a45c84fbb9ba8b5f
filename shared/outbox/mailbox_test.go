package outbox_test

import (
	"testing"

	"tribune/shared/outbox"
)

func TestMailbox(t *testing.T) {
	for typed, want := range map[string]string{
		"Amina@Exemple.ORG": "amina@exemple.org", "amina+charte@exemple.org": "amina@exemple.org", "a.mina@exemple.org": "a.mina@exemple.org",
		"A.Mi.Na+x+y@GoogleMail.com": "amina@gmail.com", "amina@gmail.com": "amina@gmail.com", "+33@exemple.org": "+33@exemple.org",
	} {
		a, err := outbox.ParseAddress(typed)
		if err != nil {
			t.Fatal(typed, err)
		}
		if got := a.Mailbox(); got != want {
			t.Errorf("%s is %s", typed, got)
		}
	}
	if got := (outbox.Address{}).Mailbox() + (outbox.Address{}).Domain(); got != "" {
		t.Errorf("no address is %q", got)
	}
}

func TestFree(t *testing.T) {
	for typed, want := range map[string]bool{"a@GMAIL.com": true, "a@libero.it": true, "a@ahsud.example.org": false, "a@notgmail.com": false} {
		a, err := outbox.ParseAddress(typed)
		if err != nil || a.Free() != want {
			t.Errorf("%s: %v, %v", typed, a.Free(), err)
		}
	}
}
