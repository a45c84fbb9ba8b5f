package browser_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// Somebody signs a charter for herself with the keyboard alone, with and without
// script: what is asked of organisations goes away, she corrects what she reads back,
// and types the code.
func TestSigningByKeyboard(t *testing.T) {
	h := newHouse(t, false)
	for l, open := range map[locale.Lang]func(*testing.T) *tab{locale.French: withoutScript, locale.Arabic: withoutScript, locale.English: newTab} {
		t.Run(string(l), func(t *testing.T) {
			b, at := open(t), "/"+string(l)+tangierCharter
			b.open(h.origin + at + "/sign")
			h.later(t, 5*time.Second)
			b.reach("[name=as]")
			b.press(kb.ArrowDown)
			b.want(`!document.querySelector("[name=organisation]").checkVisibility() && !document.querySelector("[name=mandate]").checkVisibility()`)
			b.reach("[name=country]")
			b.press(kb.ArrowDown)
			b.types("signer-given", "Maria")
			b.types("signer-family", "Silva")
			b.types("address", fmt.Sprintf("maria.%s@exemple.org", l))
			b.tick("explicit-consent")
			b.reach("button.button")
			b.enter()

			b.want(`document.querySelector("main").innerText.includes("Silva")`)
			b.reach("button.button[name=mend]")
			b.enter()
			b.want(`document.querySelector("[name=signer-family]").value === "Silva" && !document.querySelector("[name=organisation]").checkVisibility()`)
			b.types("signer-family", "Sousa")
			b.reach("button.button")
			b.enter()
			b.want(`document.querySelector("main").innerText.includes("Sousa")`)
			b.reach("button.button")
			b.enter()

			b.want(fmt.Sprintf("location.pathname === %q", at+"/code"))
			b.types("code", h.signatureCode(t))
			b.enter()
			b.want(fmt.Sprintf("location.pathname === %q", at+"/signed"))
			b.want(`document.querySelectorAll(".panel.good h1").length === 1`)
			if away := b.strangers(h.origin); len(away) > 0 {
				t.Errorf("it asked elsewhere: %q", away)
			}
		})
	}
}

// signatureCode is the code of the last one that is promised.
func (h *house) signatureCode(t *testing.T) string {
	t.Helper()
	promised, err := h.Parts.Table.Undelivered(t.Context(), outbox.Prompt, 100)
	if err != nil {
		t.Fatal(err)
	}
	var last outbox.Entry
	for _, e := range promised {
		if e.Kind == outbox.SignatureCode && !e.Promised.Before(last.Promised) {
			last = e
		}
	}
	a, err := h.Parts.Table.AskOf(t.Context(), last.Ref.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	return h.Parts.Ring.SignatureCode(a.Mail)
}
