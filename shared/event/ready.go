package event

import "time"

// Blocks names what an event lacks before it can be put before the public, by
// its keys in the catalogue; empty if nothing does.
func (e Event) Blocks(now time.Time) []string {
	var lacks []string
	for _, field := range []struct {
		key  string
		have bool
	}{
		{"title", e.Title.Has()},
		{"neutral-title", !e.Registers() || e.NeutralTitle.Has()},
		{"city", e.City.Has() || e.Registers() && e.Capacity == 0},
		{"day", len(e.Days) > 0},
		{"past", len(e.Days) == 0 || now.Before(e.Starts())},
	} {
		if !field.have {
			lacks = append(lacks, field.key)
		}
	}
	return lacks
}
