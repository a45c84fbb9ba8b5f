// Package markdown reads what organisers write: paragraphs, headings, lists,
// emphasis and links. What it gives is text and never markup, so that a template
// decides how it looks and escapes it, and a plain text can be made of the same.
package markdown

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// BlockKind is what a block of a text is.
type BlockKind string

// The kinds of block.
const (
	Paragraph BlockKind = "paragraph"
	Heading   BlockKind = "heading"
	Item      BlockKind = "item" // of a list
)

// Block is a part of what an organiser wrote. It holds text, never markup: how it
// looks in HTML is the template's to say, which escapes it, and the same blocks
// make the plain text.
type Block struct {
	Kind  BlockKind
	Mark  string // Item: what stands before it
	Depth int    // Item: 0 in a list that is in no other
	Spans []Span
}

// Span is a piece of text that looks alike.
type Span struct {
	Text         string
	Strong, Emph bool
	URL          string // where it leads: http, https or mailto; "" if nowhere
}

var parser = goldmark.New(goldmark.WithExtensions(extension.Linkify)).Parser()

// Parse reads a text. HTML in it is text like any other, an image is its
// description, and an address of another kind than those of the web and of mail
// leads nowhere.
func Parse(source string) []Block {
	r := reader{source: []byte(breaks.Replace(source))}
	r.blocks(parser.Parse(text.NewReader(r.source)), Block{Kind: Paragraph})
	return r.all
}

// breaks makes one kind of all ends of lines.
var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

type reader struct {
	source []byte
	all    []Block
}

// blocks reads what is below a node, as parts of a block like the given one.
func (r *reader) blocks(parent ast.Node, like Block) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			r.add(Block{Kind: Heading}, n)
		case *ast.Paragraph, *ast.TextBlock:
			r.add(like, n)
		case *ast.List:
			r.list(n, like)
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
			r.literal(like, n)
		default:
			r.blocks(n, like)
		}
		like.Mark = "" // what follows in an item has no mark of its own
	}
}

func (r *reader) list(l *ast.List, in Block) {
	item := Block{Kind: Item}
	if in.Kind == Item {
		item.Depth = in.Depth + 1
	}
	for i, n := l.Start, l.FirstChild(); n != nil; i, n = i+1, n.NextSibling() {
		item.Mark = "•"
		if l.IsOrdered() {
			item.Mark = strconv.Itoa(i) + "."
		}
		r.blocks(n, item)
	}
}

func (r *reader) add(b Block, n ast.Node) {
	b.Spans = nil
	r.spans(n, Span{}, &b)
	if len(b.Spans) > 0 {
		r.all = append(r.all, b)
	}
}

// literal adds lines as they stand.
func (r *reader) literal(b Block, n ast.Node) {
	var text bytes.Buffer
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		text.Write(line.Value(r.source))
	}
	b.Spans = nil
	if b.write(Span{Text: strings.TrimSpace(text.String())}); len(b.Spans) > 0 {
		r.all = append(r.all, b)
	}
}

// spans reads what is written in a node, looking like the given span.
func (r *reader) spans(parent ast.Node, like Span, b *Block) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		s := like
		switch n := n.(type) {
		case *ast.Text:
			s.Text = said(n, r.source)
			switch {
			case n.HardLineBreak():
				s.Text += "\n"
			case n.SoftLineBreak():
				s.Text += " "
			}
			b.write(s)
			continue
		case *ast.String:
			s.Text = string(n.Value)
			b.write(s)
			continue
		case *ast.RawHTML:
			s.Text = string(n.Segments.Value(r.source))
			b.write(s)
			continue
		case *ast.AutoLink:
			s.Text, s.URL = string(n.Label(r.source)), leads(util.URLEscape(n.URL(r.source), false))
			if n.AutoLinkType == ast.AutoLinkEmail {
				s.URL = leads([]byte("mailto:" + s.Text))
			}
			b.write(s)
			continue
		case *ast.Emphasis:
			s.Strong, s.Emph = s.Strong || n.Level > 1, s.Emph || n.Level == 1
		case *ast.Link:
			s.URL = leads(util.URLEscape(n.Destination, true))
		}
		r.spans(n, s, b)
	}
}

// said is a piece of text without the signs by which Markdown is kept from
// reading it, and with the characters that it names.
func said(n *ast.Text, source []byte) string {
	v := n.Value(source)
	if n.IsRaw() {
		return string(v)
	}
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(v))))
}

// printable leaves of control characters the line's end, and a space for a tab.
func printable(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case r != '\n' && unicode.IsControl(r):
		return -1
	}
	return r
}

// write adds a span, to the one before it if both look alike.
func (b *Block) write(s Span) {
	if s.Text = strings.Map(printable, s.Text); s.Text == "" {
		return
	}
	if n := len(b.Spans); n > 0 {
		last := &b.Spans[n-1]
		if last.URL == s.URL && last.Strong == s.Strong && last.Emph == s.Emph {
			last.Text += s.Text
			return
		}
	}
	b.Spans = append(b.Spans, s)
}

// leads is an address of the web or of mail; "" for any other.
func leads(address []byte) string {
	u, err := url.Parse(string(address))
	switch {
	case err != nil:
	case u.Scheme == "mailto" && u.Opaque != "":
		return u.String()
	case (u.Scheme == "https" || u.Scheme == "http") && u.Host != "":
		return u.String()
	}
	return ""
}

// Plain is a block as plain text: where a link leads stands behind what it says.
func (b Block) Plain() string {
	var s strings.Builder
	if b.Kind == Item {
		s.WriteString(strings.Repeat("  ", b.Depth))
		if b.Mark != "" {
			s.WriteString(b.Mark + " ")
		}
	}
	for _, span := range b.Spans {
		s.WriteString(span.Text)
		if to := strings.TrimPrefix(span.URL, "mailto:"); to != "" && to != span.Text {
			s.WriteString(" <" + to + ">")
		}
	}
	return s.String()
}

// Groups parts blocks so that the items that follow each other, which are one
// list, are together, and all else is alone.
func Groups(blocks []Block) [][]Block {
	var groups [][]Block
	for i, b := range blocks {
		if i > 0 && b.Kind == Item && blocks[i-1].Kind == Item {
			groups[len(groups)-1] = append(groups[len(groups)-1], b)
			continue
		}
		groups = append(groups, []Block{b})
	}
	return groups
}
