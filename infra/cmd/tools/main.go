// Command tools installs the pinned local engines and the cloud's command into
// .tools, unless they are there.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"tribune/infra/local/engine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := engine.Install(ctx, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tools:", err)
		os.Exit(1)
	}
}
