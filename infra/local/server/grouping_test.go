package server_test

import (
	"net/http"
	"net/url"
	"testing"

	"tribune/infra/local/enginetest"
)

const projectsPath = "/fr/organisers/projects"

// Events join and leave a project on its page; one of another project is not taken
// from it.
func TestEventsOfAProject(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b, id := h.signIn(t), h.event.Ref.Event
	group := func(project, field, want string) {
		t.Helper()
		if got := b.post(t, projectsPath+"/"+project+"/events", url.Values{field: {string(id)}}); got.status != http.StatusSeeOther {
			t.Fatalf("%d: %s", got.status, got.text(t))
		}
		if got := h.stands(t, id).Project; got != want {
			t.Errorf("after %s %s it is of %q, not %q", field, project, got, want)
		}
	}
	if was := h.stands(t, id).Project; was != "" {
		group(was, "leave", "")
	}
	for _, title := range []string{"Un", "Deux"} {
		b.saves(t, projectsPath+"/new", b.editor(t, projectsPath+"/new", "title-fr", title))
	}
	before := audited(t, at, `"Action":"edit"`)
	group("un", "join", "un")
	group("un", "join", "un")
	group("deux", "join", "un")
	group("deux", "leave", "un")
	group("un", "leave", "")
	if n := audited(t, at, `"Action":"edit"`) - before; n != 2 {
		t.Errorf("%d lines of the audit say so", n)
	}
	if got := b.post(t, projectsPath+"/none/events", url.Values{"join": {string(id)}}); got.status != http.StatusNotFound {
		t.Errorf("a project that is not: %d", got.status)
	}
}
