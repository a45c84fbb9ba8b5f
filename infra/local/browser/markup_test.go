package browser_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tribune/infra/local/engine"
)

// export writes the saved pages into one folder, and the mails that came, with a
// specimen of every mail, into another.
func export(t *testing.T, h *house) (saved, mails string) {
	t.Helper()
	saved, mails = t.TempDir(), t.TempDir()
	write := func(dir, name, body string) {
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range h.saved {
		write(saved, p.name, p.body)
		if p.name == brokenName {
			write(mails, p.name, p.body)
		}
	}
	for i, m := range h.mails(t) {
		write(mails, fmt.Sprintf("mail-%d", i), m.Body.HTML)
	}
	for _, m := range letters(t) {
		write(mails, m.name, m.markup)
	}
	return saved, mails
}

// htmlValidate runs html-validate once over a folder, under settings beside this
// file, and gives what it says by page.
func htmlValidate(t *testing.T, settings, dir string) map[string][]string {
	t.Helper()
	script, err := engine.Tool("html-validate/bin/html-validate.mjs")
	if err != nil {
		t.Fatal(err)
	}
	var files []struct {
		FilePath string
		Messages []struct {
			RuleID, Message string
			Line, Column    int
		}
	}
	decode(t, &files, "node", script, "--config", settings, "--max-warnings", "0", "--formatter", "json", dir)
	found := map[string][]string{}
	for _, f := range files {
		for _, m := range f.Messages {
			name := strings.TrimSuffix(filepath.Base(f.FilePath), ".html")
			found[name] = append(found[name], fmt.Sprintf("%s: %s (%d:%d)", m.RuleID, m.Message, m.Line, m.Column))
		}
	}
	return found
}

// nu runs the Nu checker once over a folder and gives its errors and warnings by page.
func nu(t *testing.T, dir string) map[string][]string {
	t.Helper()
	jar, err := engine.Tool("vnu-jar/build/dist/vnu.jar")
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Messages []struct {
			URL, Type, SubType, Message, Extract string
			LastLine                             int
		}
	}
	decode(t, &answer, "java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss4m", "-jar", jar, "--stdout", "--format", "json", dir)
	found := map[string][]string{}
	for _, m := range answer.Messages {
		at, err := url.Parse(m.URL)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(at.Path), ".html")
		found[name] = append(found[name], fmt.Sprintf("%s %s: %s (line %d: %s)", m.Type, m.SubType, m.Message, m.LastLine, m.Extract))
	}
	return found
}

// decode runs a checker, which exits with 1 when it has found something, and
// reads what it prints.
func decode(t *testing.T, answer any, name string, arguments ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, arguments...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	err := cmd.Run()
	if wrong := json.Unmarshal(out.Bytes(), answer); wrong != nil {
		t.Fatalf("%s: %v, %v: %.2000s%.2000s", name, err, wrong, out.String(), said.String())
	}
}
