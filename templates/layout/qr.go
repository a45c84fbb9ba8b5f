package layout

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// square is a QR code as a picture draws it: one path, in modules.
type square struct {
	size int // modules of a side, with the quiet border
	path string
}

// quiet is the border that a QR code needs round it, in modules.
const quiet = 4

// drawn draws a text as a QR code, of which a fifteenth part may be unreadable;
// a zero square for one that is too long to be drawn.
func drawn(text string) square {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return square{}
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return square{code.Size + 2*quiet, path.String()}
}
