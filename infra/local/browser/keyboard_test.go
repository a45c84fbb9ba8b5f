package browser_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
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

// reachWithin presses Tab until what is wanted has the focus in a part of the page.
func (b *tab) reachWithin(part, want string) {
	b.t.Helper()
	b.reach(want)
	for eval[bool](b, fmt.Sprintf("document.activeElement.closest(%q) === null", part)) {
		b.reach(want)
	}
}

// follow reaches a link and goes where it leads.
func (b *tab) follow(href string) {
	b.t.Helper()
	b.reach("[href=" + href + "]")
	b.enter()
}

// types reaches a field and types.
func (b *tab) types(name, text string) {
	b.t.Helper()
	b.reach("[name=" + name + "]")
	b.press(text)
}

// tick reaches a box and changes it.
func (b *tab) tick(name string) {
	b.t.Helper()
	b.reach("[name=" + name + "]")
	was := eval[bool](b, "document.activeElement.checked")
	b.press(" ")
	b.want(fmt.Sprintf("document.activeElement.checked === %t", !was))
}

// withoutScript opens a tab in which no script runs.
func withoutScript(t *testing.T) *tab {
	t.Helper()
	b := newTab(t)
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	b.open("data:text/html,<title>off</title><script>document.title='on'</script>")
	b.want(`document.title === "off"`)
	return b
}

// everyWay makes a journey in a language that is read from the left and in one
// that is read from the right, with script and without.
func everyWay(t *testing.T, journey func(t *testing.T, l locale.Lang, open func(*testing.T) *tab)) {
	for name, open := range map[string]func(*testing.T) *tab{"script": newTab, "no script": withoutScript} {
		for _, l := range []locale.Lang{locale.French, locale.Arabic} {
			t.Run(string(l)+", "+name, func(t *testing.T) { journey(t, l, open) })
		}
	}
}

// signIn signs somebody in whose second factor is waived.
func (b *tab) signIn(t *testing.T, h *house, lang locale.Lang, address string) {
	t.Helper()
	b.signHalfIn(t, h, lang, address)
	b.want(fmt.Sprintf("location.pathname === %q", "/"+string(lang)+"/organisers/events"))
}

// signHalfIn goes as far as the code that is mailed leads.
func (b *tab) signHalfIn(t *testing.T, h *house, lang locale.Lang, address string) {
	t.Helper()
	b.open(h.origin + "/" + string(lang) + "/organisers")
	b.types("address", address)
	b.enter()
	m := h.mailTo(t, address)
	mailed := code.FindString(m.Body.Text)
	if mailed == "" {
		t.Fatalf("the mail %q brings no code: %s", m.Subject, m.Body.Text)
	}
	b.types("code", mailed)
	b.enter()
}
