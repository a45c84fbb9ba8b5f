package engine

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// onPath makes the PATH hold nothing but the given scripts.
func onPath(t *testing.T, scripts map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, body := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+body), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
}

func TestWhatIsMissingIsSaidPlainly(t *testing.T) {
	prints := func(version string) map[string]string {
		return map[string]string{"java": "echo '" + version + "' >&2"}
	}
	for name, c := range map[string]struct {
		scripts map[string]string
		want    string // "" if it suffices
	}{
		"none":    {nil, `Java 17 is needed: there is no "java" on the PATH`},
		"8":       {prints(`java version "1.8.0_422"`), "is version 8; install"},
		"11":      {prints(`openjdk version "11.0.25" 2024-10-15`), "is version 11; install"},
		"16":      {prints(`openjdk version "16" 2021-03-16`), "is version 16; install"},
		"17":      {prints(`openjdk version "17.0.15" 2025-04-15`), ""},
		"25":      {prints("Picked up JAVA_TOOL_OPTIONS: -Xmx1g\n" + `openjdk version "25-ea"`), ""},
		"strange": {prints("hello"), "does not tell its version"},
		"broken":  {map[string]string{"java": "exit 2"}, "failed (exit status 2)"},
	} {
		t.Run(name, func(t *testing.T) {
			onPath(t, c.scripts)
			err := java.check(t.Context())
			if c.want == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestEnginesSayWhatTheyMiss(t *testing.T) {
	onPath(t, map[string]string{"node": "echo v18.20.4"})
	if _, err := Dynamo(t.Context(), Options{}); err == nil || !strings.HasPrefix(err.Error(), "Java 17 is needed") {
		t.Errorf("got %v", err)
	}
	if _, err := Inbox(t.Context(), Options{}); err == nil || !strings.HasPrefix(err.Error(), "Node 20 is needed") {
		t.Errorf("got %v", err)
	}
}
