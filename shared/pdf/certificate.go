package pdf

import (
	"rsc.io/qr"

	"tribune/shared/fault"
	"tribune/shared/paper"
)

// The measures of a certificate, in millimetres.
const (
	codeSide  = 38.0
	codeQuiet = 4 // squares that scanners ask for round a code
)

// bare is what is compared letter by letter.
var bare = style{9.5, true, ink}

// Certificate is a certificate as a file of one page.
func Certificate(p paper.Certificate) ([]byte, error) {
	c := newCanvas(p.Lang)
	pictures, err := c.letterhead(p.Head)
	if err != nil {
		return nil, err
	}
	c.page()
	h := p.Head
	h.Facts = nil // they stand below the sentence here
	y := c.first(h, pictures) + 4
	y = c.text(p.Says, margin, y, column, style{13, false, ink}, start) + 6
	y = c.facts(p.Facts, y) + 4
	c.rule(margin, y, column, 0.3, faint)
	y = c.text(p.Log, margin, y+4, column, partText, start) + 2
	const beside = column - codeSide - 6
	below := c.text(p.Look, margin, y, beside, style{9.5, false, ink}, start) + 1
	below = c.text(p.Address, margin, below, beside, bare, start)
	for _, f := range p.Proof {
		below = c.text(f.Name, margin, below+2, beside, style{8, false, soft}, start)
		below = c.text(f.Text, margin, below-0.3, beside, bare, start)
	}
	if err := c.code(p.Address, margin+column-codeSide, y, codeSide); err != nil {
		return nil, err
	}
	c.feet(p.Head, pictures)
	return c.file(p.Head), nil
}

// code draws a text as a code that a phone's camera reads: the same, whichever way
// the page is written.
func (c *canvas) code(text string, x, y, side float64) error {
	q, err := qr.Encode(text, qr.L)
	if err != nil {
		return fault.New(fault.Internal, "pdf: draw a code", err)
	}
	unit := side / float64(q.Size+2*codeQuiet)
	left, top := c.across(x, side)*point+codeQuiet*unit, y+codeQuiet*unit
	c.draw("%s rg\n", paint(ink))
	for row := range q.Size {
		for from := 0; from < q.Size; from++ {
			run := 0
			for q.Black(from+run, row) { // nothing is black beyond the edge
				run++
			}
			if run > 0 {
				c.draw("%s %s %s %s re\n", num((left+float64(from)*unit)/point), num(down(top+float64(row+1)*unit)), num(float64(run)*unit/point), num(unit/point))
			}
			from += run
		}
	}
	c.draw("f\n")
	return nil
}
