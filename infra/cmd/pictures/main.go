// Command pictures looks at the site as people see it: it starts it with the
// demonstration on engines of its own, has some people register, and takes
// pictures of the main pages, in light and dark, French and Arabic, on a phone
// and on a desk, into .data/pictures. With -readme it takes the README's three,
// one screen each, into .readme; with -only event,form those alone whose names
// begin so.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"tribune/infra/local/browser"
)

func main() {
	readme := flag.Bool("readme", false, "take the README's three into .readme")
	only := flag.String("only", "", "take those alone whose names begin so, parted by commas")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *readme, *only); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, readme bool, only string) error {
	h, err := open(ctx)
	if err != nil {
		return err
	}
	defer h.close()
	b, err := browser.Start(ctx, os.Stdout)
	if err != nil {
		return err
	}
	defer b.Stop()
	context.AfterFunc(ctx, b.Stop) // what waits for a page need not wait any longer

	fmt.Println("People register …")
	tab, leave := b.Tab()
	defer leave()
	if err := h.crowd(tab); err != nil {
		return fmt.Errorf("register: %w", err)
	}
	album := album{house: h, tab: tab, folder: ".data/pictures"}
	shots := everyShot()
	if readme {
		album.folder, album.screen, shots = ".readme", true, readmeShots()
	}
	return album.fill(slices.DeleteFunc(shots, func(s shot) bool {
		return !slices.ContainsFunc(strings.Split(only, ","), func(name string) bool { return strings.HasPrefix(s.name(), name) })
	}))
}

// album is a folder of pictures.
type album struct {
	house  *house
	tab    context.Context
	folder string
	screen bool // the first screen alone instead of the page to its end
}

// fill takes the pictures in order. The last scenes are behind the sign-in.
func (a album) fill(shots []shot) error {
	if err := os.MkdirAll(a.folder, 0o755); err != nil {
		return err
	}
	for i, s := range shots {
		if s.inside && (i == 0 || !shots[i-1].inside) {
			if err := a.house.signIn(a.tab); err != nil {
				return fmt.Errorf("sign in: %w", err)
			}
		}
		picture, err := a.take(s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name(), err)
		}
		file := filepath.Join(a.folder, s.name()+".png")
		if err := os.WriteFile(file, picture, 0o644); err != nil {
			return err
		}
		fmt.Printf("%2d/%d %s (%d kB)\n", i+1, len(shots), file, len(picture)>>10)
	}
	return nil
}

// patience is how long one picture may take.
const patience = 30 * time.Second

func (a album) take(s shot) ([]byte, error) {
	ctx, cancel := context.WithTimeout(a.tab, patience)
	defer cancel()
	if err := s.look(ctx); err != nil {
		return nil, err
	}
	if err := s.visit(ctx, a.house, s.lang); err != nil {
		return nil, err
	}
	if !a.screen {
		if err := s.unroll(ctx); err != nil {
			return nil, err
		}
	}
	return chromedp.Run(ctx, chromedp.CaptureScreenshot())
}
