package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// pdf puts together a file: objects that refer to each other by number. The same
// pages give the same bytes.
type pdf struct {
	objects [][]byte // the nth is number n+1
}

func (f *pdf) reserve() int {
	f.objects = append(f.objects, nil)
	return len(f.objects)
}

func (f *pdf) set(n int, format string, args ...any) {
	f.objects[n-1] = fmt.Appendf(nil, format, args...)
}

func (f *pdf) add(format string, args ...any) int {
	n := f.reserve()
	f.set(n, format, args...)
	return n
}

// stream is an object of bytes, compressed; dict says what they are.
func (f *pdf) stream(data []byte, dict string) int {
	packed := deflate(data)
	n := f.add("<<%s /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", dict, len(packed), packed)
	return n
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// file is the whole, beginning at the object root; info tells of it.
func (f *pdf) file(root, info int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(f.objects))
	for i, o := range f.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	id := sha256.Sum256(b.Bytes())
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(offsets)+1, root, info, id[:16], id[:16], start)
	return b.Bytes()
}

// hexText is a text as PDF writes those that are not ASCII.
func hexText(s string) string {
	return "<FEFF" + hexRunes(s) + ">"
}

func hexRunes(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

func pdfTime(t time.Time) string { return t.UTC().Format("(D:20060102150405Z)") }

// used are the glyphs of a font that stand in a document. A glyph that stands for
// one thing here and for another there, as the bare stroke of several Arabic
// letters does, is there twice, so that text can be searched and copied.
type used struct {
	of     *letters
	glyphs []glyphID
	texts  []string
	number map[meaning]int
}

// meaning is a glyph that stands for a text.
type meaning struct {
	glyph glyphID
	text  string
}

func newUsed(l *letters) *used {
	return &used{of: l, glyphs: []glyphID{0}, texts: []string{""}, number: map[meaning]int{}}
}

// code is the number by which a page writes a glyph that stands for a text.
func (u *used) code(g glyphID, text string) int {
	key := meaning{g, text}
	n, there := u.number[key]
	if !there {
		n = len(u.glyphs)
		u.number[key] = n
		u.glyphs, u.texts = append(u.glyphs, g), append(u.texts, text)
	}
	return n
}

// font writes a font with what is used of it, and gives its number.
func (f *pdf) font(u *used, tag string) int {
	name := "/" + tag + "+Noto-" + u.of.name
	data := u.of.subset(u.glyphs)
	embedded := f.stream(data, fmt.Sprintf(" /Length1 %d", len(data)))
	h := u.of.tables["head"]
	upem := int(u.of.font.Upem())
	unit := func(at int) int { return int(int16(be.Uint16(h[at:]))) * 1000 / upem }
	hhea := u.of.tables["hhea"]
	ascent, descent := int(int16(be.Uint16(hhea[4:])))*1000/upem, int(int16(be.Uint16(hhea[6:])))*1000/upem
	described := f.add("<</Type /FontDescriptor /FontName %s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R>>",
		name, unit(36), unit(38), unit(40), unit(42), ascent, descent, 714, embedded)
	widths := make([]string, len(u.glyphs))
	for i, g := range u.glyphs {
		widths[i] = fmt.Sprint(u.of.width(g))
	}
	descendant := f.add("<</Type /Font /Subtype /CIDFontType2 /BaseFont %s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /DW 1000 /W [0 [%s]]>>",
		name, described, strings.Join(widths, " "))
	return f.add("<</Type /Font /Subtype /Type0 /BaseFont %s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>",
		name, descendant, f.stream(u.meanings(), ""))
}

// nothing is what a glyph without meaning stands for: a character that is not
// seen and that searching passes over.
const nothing = "\u200c"

// meanings says for what each glyph stands.
func (u *used) meanings() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	var pairs []string
	for n, text := range u.texts {
		if text == "" {
			text = nothing
		}
		pairs = append(pairs, fmt.Sprintf("<%04X> <%s>\n", n, hexRunes(text)))
	}
	for some := range slices.Chunk(pairs, 100) { // no more in one list
		fmt.Fprintf(&b, "%d beginbfchar\n%sendbfchar\n", len(some), strings.Join(some, ""))
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
