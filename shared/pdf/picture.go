package pdf

import (
	"bytes"
	"image"
	"image/png"

	"tribune/shared/fault"
)

// raster is a picture on white.
type raster struct {
	wide, high int // in pixels
	colours    []byte
}

// readPicture reads a PNG.
func readPicture(data []byte) (raster, error) {
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return raster{}, fault.New(fault.Invalid, "pdf: read a picture", err)
	}
	size := m.Bounds()
	p := raster{wide: size.Dx(), high: size.Dy(), colours: make([]byte, 0, 3*size.Dx()*size.Dy())}
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			p.colours = append(p.colours, onWhite(m, x, y)...)
		}
	}
	return p, nil
}

// onWhite is a point of a picture as it looks on white paper.
func onWhite(m image.Image, x, y int) []byte {
	r, g, b, a := m.At(x, y).RGBA()
	part := func(v uint32) byte { return byte((v + 0xffff - a) >> 8) }
	return []byte{part(r), part(g), part(b)}
}

// picture draws one into a frame, as large as it fits, at the frame's start and
// in the middle of its height; it gives how wide it came out.
func (c *canvas) picture(p raster, x, y, wide, high float64) float64 {
	scale := min(wide/float64(p.wide), high/float64(p.high))
	w, h := float64(p.wide)*scale, float64(p.high)*scale
	c.draw("q %s 0 0 %s %s %s cm /P%d Do Q\n", num(w/point), num(h/point), num(c.across(x, w)), num(down(y+(high+h)/2)), c.keep(p))
	return w
}

// keep gives a picture's number in the file, where it stands once.
func (c *canvas) keep(p raster) int {
	for i, known := range c.pictures {
		if bytes.Equal(known.colours, p.colours) {
			return i
		}
	}
	c.pictures = append(c.pictures, p)
	return len(c.pictures) - 1
}
