package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"tribune/shared/fault"
)

func TestStatus(t *testing.T) {
	for kind, want := range map[fault.Kind]int{
		fault.Internal:        500,
		fault.Invalid:         422,
		fault.Unreadable:      400,
		fault.Unsupported:     415,
		fault.TooLarge:        413,
		fault.Forbidden:       403,
		fault.NotFound:        404,
		fault.NotAllowed:      405,
		fault.Conflict:        409,
		fault.TooMany:         429,
		fault.Unavailable:     503,
		fault.Kind("unheard"): 500,
	} {
		if got := kind.Status(); got != want {
			t.Errorf("%q is answered with %d, want %d", kind, got, want)
		}
	}
}

func TestKindOf(t *testing.T) {
	conflict := fault.New(fault.Conflict, "desk: commit", io.EOF)
	for _, c := range []struct {
		name string
		err  error
		want fault.Kind
	}{
		{"none", nil, fault.Internal},
		{"somebody else's", io.EOF, fault.Internal},
		{"ours", conflict, fault.Conflict},
		{"wrapped by us", fault.Wrap("registration: decide", conflict), fault.Conflict},
		{"wrapped by fmt", fmt.Errorf("again: %w", conflict), fault.Conflict},
		{"joined", errors.Join(io.EOF, conflict), fault.Conflict},
		{"the outermost counts", fault.New(fault.Unavailable, "web: register", conflict), fault.Unavailable},
		{"wrapping a stranger", fault.Wrap("dynamo: read", io.EOF), fault.Internal},
	} {
		if got := fault.KindOf(c.err); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		if c.err != nil && !fault.Is(c.err, c.want) {
			t.Errorf("%s: is not %q", c.name, c.want)
		}
	}
	if fault.Is(nil, fault.Internal) {
		t.Error("no error is an internal one")
	}
}

func TestWrap(t *testing.T) {
	if err := fault.Wrap("nothing happened", nil); err != nil {
		t.Errorf("no error is wrapped as %v", err)
	}
	err := fault.Wrap("registration: decide", fault.New(fault.Conflict, "desk: commit", io.EOF))
	if !errors.Is(err, io.EOF) {
		t.Errorf("%v has lost its cause", err)
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Op != "registration: decide" {
		t.Errorf("the outermost operation is %+v", f)
	}
}

func TestErrorText(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{fault.New(fault.Conflict, "desk: commit", io.EOF), "desk: commit (conflict): EOF"},
		{fault.New(fault.NotFound, "web: find the event", nil), "web: find the event (not-found)"},
		{fault.New(fault.Internal, "dynamo: read", io.EOF), "dynamo: read: EOF"},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("it says %q, want %q", got, c.want)
		}
	}
}
