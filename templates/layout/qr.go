package layout

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// code is a QR code as the path of a drawing: its dark squares, row by row, each
// run of them a stroke one unit wide.
type code struct {
	size int // of a side, with the quiet margin that scanners ask for
	path string
}

// quiet is the margin round a code, in squares.
const quiet = 4

// codeOf draws a text, which must be no longer than an address: none is drawn of
// one that is.
func codeOf(text string) code {
	q, err := qr.Encode(text, qr.L)
	if err != nil {
		return code{}
	}
	var b strings.Builder
	for y := range q.Size {
		at := -1 // where the pen stands in this row
		for x := 0; x < q.Size; x++ {
			if !q.Black(x, y) {
				continue
			}
			run := 1
			for q.Black(x+run, y) {
				run++
			}
			if at < 0 {
				fmt.Fprintf(&b, "M%d %d.5", x+quiet, y+quiet)
			} else {
				fmt.Fprintf(&b, "m%d 0", x-at)
			}
			fmt.Fprintf(&b, "h%d", run)
			x += run
			at = x
		}
	}
	return code{q.Size + 2*quiet, b.String()}
}

func (c code) box() string { return fmt.Sprintf("0 0 %d %d", c.size, c.size) }

func (c code) side() string { return fmt.Sprint(c.size) }
