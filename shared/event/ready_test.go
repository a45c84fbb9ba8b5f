package event_test

import (
	"slices"
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
)

func TestBlocks(t *testing.T) {
	said := locale.Text{locale.Arabic: "نص"}
	for _, c := range []struct {
		name   string
		change func(*event.Event)
		now    time.Time
		want   []string
	}{
		{"nothing", func(*event.Event) {}, begins.Add(-1), nil},
		{"it begins now", func(*event.Event) {}, begins, []string{"past"}},
		{"no text", func(e *event.Event) { e.Title, e.NeutralTitle, e.City = nil, locale.Text{locale.French: ""}, nil }, begins.AddDate(0, 0, -1), []string{"title", "neutral-title", "city"}},
		{"no mail will go out", func(e *event.Event) { e.Capacity, e.NeutralTitle = 0, nil }, begins.AddDate(0, 0, -1), nil},
		{"it is nowhere", func(e *event.Event) { e.Capacity, e.Remote.Capacity, e.City = 0, 9, nil }, begins.AddDate(0, 0, -1), nil},
		{"no day", func(e *event.Event) { e.Days = nil }, begins, []string{"day"}},
	} {
		e := event.Event{Title: said, NeutralTitle: said, City: said, Capacity: 1, Days: []event.Day{{Starts: begins, Ends: begins.Add(time.Hour)}}}
		c.change(&e)
		if got := e.Blocks(c.now); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
