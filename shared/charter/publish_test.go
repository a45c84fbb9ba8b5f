package charter_test

import (
	"slices"
	"testing"
	"time"

	"tribune/shared/charter"
	"tribune/shared/locale"
)

func TestWhatBlocksPublishing(t *testing.T) {
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	same := func(*charter.Charter, *charter.Call) {}
	for name, test := range map[string]struct {
		change func(*charter.Charter, *charter.Call)
		want   []string
	}{
		"a first version": {same, nil},
		"no article":      {func(c *charter.Charter, _ *charter.Call) { c.Articles = nil }, []string{"article"}},
		"no language":     {func(c *charter.Charter, _ *charter.Call) { c.Preamble = locale.Text{locale.English: "We"} }, []string{"language"}},
		"the same again":  {func(_ *charter.Charter, call *charter.Call) { call.Current = 1 }, []string{"same"}},
		"another text": {func(c *charter.Charter, call *charter.Call) {
			call.Current = 1
			c.Title = locale.Text{locale.French: "Autre"}
		}, nil},
		"closed meanwhile": {func(_ *charter.Charter, call *charter.Call) { call.Closes = now }, []string{"closed"}},
	} {
		draft, call := text(), charter.Call{}
		test.change(&draft, &call)
		if got := draft.Blocks(call, text(), now); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// What a charter is called in public is given once.
func TestPublish(t *testing.T) {
	now, draft := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC), text()
	draft.Revision = 3
	call, first := charter.Publish(charter.Call{Ref: draft.Ref(), Reviewed: true, Revision: 2}, draft, charter.Opening{Origin: "https://example.org", Slug: "charte", SecretVersion: 2}, now)
	if call.Current != 1 || call.Revision != 3 || call.Log != "example.org/charters/charte" || call.SecretVersion != 2 || !call.Opened.Equal(now) || !call.Reviewed || !call.Open(now) {
		t.Errorf("the call is %+v", call)
	}
	if first.Slug != "charte" || !first.Published.Equal(now) || first.Revision != 4 || !charter.Same(first, draft) {
		t.Errorf("the text is %+v", first)
	}
	next := first.Next()
	if next.Edition() != (charter.Edition{Version: 2}) || !next.Published.IsZero() || !charter.Same(next, first) {
		t.Errorf("the next is %+v", next)
	}
	later := now.AddDate(1, 0, 0)
	again, second := charter.Publish(call, next, charter.Opening{Origin: "https://other.org", Slug: "autre", SecretVersion: 3}, later)
	if again.Slug != "charte" || again.Log != call.Log || again.SecretVersion != 2 || !again.Opened.Equal(now) || again.Current != 2 || second.Slug != "charte" || second.Revision != 1 {
		t.Errorf("the next is published as %+v, %+v", again, second)
	}
}
