package organisation_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"tribune/shared/organisation"
)

// An action that is not in the list would have no name in any language.
func TestEveryActionIsListed(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "audit.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	declared := 0
	ast.Inspect(file, func(n ast.Node) bool {
		v, ok := n.(*ast.ValueSpec)
		if !ok || len(v.Values) != 1 {
			return true
		}
		if kind, ok := v.Type.(*ast.Ident); !ok || kind.Name != "Action" {
			return true
		}
		text, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		if declared++; !slices.Contains(organisation.Actions, organisation.Action(text)) {
			t.Errorf("%s is not listed", v.Names[0])
		}
		return true
	})
	if declared != len(organisation.Actions) || declared < 10 {
		t.Errorf("%d actions are declared, %d listed", declared, len(organisation.Actions))
	}
}
