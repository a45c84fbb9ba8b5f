package pdf

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// glyphID is a glyph's number in a font.
type glyphID = uint16

var be = binary.BigEndian

// outlines cuts the table of outlines into the glyphs'.
func outlines(t map[string][]byte) [][]byte {
	glyf, loca := t["glyf"], t["loca"]
	n := int(be.Uint16(t["maxp"][4:]))
	at := func(i int) int {
		if be.Uint16(t["head"][50:]) == 0 {
			return 2 * int(be.Uint16(loca[2*i:]))
		}
		return int(be.Uint32(loca[4*i:]))
	}
	all := make([][]byte, n)
	for i := range all {
		all[i] = glyf[at(i):at(i+1)]
	}
	return all
}

// metrics are how far a glyph carries and where it begins, in the font's units.
func (l *letters) metrics(g glyphID) (advance uint16, bearing uint16) {
	hmtx, n := l.tables["hmtx"], int(be.Uint16(l.tables["hhea"][34:]))
	if int(g) < n {
		return be.Uint16(hmtx[4*int(g):]), be.Uint16(hmtx[4*int(g)+2:])
	}
	return be.Uint16(hmtx[4*(n-1):]), be.Uint16(hmtx[4*n+2*(int(g)-n):])
}

// Flags of the parts of a glyph that is put together from others.
const (
	argsAreWords = 0x0001
	hasScale     = 0x0008
	moreParts    = 0x0020
	hasTwoScales = 0x0040
	hasMatrix    = 0x0080
	partHeader   = 4 // flags and glyph, in bytes
	glyphHeader  = 10
)

// parts are where, in an outline that is put together from other glyphs, their
// numbers stand.
func parts(outline []byte) (at []int) {
	if len(outline) < glyphHeader || int16(be.Uint16(outline)) >= 0 {
		return nil
	}
	for i := glyphHeader; i+partHeader <= len(outline); {
		flags := be.Uint16(outline[i:])
		at = append(at, i+2)
		i += partHeader + 2
		if flags&argsAreWords != 0 {
			i += 2
		}
		switch {
		case flags&hasScale != 0:
			i += 2
		case flags&hasTwoScales != 0:
			i += 4
		case flags&hasMatrix != 0:
			i += 8
		}
		if flags&moreParts == 0 {
			break
		}
	}
	return at
}

// subset is a font of some glyphs alone, in their order, followed by those they
// are put together from. The first should be glyph 0, which stands for what is
// missing. It holds what a reader of PDF needs and no more: the letters come
// shaped.
func (l *letters) subset(wanted []glyphID) []byte {
	all := slices.Clone(wanted)
	var glyf, loca, hmtx bytes.Buffer
	for i := 0; i < len(all); i++ { // all grows meanwhile
		_ = binary.Write(&loca, be, uint32(glyf.Len()))
		outline := bytes.Clone(l.glyphs[all[i]])
		for _, at := range parts(outline) {
			part := be.Uint16(outline[at:])
			n := slices.Index(all, part)
			if n < 0 {
				n, all = len(all), append(all, part)
			}
			be.PutUint16(outline[at:], uint16(n))
		}
		glyf.Write(outline)
		glyf.Write(make([]byte, -len(outline)&3))
		advance, bearing := l.metrics(all[i])
		_ = binary.Write(&hmtx, be, [2]uint16{advance, bearing})
	}
	_ = binary.Write(&loca, be, uint32(glyf.Len()))
	head, hhea, maxp := bytes.Clone(l.tables["head"]), bytes.Clone(l.tables["hhea"]), bytes.Clone(l.tables["maxp"])
	be.PutUint32(head[8:], 0)  // the sum over the file, which no reader of PDF looks at
	be.PutUint16(head[50:], 1) // long offsets
	be.PutUint16(hhea[34:], uint16(len(all)))
	be.PutUint16(maxp[4:], uint16(len(all)))
	return file([]table{{"glyf", glyf.Bytes()}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx.Bytes()}, {"loca", loca.Bytes()}, {"maxp", maxp}})
}

// table is a part of a font file.
type table struct {
	tag  string
	data []byte
}

// file writes tables, which are sorted by tag, as a TrueType file.
func file(tables []table) []byte {
	var b, body bytes.Buffer
	n := len(tables)
	power := 1
	log := 0
	for power*2 <= n {
		power, log = power*2, log+1
	}
	_ = binary.Write(&b, be, uint32(0x00010000))
	_ = binary.Write(&b, be, [4]uint16{uint16(n), uint16(power * 16), uint16(log), uint16((n - power) * 16)})
	start := 12 + 16*n
	for _, t := range tables {
		b.WriteString(t.tag)
		_ = binary.Write(&b, be, [3]uint32{sum(t.data), uint32(start + body.Len()), uint32(len(t.data))})
		body.Write(t.data)
		body.Write(make([]byte, -len(t.data)&3))
	}
	b.Write(body.Bytes())
	return b.Bytes()
}

// sum is a table's checksum.
func sum(data []byte) (s uint32) {
	var word [4]byte
	for len(data) > 0 {
		clear(word[:])
		copy(word[:], data)
		s += be.Uint32(word[:])
		data = data[min(4, len(data)):]
	}
	return s
}
