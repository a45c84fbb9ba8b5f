package main

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"tribune/shared/locale"
)

// shot is a scene as somebody sees it.
type shot struct {
	scene
	lang   locale.Lang
	device device
	scheme string // "light" or "dark"
}

// device is what the site is looked at on.
type device struct {
	name          string
	width, height int64 // in CSS pixels
	mobile        bool
}

var (
	phone   = device{"phone", 390, 844, true}
	desktop = device{"desktop", 1280, 800, false}
)

func everyShot() []shot {
	var shots []shot
	for _, s := range scenes {
		for _, l := range []locale.Lang{locale.French, locale.Arabic} {
			for _, d := range []device{phone, desktop} {
				shots = append(shots, shot{s, l, d, "light"}, shot{s, l, d, "dark"})
			}
		}
	}
	return shots
}

func readmeShots() []shot {
	return []shot{
		{event, locale.French, phone, "light"},
		{form, locale.Arabic, phone, "light"},
		{home, locale.French, desktop, "dark"},
	}
}

func (s shot) name() string {
	return s.scene.name + "-" + string(s.lang) + "-" + s.device.name + "-" + s.scheme
}

// look makes the tab this device in this scheme.
func (s shot) look(ctx context.Context) error {
	media := emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}},
	}
	return chromedp.Do(ctx, s.device.window(s.device.height), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, media)
		return err
	}))
}

// unroll makes the window as high as the page in it.
func (s shot) unroll(ctx context.Context) error {
	height, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("document.documentElement.scrollHeight"))
	if err != nil {
		return err
	}
	return chromedp.Do(ctx, s.device.window(max(height, s.device.height)))
}

func (d device) window(height int64) chromedp.Action[chromedp.Void] {
	if d.mobile {
		return chromedp.EmulateViewport(d.width, height, chromedp.EmulatePortrait, chromedp.EmulateMobile)
	}
	return chromedp.EmulateViewport(d.width, height)
}
