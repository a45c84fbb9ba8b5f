package server_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/enginetest"
	"tribune/infra/local/faults"
	"tribune/shared/event"
)

// The function ends before or after its write. Whoever sends the same form
// again finds what stands, and it stands once.
func TestARequestIsKilled(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, when := range []faults.When{faults.Before, faults.After} {
		p := somebody("Killed %s", when)
		form := h.form(t, p)
		h.order(t, "/kill", "when", string(when))
		h.wantDropped(t, p.path("/register"), form)
		h.register(t, p, form)
		h.wantRegistered(t, p.address)
		if got := h.promised(t); got["confirmed"] != 1 || len(got) != 1 {
			t.Errorf("%s: promised %v, want one confirmation", when, got)
		}
		h.tick(t)
		link := h.wantMails(t, p.address, "place réservée")[0].link(t, p)

		h.order(t, "/kill", "when", string(when))
		h.wantDropped(t, link+"/cancel", nil)
		if answer := h.post(t, link+"/cancel", nil); answer.status != http.StatusSeeOther {
			t.Errorf("%s: cancelled: %d %s", when, answer.status, answer.text(t))
		}
		h.wantRegistered(t)
		h.tick(t)
		h.wantMails(t, p.address, "place réservée", "annulée")
	}
}

// Two wishes lie at the desk, and both who left them are gone: one was killed,
// the other's connection broke while it led. The tick decides them.
func TestWishesAreLeftBehind(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	leader, follower := somebody("Leader"), somebody("Follower")
	leading, following := h.fill(t, leader), h.fill(t, follower)
	h.later(t, time.Minute)
	h.fail(t, "TransactWriteItems", 1, faults.Conflict) // not the direct way
	_, arrived := h.Faults.Hold("UpdateItem", faults.After)
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- h.send(ctx, leader.path("/register"), leading) }()
	<-arrived

	h.later(t, -30*time.Second) // the lease outlasts whatever this machine is busy with
	h.order(t, "/kill", "when", "after")
	h.wantDropped(t, follower.path("/register"), following)
	leave()
	if err := <-done; err == nil {
		t.Error("the leader was answered")
	}
	h.wantWishes(t, 2)
	h.wantRegistered(t)

	h.later(t, 40*time.Second)
	h.tick(t)
	h.wantWishes(t, 0)
	h.wantRegistered(t, leader.address, follower.address)
	h.tick(t)
	for _, p := range []person{leader, follower} {
		h.wantMails(t, p.address, "place réservée")
	}
	h.register(t, follower, following) // she tries again after all
	h.wantMails(t, follower.address, "place réservée")
}

// A wish that was left behind comes too late for the last seat: nobody looks at
// the screen any more, so a mail says it.
func TestALateRefusalIsMailed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	late, quick := somebody("Late"), somebody("Quick")
	h.occupy(t, late.workshop, 19)
	leaving, form := h.fill(t, late), h.fill(t, quick)
	h.later(t, 4*time.Second)
	now := h.Clock.Now()
	if _, err := h.Parts.Table.Lead(t.Context(), h.event.Ref, now, now.Add(30*time.Second)); err != nil {
		t.Fatal(err) // this leader never comes back
	}
	h.order(t, "/kill", "when", "after")
	h.wantDropped(t, late.path("/register"), leaving)
	h.wantWishes(t, 1)

	h.later(t, 31*time.Second)
	h.register(t, quick, form)
	h.tick(t)
	h.wantWishes(t, 0)
	_, confirmed := h.books(t)
	if len(confirmed) != 20 || confirmed[late.address].State != "" || confirmed[quick.address].State == "" {
		t.Errorf("%d registered, late: %q, quick: %q", len(confirmed), confirmed[late.address].State, confirmed[quick.address].State)
	}
	refusal := h.wantMails(t, late.address, "pas de place")
	if len(refusal) == 1 && !strings.Contains(refusal[0].Body.Text, "complet") {
		t.Errorf("the refusal does not say why: %s", refusal[0].Body.Text)
	}
	h.wantMails(t, quick.address, "place réservée")
	answer, _ := h.press(t, late.path("/register"), leaving)
	wantWorkshopFull(t, answer)
}

// A request stands still before its commit while another takes the last seat.
func TestAFrozenRequestFindsTheSeatGone(t *testing.T) {
	t.Parallel()
	inbox := enginetest.Inbox(t)
	for name, others := range map[string]int{"workshop full": 0, "full": 20} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouseOn(t, enginetest.Dynamo(t), inbox)
			frozen, quick := somebody("Frozen, %s", name), somebody("Quick, %s", name)
			h.occupy(t, frozen.workshop, 19)
			if others > 0 {
				h.occupy(t, workshops[1], others)
				h.occupy(t, workshops[2], others)
			}
			freezing, form := h.fill(t, frozen), h.fill(t, quick)
			h.later(t, 4*time.Second)
			release, arrived := h.Faults.Hold("TransactWriteItems", faults.Before)
			told := make(chan page, 1)
			go func() {
				answer, _ := h.press(t, frozen.path("/register"), freezing)
				told <- answer
			}()
			<-arrived
			h.register(t, quick, form)
			release()
			answer := <-told
			wantWorkshopFull(t, answer)
			answer.wantTyped(t, freezing)
			if all := strings.Contains(answer.body, "Toutes les places sont prises"); all != (others > 0) {
				t.Errorf("told that all is full: %t: %s", all, answer.text(t))
			}
			desk, confirmed := h.books(t)
			if desk.Seats[event.OfWorkshop(frozen.workshop, false)].Taken != 20 || confirmed[quick.address].State == "" || confirmed[frozen.address].State != "" {
				t.Errorf("the desk: %+v", desk)
			}
			h.tick(t)
			h.wantMails(t, quick.address, "place réservée")
			h.wantMails(t, frozen.address) // the screen told her
		})
	}
}

func wantWorkshopFull(t *testing.T, p page) {
	t.Helper()
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.text(t), "complet") {
		t.Errorf("told %d: %s", p.status, p.text(t))
	}
}

// wantTyped wants the form to be shown again with what was typed into it.
func (p page) wantTyped(t *testing.T, typed url.Values) {
	t.Helper()
	_, again := p.form(t)
	for _, name := range []string{"given", "family", "address", "organisation", "sector", "workshop-ateliers", "consent"} {
		if again.Get(name) != typed.Get(name) {
			t.Errorf("%s was %q and is %q", name, typed.Get(name), again.Get(name))
		}
	}
}

// send posts a form as long as ctx lasts; the error is that of the connection.
func (h *house) send(ctx context.Context, path string, form url.Values) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.origin+path, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := h.client.Do(r)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (h *house) wantWishes(t *testing.T, n int) {
	t.Helper()
	wishes, err := h.Parts.Table.Wishes(t.Context(), h.event.Ref, 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(wishes) != n {
		t.Errorf("%d wishes lie at the desk, want %d", len(wishes), n)
	}
}
