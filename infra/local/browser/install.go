package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// find is the path of Chromium, which it installs if it can. Processes that
// install at the same time wait for each other.
func find(ctx context.Context, progress io.Writer) (string, error) {
	if path, there := lookUp(); there {
		return path, nil
	}
	apt, err := exec.LookPath("apt-get")
	if err != nil || os.Geteuid() != 0 {
		return "", missing(errors.New("it cannot be installed from here"))
	}
	lock, err := os.OpenFile(filepath.Join(os.TempDir(), "tribune-chromium.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", missing(err)
	}
	defer lock.Close() // which unlocks
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", missing(err)
	}
	if path, there := lookUp(); there { // by another process meanwhile
		return path, nil
	}
	fmt.Fprintln(progress, "Installing Chromium (apt-get install chromium) …")
	if err := aptGet(ctx, apt, progress, "update"); err != nil {
		return "", missing(err)
	}
	if err := aptGet(ctx, apt, progress, "install", "-y", "--no-install-recommends", "chromium"); err != nil {
		return "", missing(err)
	}
	if path, there := lookUp(); there {
		return path, nil
	}
	return "", missing(errors.New("apt-get installed it under no name that is known here"))
}

func aptGet(ctx context.Context, apt string, progress io.Writer, arguments ...string) error {
	cmd := exec.CommandContext(ctx, apt, arguments...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	cmd.Stdout, cmd.Stderr = progress, progress
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("apt-get %s: %w", arguments[0], err)
	}
	return nil
}

// missing says what to do where there is no Chromium.
func missing(why error) error {
	return fmt.Errorf(`chromium is needed: none of %q is on the PATH (%w); install it, on Debian with "apt install chromium", and run this again`, names, why)
}
