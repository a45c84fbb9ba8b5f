package pdf

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"tribune/shared/locale"
	"tribune/shared/paper"
)

// The paper is A4, upright. Lengths on it are in millimetres, from the top and
// from the side where lines begin; letter sizes are in points.
const (
	paperWide, paperHigh = 210.0, 297.0
	point                = 25.4 / 72
)

// colour is one of red, green and blue, each of 255.
type colour [3]uint8

var (
	ink   = colour{0x1c, 0x1f, 0x23}
	soft  = colour{0x55, 0x58, 0x5d}
	faint = colour{0xb9, 0xb3, 0xa6}
	tint  = colour{0xf1, 0xed, 0xe4}
	brand = colour{0x0d, 0x57, 0x50}
	white = colour{0xff, 0xff, 0xff}
)

// style is how a text is set.
type style struct {
	size float64 // in points
	bold bool
	in   colour
}

// side is where in its width a line stands.
type side int

const (
	start side = iota
	middle
	end
)

// canvas is a document while it is drawn, page after page.
type canvas struct {
	setter   *setter
	lang     locale.Lang
	pages    []*bytes.Buffer
	at       int // the page that is drawn on
	fonts    map[*letters]*used
	pictures []raster
}

func newCanvas(l locale.Lang) *canvas {
	return &canvas{setter: newSetter(l.Tag(), l.Dir() == "rtl"), lang: l, fonts: map[*letters]*used{}}
}

func (c *canvas) page() {
	c.at = len(c.pages)
	c.pages = append(c.pages, &bytes.Buffer{})
}

func (c *canvas) draw(format string, args ...any) { fmt.Fprintf(c.pages[c.at], format, args...) }

// across is where on the sheet something stands that is so wide and begins at x.
func (c *canvas) across(x, wide float64) float64 {
	if c.setter.rtl {
		x = paperWide - x - wide
	}
	return x / point
}

// down is where on the sheet something stands so far from the top.
func down(y float64) float64 { return (paperHigh - y) / point }

// paint gives the operands of a colour.
func paint(in colour) string {
	part := func(v uint8) string { return num(float64(v) / 255) }
	return part(in[0]) + " " + part(in[1]) + " " + part(in[2])
}

// num is a number as short as its use allows.
func num(v float64) string {
	return strconv.FormatFloat(math.Round(v*1000)/1000+0, 'f', -1, 64) // +0: no "-0"
}

// rect fills a rectangle, or draws its edge.
func (c *canvas) rect(x, y, wide, high float64, in colour) {
	c.draw("%s rg %s %s %s %s re f\n", paint(in), num(c.across(x, wide)), num(down(y+high)), num(wide/point), num(high/point))
}

func (c *canvas) box(x, y, wide, high, thick float64, in colour) {
	c.draw("%s RG %s w %s %s %s %s re S\n", paint(in), num(thick/point), num(c.across(x, wide)), num(down(y+high)), num(wide/point), num(high/point))
}

// rule is a line from side to side.
func (c *canvas) rule(x, y, wide, thick float64, in colour) { c.rect(x, y-thick/2, wide, thick, in) }

// torn reports whether a word of a text is wider than a line, and so is broken.
func (c *canvas) torn(text string, s style, wide float64) bool {
	for _, word := range strings.Fields(text) {
		if len(c.wrap(word, s, wide, 0)) > 1 && !strings.ContainsAny(word, "-–") {
			return true
		}
	}
	return false
}

// wrap sets a text in lines of a width.
func (c *canvas) wrap(text string, s style, wide float64, most int) []line {
	return c.setter.lines(text, s.bold, wide/(s.size*point), most)
}

// leading is from line to line, of a size in points.
func leading(size float64) float64 { return size * 1.32 * point }

// write draws lines one below the other, the first with its top at y, and gives
// where they end.
func (c *canvas) write(lines []line, x, y, wide float64, s style, at side) float64 {
	for _, l := range lines {
		long := l.width * s.size * point
		from := x
		switch at {
		case middle:
			from += (wide - long) / 2
		case end:
			from += wide - long
		}
		c.line(l, c.across(from, long), down(y+s.size*point*1.02), s)
		y += leading(s.size)
	}
	return y
}

