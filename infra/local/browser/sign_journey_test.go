package browser_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"tribune/shared/locale"
)

// signatureCode is how a mail writes it, to be typed as it stands.
var signatureCode = regexp.MustCompile(`\b\d{3}\x{a0}\d{3}\b`)

// Somebody signs a charter for herself with the keyboard alone, with and without
// script: what is asked of organisations goes away, she corrects what she reads back,
// and types the code of her mail.
func TestSigningByKeyboard(t *testing.T) {
	h := newHouse(t, false)
	for l, open := range map[locale.Lang]func(*testing.T) *tab{locale.French: withoutScript, locale.Arabic: withoutScript, locale.English: newTab} {
		t.Run(string(l), func(t *testing.T) {
			b, at, address := open(t), "/"+string(l)+tangierCharter, fmt.Sprintf("maria.%s@exemple.org", l)
			b.open(h.origin + at + "/sign")
			h.later(t, 5*time.Second)
			b.reach("[name=as]")
			b.press(kb.ArrowDown)
			b.want(`!document.querySelector("[name=organisation]").checkVisibility() && !document.querySelector("[name=mandate]").checkVisibility()`)
			b.reach("[name=country]")
			b.press(kb.ArrowDown)
			b.types("signer-given", "Maria")
			b.types("signer-family", "Silva")
			b.types("address", address)
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
			b.types("code", signatureCode.FindString(h.mailTo(t, address).Body.Text))
			b.enter()
			b.want(fmt.Sprintf("location.pathname === %q", at+"/signed"))
			b.want(`document.querySelectorAll(".panel.good h1").length === 1`)
			if away := b.strangers(h.origin); len(away) > 0 {
				t.Errorf("it asked elsewhere: %q", away)
			}
		})
	}
}
