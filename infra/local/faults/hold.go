package faults

import (
	"context"
	"sync"
)

// hold freezes one call.
type hold struct {
	operation string
	when      When
	arrived   chan struct{}
	released  chan struct{}
	release   func()
}

// Hold freezes the next call of an operation, on one side of it, until release
// is called or the call's context ends. arrived is closed when the call stands
// there. Further calls go on; hold again for a second one. A fault that is
// planned for the held call happens too: before a hold After, so that a call
// which fails there is never held.
func (t *Transport) Hold(operation string, w When) (release func(), arrived <-chan struct{}) {
	h := &hold{operation: operation, when: w, arrived: make(chan struct{}), released: make(chan struct{})}
	h.release = sync.OnceFunc(func() { close(h.released) })
	t.mu.Lock()
	defer t.mu.Unlock()
	t.holds = append(t.holds, h)
	return h.release, h.arrived
}

// wait stands still if this is the side; a nil hold never does.
func (h *hold) wait(ctx context.Context, w When) error {
	if h == nil || h.when != w {
		return nil
	}
	close(h.arrived)
	select {
	case <-h.released:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
