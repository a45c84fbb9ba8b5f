package browser_test

import (
	"context"
	"os"
	"slices"
	"sync"
	"testing"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"tribune/infra/local/engine"
	"tribune/shared/locale"
	"tribune/templates/assets"
)

// looks are how many tabs look at once.
const looks = 2

// axeRun runs every rule that is on by default, best practices included, and
// the one of WCAG 2.2 that is not. It may not fetch styles: the page forbids it.
const axeRun = `axe.run(document, {preload: false, resultTypes: ["violations"], rules: {"target-size": {enabled: true}}}).then(told)`

// axeContrast runs the rule that dark colours can break.
const axeContrast = `
document.getAnimations().forEach(a => a.finish()); // colours that are still changing have no contrast yet
axe.run(document, {preload: false, resultTypes: ["violations"], runOnly: ["color-contrast"]}).then(told)`

// told is axe's answer as sentences.
const told = `
const told = r => r.violations.flatMap(v => v.nodes.map(n =>
	v.id + ": " + n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " ")));`

// beyond names what reaches beyond the width of the screen or sheet, on which nothing may scroll sideways.
const beyond = `
(() => {
	const wide = document.documentElement.scrollWidth, width = window.innerWidth;
	if (wide <= width) return [];
	const all = [...document.querySelectorAll("body *")].filter(e => {
		const r = e.getBoundingClientRect();
		return r.right > width + .5 || r.left < -.5;
	});
	return ["the page is " + wide + " px wide"].concat(all.slice(0, 5).map(e => e.tagName + "." + e.className));
})()`

// undrawn names what has an edge by its background alone: where the reader's
// system chooses the colours, nothing would be seen of it. The contrast of those
// colours is the system's own matter.
const undrawn = `
(() => {
	const all = document.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox]), button:not(.as-link), .button, .tag, .panel, .option, .seats, .pagination [aria-current]");
	return [...all].filter(e => e.checkVisibility()).filter(e => {
		const s = getComputedStyle(e);
		return s.borderTopStyle === "none" || parseFloat(s.borderTopWidth) === 0 ||
			s.borderTopColor === s.backgroundColor || s.borderTopColor === "rgba(0, 0, 0, 0)";
	}).map(e => "no edge: " + e.tagName + "." + e.className);
})()`

// doubled is the reader's own letter size, twice the usual.
const doubled = `document.documentElement.style.fontSize = "200%"`

// unprintable names what paper cannot bear: what can only be pressed, and ink
// that has less than 4.5:1 on white, for printers leave out the grounds.
const unprintable = `
(() => {
	const light = c => c.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
	const own = e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim() !== "");
	const seen = [...document.querySelectorAll("body *")].filter(e => e.checkVisibility());
	return seen.filter(e => e.matches("button, .button, nav")).map(e => "can only be pressed: " + e.tagName + "." + e.className).concat(
		seen.filter(own).filter(e => 1.05 / (light(getComputedStyle(e).color.match(/[\d.]+/g).slice(0, 3).map(Number)) + .05) < 4.5)
			.map(e => "pale on white: " + e.tagName + "." + e.className));
})()`

// unprinted names what a sheet must say and does not. What asks whom one looks for is
// of no use on it.
const unprinted = `
[...document.querySelectorAll("h1, .facts, .programme, .controller dd, .field, .field input, .paper")].filter(e => !e.checkVisibility() && !e.closest("[role=search]"))
	.map(e => "not on paper: " + e.tagName + "." + e.className)`

// shut closes everything that can be.
const shut = `document.querySelectorAll("details").forEach(d => d.open = false)`

// complaints are what is wrong with a page, by the checker that says so.
type complaints map[string][]string

// inTabs has everything looked at in tabs that have axe, several at a time.
func inTabs[T any](t *testing.T, all []T, look func(*tab, T)) {
	t.Helper()
	path, err := engine.Tool("axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	next := make(chan T)
	var tabs sync.WaitGroup
	for range looks {
		b := newTab(t)
		b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, cdppage.AddScriptToEvaluateOnNewDocument,
				cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: string(axe) + told})
			return err
		}))
		b.open("about:blank") // has it
		tabs.Go(func() {
			for one := range next {
				look(b, one)
			}
		})
	}
	done := make(chan struct{})
	go func() { tabs.Wait(); close(done) }()
	for _, one := range all {
		select {
		case next <- one:
		case <-done: // every tab has failed, and said so
			return
		}
	}
	close(next)
	<-done
}

// look is one page's turn. Where the language is French or Arabic: axe in light,
// its contrast rule in dark, the edges in colours that the system chose, and paper.
// Then the width of an old phone, which is also what 400 % leave of a desktop, with
// the usual letters and with those of somebody who sees little.
func (b *tab) look(h *house, p page) complaints {
	found := complaints{}
	b.do(chromedp.EmulateViewport(1280, 800), media{scheme: "light"}.show())
	b.open(h.origin + "/saved/pages/" + p.name)
	if p.lang() != string(locale.English) {
		found["axe"] = eval[[]string](b, axeRun)
		b.do(media{scheme: "dark"}.show())
		found["contrast in dark"] = eval[[]string](b, axeContrast)
		b.do(media{scheme: "dark", forced: true}.show())
		found["forced colours"] = eval[[]string](b, undrawn)
		b.do(chromedp.EmulateViewport(a4, 1000), media{scheme: "dark", paper: true}.show())
		eval[any](b, shut)
		found["left off paper"] = eval[[]string](b, unprinted)
		found["paper"] = append(eval[[]string](b, unprintable), eval[[]string](b, beyond)...)
	}
	b.do(chromedp.EmulateViewport(320, 640), media{scheme: "light"}.show())
	found["320 px"] = eval[[]string](b, beyond)
	eval[any](b, doubled)
	found["large letters"] = eval[[]string](b, beyond)
	found["origin"] = b.strangers(h.origin)
	asked := slices.DeleteFunc(b.requests(), func(url string) bool { return url == h.origin+assets.Icon().Path })
	if len(asked) > p.mostRequests() {
		found["requests"] = asked
	}
	return found
}

// a4 is the width of a sheet between its margins, in CSS pixels.
const a4 = 718

// wantRefused wants every checker to find the broken page wrong.
func wantRefused(t *testing.T, found complaints, checkers ...string) {
	t.Helper()
	for _, name := range checkers {
		if len(found[name]) == 0 {
			t.Errorf("%s sees nothing wrong with the broken page", name)
		}
	}
}
