package outbox

import (
	"strings"
	"unicode"
)

// Line is a text that can stand in a header of a mail: whoever wrote it, it is
// one line, and does not turn round what stands beside it. Make it with [OneLine].
type Line struct{ text string }

// OneLine keeps a text on its line: control characters become spaces, and marks
// of direction are dropped.
func OneLine(s string) Line {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return Line{strings.TrimSpace(s)}
}

// String is the text.
func (l Line) String() string { return l.text }
