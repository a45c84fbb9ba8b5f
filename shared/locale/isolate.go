package locale

import "strings"

// The characters between which a text keeps its own direction, whatever the
// direction around it: FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const (
	isolate = "\u2068"
	pop     = "\u2069"
)

var withoutIsolates = strings.NewReplacer(isolate, "", pop, "")

// Isolate marks a name that is put into a sentence, so that neither disturbs
// the order in which the other is shown. An empty name stays empty.
func Isolate(name string) string {
	if name == "" {
		return ""
	}
	return isolate + withoutIsolates.Replace(name) + pop
}

// Part is a piece of a sentence.
type Part struct {
	Text     string
	Isolated bool // a name, marked by [Isolate]
}

// Parts takes a sentence apart where names are marked, for a medium that has
// its own way of isolating them.
func Parts(sentence string) []Part {
	var parts []Part
	for sentence != "" {
		before, rest, found := strings.Cut(sentence, isolate)
		if before != "" {
			parts = append(parts, Part{Text: before})
		}
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, pop)
		parts = append(parts, Part{Text: name, Isolated: true})
		sentence = after
	}
	return parts
}
