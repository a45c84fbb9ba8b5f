package browser_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"tribune/infra/local/browser"
	"tribune/infra/local/engine"
)

// chromium is the one of all tests here; each opens tabs of its own.
var chromium *browser.Browser

const limit = 5 * time.Minute // of installing everything

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	err := engine.Install(ctx, os.Stderr)
	if err == nil {
		chromium, err = browser.Start(ctx, os.Stderr)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer chromium.Stop()
	return m.Run()
}
