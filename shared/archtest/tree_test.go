package archtest

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "tribune"

// tree is the source of the project.
type tree struct {
	files []file
	top   []string // names at the top level
}

// file is one Go file.
type file struct {
	path      string // below the top, with slashes
	dir       string
	test      bool
	generated bool
	lines     int
	imports   []string
	syntax    *ast.File
	positions *token.FileSet
}

func (f file) line(n ast.Node) int { return f.positions.Position(n.Pos()).Line }

// root is the folder of go.mod, above this one.
func root(t *testing.T) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		_, err := os.Stat(filepath.Join(dir, "go.mod"))
		if err == nil {
			return dir
		}
		if !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			t.Fatalf("no go.mod above: %v", err)
		}
		dir = filepath.Dir(dir)
	}
}

// readTree parses every Go file but fixtures and what is installed or built.
func readTree(fsys fs.FS) (tree, error) {
	var tr tree
	top, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return tr, err
	}
	for _, e := range top {
		tr.top = append(tr.top, e.Name())
	}
	err = fs.WalkDir(fsys, ".", func(p string, e fs.DirEntry, err error) error {
		switch name := e.Name(); {
		case err != nil:
			return err
		case e.IsDir() && p != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || p == "cdk.out"):
			return fs.SkipDir
		case e.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		f, err := readFile(fsys, p)
		tr.files = append(tr.files, f)
		return err
	})
	return tr, err
}

func readFile(fsys fs.FS, p string) (file, error) {
	src, err := fs.ReadFile(fsys, p)
	if err != nil {
		return file{}, err
	}
	f := file{path: p, dir: path.Dir(p), test: strings.HasSuffix(p, "_test.go"), positions: token.NewFileSet()}
	f.lines = strings.Count(string(src), "\n")
	f.syntax, err = parser.ParseFile(f.positions, p, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	f.generated = ast.IsGenerated(f.syntax)
	for _, i := range f.syntax.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return file{}, err
		}
		f.imports = append(f.imports, name)
	}
	return f, nil
}

// production gives the files that are built into programs.
func (tr tree) production() []file {
	var fs []file
	for _, f := range tr.files {
		if !f.test {
			fs = append(fs, f)
		}
	}
	return fs
}

// packages gives the production files by folder.
func (tr tree) packages() map[string][]file {
	all := map[string][]file{}
	for _, f := range tr.production() {
		all[f.dir] = append(all[f.dir], f)
	}
	return all
}

// internal gives the folder of an import of the module.
func internal(name string) (dir string, ok bool) { return strings.CutPrefix(name, module+"/") }

// within reports whether a folder, or an import, is one of these or below it.
func within(p string, places ...string) bool {
	for _, place := range places {
		if p == place || strings.HasPrefix(p, place+"/") {
			return true
		}
	}
	return false
}
