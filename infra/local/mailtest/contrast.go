package mailtest

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// leastContrast is what WCAG 2.2 asks of text (1.4.3, AA).
const leastContrast = 4.5

// ink is in which colour something is written on which; "" if the mail program chooses.
type ink struct{ text, ground string }

// contrasts complains of what can hardly be read. Both colours must stand in the
// mail: one alone does not hold in every scheme, and programs heed no style sheet.
func contrasts(n *html.Node, on ink) (complaints []string) {
	style := styles(n)
	if n.Data == "a" {
		on.text = "" // a link has a colour of its own
	}
	if c, ok := style["color"]; ok {
		on.text = c
	}
	if c, ok := style["background-color"]; ok {
		on.ground = c
	}
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" {
		if c := on.contrast(); c < leastContrast {
			return []string{fmt.Sprintf("%q on %q has a contrast of %.2f: %q", on.text, on.ground, c, n.Data)}
		}
	}
	if style["display"] == "none" {
		return nil
	}
	for child := range n.ChildNodes() {
		complaints = append(complaints, contrasts(child, on)...)
	}
	return complaints
}

// contrast is WCAG's ratio, from 1 to 21; 0 if a colour is none of #rrggbb.
func (i ink) contrast() float64 {
	text, ok := luminance(i.text)
	ground, known := luminance(i.ground)
	if !ok || !known {
		return 0
	}
	return (max(text, ground) + .05) / (min(text, ground) + .05)
}

// luminance is WCAG's relative luminance of a colour.
func luminance(colour string) (float64, bool) {
	digits, ok := strings.CutPrefix(colour, "#")
	n, err := strconv.ParseUint(digits, 16, 24)
	if !ok || err != nil || len(digits) != 6 {
		return 0, false
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		v := float64(n>>(16-8*i)&0xff) / 255
		if v <= .04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum, true
}

// styles are an element's own declarations.
func styles(n *html.Node) map[string]string {
	all := map[string]string{}
	for declaration := range strings.SplitSeq(attribute(n, "style"), ";") {
		name, value, _ := strings.Cut(declaration, ":")
		all[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
	}
	return all
}
