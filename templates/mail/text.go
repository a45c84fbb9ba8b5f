package mail

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"

	"tribune/shared/locale"
	"tribune/shared/markdown"
)

// Text is the mail as plain text, in lines of at most width characters where
// words allow it.
func (c Content) Text() string {
	blocks := append([]string{c.Greeting}, c.Paragraphs...)
	if c.Code != "" {
		blocks = append(blocks, c.Code)
	}
	for i, b := range blocks {
		blocks[i] = c.plain(b)
	}
	blocks = append(blocks, c.written()...)
	if len(c.Facts) > 0 {
		lines := make([]string, len(c.Facts))
		for i, f := range c.Facts {
			lines[i] = c.plain(f.Label + colon(c.Lang) + f.Value)
		}
		blocks = append(blocks, strings.Join(lines, "\n"))
	}
	if c.Action != nil {
		blocks = append(blocks, c.Action.Label+colon(c.Lang)+"\n"+c.Action.URL)
	}
	for _, s := range c.After {
		blocks = append(blocks, c.plain(s))
	}
	if len(c.SmallPrint) > 0 {
		blocks = append(blocks, "-- ") // what follows is set apart, as signatures are
		for _, s := range c.SmallPrint {
			blocks = append(blocks, c.plain(s))
		}
		for _, a := range []*Action{c.Disown, c.Decline} {
			if a != nil {
				blocks = append(blocks, a.Label+colon(c.Lang)+"\n"+a.URL)
			}
		}
	}
	return strings.Join(blocks, "\n\n") + "\n"
}

// written is what an organiser wrote, the items of a list on lines that follow
// each other.
func (c Content) written() (blocks []string) {
	for _, group := range markdown.Groups(c.Body) {
		lines := make([]string, len(group))
		for i, b := range group {
			lines[i] = c.plain(b.Plain())
		}
		blocks = append(blocks, strings.Join(lines, "\n"))
	}
	return blocks
}

// plain is a paragraph in lines. Some programs show an isolate as a box: it stays
// only where the directions of the sentence and of the name may differ.
func (c Content) plain(s string) string {
	if c.Lang.Dir() == "rtl" {
		return wrap(s)
	}
	var b strings.Builder
	for _, part := range locale.Parts(s) {
		if part.Isolated && strings.ContainsFunc(part.Text, rightToLeft) {
			part.Text = locale.Isolate(part.Text)
		}
		b.WriteString(part.Text)
	}
	return wrap(b.String())
}

// rightToLeft reports whether a character may turn what stands round it: a letter
// or number of such a script, or a control that does nothing else.
func rightToLeft(r rune) bool {
	properties, _ := bidi.LookupRune(r)
	switch class := properties.Class(); class {
	case bidi.R, bidi.AL, bidi.AN:
		return true
	default:
		return class > bidi.Control
	}
}

// width of a line of text, in characters.
const width = 76

// wrap breaks a paragraph between words.
func wrap(s string) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Split(s, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case b.Len() == 0:
		case column+1+n > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	return b.String()
}
