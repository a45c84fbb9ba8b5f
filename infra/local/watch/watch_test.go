package watch_test

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/watch"
	"tribune/shared/boot"
	"tribune/shared/site"
)

// An alarm is raised by as many lines as it says within its time, once, and not by
// fewer, nor by others.
func TestAlarms(t *testing.T) {
	for _, a := range site.Alarms {
		var out bytes.Buffer
		w := watch.New(boot.NewLog(&out).Handler())
		at := time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
		say := func(n int, apart time.Duration, attrs ...slog.Attr) {
			for range n {
				r := slog.NewRecord(at, slog.LevelWarn, "request", 0)
				r.AddAttrs(attrs...)
				if err := w.Handle(context.Background(), r); err != nil {
					t.Fatal(err)
				}
				at = at.Add(apart)
			}
		}
		its := []slog.Attr{slog.String("kind", a.Kind), slog.String("route", a.Route), slog.Int("status", a.Status)}
		say(2*a.Most, 0, slog.String("kind", "other"), slog.String("route", site.Home), slog.Int("status", 200))
		say(2*a.Most, a.Within/time.Duration(a.Most-1)+1, its...)
		if got := w.Raised(); len(got) != 0 {
			t.Errorf("%s: %v is raised too early", a.Name, got)
		}
		say(2*a.Most, time.Millisecond, its...)
		if got := w.Raised(); !slices.Equal(got, []string{a.Name}) {
			t.Errorf("%s: raised are %v", a.Name, got)
		}
		if n := strings.Count(out.String(), `"msg":"alarm"`); n != 1 || !strings.Contains(out.String(), a.Purpose) {
			t.Errorf("%s: the log says it %d times", a.Name, n)
		}
	}
}
