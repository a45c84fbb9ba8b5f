// Command local is Tribune on this machine: it installs and starts the local
// engines, loads the demonstration into an empty table, and serves the site,
// the mail inbox and the control page on loopback.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"tribune/infra/local/demonstration"
	"tribune/infra/local/engine"
	"tribune/infra/local/server"
	"tribune/shared/boot"
	"tribune/shared/token"
)

// The environment variables beside the engines', and what holds without them.
const (
	envSitePort    = "TRIBUNE_PORT"
	envControlPort = "TRIBUNE_CONTROL_PORT"
	envData        = "TRIBUNE_DATA"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "tribune:", err)
		os.Exit(1)
	}
}

// run returns when ctx is done or something cannot go on; every child is ended by then.
func run(ctx context.Context) error {
	started := time.Now()
	data := setting(envData, ".data")
	siteAt, err := listen(envSitePort, 8080)
	if err != nil {
		return err
	}
	defer siteAt.Close()
	controlAt, err := listen(envControlPort, 8081)
	if err != nil {
		return err
	}
	defer controlAt.Close()
	if err := engine.Install(ctx, os.Stdout); err != nil {
		return err
	}
	engines, err := startEngines(ctx, filepath.Join(data, "dynamo"))
	defer engines.stop()
	if err != nil {
		return err
	}
	secret, err := keptSecret(filepath.Join(data, "secret"))
	if err != nil {
		return err
	}
	origin := "http://" + siteAt.Addr().String()
	s, err := server.New(ctx, server.Options{
		Dynamo: engines.dynamo.Endpoint, Inbox: engines.inbox.Endpoint,
		Origin: origin, Secret: secret, Log: boot.NewLog(os.Stderr), Data: data,
	})
	if err != nil {
		return err
	}
	loaded, err := demonstration.Load(ctx, s.Parts)
	if err != nil {
		return err
	}
	fmt.Printf("%s\n", loaded)
	welcome(origin, controlAt.Addr().String(), engines, time.Since(started))
	return serve(ctx, s, siteAt, controlAt, engines)
}

// setting is a variable of the environment, or what holds without it.
func setting(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}

// port is a port from the environment, or what holds without it.
func port(name string, otherwise int) (int, error) {
	n, err := strconv.Atoi(setting(name, strconv.Itoa(otherwise)))
	if err != nil || n < 1 || n > 65535 {
		return 0, fmt.Errorf("%s must be a port between 1 and 65535", name)
	}
	return n, nil
}

// listen takes a port of the loopback interface.
func listen(name string, otherwise int) (net.Listener, error) {
	n, err := port(name, otherwise)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(n))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %d is taken: set %s to another one, or stop what listens there", n, name)
	}
	return l, err
}

type engines struct{ dynamo, inbox *engine.Process }

// startEngines starts both at once: each takes a second or two.
func startEngines(ctx context.Context, data string) (e engines, err error) {
	dynamoPort, err := port(engine.EnvDynamoPort, 8000)
	if err != nil {
		return e, err
	}
	inboxPort, err := port(engine.EnvInboxPort, 8005)
	if err != nil {
		return e, err
	}
	fmt.Println("Starting the database and the mail inbox …")
	var wg sync.WaitGroup
	var dynamoErr, inboxErr error
	wg.Go(func() { e.dynamo, dynamoErr = engine.Dynamo(ctx, engine.Options{Port: dynamoPort, Data: data}) })
	wg.Go(func() { e.inbox, inboxErr = engine.Inbox(ctx, engine.Options{Port: inboxPort}) })
	wg.Wait()
	return e, errors.Join(dynamoErr, inboxErr)
}

func (e engines) stop() {
	for _, p := range []*engine.Process{e.inbox, e.dynamo} {
		if p != nil {
			p.Stop()
		}
	}
}

// keptSecret is the secret of this machine's data, made the first time.
func keptSecret(file string) (string, error) {
	b, err := os.ReadFile(file)
	if err == nil {
		return string(b), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("read the secret: %w", err)
	}
	secret := token.Random(48)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return "", fmt.Errorf("keep the secret: %w", err)
	}
	return secret, os.WriteFile(file, []byte(secret), 0o600)
}

// serve answers until ctx is done, an engine ends, or a listener breaks.
func serve(ctx context.Context, s *server.Server, siteAt, controlAt net.Listener, e engines) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	broken := make(chan error, 4)
	for l, h := range map[net.Listener]http.Handler{siteAt: s.Site(), controlAt: s.Control()} {
		srv := &http.Server{
			Handler: h, ReadHeaderTimeout: 10 * time.Second,
			ErrorLog: slog.NewLogLogger(s.Parts.Log.Handler(), slog.LevelWarn),
		}
		defer srv.Close()
		go func() { broken <- srv.Serve(l) }()
	}
	go s.Run(ctx)
	select {
	case <-ctx.Done():
		fmt.Println("\nStopping …")
		return nil
	case err := <-broken:
		return err
	case <-e.dynamo.Done():
		return fmt.Errorf("the database stopped: %w", e.dynamo.Err())
	case <-e.inbox.Done():
		return fmt.Errorf("the mail inbox stopped: %w", e.inbox.Err())
	}
}

func welcome(origin, control string, e engines, took time.Duration) {
	fmt.Printf(`
Tribune is ready (%.1f s).

  Site       %s/fr
  Inbox      %s
  Organisers %s/fr/organisers
             organisation@exemple.org (AHSUD) or creteil@exemple.org (Drogues et Société);
             the code arrives in the inbox
  Control    http://%s
  Database   %s

Ctrl-C stops everything; the data is kept.
`, took.Seconds(), origin, e.inbox.Endpoint.URL, origin, control, e.dynamo.Endpoint.URL)
}
