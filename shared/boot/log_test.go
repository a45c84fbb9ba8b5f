package boot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/shared/boot"
)

// canaries are what no log may hold.
var canaries = []string{
	"Canary-Name", "اسم-كناري", "canary@exemple.org", "+212600000000", "canary-token-AbCdEfGh",
	"/fr/events/x/registrations/canary-link",
}

// person is somebody; secret says so of himself as a group when he is logged.
type (
	person struct{ Name, Address string }
	secret struct{ of string }
)

func (s secret) LogValue() slog.Value { return slog.GroupValue(slog.String("name", s.of)) }

func TestLogLetsNoCanaryOut(t *testing.T) {
	for _, canary := range canaries {
		for name, say := range map[string]func(*slog.Logger){
			"an unknown attribute":    func(l *slog.Logger) { l.Info("said", "name", canary, "address", canary, "path", canary) },
			"a known one in capitals": func(l *slog.Logger) { l.Info("said", "Route", canary, "KIND", canary) },
			"a group":                 func(l *slog.Logger) { l.Info("said", slog.Group("person", "name", canary)) },
			"a known name in a group": func(l *slog.Logger) { l.Info("said", slog.Group("person", "route", canary, "msg", canary)) },
			"a group of a known name": func(l *slog.Logger) { l.Info("said", slog.Group("route", "name", canary)) },
			"a group in a group":      func(l *slog.Logger) { l.Info("said", slog.Group("", slog.Group("a", "kind", canary))) },
			"an open group":           func(l *slog.Logger) { l.WithGroup("request").Info("said", "route", canary) },
			"a logger's attribute":    func(l *slog.Logger) { l.With("token", canary).Warn("said") },
			"a value that is a group": func(l *slog.Logger) { l.Error("said", "route", secret{canary}) },
			"a whole struct":          func(l *slog.Logger) { l.Info("said", "person", person{canary, canary}) },
			"a struct in place of an attribute": func(l *slog.Logger) {
				l.Info("said", slog.Any("registration", &person{canary, canary}), "cause", "none")
			},
			"an argument without a name": func(l *slog.Logger) { l.Log(t.Context(), slog.LevelInfo, "said", []any{canary}...) },
		} {
			var b bytes.Buffer
			say(boot.NewLog(&b))
			plain := strings.NewReplacer(`\/`, "/").Replace(b.String())
			if strings.Contains(plain, canary) || strings.Contains(plain, strings.Trim(fmt.Sprintf("%+q", canary), `"`)) {
				t.Errorf("%s lets %q out: %s", name, canary, plain)
			}
			if !strings.Contains(plain, `"msg":"said"`) {
				t.Errorf("%s: nothing was logged: %q", name, plain)
			}
		}
	}
}

// What it lets through is what somebody needs who reads it at night.
func TestLogSaysWhatItMay(t *testing.T) {
	var b bytes.Buffer
	boot.NewLog(&b).Error("request", "route", "GET /{lang}", "status", 503, "took", 2*time.Millisecond, "kind", "unavailable", "cause", "dynamo: read")
	var line map[string]any
	if err := json.Unmarshal(b.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, b.String())
	}
	want := []string{"cause", "kind", "level", "msg", "route", "status", "time", "took"}
	if got := slices.Sorted(maps.Keys(line)); !slices.Equal(got, want) {
		t.Errorf("a line holds %v, want %v", got, want)
	}
	if line["route"] != "GET /{lang}" || line["level"] != "ERROR" || line["status"] != 503.0 {
		t.Errorf("%v", line)
	}
}
