package engine

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// project is an empty project with a lockfile; the test runs below it.
func project(t *testing.T) (tools string) {
	t.Helper()
	root := t.TempDir()
	tools = filepath.Join(root, ".tools")
	deep := filepath.Join(root, "shared", "dynamo")
	for _, dir := range []string{tools, deep} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(root, "go.mod"), "module m\n")
	write(t, filepath.Join(tools, lockfile), "{}")
	t.Chdir(deep)
	return tools
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// npm stands for the real one, which the other tests of this package use: it
// leaves a line for each run.
const npm = `[ "$1" = ci ] || exit 9
/bin/rm -rf node_modules; /bin/sleep 0.2; /bin/mkdir node_modules; echo ran >>runs`

func TestInstallOnceForEachLockfile(t *testing.T) {
	tools := project(t)
	onPath(t, map[string]string{"node": "echo v20.1.0", "npm": npm})
	runs := func() int {
		b, _ := os.ReadFile(filepath.Join(tools, "runs"))
		return strings.Count(string(b), "ran")
	}

	var all sync.WaitGroup
	for range 4 { // test packages that start together
		all.Go(func() {
			if err := Install(t.Context(), new(strings.Builder)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := runs(); n != 1 {
		t.Fatalf("npm ci ran %d times", n)
	}

	write(t, filepath.Join(tools, lockfile), `{"changed":true}`)
	var progress strings.Builder
	if err := Install(t.Context(), &progress); err != nil {
		t.Fatal(err)
	}
	if n := runs(); n != 2 {
		t.Errorf("after a change of the lockfile npm ci ran %d times in all", n)
	}
	if got := progress.String(); !strings.HasPrefix(got, "Installing") || !strings.Contains(got, "Installed in") {
		t.Errorf("progress %q", got)
	}
}

func TestAFailedInstallIsTriedAgain(t *testing.T) {
	project(t)
	onPath(t, map[string]string{"node": "echo v20.1.0", "npm": "echo no network; exit 1"})
	for range 2 {
		err := Install(t.Context(), new(strings.Builder))
		if err == nil || !strings.Contains(err.Error(), "no network") {
			t.Errorf("got %v", err)
		}
	}
	onPath(t, map[string]string{"node": "echo v20.1.0", "npm": npm})
	if err := Install(t.Context(), new(strings.Builder)); err != nil {
		t.Error(err)
	}
}

func TestInstallSaysWhatItMisses(t *testing.T) {
	project(t)
	onPath(t, map[string]string{"node": "echo v20.1.0"})
	if err := Install(t.Context(), new(strings.Builder)); err == nil || !strings.Contains(err.Error(), "npm is needed") {
		t.Errorf("got %v", err)
	}
	if _, err := Tool("aws-ses-v2-local/dist/cli.js"); err == nil || !strings.Contains(err.Error(), "not installed") {
		t.Errorf("got %v", err)
	}
}
