package browser_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"tribune/shared/locale"
)

// An organiser whose console is empty makes her first draft with the keyboard alone
// and without script, and looks at what visitors will see.
func TestFirstDraft(t *testing.T) {
	h := newHouse(t, false)
	for lang, title := range map[locale.Lang]string{locale.French: "Notre première journée", locale.Arabic: "يومنا الأول"} {
		t.Run(string(lang), func(t *testing.T) {
			b, events := withoutScript(t), "/"+string(lang)+"/organisers/events"
			b.signIn(t, h, lang, newcomer)
			b.reach("[href=" + events + "/new]")
			b.enter()
			b.reach(fmt.Sprintf("[name=title-%s]", lang))
			b.press(title)
			b.reach("[name=act]") // to add a day
			b.enter()
			b.want(`document.activeElement.name === "days-1-date"`)
			b.want(fmt.Sprintf("document.querySelector('[name=title-%s]').value === %q", lang, title))
			b.reach(fmt.Sprintf("[name=city-%s]", lang))
			b.press("طنجة")
			b.reach("[name=country]")
			b.press(kb.ArrowDown)
			b.reach(fmt.Sprintf("[name=place-%s]", lang))
			b.enter() // saves, for the first button does
			b.want(`document.querySelectorAll(".panel.good").length === 1`)
			b.want(fmt.Sprintf("document.querySelector('h1').innerText === %q", title))
			b.reach("/preview]")
			b.enter()
			b.want(fmt.Sprintf("document.querySelector('h1').innerText === %q", title))
			b.want(`document.querySelectorAll(".panel.warn").length === 1`)
			if away := b.strangers(h.origin); len(away) > 0 {
				t.Errorf("it asked elsewhere: %q", away)
			}
		})
	}
}
