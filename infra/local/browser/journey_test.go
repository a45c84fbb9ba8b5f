package browser_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"tribune/shared/locale"
)

// Somebody registers with the keyboard alone and without script, makes every
// mistake first, and gets her mail.
func TestKeyboard(t *testing.T) {
	h := newHouse(t, false)
	for lang, prefix := range map[locale.Lang]string{locale.French: "Erreur", locale.Arabic: "خطأ", locale.English: "Error"} {
		t.Run(string(lang), func(t *testing.T) {
			b, home := withoutScript(t), "/"+string(lang)
			b.open(h.origin + home)
			b.reach("[href=" + home + tangier + "]")
			b.enter()
			b.reach("[href=" + home + tangier + "/register]")
			b.enter()

			h.later(t, 5*time.Second)
			b.submitEmpty(prefix)
			address := fmt.Sprintf("clavier.%s@exemple.org", lang)
			b.fillIn(address)
			b.enter()
			b.want(fmt.Sprintf("location.pathname === %q", home+tangier+"/registered"))
			b.want(`document.querySelectorAll(".panel.good h1").length === 1`)

			b.open(h.origin + privateLink.FindString(h.mailTo(t, address).Body.Text))
			b.want(`document.querySelector("main").innerText.includes("Zineb")`)
			if away := b.strangers(h.origin); len(away) > 0 {
				t.Errorf("it asked elsewhere: %q", away)
			}
		})
	}
}

// submitEmpty sends the form as it is: the focus lands on the summary, whose
// first line leads to the first field.
func (b *tab) submitEmpty(prefix string) {
	b.t.Helper()
	b.reach("[name=given]")
	b.enter()
	b.want(`document.activeElement.matches(".summary")`)
	b.want(fmt.Sprintf("document.title.startsWith(%q)", prefix))
	b.reach("[href=#given]")
	b.do(enterKey) // stays on the page
	b.want(`document.activeElement.name === "given"`)
}

// fillIn answers every question, from the first field on, and goes to the button.
func (b *tab) fillIn(address string) {
	b.t.Helper()
	b.press("Zineb")
	for _, f := range [][2]string{{"family", "Clavier"}, {"address", address}, {"organisation", "Au clavier"}} {
		b.reach("[name=" + f[0] + "]")
		b.press(f[1])
	}
	b.reach("[name=sector]")
	b.press(" ")
	b.press(kb.ArrowDown)
	b.want(`document.querySelectorAll("[name=sector]")[1].checked`)
	b.reach("[name=workshop-ateliers]")
	b.press(" ")
	b.want(`document.querySelector("[name=workshop-ateliers]").checked`)
	b.reach("[name=consent]")
	b.press(" ")
	b.want(`document.querySelector("[name=consent]").checked`)
	b.reach("button.button")
}
