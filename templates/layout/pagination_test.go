package layout_test

import (
	"fmt"
	"strings"
	"testing"

	"tribune/shared/locale"
	"tribune/templates/layout"
)

func TestPagination(t *testing.T) {
	p := locale.For(locale.English)
	leaves := func(current, last int) string {
		return render(t, layout.Pagination(p, layout.Leaves{
			Current: current, Last: last, Address: func(n int) string { return fmt.Sprintf("/en?page=%d", n) },
		}))
	}
	for _, c := range []struct {
		current, last int
		links         string // the pages that links lead to, in their order
	}{
		{1, 0, ""}, {1, 1, ""}, {1, 2, "2 2"}, {2, 3, "1 1 3 3"}, {3, 3, "2 1 2"},
		{1, 200, "2 3 200 2"}, {100, 200, "99 1 98 99 101 102 200 101"}, {4, 7, "3 1 2 3 5 6 7 5"}, {200, 200, "199 1 198 199"},
	} {
		html := leaves(c.current, c.last)
		var links []string
		for _, part := range strings.Split(html, `href="/en?page=`)[1:] {
			n, _, _ := strings.Cut(part, `"`)
			links = append(links, n)
		}
		if got := strings.Join(links, " "); got != c.links {
			t.Errorf("page %d of %d leads to %q, want %q", c.current, c.last, got, c.links)
		}
		if c.last > 1 && (strings.Count(html, `aria-current="page"`) != 1 || !strings.Contains(html, `<nav class="pagination" aria-label="Pages of the list">`)) {
			t.Errorf("page %d of %d: %s", c.current, c.last, html)
		}
		if c.last < 2 && html != "" {
			t.Errorf("one page: %s", html)
		}
	}
}

func TestNoticeIsNoAlert(t *testing.T) {
	if got, want := render(t, layout.Notice(layout.Warn)), `<div class="panel warn" role="note"></div>`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
