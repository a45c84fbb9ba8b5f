package pages

import (
	"strconv"
	"strings"

	"tribune/shared/locale"
)

// BadgeView is what the badge says that other sites show: a picture without script,
// style or font of its own, which an <img> loads.
type BadgeView struct {
	Printer locale.Printer // of the language that the title is in
	Title   string
	Signed  int
}

// The size of the badge, in pixels, and how many letters a line of it holds at most.
const (
	badgeWide = 400
	badgeHigh = 96
	badgeLine = 34
	badgeBand = 100
	badgeText = 118 // where its lines begin
)

// says is the badge in one sentence.
func (v BadgeView) says() string { return v.Title + " – " + v.signed() }

func (v BadgeView) signed() string { return v.Printer.N("charter.signatures", v.Signed) }

// lines are the title in two lines at most.
func (v BadgeView) lines() (all []string) {
	for _, word := range strings.Fields(v.Title) {
		last := len(all) - 1
		switch {
		case last >= 0 && len([]rune(all[last]+" "+word)) <= badgeLine:
			all[last] += " " + word
		case len(all) == 2:
			all[last] += " …"
			return all
		default:
			all = append(all, word)
		}
	}
	return all
}

// rtl reports whether the badge is read from the right.
func (v BadgeView) rtl() bool { return v.Printer.Lang.Dir() == "rtl" }

// at mirrors a place where the badge is read from the right.
func (v BadgeView) at(x int) string {
	if v.rtl() {
		x = badgeWide - x
	}
	return strconv.Itoa(x)
}

// band is where the ground of the number begins.
func (v BadgeView) band() string {
	if v.rtl() {
		return strconv.Itoa(badgeWide - badgeBand - 1)
	}
	return "1"
}

// row is where a line stands, so that all of them are in the middle.
func (v BadgeView) row(i int) string {
	const apart = 22
	first := badgeHigh/2 + 5 - apart*len(v.lines())/2
	return strconv.Itoa(first + apart*i)
}

// seam is where the band has no round corners.
func (v BadgeView) seam() string {
	if v.rtl() {
		return strconv.Itoa(badgeWide - badgeBand - 1)
	}
	return strconv.Itoa(badgeBand - 20 + 1)
}

// size is that of the number's letters, so that the longest stands in the band.
func (v BadgeView) size() string {
	return strconv.Itoa(min(32, 138/len([]rune(v.Printer.Number(v.Signed)))))
}
