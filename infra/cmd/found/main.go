// Command found begins an organisation: its name, nothing of what it must
// publish yet, and its first owner, who signs in by the code that goes to her
// address, enrols her second factor, and does the rest in the console.
//
// It writes into the table of a running "make run", or, with -cloud, into the
// one that the environment names as it does for a deployed function
// (TRIBUNE_TABLE, TRIBUNE_SECRET, TRIBUNE_ORIGIN), with the shell's credentials.
// It changes no organisation that somebody works for.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"

	"tribune/infra/local/engine"
	"tribune/infra/local/server"
	"tribune/shared/boot"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/templates/layout"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "found:", err)
		os.Exit(1)
	}
}

// run founds what the arguments name.
func run(ctx context.Context, args []string, env func(string) string, out io.Writer) error {
	var w wanted
	flags := flag.NewFlagSet("found", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the error says it
	flags.StringVar(&w.id, "id", "", "a short name for addresses: a–z, 0–9 and hyphens; it is kept for good")
	flags.StringVar(&w.name, "name", "", "the organisation's name")
	flags.StringVar(&w.owner, "owner", "", "the mail address of its first owner")
	flags.StringVar(&w.lang, "lang", string(locale.French), "the language of the name and of mail to her: fr, ar or en")
	cloud := flags.Bool("cloud", false, "in the cloud's table rather than in this machine's")
	if err := flags.Parse(args); err != nil {
		return err
	}
	o, owner, err := w.read()
	if err != nil {
		return err
	}
	open := local
	if *cloud {
		open = boot.Open
	}
	parts, err := open(ctx, env)
	if err != nil {
		return err
	}
	if err := found(ctx, parts, o, owner); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s is founded. Its owner signs in with %s at\n%s%s\n",
		w.name, owner.Address, parts.Origin, layout.Address(site.SignInForm, owner.Lang))
	return nil
}

// local opens the table of a running make run.
func local(ctx context.Context, env func(string) string) (boot.Parts, error) {
	setting := func(name, otherwise string) string {
		if v := env(name); v != "" {
			return v
		}
		return otherwise
	}
	port, err := strconv.Atoi(setting(engine.EnvDynamoPort, "8000"))
	if err != nil {
		return boot.Parts{}, fmt.Errorf("%s is no port", engine.EnvDynamoPort)
	}
	data := setting("TRIBUNE_DATA", ".data")
	at, err := engine.Running(ctx, port, filepath.Join(data, "dynamo"))
	if err != nil {
		return boot.Parts{}, fmt.Errorf("start make run first: %w", err)
	}
	secret, err := os.ReadFile(filepath.Join(data, "secret"))
	if err != nil {
		return boot.Parts{}, fmt.Errorf("start make run first: %w", err)
	}
	s, err := server.New(ctx, server.Options{
		Dynamo: at, Inbox: at, // no mail goes out from here
		Origin: "http://127.0.0.1:" + setting("TRIBUNE_PORT", "8080"), Secret: strings.TrimSpace(string(secret)), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return boot.Parts{}, err
	}
	return s.Parts, nil
}
