package browser

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Where there is no Chromium and none can be had, the sentence says what to do.
func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Start(t.Context(), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "apt install chromium") {
		t.Errorf("without Chromium: %v", err)
	}
}

// Root on Debian installs it; who is not root is told what to do.
func TestInstall(t *testing.T) {
	bin := t.TempDir()
	t.Setenv("PATH", bin)
	t.Setenv("TMPDIR", t.TempDir())
	want := filepath.Join(bin, "chromium")
	apt := "#!/bin/sh\necho \"$1\"\n[ \"$1\" = update ] || { echo '#!/bin/sh' > '" + want + "'; /bin/chmod +x '" + want + "'; }\n"
	if err := os.WriteFile(filepath.Join(bin, "apt-get"), []byte(apt), 0o700); err != nil {
		t.Fatal(err)
	}
	var progress strings.Builder
	path, err := find(t.Context(), &progress)
	if os.Geteuid() != 0 {
		if err == nil || !strings.Contains(err.Error(), "apt install chromium") {
			t.Errorf("without being root: %q, %v", path, err)
		}
		return
	}
	if err != nil || path != want || !strings.HasSuffix(progress.String(), "update\ninstall\n") {
		t.Errorf("%q, %v; said %q", path, err, progress.String())
	}
}
