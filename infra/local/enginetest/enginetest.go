// Package enginetest gives tests the real engines: DynamoDB in memory and the
// mail inbox. A test never skips because an engine is missing: it fails, and
// says what to install.
package enginetest

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/engine"
)

const limit = 3 * time.Minute // of installing and starting together

// Dynamo is an empty DynamoDB account for this test alone. All tests of a
// process share one engine, which ends with the process; the access key keeps
// their tables apart, so they may run in parallel.
func Dynamo(t testing.TB) engine.Endpoint {
	t.Helper()
	at, err := shared()
	if err != nil {
		t.Fatalf("DynamoDB for tests: %v", err)
	}
	at.AccessKey = engine.NewAccessKey()
	return at
}

var shared = sync.OnceValues(func() (engine.Endpoint, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	if err := engine.Install(ctx, os.Stderr); err != nil {
		return engine.Endpoint{}, err
	}
	p, err := engine.Dynamo(ctx, engine.Options{})
	if err != nil {
		return engine.Endpoint{}, err
	}
	return p.Endpoint, nil
})

// Inbox is an empty mail inbox for this test alone, ended with it: the inbox
// knows no accounts, so each test has a process of its own (about 0.3 s).
func Inbox(t testing.TB) engine.Endpoint {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	if err := engine.Install(ctx, os.Stderr); err != nil {
		t.Fatalf("inbox for tests: %v", err)
	}
	p, err := engine.Inbox(ctx, engine.Options{})
	if err != nil {
		t.Fatalf("inbox for tests: %v", err)
	}
	t.Cleanup(p.Stop)
	return p.Endpoint
}
