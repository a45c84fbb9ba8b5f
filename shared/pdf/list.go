package pdf

import (
	"slices"
	"strconv"

	"tribune/shared/paper"
)

// The measures of a list, in millimetres.
const (
	margin    = 15.0
	column    = paperWide - 2*margin // how wide what is printed is
	bottom    = paperHigh - 30       // where rows end: the foot stands below
	padding   = 2.0
	signRow   = 11.0 // room for a hand
	tickRow   = 8.0
	headRow   = 7.5
	certified = 26.0
)

var (
	cellText  = style{9.5, false, ink}
	nameText  = style{10, true, ink}
	headText  = style{8, true, soft}
	partText  = style{12, true, brand}
	smallText = style{8, false, soft}
)

// smallest is how much smaller than meant a text is set before it takes another line.
const smallest = 0.75

// sheet is a list while it is laid out.
type sheet struct {
	*canvas
	list   paper.List
	y      float64
	widths []float64
}

// List is a list as a file.
func List(l paper.List) ([]byte, error) {
	s := sheet{canvas: newCanvas(l.Lang), list: l, widths: widths(l)}
	pictures, err := s.letterhead(l.Head)
	if err != nil {
		return nil, err
	}
	s.page()
	s.y = s.first(l.Head, pictures)
	for i, p := range l.Parts {
		s.part(p, i)
	}
	if l.Certify != "" {
		s.certify()
	}
	s.feet(l.Head, pictures)
	return s.file(l.Head), nil
}

func widths(l paper.List) []float64 {
	var sum float64
	for _, c := range l.Columns {
		sum += c.Share
	}
	widths := make([]float64, len(l.Columns))
	for i, c := range l.Columns {
		widths[i] = column * c.Share / sum
	}
	return widths
}

// part draws the rows of a part, on as many pages as they take.
func (s *sheet) part(p paper.Part, nth int) {
	if p.Title != "" {
		if nth > 0 {
			s.y += 6
		}
		s.room(headRow + 3*tickRow + 8)
		s.y = s.text(p.Title, margin, s.y, column, partText, start) + 1.5
	}
	if len(p.Rows)+p.Blank == 0 {
		s.y = s.text(p.None, margin, s.y, column, cellText, start) + 2
		return
	}
	s.room(headRow + s.high())
	s.heading()
	for i := range len(p.Rows) + p.Blank {
		var cells []string
		if i < len(p.Rows) {
			cells = p.Rows[i]
		}
		s.row(i+1, cells)
	}
}

// room begins another page if so much does not fit on this one.
func (s *sheet) room(high float64) bool {
	if s.y+high <= bottom {
		return false
	}
	s.page()
	s.y = s.next(s.list.Head)
	return true
}

// heading draws the columns' titles.
func (s *sheet) heading() {
	s.rect(margin, s.y, column, headRow, tint)
	x := margin
	for i, c := range s.list.Columns {
		lines, text := s.fit(c.Title, headText, s.widths[i]-2*padding)
		s.write(lines, x+padding, s.y+(headRow-float64(len(lines))*leading(text.size))/2, s.widths[i]-2*padding, text, start)
		x += s.widths[i]
	}
	s.y += headRow
	s.rule(margin, s.y, column, 0.3, soft)
}

// set is a cell's text as it is set.
type set struct {
	lines []line
	style style
}

func (s set) high() float64 { return float64(len(s.lines)) * leading(s.style.size) }

// high is how high a row is at least.
func (s *sheet) high() float64 {
	if slices.ContainsFunc(s.list.Columns, func(c paper.Column) bool { return c.Kind == paper.Sign }) {
		return signRow
	}
	return tickRow
}

// row draws one; without cells it is left to be filled in.
func (s *sheet) row(number int, cells []string) {
	high, text := s.high(), make([]set, len(s.list.Columns))
	for i, c := range s.list.Columns {
		said, as := "", cellText
		switch c.Kind {
		case paper.Number:
			said, as = strconv.Itoa(number), smallText
		case paper.Words, paper.Name:
			if c.Kind == paper.Name {
				as = nameText
			}
			if len(cells) > 0 {
				said, cells = cells[0], cells[1:]
			}
		}
		text[i].lines, text[i].style = s.fit(said, as, s.widths[i]-2*padding)
		high = max(high, text[i].high()+2*padding)
	}
	if s.room(high) {
		s.heading()
	}
	x := margin
	for i, c := range s.list.Columns {
		if c.Kind == paper.Tick {
			const side = 4.2
			s.box(x+padding, s.y+(high-side)/2, side, side, 0.3, soft)
		}
		if c.Kind == paper.Sign {
			s.rect(x-0.1, s.y, 0.2, high, faint)
		}
		s.write(text[i].lines, x+padding, s.y+(high-text[i].high())/2, s.widths[i]-2*padding, text[i].style, start)
		x += s.widths[i]
	}
	s.y += high
	s.rule(margin, s.y, column, 0.2, faint)
}

// fit sets a text in one line of a width, or in two, smaller if it must be; what
// fits in no two lines takes as many as it needs, at the smallest.
func (c *canvas) fit(text string, s style, wide float64) ([]line, style) {
	least := s.size * smallest
	for {
		lines := c.wrap(text, s, wide, 0)
		if len(lines) <= 2 || s.size <= least {
			return lines, s
		}
		s.size = max(least, s.size-0.5)
	}
}

// certify draws the frame in which the organiser signs for the whole.
func (s *sheet) certify() {
	s.y += 6
	s.room(certified)
	s.box(margin, s.y, column, certified-4, 0.2, faint)
	s.text(s.list.Certify, margin+3, s.y+2.5, column-6, smallText, start)
	s.y += certified
}
