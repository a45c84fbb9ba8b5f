package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/shared/registration"
)

// crowd is how many people press the button at the same moment.
const crowd = 200

// Two hundred people come for sixty seats, over HTTP, at once: whoever is told
// that she has a place has one, and all places are given.
//
// It runs alone: beside other tests a small machine would be measured, and many
// would be told "later".
func TestACrowdComes(t *testing.T) {
	h := newHouse(t)
	people, forms := make([]person, crowd), make([]url.Values, crowd)
	for i := range people {
		people[i] = somebody("Person %d", i)
		people[i].workshop = workshops[i%3]
	}
	atOnce(crowd, func(i int) { forms[i] = h.fill(t, people[i]) })
	h.later(t, 4*time.Second)

	answers, presses := make([]page, crowd), make([]int, crowd)
	started := time.Now()
	atOnce(crowd, func(i int) { answers[i], presses[i] = h.press(t, people[i].path("/register"), forms[i]) })
	took := time.Since(started)

	told, retries := map[int]int{}, 0
	desk, confirmed := h.books(t)
	for i, p := range people {
		told[answers[i].status]++
		retries += presses[i] - 1
		placed := answers[i].status == http.StatusSeeOther
		if placed != (confirmed[p.address].State != "") {
			t.Errorf("%s was told %d, registered: %t", p.given, answers[i].status, confirmed[p.address].State != "")
		}
		if !placed && answers[i].status != http.StatusConflict && answers[i].status != http.StatusUnprocessableEntity {
			t.Errorf("%s was told %d: %s", p.given, answers[i].status, answers[i].text(t))
		}
	}
	if desk.Overall.Taken != 60 || told[http.StatusSeeOther] != 60 {
		t.Errorf("%d seats taken, %d were told that they have one; want 60", desk.Overall.Taken, told[http.StatusSeeOther])
	}
	for id, s := range desk.Workshops {
		if s.Taken != 20 {
			t.Errorf("%s: %d seats taken, want 20", id, s.Taken)
		}
	}
	h.tick(t)
	h.wantWishes(t, 0)
	h.wantConfirmations(t, confirmed)
	t.Logf("%d people in %v, %.0f decisions/s; told %v, pressed again %d times; round trips %v",
		crowd, took.Round(time.Millisecond), crowd/took.Seconds(), told, retries, h.Faults.Calls())
}

// wantConfirmations wants one mail to each who is registered that says so, and
// none that says so to anybody else.
func (h *house) wantConfirmations(t *testing.T, confirmed map[string]registration.Registration) {
	t.Helper()
	mails := map[string]int{}
	for _, m := range h.mails(t) {
		if strings.Contains(m.Subject, "place réservée") {
			mails[m.Destination.To[0]]++
		}
	}
	for address := range confirmed {
		if mails[address] != 1 {
			t.Errorf("%s received %d confirmations", address, mails[address])
		}
	}
	if len(mails) != len(confirmed) {
		t.Errorf("%d people received a confirmation, %d are registered", len(mails), len(confirmed))
	}
}

func atOnce(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}
