package browser_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// tab is a tab that writes down what it asks the network for.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu    sync.Mutex
	asked []string
}

const patience = 30 * time.Second // with one step of a tab

func newTab(t *testing.T) *tab {
	t.Helper()
	ctx, cancel := chromium.Tab()
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	err := chromedp.Listen(ctx, func(e any) {
		if sent, ok := e.(*network.EventRequestWillBeSent); ok {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.asked = append(b.asked, sent.Request.URL)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// do runs steps, which end the test if they fail.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval is what an expression is worth in the page.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// open shows an address, and forgets what was asked for before.
func (b *tab) open(address string) {
	b.t.Helper()
	b.forget()
	b.do(chromedp.Navigate(address))
}

func (b *tab) forget() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = nil
}

// requests lists what was asked of any server since forget was called. What an
// address holds itself, such as the browser's own picture in a field for dates,
// is asked of none.
func (b *tab) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.asked), func(url string) bool { return strings.HasPrefix(url, "data:") })
}

// strangers are the requests that left an origin.
func (b *tab) strangers(origin string) (away []string) {
	for _, url := range b.requests() {
		if !strings.HasPrefix(url, origin+"/") {
			away = append(away, url)
		}
	}
	return away
}

// media is how a page is wanted: on a screen or on paper, in which colours.
type media struct {
	paper  bool
	scheme string // "light" or "dark"
	forced bool   // the reader's system chooses the colours
}

// show wants pages so from now on.
func (m media) show() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		params := emulation.SetEmulatedMediaParams{Media: "screen", Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: m.scheme}, {Name: "forced-colors", Value: "none"},
		}}
		if m.paper {
			params.Media = "print"
		}
		if m.forced {
			params.Features[1].Value = "active"
		}
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, params)
		return err
	})
}
