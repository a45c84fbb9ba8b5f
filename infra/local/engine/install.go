package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// Install runs npm ci in the .tools folder unless what its lockfile names is
// there already, which it sees in a millisecond. While it installs it writes a
// line with the seconds gone by every other second. Processes that install at
// the same time wait for each other.
func Install(ctx context.Context, progress io.Writer) error {
	dir, err := toolsDir()
	if err != nil {
		return err
	}
	if installed(dir) {
		return nil
	}
	if err := node.check(ctx); err != nil {
		return err
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return errors.New(`npm is needed beside Node 20: there is no "npm" on the PATH`)
	}
	// The lockfile doubles as the lock: node_modules is removed by npm ci.
	release, err := lock(filepath.Join(dir, lockfile), syscall.LOCK_EX)
	if err != nil {
		return fmt.Errorf("lock .tools: %w", err)
	}
	defer release()
	if installed(dir) { // by another process meanwhile
		return nil
	}
	return install(ctx, dir, progress)
}

const lockfile = "package-lock.json"

func install(ctx context.Context, dir string, progress io.Writer) error {
	stamp := stampFile(dir)
	if err := os.RemoveAll(stamp); err != nil {
		return fmt.Errorf("install .tools: %w", err)
	}
	start := time.Now()
	fmt.Fprintln(progress, "Installing the local engines (npm ci in .tools) …")
	p, err := command{
		name: "npm ci", dir: dir, env: os.Environ(),
		argv: []string{"npm", "ci", "--no-audit", "--no-fund"},
	}.start(nil)
	if err != nil {
		return err
	}
	tick := time.NewTicker(2 * time.Second)
	defer tick.Stop()
	for running := true; running; {
		select {
		case <-tick.C:
			fmt.Fprintf(progress, "  … %.0f s\n", time.Since(start).Seconds())
		case <-ctx.Done():
			p.Stop()
			return fmt.Errorf("install .tools: %w", ctx.Err())
		case <-p.Done():
			running = false
		}
	}
	if p.err != nil {
		return fmt.Errorf("install .tools: %w", p.Err())
	}
	sum, err := fingerprint(dir)
	if err == nil {
		err = writeFile(stamp, sum)
	}
	if err != nil {
		return fmt.Errorf("install .tools: %w", err)
	}
	fmt.Fprintf(progress, "Installed in %.0f s.\n", time.Since(start).Seconds())
	return nil
}

// installed reports whether node_modules was completed from this lockfile.
func installed(dir string) bool {
	have, err := os.ReadFile(stampFile(dir))
	if err != nil {
		return false
	}
	want, err := fingerprint(dir)
	return err == nil && string(have) == want
}

func stampFile(dir string) string { return filepath.Join(dir, "node_modules", ".installed-from") }

// fingerprint stands for what npm ci would install.
func fingerprint(dir string) (string, error) {
	b, err := os.ReadFile(filepath.Join(dir, lockfile))
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// Tool is the one installed file that matches a pattern below node_modules, by
// its absolute path. What it belongs to must be installed (see Install).
func Tool(pattern string) (string, error) {
	dir, err := toolsDir()
	if err != nil {
		return "", err
	}
	found, err := filepath.Glob(filepath.Join(dir, "node_modules", filepath.FromSlash(pattern)))
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf(".tools/node_modules/%s is missing: the local engines are not installed", pattern)
	}
	return found[0], nil
}

// toolsDir is .tools beside the go.mod above the working folder, so that the
// tests of every package find it.
func toolsDir() (string, error) {
	wd, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find .tools: %w", err)
	}
	for dir := wd; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, ".tools"), nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod above %s: run this inside the project", wd)
		}
	}
}
