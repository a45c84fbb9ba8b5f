package campaign

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"tribune/shared/locale"
)

// Problem is one thing that is wrong with a file.
type Problem struct {
	Line     int    // the file's first line is 1; 0 if it concerns the whole file
	Place    string // such as events[2].slots[0].id; "" if only the line is known
	Sentence string // what is wrong, or what must be, in English

	said flaw // the same by the catalogue; zero of what the decoder found
}

// Say is the sentence in a language. What the decoder found is said in English.
func (p Problem) Say(l locale.Printer) string {
	if p.said.key == "" {
		return p.Sentence
	}
	args := locale.Args{}
	for name, value := range p.said.args {
		if s, typed := value.(string); typed {
			value = locale.Isolate(s)
		}
		args[name] = value
	}
	return l.T(p.said.key, args)
}

// flaw is what can be wrong with a value: a sentence of the catalogue.
type flaw struct {
	key  string
	args locale.Args
}

// Error is the sentence as the reader of a file is told it.
func (f *flaw) Error() string { return locale.For(locale.English).T(f.key, f.args) }

// String is the problem as an organiser reads it.
func (p Problem) String() string {
	var where []string
	if p.Line > 0 {
		where = append(where, fmt.Sprintf("line %d", p.Line))
	}
	if p.Place != "" {
		where = append(where, p.Place)
	}
	if len(where) == 0 {
		return p.Sentence
	}
	return strings.Join(where, ", ") + ": " + p.Sentence
}

// Problems are all the things that are wrong with a file, in its order.
type Problems []Problem

// Error gives the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].String()
	}
	return strings.Join(lines, "\n")
}

// place leads to a value in the file.
type place string

func (p place) at(i int) place { return place(fmt.Sprintf("%s[%d]", p, i)) }

func (p place) field(name string) place {
	if p == "" {
		return place(name)
	}
	return p + place("."+name)
}

var step = regexp.MustCompile(`\[(\d+)\]|[^.\[]+`)

// line is that of the value, or of the nearest thing round it that is there.
func (p place) line(root *yaml.Node) int {
	n := root
	if n.Kind == yaml.DocumentNode {
		n = n.Content[0]
	}
	line := n.Line
	for _, s := range step.FindAllStringSubmatch(string(p), -1) {
		if n.Kind == yaml.AliasNode {
			n = n.Alias
		}
		key := child(n, s[0], s[1])
		if key == nil {
			break
		}
		n, line = key.value, key.line
	}
	return line
}

type entry struct {
	value *yaml.Node
	line  int // of its key, which is nearer to what it is called than a value on the next line
}

func child(n *yaml.Node, name, index string) *entry {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == name {
				return &entry{n.Content[i+1], n.Content[i].Line}
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(index); err == nil && i < len(n.Content) {
			return &entry{n.Content[i], n.Content[i].Line}
		}
	}
	return nil
}

var (
	atLine  = regexp.MustCompile(`(?s)^(?:yaml: )?line (\d+): (.*)$`)
	unknown = regexp.MustCompile(`^field (.+) not found in type .*$`)
	twice   = regexp.MustCompile(`^field (.+) already set in type .*$`)
	illKind = regexp.MustCompile(`(?s)^cannot unmarshal .* into (\S+)$`)
)

// syntaxProblems says in our words what the YAML decoder found.
func syntaxProblems(err error) Problems {
	found := []string{err.Error()}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		found = typed.Errors
	}
	var all Problems
	for _, s := range found {
		p := Problem{Sentence: strings.TrimPrefix(s, "yaml: ")}
		if m := atLine.FindStringSubmatch(s); m != nil {
			p.Line, _ = strconv.Atoi(m[1]) // digits only
			p.Sentence = reword(m[2])
		}
		all = append(all, p)
	}
	return all
}

func reword(s string) string {
	if m := unknown.FindStringSubmatch(s); m != nil {
		return fmt.Sprintf("there is no field %q here", m[1])
	}
	if m := twice.FindStringSubmatch(s); m != nil {
		return fmt.Sprintf("the field %q stands twice", m[1])
	}
	m := illKind.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	switch kind := m[1]; {
	case kind == "int":
		return "must be a whole number"
	case kind == "bool":
		return "must be true or false"
	case kind == "string":
		return "must be a text"
	case strings.HasPrefix(kind, "[]"):
		return "must be a list"
	case strings.HasSuffix(kind, "fileText"):
		return "must be a text for each language, such as {fr: …, ar: …}"
	}
	return "must be a group of fields"
}
