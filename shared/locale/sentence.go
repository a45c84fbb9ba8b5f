package locale

import (
	"fmt"
	"strings"
)

// sentence is a sentence taken apart: its words, and between them the names of
// its placeholders, in turn.
type sentence []string

// parse takes "Hello {{.Name}}," apart.
func parse(s string) sentence {
	var parts sentence
	for {
		words, rest, found := strings.Cut(s, "{{.")
		parts = append(parts, words)
		if !found {
			return parts
		}
		name, after, _ := strings.Cut(rest, "}}")
		parts, s = append(parts, name), after
	}
}

// fill says the sentence. A placeholder that args lack shows itself in brackets.
func (s sentence) fill(args []Args) string {
	if len(s) == 1 {
		return s[0]
	}
	var given Args
	if len(args) > 0 {
		given = args[0]
	}
	var b strings.Builder
	for i, part := range s {
		value, known := given[part]
		switch {
		case i%2 == 0:
			b.WriteString(part)
		case known:
			fmt.Fprint(&b, value)
		default:
			b.WriteString("[" + part + "]")
		}
	}
	return b.String()
}
