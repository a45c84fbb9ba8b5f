package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tribune/shared/fault"
	"tribune/shared/locale"
)

type particulars struct {
	Given        string `form:"given" validate:"required,namelong,namelink,namecontrol"`
	Address      string `form:"address" validate:"required,address"`
	Phone        string `form:"phone" validate:"phone"`
	Organisation string `form:"organisation" validate:"max=12,nolink"`
	Sector       string `form:"sector" validate:"sector"`
}

func TestCheck(t *testing.T) {
	p := locale.For(locale.French)
	good := particulars{"Renée", "renee@exemple.org", "+212 612 345 678", "Association", "public"}
	for _, c := range []struct {
		name  string
		spoil func(*particulars)
		want  []string // field and key
	}{
		{"nothing wrong", func(*particulars) {}, nil},
		{"optional", func(f *particulars) { f.Organisation = "" }, nil},
		{"no name", func(f *particulars) { f.Given = "" }, []string{"given", "given.missing"}},
		{"long name", func(f *particulars) { f.Given = strings.Repeat("é", 81) }, []string{"given", "name.long"}},
		{"name with a link", func(f *particulars) { f.Given = "www.exemple.org" }, []string{"given", "name.link"}},
		{"name with a control", func(f *particulars) { f.Given = "Eve\x00" }, []string{"given", "name.control"}},
		{"name that does not show", func(f *particulars) { f.Given = "\u202e\u200b" }, []string{"given", "name.control"}},
		{"no address", func(f *particulars) { f.Address = "" }, []string{"address", "address.missing"}},
		{"half an address", func(f *particulars) { f.Address = "renee@" }, []string{"address", "address.invalid"}},
		{"no phone", func(f *particulars) { f.Phone = "" }, nil},
		{"half a phone", func(f *particulars) { f.Phone = "0612" }, []string{"phone", "phone.invalid"}},
		{"as long as may be", func(f *particulars) { f.Organisation = strings.Repeat("é", 12) }, nil},
		{"too long", func(f *particulars) { f.Organisation = strings.Repeat("é", 13) }, []string{"organisation", "organisation.long"}},
		{"with a link", func(f *particulars) { f.Organisation = "www.a.org" }, []string{"organisation", "organisation.link"}},
		{"no sector", func(f *particulars) { f.Sector = "" }, []string{"sector", "sector.missing"}},
		{"no such sector", func(f *particulars) { f.Sector = "police" }, []string{"sector", "sector.missing"}},
		{"all", func(f *particulars) { *f = particulars{} }, []string{
			"given", "given.missing", "address", "address.missing", "sector", "sector.missing"}},
	} {
		form := good
		c.spoil(&form)
		var want Problems
		for pair := range slices.Chunk(c.want, 2) {
			want = append(want, Problem{Field: pair[0], Text: p.T("problem." + pair[1])})
		}
		got, err := Check(p, form)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v, %v; want %v", c.name, got, err, want)
		}
	}
	if _, err := Check(p, "not a struct"); err == nil || !fault.Is(err, fault.Internal) {
		t.Errorf("a form that is none: %v", err)
	}
}

func TestProblemsFor(t *testing.T) {
	ps := Problems{{"given", "one"}, {"family", "two"}, {"given", "three"}}
	for field, want := range map[string]string{"given": "one", "family": "two", "address": ""} {
		if got := ps.For(field); got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
}

// Every rule that a form of ours names is known and has its sentence, in every
// language, and no rule is left that none names.
func TestEveryRuleHasItsSentence(t *testing.T) {
	unused := map[string]bool{}
	for rule := range sentences {
		unused[rule] = true
	}
	fields := slices.Concat(validated(t, filepath.Join("..", "..", "functions")), validated(t, filepath.Join("..", "intake")))
	for _, f := range fields {
		for rule := range strings.SplitSeq(f.Get("validate"), ",") {
			rule, _, _ = strings.Cut(rule, "=")
			delete(unused, rule)
			sentence, known := sentences[rule]
			if !known {
				t.Errorf("the rule %q of the field %q has no sentence", rule, f.Get("form"))
				continue
			}
			key := "problem." + strings.ReplaceAll(sentence, "*", f.Get("form"))
			for _, l := range locale.Languages {
				if said := locale.For(l).T(key); said == "["+key+"]" {
					t.Errorf("the catalogue %s lacks %s", l, key)
				}
			}
		}
	}
	for rule := range unused {
		t.Errorf("no form names the rule %q", rule)
	}
}

// validated finds the tags of all fields that are held against rules.
func validated(t *testing.T, dir string) (tags []reflect.StructTag) {
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, path), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if f, ok := n.(*ast.Field); ok && f.Tag != nil {
				raw, _ := strconv.Unquote(f.Tag.Value)
				if tag := reflect.StructTag(raw); tag.Get("validate") != "" {
					tags = append(tags, tag)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || len(tags) == 0 {
		t.Fatalf("%d fields with rules: %v", len(tags), err)
	}
	return tags
}
