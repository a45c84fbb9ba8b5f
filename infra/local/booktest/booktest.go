// Package booktest opens workbooks by SheetJS, which has no line in common with
// the library that writes them.
package booktest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"tribune/infra/local/engine"
)

//go:embed read.cjs
var script string

// Book is a workbook as it was read.
type Book struct {
	RTL    bool // its sheets run from right to left
	Sheets []Sheet
}

// Sheet is one of its sheets.
type Sheet struct {
	Name  string
	Rows  [][]string
	Types []string // which its cells have, each once: "s" for text
}

// Read opens a workbook.
func Read(t testing.TB, file []byte) (book Book) {
	t.Helper()
	if err := engine.Install(t.Context(), os.Stderr); err != nil {
		t.Fatal(err)
	}
	reader, err := engine.Tool("@e965/xlsx/xlsx.js")
	if err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	node := exec.CommandContext(t.Context(), "node", "-e", script, reader)
	node.Stdin, node.Stdout, node.Stderr = bytes.NewReader(file), &out, &said
	if err := node.Run(); err != nil {
		t.Fatalf("%v: %.2000s", err, said.String())
	}
	if err := json.Unmarshal(out.Bytes(), &book); err != nil {
		t.Fatalf("%v: %.2000s", err, out.String())
	}
	return book
}
