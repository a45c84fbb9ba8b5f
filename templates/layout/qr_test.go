package layout

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"
)

// What is drawn is the code, square by square.
func TestACodeIsDrawnAsItIs(t *testing.T) {
	text := "https://tribune.exemple.org/fr/organisers/events/journee-tanger/check-in/" + strings.Repeat("aZ09-_", 10)
	want, err := qr.Encode(text, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	c := codeOf(text)
	dark := map[[2]int]bool{}
	x, y := 0, 0
	for _, m := range regexp.MustCompile(`([Mmh])(\d+)(?: (\d+))?`).FindAllStringSubmatch(c.path, -1) {
		n, _ := strconv.Atoi(m[2])
		switch m[1] {
		case "M":
			x = n
			y, _ = strconv.Atoi(m[3])
		case "m":
			x += n
		case "h":
			for range n {
				dark[[2]int{x, y}] = true
				x++
			}
		}
	}
	if c.size != want.Size+2*quiet {
		t.Errorf("its side is %d", c.size)
	}
	for y := range c.size {
		for x := range c.size {
			if dark[[2]int{x, y}] != want.Black(x-quiet, y-quiet) {
				t.Fatalf("at %d, %d it differs", x, y)
			}
		}
	}
	if none := codeOf(strings.Repeat("x", 4000)); none.path != "" {
		t.Error("a text too long is drawn")
	}
}
