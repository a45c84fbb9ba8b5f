// Package watch raises on this machine the alarms that the cloud raises there: it
// reads the log while it is written, by what the manifest says of each alarm.
package watch

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"tribune/shared/site"
)

// Watch is a log that is watched. An alarm is raised once for as long as it holds.
type Watch struct {
	next slog.Handler
	all  *alarms
}

type alarms struct {
	mu    sync.Mutex
	seen  map[string][]time.Time // of each alarm's lines, the last ones
	rings map[string]bool
	ever  []string
}

// New watches what is written to a log.
func New(next slog.Handler) *Watch {
	return &Watch{next, &alarms{seen: map[string][]time.Time{}, rings: map[string]bool{}}}
}

// Raised lists the alarms that were raised since the start, each once.
func (w *Watch) Raised() []string {
	w.all.mu.Lock()
	defer w.all.mu.Unlock()
	return slices.Clone(w.all.ever)
}

// Enabled implements [slog.Handler]: every line is looked at.
func (w *Watch) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements [slog.Handler].
func (w *Watch) Handle(ctx context.Context, r slog.Record) error {
	var kind, route string
	var status int
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "kind":
			kind = a.Value.String()
		case "route":
			route = a.Value.String()
		case "status":
			status = int(a.Value.Int64())
		}
		return true
	})
	for _, a := range site.Alarms {
		if a.Means(kind, route, status) && w.all.count(a, r.Time) {
			alarm := slog.NewRecord(r.Time, slog.LevelError, "alarm", 0)
			alarm.AddAttrs(slog.String("kind", a.Name), slog.String("cause", a.Purpose))
			if err := w.next.Handle(ctx, alarm); err != nil {
				return err
			}
		}
	}
	if !w.next.Enabled(ctx, r.Level) {
		return nil
	}
	return w.next.Handle(ctx, r)
}

// count counts a line, and reports whether the alarm is raised by it.
func (s *alarms) count(a site.Alarm, at time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := slices.DeleteFunc(append(s.seen[a.Name], at), func(t time.Time) bool { return at.Sub(t) >= a.Within })
	s.seen[a.Name] = seen
	before := s.rings[a.Name]
	s.rings[a.Name] = len(seen) >= a.Most
	if before || !s.rings[a.Name] {
		return false
	}
	if !slices.Contains(s.ever, a.Name) {
		s.ever = append(s.ever, a.Name)
	}
	return true
}

// WithAttrs implements [slog.Handler].
func (w *Watch) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &Watch{w.next.WithAttrs(attrs), w.all}
}

// WithGroup implements [slog.Handler].
func (w *Watch) WithGroup(name string) slog.Handler { return &Watch{w.next.WithGroup(name), w.all} }
