package pdf

import (
	"slices"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/bidi"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	unicodebidi "golang.org/x/text/unicode/bidi"

	"tribune/shared/locale"
)

// em is the letter size at which text is shaped; [line] holds widths as parts
// of it, so that it can be set at any size.
var em = fixed.I(100)

// setter shapes text: letters joined, marks placed, each run in its direction.
type setter struct {
	lang   language.Language
	rtl    bool // how what has no direction of its own runs
	shaper shaping.HarfbuzzShaper
	parts  shaping.Segmenter
	wrap   shaping.LineWrapper
	bidi   bidi.Paragraph
	faces  [2][]*font.Face
	owner  map[*font.Font]*letters
}

func newSetter(lang string, rtl bool) *setter {
	s := &setter{lang: language.NewLanguage(lang), rtl: rtl, owner: map[*font.Font]*letters{}}
	for w, all := range weights() {
		for _, l := range all {
			s.faces[w] = append(s.faces[w], font.NewFace(l.font))
			s.owner[l.font] = l
		}
	}
	return s
}

// choice of the first font that has a letter.
type choice []*font.Face

func (c choice) ResolveFace(r rune) *font.Face {
	for _, f := range c {
		if _, ok := f.NominalGlyph(r); ok {
			return f
		}
	}
	return c[0]
}

// line is a line as it is set: its runs from left to right.
type line struct {
	runs  []run
	width float64 // in ems
}

// run is a stretch of one font and one direction.
type run struct {
	of     *letters
	glyphs []glyph
}

// glyph is one as it is drawn. Lengths are in ems.
type glyph struct {
	id      glyphID
	text    string // that it stands for; "" if another of its run does
	advance float64
	dx, dy  float64
}

// lines sets a text, which has no line breaks of its own, in lines of a width
// in ems; what does not fit into so many ends with "…". Where most is 0 all fits.
// Names that are isolated in it are set as if they were not: the levels of isolates
// are not told apart from those of numbers.
func (s *setter) lines(text string, bold bool, width float64, most int) []line {
	var plain strings.Builder
	for _, part := range locale.Parts(text) {
		plain.WriteString(part.Text)
	}
	text = plain.String()
	runes := []rune(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " "))
	if len(runes) == 0 {
		return nil
	}
	rtl := s.base(runes)
	in := shaping.Input{Text: runes, RunEnd: len(runes), Direction: direction(rtl), Size: em, Language: s.lang}
	faces := choice(s.faces[weight(bold)])
	var outs []shaping.Output
	levels := s.levels(runes, rtl)
	for _, part := range s.parts.Split(in, faces) {
		for _, even := range level(part, levels) {
			outs = append(outs, s.shaper.Shape(even))
		}
	}
	config := shaping.WrapConfig{Direction: direction(rtl), TruncateAfterLines: most}
	if most > 0 {
		dots := in
		dots.Text, dots.RunEnd, dots.Face = []rune("…"), 1, faces[0]
		config = config.WithTruncator(&s.shaper, dots)
	}
	wrapped, cut := s.wrap.WrapParagraphF(config, fixed.Int26_6(width*float64(em)), runes, shaping.NewSliceIterator(outs))
	lines := make([]line, len(wrapped))
	for i, w := range wrapped {
		dots := -1
		if cut > 0 && i == len(wrapped)-1 {
			dots = len(w) - 1
		}
		lines[i] = s.line(w, runes, levels, rtl, dots)
	}
	return lines
}

// line is one of the wrapper's in the order in which it is seen; the run dots
// is the "…" behind what was cut.
func (s *setter) line(w shaping.Line, text []rune, levels []bidi.Level, rtl bool, dots int) line {
	type placed struct {
		run
		level bidi.Level
	}
	all := make([]placed, len(w))
	var l line
	var top bidi.Level
	for i, out := range w {
		p := placed{level: base(rtl)}
		if i == dots {
			p.run = s.run(out, []rune("…"))
		} else {
			p.run = s.run(out, text)
			p.level = levels[out.Runes.Offset]
		}
		l.width += ems(out.Advance)
		top = max(top, p.level)
		all[i] = p
	}
	for level := top; level > 0; level-- { // rule L2 of the bidirectional algorithm
		for from := 0; from < len(all); from++ {
			to := from
			for to < len(all) && all[to].level >= level {
				to++
			}
			slices.Reverse(all[from:to])
			from = max(from, to-1)
		}
	}
	for _, p := range all {
		l.runs = append(l.runs, p.run)
	}
	return l
}

func (s *setter) run(out shaping.Output, text []rune) run {
	r := run{of: s.owner[out.Face.Font]}
	for i, g := range out.Glyphs {
		drawn := glyph{id: glyphID(g.GlyphID), advance: ems(g.Advance), dx: ems(g.XOffset), dy: ems(g.YOffset)}
		if at := min(g.TextIndex(), len(text)-1); carries(out.Glyphs, i) {
			drawn.text = string(text[at:min(at+max(1, g.RunesCount()), len(text))])
		}
		r.glyphs = append(r.glyphs, drawn)
	}
	return r
}

// carries reports whether a glyph is the widest of those that stand for the same
// letters: the one that stands for them where text is taken out again.
func carries(all []shaping.Glyph, i int) bool {
	widest := i
	for j, g := range all {
		if g.TextIndex() == all[i].TextIndex() && g.Advance > all[widest].Advance {
			widest = j
		}
	}
	return widest == i
}

// base is the direction of a text: that of the first letter that has one.
func (s *setter) base(text []rune) bool {
	for _, r := range text {
		switch p, _ := unicodebidi.LookupString(string(r)); p.Class() {
		case unicodebidi.L:
			return false
		case unicodebidi.R, unicodebidi.AL:
			return true
		}
	}
	return s.rtl
}

// levels are how deep each letter stands within directions. The library joins
// what runs the same way, though its levels differ: within a line from left to
// right a number behind Arabic belongs to the Arabic, and what follows does not.
func (s *setter) levels(text []rune, rtl bool) []bidi.Level {
	def := bidi.LeftToRight
	if rtl {
		def = bidi.RightToLeft
	}
	levels := make([]bidi.Level, len(text))
	runs := s.bidi.Segment(text, def)
	for i := range runs.NumRuns() {
		r := runs.Run(i)
		number := r.End
		if r.Level == 2 && !rtl {
			number = r.Start + numberEnd(text[r.Start:r.End])
		}
		for at := r.Start; at < number; at++ {
			levels[at] = r.Level
		}
	}
	return levels
}

// numberEnd is how long the number is with which a text begins.
func numberEnd(text []rune) (end int) {
	for i, r := range text {
		switch {
		case unicode.IsDigit(r):
			end = i + 1
		case !strings.ContainsRune(".,:/+-%", r):
			return end
		}
	}
	return end
}

// level cuts what is shaped where the level changes.
func level(in shaping.Input, levels []bidi.Level) (all []shaping.Input) {
	from := in.RunStart
	for at := from + 1; at <= in.RunEnd; at++ {
		if at == in.RunEnd || levels[at] != levels[from] {
			part := in
			part.RunStart, part.RunEnd = from, at
			all, from = append(all, part), at
		}
	}
	return all
}

func base(rtl bool) bidi.Level {
	if rtl {
		return 1
	}
	return 0
}

func direction(rtl bool) di.Direction {
	if rtl {
		return di.DirectionRTL
	}
	return di.DirectionLTR
}

func weight(bold bool) int {
	if bold {
		return 1
	}
	return 0
}

func ems(v fixed.Int26_6) float64 { return float64(v) / float64(em) }
