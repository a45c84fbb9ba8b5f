package browser_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"tribune/shared/locale"
)

// focused says what has the focus, as a selector says it.
const focused = `(() => {
	const e = document.activeElement;
	return e.tagName.toLowerCase() + (e.className ? "." + e.className.split(" ")[0] : "")
		+ (e.name ? "[name=" + e.name + "]" : "") + (e.getAttribute("href") ? "[href=" + e.getAttribute("href") + "]" : "");
})()`

// mostTabs is how far into a page anything may be.
const mostTabs = 40

// reach presses Tab until what has the focus is wanted; it must be seen there.
func (b *tab) reach(want string) {
	b.t.Helper()
	var passed []string
	for range mostTabs {
		b.do(chromedp.KeyEvent(kb.Tab))
		at := eval[string](b, focused)
		if strings.HasSuffix(at, want) {
			if !eval[bool](b, `(s => s.outlineStyle !== "none" || s.boxShadow !== "none")(getComputedStyle(document.activeElement))`) {
				b.t.Errorf("nobody sees that %s has the focus", at)
			}
			return
		}
		passed = append(passed, at)
	}
	b.t.Fatalf("Tab does not reach %s: %q", want, passed)
}

// enter presses Enter and waits for the page that it leads to.
func (b *tab) enter() {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(cdppage.LoadEventFired, nil, enterKey)); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// enterKey is Enter going down as one event, as a keyboard's does: sent apart,
// its character would reach what its going down has given the focus to.
var enterKey = chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
	for _, k := range kb.Encode('\r') {
		switch k.Type {
		case input.DispatchKeyEventTypeChar:
			continue
		case input.DispatchKeyEventTypeKeyDown:
			k.Text = "\r"
		}
		if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, *k); err != nil {
			return err
		}
	}
	return nil
})

// want wants an expression to hold in the page, soon: what a key does there
// takes a moment.
func (b *tab) want(expression string) {
	b.t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for !eval[bool](b, "(() => { try { return Boolean("+expression+") } catch { return false } })()") {
		if time.Now().After(deadline) {
			b.t.Fatalf("not so: %s; the page says: %.300s", expression, eval[string](b, "document.title + ': ' + document.querySelector('main').innerText"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

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
