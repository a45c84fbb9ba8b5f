package archtest

import (
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strings"

	"tribune/shared/site"
)

// How large things may grow, in lines. Generated code grows as it likes.
const (
	maxFunction = 60
	maxFile     = 300
	maxTestFile = 400
	maxMain     = 20
)

func functionsAreShort(tr tree) (complaints []string) {
	for _, f := range tr.files {
		if f.generated {
			continue
		}
		for _, d := range f.syntax.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			first, last := f.line(fn), f.positions.Position(fn.End()).Line
			if n := last - first + 1; n > maxFunction {
				complaints = append(complaints, fmt.Sprintf("%s:%d %s has %d lines", f.path, first, fn.Name.Name, n))
			}
		}
	}
	return complaints
}

func filesAreShort(tr tree) (complaints []string) {
	for _, f := range tr.files {
		limit := maxFile
		if f.test {
			limit = maxTestFile
		}
		if !f.generated && f.lines > limit {
			complaints = append(complaints, fmt.Sprintf("%s has %d lines of %d", f.path, f.lines, limit))
		}
	}
	return complaints
}

// packagesIntroduceThemselves asks for "Package x …", of a main for a sentence.
func packagesIntroduceThemselves(tr tree) (complaints []string) {
	packages := tr.packages()
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		name, introduced := "", false
		for _, f := range packages[dir] {
			name = f.syntax.Name.Name
			doc := f.syntax.Doc.Text()
			begin := "Package " + name + " "
			if name == "main" {
				begin = "Command "
			}
			introduced = introduced || strings.HasPrefix(doc, begin) && strings.Contains(doc, ".")
		}
		if !introduced {
			complaints = append(complaints, dir+", package "+name+", does not say what it is")
		}
	}
	return complaints
}

// topLevel is what stands there, beside dotfiles and what the stack's tool builds.
var topLevel = []string{"Makefile", "README.md", "cdk.json", "functions", "go.mod", "go.sum", "infra", "shared", "templates"}

func topLevelIsAsDrawn(tr tree) (complaints []string) {
	for _, name := range tr.top {
		if !slices.Contains(topLevel, name) && !strings.HasPrefix(name, ".") && name != "cdk.out" {
			complaints = append(complaints, name+" does not belong there")
		}
	}
	for _, name := range topLevel {
		if !slices.Contains(tr.top, name) {
			complaints = append(complaints, name+" is missing")
		}
	}
	return complaints
}

// functionOf is the function that a folder belongs to; "" if none.
func functionOf(dir string) string {
	rest, ok := strings.CutPrefix(dir, "functions/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// manifestAndFoldersAgree asks for a small main of every function of the
// manifest, and for no folder beside them.
func manifestAndFoldersAgree(tr tree) (complaints []string) {
	mains, folders := map[string]int{}, map[string]bool{}
	for _, f := range tr.production() {
		if name := functionOf(f.dir); name != "" {
			folders[name] = true
		}
		if f.syntax.Name.Name == "main" {
			mains[f.path] = f.lines
		}
	}
	for _, fn := range site.Functions {
		name := string(fn.Name)
		main := "functions/" + name + "/lambda/main.go"
		delete(folders, name)
		switch n, ok := mains[main]; {
		case !ok:
			complaints = append(complaints, main+" is missing")
		case n > maxMain:
			complaints = append(complaints, fmt.Sprintf("%s has %d lines of %d", main, n, maxMain))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		complaints = append(complaints, "functions/"+name+" is no function of the manifest")
	}
	return complaints
}
