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

// looks are how many tabs look at pages at once.
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

// sideways names what reaches beyond a screen of 320 px, on which nothing may scroll sideways.
const sideways = `
(() => {
	const width = document.documentElement.scrollWidth;
	if (width <= 320) return [];
	const beyond = [...document.querySelectorAll("body *")].filter(e => {
		const r = e.getBoundingClientRect();
		return r.right > 320.5 || r.left < -0.5;
	});
	return ["the page is " + width + " px wide"].concat(beyond.slice(0, 5).map(e => e.tagName + "." + e.className));
})()`

// complaints are what is wrong with a page, by the checker that says so.
type complaints map[string][]string

// lookAll looks at pages, several at a time, and calls back with what is wrong.
func lookAll(t *testing.T, h *house, report func(page, complaints)) {
	t.Helper()
	path, err := engine.Tool("axe-core/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	next := make(chan page)
	var tabs sync.WaitGroup
	for range looks {
		b := newTab(t)
		b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, cdppage.AddScriptToEvaluateOnNewDocument,
				cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: string(axe) + told})
			return err
		}))
		tabs.Go(func() {
			for p := range next {
				report(p, b.look(h, p))
			}
		})
	}
	done := make(chan struct{})
	go func() { tabs.Wait(); close(done) }()
	for _, p := range h.saved {
		select {
		case next <- p:
		case <-done: // every tab has failed, and said so
			return
		}
	}
	close(next)
	<-done
}

// look is one page's turn: axe in light and its contrast rule in dark where the
// language is French or Arabic, then the width of an old phone.
func (b *tab) look(h *house, p page) complaints {
	found := complaints{}
	b.do(chromedp.EmulateViewport(1280, 800), scheme("light"))
	b.open(h.origin + "/saved/pages/" + p.name)
	if p.lang() != string(locale.English) {
		found["axe"] = eval[[]string](b, axeRun)
		b.do(scheme("dark"))
		found["contrast in dark"] = eval[[]string](b, axeContrast)
	}
	b.do(chromedp.EmulateViewport(320, 640))
	found["320 px"] = eval[[]string](b, sideways)
	found["origin"] = b.strangers(h.origin)
	asked := slices.DeleteFunc(b.requests(), func(url string) bool { return url == h.origin+assets.Icon().Path })
	if len(asked) > p.mostRequests() {
		found["requests"] = asked
	}
	return found
}

// wantRefused wants every checker to find the broken page wrong.
func wantRefused(t *testing.T, found complaints, checkers ...string) {
	t.Helper()
	for _, name := range checkers {
		if len(found[name]) == 0 {
			t.Errorf("%s sees nothing wrong with the broken page", name)
		}
	}
}
