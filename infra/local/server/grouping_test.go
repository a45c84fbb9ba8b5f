package server_test

import (
	"net/http"
	"net/url"
	"sync"
	"testing"

	"tribune/infra/local/enginetest"
	"tribune/shared/event"
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

// Of many who publish a draft at one moment one has, and all are shown that it is;
// its name leads to it, and its desk takes people.
func TestPublishAtTheSameMoment(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.signIn(t)
	b.saves(t, "/fr/organisers/events/new", b.editor(t, "/fr/organisers/events/new", "title-fr", "Ensemble", "city-fr", "Tanger", "days-0-date", "2027-07-01"))
	const page = "/fr/organisers/events/ensemble"
	_, form := b.get(t, page+"/publication").form(t)
	before := audited(t, at, `"Action":"publish"`)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if got := b.post(t, page+"/publish", form); got.status != http.StatusSeeOther {
				t.Errorf("%d: %s", got.status, got.text(t))
			}
		})
	}
	wg.Wait()
	e := h.stands(t, "ensemble")
	if n := audited(t, at, `"Action":"publish"`) - before; n != 1 || e.State != event.Published || e.Version != 2 {
		t.Errorf("published %d times: %+v", n, e)
	}
	if got := h.get(t, "/fr/events/ensemble"); got.status != http.StatusOK {
		t.Errorf("its page: %d", got.status)
	}
	if d, err := h.Parts.Table.Desk(t.Context(), e.Ref); err != nil || d.Seats[event.Hall].Capacity != e.Capacity {
		t.Errorf("its desk: %+v, %v", d, err)
	}
}
