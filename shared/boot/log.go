package boot

import (
	"io"
	"log/slog"
)

// allowed are the attributes that a log may hold. None can hold what somebody
// typed: routes are keys of the manifest, never paths, and causes are errors
// that name operations.
var allowed = map[string]bool{
	slog.TimeKey: true, slog.LevelKey: true, slog.MessageKey: true,
	"function": true, "route": true, "status": true, "took": true, "kind": true, "cause": true,
	"trigger": true, "sent": true, "decided": true, "event": true, "entry": true, "attempts": true, "stack": true,
}

// NewLog makes a log of JSON lines that lets through named attributes only.
func NewLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) > 0 || !allowed[a.Key] {
				return slog.Attr{}
			}
			return a
		},
	}))
}
