package server_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/registration"
)

// crowd is how many people press the button at the same moment. Every other one
// would rather wait than be refused.
const crowd = 500

// Five hundred people come for sixty seats, over HTTP, at once: whoever is told
// that she has a place has one, whoever is told that she waits stands in the
// queue, all places are given and nobody is forgotten.
//
// It runs alone: beside other tests a small machine would be measured, and many
// would be told "later".
func TestACrowdComes(t *testing.T) {
	h := newHouse(t)
	h.client.Transport.(*http.Transport).DialContext = fromEverywhere()
	people, forms := make([]person, crowd), make([]url.Values, crowd)
	for i := range people {
		people[i] = somebody("Person %d", i)
		people[i].workshop = workshops[i%3]
	}
	atOnce(crowd, func(i int) {
		forms[i] = h.fill(t, people[i])
		if i%2 == 0 {
			forms[i].Set("wait", "yes")
		}
	})
	h.later(t, 4*time.Second)

	answers, presses := make([]page, crowd), make([]int, crowd)
	started := time.Now()
	atOnce(crowd, func(i int) { answers[i], presses[i] = h.press(t, people[i].path("/register"), forms[i]) })
	took := time.Since(started)

	told, retries := map[string]int{}, 0
	desk, confirmed := h.books(t)
	queue := h.queue(t, desk)
	for i, p := range people {
		answer := answers[i].said()
		told[answer]++
		retries += presses[i] - 1
		if (answer == "registered") != (confirmed[p.address].State != "") || (answer == "queued") != queue[p.address] {
			t.Errorf("%s was told %s, registered: %t, in the queue: %t", p.given, answer, confirmed[p.address].State != "", queue[p.address])
		}
		if refused := answer == "422"; answer != "registered" && (i%2 == 0) == refused {
			t.Errorf("%s, who would wait: %t, was told %s: %s", p.given, i%2 == 0, answer, answers[i].text(t))
		}
	}
	if desk.Seats[event.Hall].Taken != 60 || told["registered"] != 60 || told["queued"] != len(desk.Queue) {
		t.Errorf("%d seats taken, %d in the queue, and %v were told so; want 60 seats", desk.Seats[event.Hall].Taken, len(desk.Queue), told)
	}
	for id, s := range desk.Seats {
		if !id.IsEvent() && s.Taken != 20 {
			t.Errorf("%s: %d seats taken, want 20", id, s.Taken)
		}
	}
	h.tick(t)
	h.wantWishes(t, 0)
	h.wantConfirmations(t, confirmed)
	t.Logf("%d people in %v, %.0f decisions/s; told %v, pressed again %d times; round trips %v",
		crowd, took.Round(time.Millisecond), crowd/took.Seconds(), told, retries, h.Faults.Calls())
}

// fromEverywhere connects from many addresses of this machine, as a crowd does:
// what one place posts is limited.
func fromEverywhere() func(context.Context, string, string) (net.Conn, error) {
	var n atomic.Uint32
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		from := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(n.Add(1)%250+1))}}
		if conn, err := from.DialContext(ctx, network, address); err == nil {
			return conn, nil
		}
		return (&net.Dialer{}).DialContext(ctx, network, address) // where 127.0.0.1 is all there is
	}
}

// said is where an answer leads, or its status.
func (p page) said() string {
	if to := p.header.Get("Location"); p.status == http.StatusSeeOther {
		return to[strings.LastIndexByte(to, '/')+1:]
	}
	return strconv.Itoa(p.status)
}

// queue is who waits, by address, as the registrations say and the desk agrees.
func (h *house) queue(t testing.TB, desk registration.Desk) map[string]bool {
	t.Helper()
	waiting := map[string]bool{}
	var all []registration.Registration
	for r, err := range h.Parts.Table.Registrations(t.Context(), h.event.Ref) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
		if r.State == registration.Waiting {
			waiting[r.Attendee.Address.String()] = true
		}
	}
	if !desk.Recount(all).Agrees(desk) {
		t.Error("the desk and the registrations do not agree")
	}
	return waiting
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
