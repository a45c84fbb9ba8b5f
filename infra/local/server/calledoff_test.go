package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/enginetest"
	"tribune/shared/event"
)

// An event is called off, by two at once, while people register. Afterwards nobody
// gets a seat, everybody who has or wants one got one mail that says so, and the
// audit one line.
func TestCalledOffWhilePeopleRegister(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.signIn(t)
	_, form := b.get(t, listPath+"/cancel").form(t)
	form.Set("sure", "yes")
	late := somebody("Late")
	lates := h.form(t, late)
	people, filled := make([]person, 12), make([]url.Values, 12)
	for i := range people {
		people[i] = somebody("Meanwhile %d", i)
		filled[i] = h.fill(t, people[i])
	}
	h.later(t, 4*time.Second)
	h.register(t, people[0], filled[0])
	var wg sync.WaitGroup
	for i := range people {
		wg.Go(func() { h.press(t, people[i].path("/register"), filled[i]) })
		if i%6 == 2 {
			wg.Go(func() {
				if got := b.post(t, listPath+"/cancel", form); got.status != http.StatusSeeOther {
					t.Errorf("%d: %s", got.status, got.text(t))
				}
			})
		}
	}
	wg.Wait()
	if e := h.stands(t, h.event.Ref.Event); e.State != event.Cancelled {
		t.Fatalf("it is %q", e.State)
	}
	if got, _ := h.press(t, late.path("/register"), lates); strings.HasSuffix(got.header.Get("Location"), "/registered") {
		t.Errorf("somebody late is told %d: %s", got.status, got.text(t))
	}
	h.tick(t)
	h.tick(t)
	desk, all := h.books(t)
	active := 0
	for _, r := range all {
		if r.State.Active() {
			active++
		}
		if r.Attendee.Address.String() == late.address && r.State.Active() {
			t.Error("somebody who came late has a seat")
		}
	}
	told := 0
	for _, m := range h.mails(t) {
		if strings.Contains(m.Subject, "n’a pas lieu") {
			told++
		}
	}
	if told != active || !desk.Cancelled || audited(t, at, `"Action":"call-off"`) != 1 {
		t.Errorf("%d are told of %d; the audit has %d lines", told, active, audited(t, at, `"Action":"call-off"`))
	}
	t.Logf("%d had a seat", active)
}
