package locale

import "strings"

// The characters between which a text keeps its own direction, whatever the
// direction around it: FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const (
	isolate = "\u2068"
	pop     = "\u2069"
)

// languageTag begins, within what is isolated, the name of its language in
// Unicode's tag characters, which are ASCII moved up by tagShift.
const (
	languageTag = "\U000E0001"
	cancelTag   = "\U000E007F" // ends it
	tagShift    = 0xE0000
)

var withoutIsolates = strings.NewReplacer(isolate, "", pop, "", languageTag, "")

// Isolate marks a name that is put into a sentence, so that neither disturbs
// the order in which the other is shown. An empty name stays empty.
func Isolate(name string) string {
	if name == "" {
		return ""
	}
	return isolate + withoutIsolates.Replace(name) + pop
}

// IsolateText is [Isolate] of a text that people wrote, for a sentence in l.
// Where the text is in another language, [Parts] tells in which; the sentence is
// for such a medium alone, for a plain text would hold the invisible mark.
func IsolateText(t Text, l Lang) string {
	s, in := t.In(l)
	marked := Isolate(s)
	if in == l || s == "" {
		return marked
	}
	mark := strings.Map(func(r rune) rune { return tagShift + r }, string(in))
	return isolate + languageTag + mark + cancelTag + strings.TrimPrefix(marked, isolate)
}

// Part is a piece of a sentence.
type Part struct {
	Text     string
	Isolated bool // a name, marked by [Isolate] or [IsolateText]
	Lang     Lang // that the text is in; "" if it is the sentence's, or unknown
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
		parts = append(parts, isolated(name))
		sentence = after
	}
	return parts
}

// isolated reads what stands isolated, with the mark of its language.
func isolated(name string) Part {
	marked, found := strings.CutPrefix(name, languageTag)
	if !found {
		return Part{Text: name, Isolated: true}
	}
	mark, text, _ := strings.Cut(marked, cancelTag)
	in := strings.Map(func(r rune) rune { return r - tagShift }, mark)
	return Part{Text: text, Isolated: true, Lang: Lang(in)}
}
