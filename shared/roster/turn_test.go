package roster_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/token"
)

// hall is a list that somebody turns the pages of while its people come,
// cancel, change their names and are erased.
type hall struct {
	*rapid.T
	order roster.Order
	lang  locale.Lang
	size  int
	all   []roster.Entry
	n     int                   // who ever came
	moved map[token.Person]bool // since the walk began
}

var spellings = []string{"Élan", "elan", "Zoé", "Ödön", "Ωμέγα", "Άλφα", "أحمد", "بلال", "Šime", "ß", "d’Arc", "De Vries"}

func TestNobodyIsSkippedOrShownTwiceWhileOthersMove(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &hall{
			T: t, order: rapid.SampledFrom(roster.Orders).Draw(t, "order"), lang: rapid.SampledFrom(locale.Languages).Draw(t, "lang"),
			size: rapid.IntRange(1, 5).Draw(t, "size"),
		}
		for range rapid.IntRange(0, 25).Draw(t, "people") {
			h.come()
		}
		h.walk(false)
		h.walk(true)
	})
}

func (h *hall) come() {
	name := func(what string) string { return rapid.SampledFrom(spellings).Draw(h.T, what) }
	e := named(h.n, name("given"), name("family"), rapid.SampledFrom([]string{"", "Élan", "Ωμέγα"}).Draw(h.T, "structure"))
	e.State = rapid.SampledFrom(registration.States[:6]).Draw(h.T, "state")
	h.all, h.n = append(h.all, e), h.n+1
	if h.moved != nil {
		h.moved[e.Person] = true
	}
}

// live lets a few things happen. Of those who hold the place where a page was
// turned at most two move in a way that nobody could follow.
func (h *hall) live(holding roster.Cursor) {
	lost := 0
	for range rapid.IntRange(0, 4).Draw(h.T, "happens") {
		if what := rapid.IntRange(0, 3).Draw(h.T, "what"); what == 0 || len(h.all) == 0 {
			h.come()
		} else {
			i := rapid.IntRange(0, len(h.all)-1).Draw(h.T, "who")
			e := &h.all[i]
			h.moved[e.Person] = true
			if what > 1 {
				if lost++; lost > 2 {
					continue
				}
			}
			switch what {
			case 1:
				e.State, e.Since = registration.Cancelled, e.Since.Add(time.Hour)
			case 2:
				e.Attendee.Family = must(registration.ParseName(rapid.SampledFrom(spellings).Draw(h.T, "renamed")))
			case 3:
				h.all = slices.Delete(h.all, i, i+1)
			}
		}
	}
}

func (h *hall) turn(after, before roster.Cursor) roster.Leaf {
	sorted := slices.Clone(h.all)
	roster.Sort(sorted, h.order, h.lang)
	return roster.Turn(sorted, h.all, h.order, h.lang, roster.ParseCursor(after.String()), roster.ParseCursor(before.String()), h.size)
}

// walk turns all pages forward, or from the last one back, and wants everybody
// who stayed where she was to have been shown once.
func (h *hall) walk(back bool) {
	h.moved = nil
	leaf := h.turn(nil, nil)
	for back && len(leaf.Next) > 0 {
		leaf = h.turn(leaf.Next, nil)
	}
	h.moved = map[token.Person]bool{}
	stayed := slices.Clone(h.all)
	if back && len(leaf.Prev) == 0 && leaf.All > h.size {
		h.Fatalf("no way back from the last of %d", leaf.All)
	}
	seen := map[token.Person]int{}
	for {
		for _, e := range leaf.Entries {
			seen[e.Person]++
		}
		to := leaf.Next
		if back {
			to = leaf.Prev
		}
		if len(to) == 0 {
			break
		}
		h.live(to)
		if back {
			leaf = h.turn(nil, to)
		} else {
			leaf = h.turn(to, nil)
		}
		// A first page that is full, and a last one where nobody is beyond, show
		// again whom one has seen: that is no mistake of the turning.
		if back && len(leaf.Prev) == 0 || !back && len(leaf.Next) == 0 {
			for _, e := range leaf.Entries {
				seen[e.Person] = min(seen[e.Person], 0)
			}
		}
	}
	for _, e := range stayed {
		if n := seen[e.Person]; !h.moved[e.Person] && n != 1 {
			h.Fatalf("%s %s was shown %d times, of %d people by %s", e.Attendee.Given, e.Attendee.Family, n, len(h.all), h.order)
		}
	}
}
