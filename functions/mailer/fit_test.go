package mailer_test

import (
	"os"
	"path/filepath"
	"testing"

	"tribune/infra/local/mailtest"
)

// What is sent is what a mail must be, with its file and its headers.
func TestGoldenMailsAreFit(t *testing.T) {
	files := must(filepath.Glob("testdata/golden/*.json"))
	if len(files) == 0 {
		t.Fatal("there are no golden files")
	}
	for _, file := range files {
		for _, complaint := range mailtest.Complaints(must(os.ReadFile(file)), "https://tribune.example", room, "https://exemple.org/bus", "https://exemple.org/actes", "https://exemple.org/ville") {
			t.Errorf("%s: %s", filepath.Base(file), complaint)
		}
	}
}
