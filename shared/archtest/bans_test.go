package archtest

import (
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
)

// onlyIn complains of an import, or of what lies below it, outside some places.
// Tests may: they are in no program.
func onlyIn(targets, places []string) func(tree) []string {
	return func(tr tree) []string { return onlyInEvenTests(targets, places)(tree{files: tr.production()}) }
}

func onlyInEvenTests(targets, places []string) func(tree) []string {
	return func(tr tree) (complaints []string) {
		for _, f := range tr.files {
			for _, name := range f.imports {
				if within(name, targets...) && !within(f.dir, places...) {
					complaints = append(complaints, f.path+" imports "+name)
				}
			}
		}
		return complaints
	}
}

// testingStaysInTests complains of programs that import testing, or what is made for tests.
func testingStaysInTests(tr tree) (complaints []string) {
	forTests := func(dir string) bool { return within(dir, "infra/local") && strings.HasSuffix(dir, "test") }
	for _, f := range tr.production() {
		for _, name := range f.imports {
			to, _ := internal(name)
			if (name == "testing" || forTests(to)) && !forTests(f.dir) {
				complaints = append(complaints, f.path+" imports "+name)
			}
		}
	}
	return complaints
}

func faultAddressesStayLocal(tr tree) (complaints []string) {
	for _, f := range tr.production() {
		if within(f.dir, "infra/local") {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if s, ok := n.(*ast.BasicLit); ok && (strings.Contains(s.Value, "simulator.amazonses.com") || strings.Contains(s.Value, "temperror")) {
				complaints = append(complaints, f.path+":"+strconv.Itoa(f.line(s))+" says "+s.Value)
			}
			return true
		})
	}
	return complaints
}

// noInit complains of functions that run before main.
func noInit(tr tree) (complaints []string) {
	for _, f := range tr.files {
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				complaints = append(complaints, f.path+":"+strconv.Itoa(f.line(fn))+" has func init")
			}
		}
	}
	return complaints
}

var environment = []string{"Getenv", "LookupEnv", "Environ", "ExpandEnv"}

// noEnvironment complains of reading it outside the wiring.
func noEnvironment(tr tree) (complaints []string) {
	for _, f := range tr.files {
		pkg := nameOf(f, "os")
		if pkg == "" || within(f.dir, "shared/boot", "infra") {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && x.Name == pkg && slices.Contains(environment, s.Sel.Name) {
				complaints = append(complaints, f.path+":"+strconv.Itoa(f.line(s))+" calls os."+s.Sel.Name)
			}
			return true
		})
	}
	return complaints
}

// nameOf is what a file calls an import; "" if it does not import it.
func nameOf(f file, target string) string {
	for i, name := range f.imports {
		if name != target {
			continue
		}
		if as := f.syntax.Imports[i].Name; as != nil {
			return as.Name
		}
		return path.Base(name)
	}
	return ""
}

var empty = []string{"utils", "util", "common", "helpers", "helper", "types", "misc"}

// noEmptyNames complains of packages whose name says nothing.
func noEmptyNames(tr tree) (complaints []string) {
	for _, f := range tr.files {
		name := strings.TrimSuffix(f.syntax.Name.Name, "_test")
		for _, part := range append(strings.Split(f.dir, "/"), name) {
			if slices.Contains(empty, part) {
				complaints = append(complaints, f.path+" stands in, or is called, "+part)
				break
			}
		}
	}
	return complaints
}
