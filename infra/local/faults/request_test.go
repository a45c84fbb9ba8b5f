package faults

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/smithy-go/logging"
)

// failing is a logger that lets nothing pass.
type failing struct{ t *testing.T }

func (f failing) Logf(_ logging.Classification, format string, args ...any) {
	f.t.Errorf("logged: "+format, args...)
}

func TestKillEndsTheWholeRequest(t *testing.T) {
	t.Parallel()
	for w, n := range map[When]int{Before: 0, After: 1} {
		b := newBench(t)
		b.faults.Kill(w)
		if err := b.count(t.Context(), "schedule"); err != nil {
			t.Fatalf("%s: outside of a request: %v", w, err)
		}
		ctx := WithRequest(t.Context())
		b.want(t, "a", 0)
		if err := b.count(ctx, "a"); !errors.Is(err, ErrKilled) {
			t.Errorf("%s: got %v", w, err)
		}
		b.wantCalls(t, "UpdateItem", 2) // the schedule's and one: no retry
		if err := b.count(ctx, "later"); !errors.Is(err, ErrKilled) {
			t.Errorf("%s: afterwards: %v", w, err)
		}
		if err := b.count(WithRequest(t.Context()), "other"); err != nil {
			t.Errorf("%s: another request: %v", w, err)
		}
		b.want(t, "a", n)
		b.want(t, "later", 0)
		b.want(t, "other", 1)
	}
}

func TestNobodyHearsAKilledRequest(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	srv := httptest.NewServer(Requests(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := b.count(r.Context(), "a"); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, strings.Repeat("sorry ", 2000)) // more than net/http buffers
			return
		}
		io.WriteString(w, "done")
	})))
	defer srv.Close()
	get := func() (string, error) {
		resp, err := http.Post(srv.URL, "text/plain", nil)
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return string(body), err
	}

	b.faults.Kill(After)
	if body, err := get(); err == nil || body != "" {
		t.Errorf("the killed request answered %q, %v", body, err)
	}
	if body, err := get(); err != nil || body != "done" {
		t.Errorf("the next answered %q, %v", body, err)
	}
	b.want(t, "a", 2)
}

func TestHoldFreezesOneCall(t *testing.T) {
	t.Parallel()
	for w, during := range map[When]int{Before: 0, After: 1} {
		b := newBench(t)
		release, arrived := b.faults.Hold("UpdateItem", w)
		done := make(chan error, 1)
		go func() { done <- b.count(t.Context(), "a") }()
		<-arrived
		b.want(t, "a", during)
		if err := b.count(t.Context(), "b"); err != nil { // others go on
			t.Fatal(err)
		}
		select {
		case err := <-done:
			t.Fatalf("%s: not held: %v", w, err)
		default:
		}
		release()
		release()
		if err := <-done; err != nil {
			t.Errorf("%s: %v", w, err)
		}
		b.want(t, "a", 1)
	}
}

func TestAHeldCallEndsWithItsContextOrAReset(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, arrived := b.faults.Hold(AnyWrite, Before)
	done := make(chan error, 1)
	go func() { done <- b.count(ctx, "a") }()
	<-arrived
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	b.want(t, "a", 0)

	b.faults.Hold(AnyWrite, After)
	b.faults.Reset()
	if err := b.count(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	b.want(t, "a", 1)
}

func TestFrozenGoesOnByItself(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Freeze = 50 * time.Millisecond
	for _, f := range []Flavour{FrozenBefore, FrozenAfter} {
		b.faults.Fail("UpdateItem", 1, f)
		start := time.Now()
		if err := b.count(t.Context(), "a"); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		if d := time.Since(start); d < 50*time.Millisecond {
			t.Errorf("%s took %v", f, d)
		}
	}
	b.want(t, "a", 2)
}

// What the load proof rests on: under every fault at once, a counter that is
// raised by transactions stands between what was answered and what was tried.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faults.Freeze = 5 * time.Millisecond
	b.faults.Draw(1,
		Rate{AnyWrite, Refused, 0.1}, Rate{AnyWrite, LostAnswer, 0.1}, Rate{AnyWrite, Conflict, 0.1},
		Rate{AnyWrite, Throttled, 0.1}, Rate{AnyWrite, KilledBefore, 0.1}, Rate{AnyWrite, KilledAfter, 0.1},
		Rate{AnyWrite, FrozenBefore, 0.1}, Rate{AnyWrite, FrozenAfter, 0.1})
	const each, names = 25, "abcdefgh"
	var all sync.WaitGroup
	answered := make([]int, len(names))
	for i, name := range strings.Split(names, "") {
		all.Go(func() {
			for range each {
				if b.countAll(WithRequest(t.Context()), name) == nil {
					answered[i]++
				}
			}
		})
	}
	all.Wait()
	b.faults.Reset()
	for i, name := range strings.Split(names, "") {
		if got := b.read(t, name); got < answered[i] || got > each || answered[i] == 0 || answered[i] == each {
			t.Errorf("%s: %d answered, stands at %d of %d", name, answered[i], got, each)
		}
	}
}
