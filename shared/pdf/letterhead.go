package pdf

import (
	"slices"

	"tribune/shared/paper"
)

// letterhead are the pictures of a head.
type letterhead struct {
	logo    *raster
	funders []*raster // nil where one has none
}

func (c *canvas) letterhead(h paper.Head) (letterhead, error) {
	var l letterhead
	read := func(data []byte) (*raster, error) {
		if len(data) == 0 {
			return nil, nil
		}
		p, err := readPicture(data)
		return &p, err
	}
	var err error
	if l.logo, err = read(h.Logo); err != nil {
		return l, err
	}
	for _, f := range h.Funders {
		p, err := read(f.Logo)
		if err != nil {
			return l, err
		}
		l.funders = append(l.funders, p)
	}
	return l, nil
}

// first draws the head of the first page and gives where it ends.
func (c *canvas) first(h paper.Head, pictures letterhead) float64 {
	const high = 11.0
	x, y := margin, margin-1
	if pictures.logo != nil {
		x += c.picture(*pictures.logo, x, y, 40, high) + 4
	}
	organiser := style{10, true, ink}
	lines, organiser := c.fit(h.Organiser, organiser, margin+column-60-x)
	c.write(lines, x, y+(high-float64(len(lines))*leading(organiser.size))/2, margin+column-60-x, organiser, start)
	kind := style{10, true, brand}
	c.text(h.Kind, margin+column-58, y+(high-leading(kind.size))/2, 58, kind, end)
	y += high + 3
	c.rule(margin, y, column, 0.7, brand)
	y = c.text(h.Title, margin, y+4, column, style{17, true, ink}, start) + 0.5
	if h.Project != "" {
		y = c.text(h.Project, margin, y, column, style{10, false, soft}, start)
	}
	return c.facts(h.Facts, y+3) + 4
}

// facts draws what is so, in two columns.
func (c *canvas) facts(all []paper.Fact, y float64) float64 {
	const half, gap = column / 2, 6.0
	for two := range slices.Chunk(all, 2) {
		below := y
		for i, f := range two {
			x := margin + float64(i)*half
			at := c.text(f.Name, x, y, half-gap, style{8, false, soft}, start)
			below = max(below, c.text(f.Text, x, at-0.3, half-gap, style{10, false, ink}, start))
		}
		y = below + 1.5
	}
	return y
}

// next draws the head of a further page and gives where it ends.
func (c *canvas) next(h paper.Head) float64 {
	y := margin - 1
	title := c.wrap(h.Title, style{9, true, ink}, column-60, 1)
	c.write(title, margin, y, column-60, style{9, true, ink}, start)
	c.text(h.Kind, margin+column-58, y, 58, style{9, true, brand}, end)
	y += leading(9)
	said := ""
	for i, f := range h.Facts[:min(2, len(h.Facts))] {
		if i > 0 {
			said += " · "
		}
		said += f.Text
	}
	y = c.write(c.wrap(said, smallText, column, 1), margin, y, column, smallText, start) + 1.5
	c.rule(margin, y, column, 0.5, brand)
	return y + 3
}

// feet draws below every page who pays, when it was made, and which it is.
func (c *canvas) feet(h paper.Head, pictures letterhead) {
	for n := range c.pages {
		c.at = n
		c.rule(margin, paperHigh-26, column, 0.2, faint)
		if len(h.Funders) > 0 {
			c.funders(h, pictures)
		}
		y := paperHigh - 10.5
		c.text(h.MadeOn, margin, y, column/2, smallText, start)
		c.text(h.Page(n+1, len(c.pages)), margin+column/2, y, column/2, smallText, end)
	}
}

// funders draws who pays in one line: what is said before them, then each with
// its logo or, without one, its name alone.
func (c *canvas) funders(h paper.Head, pictures letterhead) {
	const y, high, gap = paperHigh - 24.5, 9.0, 5.0
	x := margin
	thanks := c.wrap(h.Thanks, smallText, 32, 2)
	c.write(thanks, x, y+(high-float64(len(thanks))*leading(smallText.size))/2, 32, smallText, start)
	x += 32 + 2
	each := (margin + column - x - gap*float64(len(h.Funders)-1)) / float64(len(h.Funders))
	for i, f := range h.Funders {
		from, wide := x, each
		if p := pictures.funders[i]; p != nil {
			used := c.picture(*p, from, y, each*0.45, high) + 2
			from, wide = from+used, wide-used
		}
		lines, as := c.fit(f.Name, style{8, true, ink}, wide)
		lines = lines[:min(3, len(lines))]
		c.write(lines, from, y+(high-float64(len(lines))*leading(as.size))/2, wide, as, start)
		x += each + gap
	}
}
