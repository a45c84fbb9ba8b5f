package demonstration_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/demonstration"
	"tribune/infra/local/enginetest"
	"tribune/infra/local/server"
	"tribune/shared/boot"
	"tribune/shared/event"
)

// TestLoad loads into an empty table, finds the data again, and after half a
// year finds the open events ahead again, with who is registered still there.
func TestLoad(t *testing.T) {
	ctx := context.Background()
	s, err := server.New(ctx, server.Options{
		Dynamo: enginetest.Dynamo(t), Inbox: enginetest.Inbox(t),
		Origin: "http://127.0.0.1", Secret: strings.Repeat("s", 32), Log: boot.NewLog(io.Discard),
	})
	if err != nil {
		t.Fatal(err)
	}
	load := func(want string) {
		t.Helper()
		said, err := demonstration.Load(ctx, s.Parts)
		if err != nil || !strings.HasPrefix(said, want) {
			t.Fatalf("Load: %q, %v; want %q", said, err, want)
		}
	}
	load("Loaded the demonstration: 9 events.")
	load("Found the data again.")

	ref, err := s.Parts.Table.Resolve(ctx, "tanger-insertion-professionnelle")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Clock.Advance(182 * 24 * time.Hour); err != nil {
		t.Fatal(err)
	}
	load("Found the data again; moved 2 events")
	e, err := s.Parts.Table.Event(ctx, ref)
	if err != nil {
		t.Fatal(err)
	}
	if now := s.Clock.Now(); e.Accepts(now) != event.Open || e.Starts().Before(now.Add(60*24*time.Hour)) || e.Version != 2 {
		t.Errorf("moved to %v, accepts %s, version %d", e.Starts(), e.Accepts(now), e.Version)
	}
	d, err := s.Parts.Table.Desk(ctx, ref)
	if err != nil || !d.Closes.Equal(e.Closes) || d.Seats[event.Hall].Capacity != 60 {
		t.Errorf("desk %+v, %v", d, err)
	}
	load("Found the data again.")
}
