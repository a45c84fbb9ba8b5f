package archtest

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tribune/shared/site"
)

func TestHouse(t *testing.T) {
	tr, err := readTree(os.DirFS(root(t)))
	if err != nil {
		t.Fatal(err)
	}
	if packages := tr.packages(); len(packages) < len(site.Functions) || len(packages["shared/site"]) == 0 {
		t.Fatalf("only %d packages were found", len(packages))
	}
	for _, r := range slices.Concat(importRules, sourceRules) {
		t.Run(r.name, func(t *testing.T) {
			for _, complaint := range r.check(tr) {
				t.Errorf("%s\n\twhy this matters: %s", complaint, r.why)
			}
		})
	}
}

func TestRulesCanFail(t *testing.T) {
	for _, r := range slices.Concat(importRules, sourceRules) {
		t.Run(r.name, func(t *testing.T) {
			for _, b := range r.breach {
				if complaints := strings.Join(r.check(parse(t, b.files)), "\n"); !strings.Contains(complaints, b.about) {
					t.Errorf("want a complaint with %q, got %q", b.about, complaints)
				}
			}
		})
	}
}

func parse(t *testing.T, contents map[string]string) tree {
	fsys := fstest.MapFS{}
	for name, content := range contents {
		fsys[name] = &fstest.MapFile{Data: []byte(content)}
	}
	tr, err := readTree(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}
