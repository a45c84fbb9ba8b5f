package pdf

import (
	"slices"

	"tribune/shared/paper"
)

// The measures of badges, in millimetres: those of the usual plastic holders.
const (
	cardWide, cardHigh = 90.0, 60.0
	cardsAcross        = 2
	cardsDown          = 4
	cardsSide          = (paperWide - cardsAcross*cardWide) / 2
	cardsTop           = (paperHigh - cardsDown*cardHigh) / 2
	cardPadding        = 5.0
	markSide           = 5.2
)

// Badges are badges as a file, eight on a page with marks to cut along.
func Badges(b paper.Badges) ([]byte, error) {
	c := newCanvas(b.Lang)
	pictures, err := c.letterhead(b.Head)
	if err != nil {
		return nil, err
	}
	for some := range slices.Chunk(b.Cards, cardsAcross*cardsDown) {
		c.page()
		c.cuts()
		for i, card := range some {
			c.card(b.Head, pictures, card, cardsSide+float64(i%cardsAcross)*cardWide, cardsTop+float64(i/cardsAcross)*cardHigh)
		}
	}
	for n := range c.pages {
		c.at = n
		c.text(b.Kind+" · "+b.Title, cardsSide, paperHigh-12, column-50, smallText, start)
		c.text(b.Page(n+1, len(c.pages)), cardsSide+column-50, paperHigh-12, 50, smallText, end)
	}
	return c.file(b.Head), nil
}

// cuts draws where to cut: short lines outside, a small cross within.
func (c *canvas) cuts() {
	const long, thick, arm = 6.0, 0.15, 1.5
	bottom, far := cardsTop+cardsDown*cardHigh, cardsSide+cardsAcross*cardWide
	for i := range cardsAcross + 1 {
		x := cardsSide + float64(i)*cardWide
		c.rect(x-thick/2, cardsTop-long-1, thick, long, soft)
		c.rect(x-thick/2, bottom+1, thick, long, soft)
		for j := range cardsDown + 1 {
			y := cardsTop + float64(j)*cardHigh
			c.rule(x-arm, y, 2*arm, thick, faint)
			c.rect(x-thick/2, y-arm, thick, 2*arm, faint)
		}
	}
	for j := range cardsDown + 1 {
		y := cardsTop + float64(j)*cardHigh
		c.rule(cardsSide-long-1, y, long, thick, soft)
		c.rule(far+1, y, long, thick, soft)
	}
}

// card draws one badge.
func (c *canvas) card(h paper.Head, pictures letterhead, card paper.Card, x, y float64) {
	const wide = cardWide - 2*cardPadding
	x, top := x+cardPadding, y+cardPadding
	from := x
	if pictures.logo != nil {
		from += c.picture(*pictures.logo, x, top-1, 22, 8) + 2.5
	}
	small := style{7.5, false, soft}
	said := c.write(c.wrap(h.Title, style{8, true, brand}, x+wide-from, 1), from, top-1, x+wide-from, style{8, true, brand}, start)
	c.write(c.wrap(h.Organiser, small, x+wide-from, 1), from, said, x+wide-from, small, start)
	c.rule(x, top+8.5, wide, 0.3, faint)

	below := y + cardHigh - cardPadding - c.marks(card.Marks, x, y+cardHigh-cardPadding, wide)
	if card.Name == "" {
		c.rule(x, top+23, wide, 0.2, faint)
		c.rule(x, top+34, wide, 0.2, faint)
		return
	}
	space := below - (top + 8.5) - 2
	structure := c.shrink(card.Structure, style{11.5, false, soft}, wide, 8, 2)
	largest := min(26, (space-structure.high())/leading(1)) // in one line at least
	name := c.shrink(card.Name, style{largest, true, ink}, wide, 8, 2)
	for name.high()+structure.high() > space && name.style.size > 8 {
		name = c.shrink(card.Name, style{name.style.size - 1, true, ink}, wide, 8, 2)
	}
	at := top + 9.5 + (space-name.high()-structure.high())/2
	at = c.write(name.lines, x, at, wide, name.style, middle)
	c.write(structure.lines, x, at, wide, structure.style, middle)
}

// shrink sets a text in so many lines, as small as it must be down to a least
// size, beyond which it is cut.
func (c *canvas) shrink(text string, s style, wide, least float64, most int) set {
	for {
		lines := c.wrap(text, s, wide, 0)
		if len(lines) <= most && !c.torn(text, s, wide) {
			return set{lines, s}
		}
		if s.size <= least {
			return set{c.wrap(text, s, wide, most), s}
		}
		s.size = max(least, s.size-1)
	}
}

// marks draws the workshops of a badge upwards from the bottom, and gives how
// high they are. More than three are told by their numbers alone.
func (c *canvas) marks(all []paper.Mark, x, bottom, wide float64) float64 {
	const step = markSide + 1.2
	if len(all) > 3 {
		for i, m := range all {
			c.mark(m, x+float64(i)*step, bottom-markSide)
		}
		return step
	}
	titles, high := make([]set, len(all)), 0.0
	for i, m := range all {
		titles[i] = c.shrink(m.Title, style{9, true, ink}, wide-markSide-2, 7, 2)
		high += max(step, titles[i].high()+1)
	}
	y := bottom - high
	for i, m := range all {
		room := max(step, titles[i].high()+1)
		c.mark(m, x, y+(room-markSide)/2)
		c.write(titles[i].lines, x+markSide+2, y+(room-titles[i].high())/2, wide-markSide-2, titles[i].style, start)
		y += room
	}
	return high
}

// mark draws a workshop's number on its colour.
func (c *canvas) mark(m paper.Mark, x, y float64) {
	c.rect(x, y, markSide, markSide, hues[m.Hue%paper.Hues])
	as := style{9, true, white}
	c.text(m.Number, x, y+(markSide-leading(as.size))/2, markSide, as, middle)
}