// text is [canvas.write] of a text in as many lines as it takes.
func (c *canvas) text(text string, x, y, wide float64, s style, at side) float64 {
	return c.write(c.wrap(text, s, wide, 0), x, y, wide, s, at)
}

// line draws a line from a point of the sheet. A glyph that stands for nothing by
// itself, such as the dots of a letter, says so, and what no font has is a box.
func (c *canvas) line(l line, x, y float64, s style) {
	c.draw("BT %s rg\n", paint(s.in))
	for _, r := range l.runs {
		font := c.font(r.of)
		c.draw("/%s %s Tf\n", fontName(r.of), num(s.size))
		for rest := r.glyphs; len(rest) > 0; {
			n := max(1, plain(rest))
			c.draw("%s", c.stretch(font, rest[:n], x, y, s))
			for _, g := range rest[:n] {
				x += g.advance * s.size
			}
			rest = rest[n:]
		}
	}
	c.draw("ET\n")
}

// plain is how many glyphs follow each other on the line with nothing to say of
// any of them.
func plain(all []glyph) int {
	for i, g := range all {
		if g.text == "" || g.id == 0 || g.dx != 0 || g.dy != 0 {
			return i
		}
	}
	return len(all)
}

// stretch draws plain glyphs, or one that is not.
func (c *canvas) stretch(font *used, all []glyph, x, y float64, s style) string {
	first := all[0]
	var b strings.Builder
	fmt.Fprintf(&b, "1 0 0 1 %s %s Tm [", num(x+first.dx*s.size), num(y+first.dy*s.size))
	for _, g := range all {
		fmt.Fprintf(&b, "<%04X>", font.code(g.id, g.text))
		if back := math.Round(float64(font.of.width(g.id)) - g.advance*1000); back != 0 {
			b.WriteString(num(back)) // where the next one stands closer, or wider
		}
	}
	b.WriteString("] TJ\n")
	switch {
	case first.text == "":
		return "/Span <</ActualText ()>> BDC\n" + b.String() + "EMC\n"
	case first.id == 0:
		return fmt.Sprintf("%sET %s RG %s w %s %s %s %s re S BT\n", b.String(), paint(s.in), num(s.size*0.05),
			num(x+first.advance*s.size*0.15), num(y), num(first.advance*s.size*0.7), num(s.size*0.7))
	}
	return b.String()
}

func (c *canvas) font(l *letters) *used {
	u, there := c.fonts[l]
	if !there {
		u = newUsed(l)
		c.fonts[l] = u
	}
	return u
}

func fontName(l *letters) string { return "F" + strings.ReplaceAll(l.name, "-", "") }

// file is the document.
func (c *canvas) file(h paper.Head) []byte {
	var f pdf
	root, tree := f.reserve(), f.reserve()
	fonts, pictures := "", ""
	all := slices.SortedFunc(maps.Keys(c.fonts), func(a, b *letters) int { return cmp.Compare(a.name, b.name) })
	for i, l := range all {
		fonts += fmt.Sprintf(" /%s %d 0 R", fontName(l), f.font(c.fonts[l], "TRIBU"+string(rune('A'+i))))
	}
	for i, p := range c.pictures {
		pictures += fmt.Sprintf(" /P%d %d 0 R", i, f.stream(p.colours, fmt.Sprintf(
			" /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8", p.wide, p.high)))
	}
	resources := f.add("<</Font <<%s>> /XObject <<%s>>>>", fonts, pictures)
	kids := make([]string, len(c.pages))
	for i, p := range c.pages {
		kids[i] = fmt.Sprintf("%d 0 R", f.add("<</Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources %d 0 R /Contents %d 0 R>>",
			tree, num(paperWide/point), num(paperHigh/point), resources, f.stream(p.Bytes(), "")))
	}
	f.set(tree, "<</Type /Pages /Count %d /Kids [%s]>>", len(kids), strings.Join(kids, " "))
	reads := ""
	if c.setter.rtl {
		reads = " /Direction /R2L"
	}
	f.set(root, "<</Type /Catalog /Pages %d 0 R /Lang (%s) /ViewerPreferences <</DisplayDocTitle true%s>>>>", tree, c.lang.Tag(), reads)
	info := f.add("<</Title %s /Author %s /Producer (Tribune) /CreationDate %s>>",
		hexText(h.Kind+" – "+h.Title), hexText(h.Organiser), pdfTime(h.Made))
	return f.file(root, info)
}
