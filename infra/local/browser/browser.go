// Package browser runs a headless Chromium for this machine's tests and
// pictures, and its own tests hold every page of the site to what a browser, a
// checker of accessibility and two validators of HTML see.
//
// Chromium is taken from the PATH, or installed where that can be done; without
// it nothing is skipped: the start fails with a sentence that says what to do.
// It begins with an empty profile of its own, and ends with [Browser.Stop] or
// with the process that started it.
package browser

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"

	"github.com/chromedp/chromedp"
)

// Browser is one running Chromium.
type Browser struct {
	ctx  context.Context
	stop context.CancelFunc
}

// flags keep it from anything that no page asked for.
var flags = []chromedp.ExecAllocatorOption{
	chromedp.Headless,
	chromedp.DisableGPU,
	chromedp.NoFirstRun,
	chromedp.NoDefaultBrowserCheck,
	chromedp.Flag("disable-quic", true),
	chromedp.Flag("disable-background-networking", true),
	chromedp.Flag("disable-component-update", true),
	chromedp.Flag("disable-sync", true),
	chromedp.Flag("disable-extensions", true),
	chromedp.Flag("disable-dev-shm-usage", true),
	chromedp.Flag("force-color-profile", "srgb"),
	// One origin is shown in many tabs; the cache would hide what a first visit costs.
	chromedp.Flag("disk-cache-size", "1"),
}

// Start starts Chromium, after installing it if it must. ctx bounds the
// installation alone, whose progress is written as it goes.
func Start(ctx context.Context, progress io.Writer) (*Browser, error) {
	path, err := find(ctx, progress)
	if err != nil {
		return nil, err
	}
	options := append(slices.Clone(flags), chromedp.ExecPath(path))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // as root it refuses to start within one
	}
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	first, closeFirst := chromedp.NewContext(allocator)
	if err := chromedp.Do(first); err != nil {
		closeFirst()
		end()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return &Browser{ctx: first, stop: func() { closeFirst(); end() }}, nil
}

// Stop ends Chromium and removes its profile.
func (b *Browser) Stop() { b.stop() }

// Tab opens a tab with cookies of its own. It is driven with package chromedp
// through the context, by one goroutine at a time, and closed by cancel.
func (b *Browser) Tab() (ctx context.Context, cancel context.CancelFunc) {
	return chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
}

// names are those under which systems know it.
var names = []string{"chromium", "chromium-browser", "google-chrome"}

func lookUp() (path string, there bool) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, true
		}
	}
	return "", false
}
