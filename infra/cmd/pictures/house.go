package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"tribune/infra/local/demonstration"
	"tribune/infra/local/engine"
	"tribune/infra/local/server"
	"tribune/shared/locale"
	"tribune/shared/token"
)

// house is the site on free ports of the loopback interface; its data is gone
// with it.
type house struct {
	*server.Server
	origin, inbox string
	private       string // what follows the language in the first person's private link
	close         func()
}

// open starts everything. The house must be closed.
func open(ctx context.Context) (h *house, err error) {
	if err := engine.Install(ctx, os.Stdout); err != nil {
		return nil, err
	}
	fmt.Println("Starting the database, the mail inbox and the site …")
	var opened []func()
	h = &house{close: func() {
		for _, end := range opened {
			end()
		}
	}}
	defer func() {
		if err != nil {
			h.close()
		}
	}()
	dynamo, inbox, err := startEngines(ctx)
	for _, p := range []*engine.Process{dynamo, inbox} {
		if p != nil {
			opened = append(opened, p.Stop)
		}
	}
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	opened = append(opened, func() { l.Close() })
	h.origin, h.inbox = "http://"+l.Addr().String(), inbox.URL
	h.Server, err = server.New(ctx, server.Options{
		Dynamo: dynamo.Endpoint, Inbox: inbox.Endpoint, Origin: h.origin,
		Secret: token.Random(48), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return nil, err
	}
	if _, err := demonstration.Load(ctx, h.Parts); err != nil {
		return nil, err
	}
	go func() { _ = http.Serve(l, h.Site()) }() // until the listener is closed
	return h, nil
}

func startEngines(ctx context.Context) (dynamo, inbox *engine.Process, err error) {
	var wg sync.WaitGroup
	var dynamoErr, inboxErr error
	wg.Go(func() { dynamo, dynamoErr = engine.Dynamo(ctx, engine.Options{}) })
	wg.Go(func() { inbox, inboxErr = engine.Inbox(ctx, engine.Options{}) })
	wg.Wait()
	return dynamo, inbox, errors.Join(dynamoErr, inboxErr)
}

// in is the address of a page in a language.
func (h *house) in(l locale.Lang, path string) string { return h.origin + "/" + string(l) + path }

// later moves the clock past what a form must have waited, and what a page may
// be kept for.
func (h *house) later() error { return h.Clock.Advance(5 * time.Second) }
