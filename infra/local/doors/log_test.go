package doors_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"
)

// log is what a door logged, and what must not stand in it.
type log struct {
	mu        sync.Mutex
	written   bytes.Buffer
	forbidden map[string]bool
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.written.Write(b)
}

// telling is the least length, in bytes, of what tells of somebody: shorter
// things stand in every log by chance.
const telling = 5

// forbid notes something personal, as it was typed or sent.
func (l *log) forbid(s string) {
	if len(s) >= telling {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.forbidden == nil {
			l.forbidden = map[string]bool{}
		}
		l.forbidden[strings.ToLower(s)] = true
	}
}

// check holds the log to telling of routes, and of nobody. All must be done.
func (l *log) check(t *testing.T) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	written := strings.ToLower(l.written.String())
	for _, route := range []string{`"post /{lang}/events/{event}/register"`, `"post /{lang}/organisers/events/{event}/download"`, `"$default"`} {
		if !strings.Contains(written, `"route":`+route) {
			t.Errorf("the log does not name the route %s: nothing was looked at", route)
		}
	}
	if len(l.forbidden) < 100 {
		t.Errorf("only %d personal things were typed", len(l.forbidden))
	}
	l.clean(t)
}

// clean holds the log to telling of nobody, and of no defect.
func (l *log) clean(t *testing.T) {
	t.Helper()
	for line := range strings.Lines(strings.ToLower(l.written.String())) {
		for s := range l.forbidden {
			if strings.Contains(line, s) {
				t.Errorf("%q is in the log: %s", s, line)
			}
		}
		if strings.Contains(line, "panic") || strings.Contains(line, "goroutine ") {
			t.Errorf("something panicked: %s", line)
		}
		if strings.Contains(line, `"status":500`) {
			t.Errorf("an error of our own making: %s", line)
		}
	}
}
