package server_test

import (
	"strings"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/outbox"
)

// The mail service fails once. The mail is late, and comes.
func TestSendingFails(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, flavour := range []faults.Flavour{faults.Throttled, faults.Refused, faults.LostAnswer} {
		p := somebody("Mail %s", flavour)
		h.register(t, p, h.form(t, p))
		h.fail(t, "SendEmail", 1, flavour)
		h.tick(t)
		waiting := h.outbox(t)
		if len(waiting) != 1 || waiting[0].Attempts != 1 || waiting[0].State != string(outbox.Pending) || !waiting[0].Due.After(h.Clock.Now()) {
			t.Errorf("%s: the outbox holds %+v", flavour, waiting)
		}
		h.tick(t) // nothing is due yet
		if got := h.outbox(t); len(got) != 1 || got[0].Attempts != 1 {
			t.Errorf("%s: tried again before it was due: %+v", flavour, got)
		}
		h.later(t, 15*time.Second)
		h.tick(t)
		if got := h.outbox(t); len(got) != 0 {
			t.Errorf("%s: still waiting: %+v", flavour, got)
		}
		want := 1
		if flavour == faults.LostAnswer {
			want = 2 // it was sent the first time too, and nobody could know
		}
		got := h.received(t, p.address)
		if len(got) != want {
			t.Errorf("%s: %d mails came, want %d", flavour, len(got), want)
		}
		for _, m := range got {
			if m.link(t, p) != got[0].link(t, p) || len(m.Attachments) != 1 {
				t.Errorf("%s: a mail differs: %+v", flavour, m)
			}
		}
	}
}

// undelivered is what the list says beside whom no mail reached.
const undelivered = "e-mail non remis"

// wantDelivery wants the organiser's list, page and file, to say beside whom
// the mail did not arrive.
func (h *house) wantDelivery(t *testing.T, p person, delivered bool) {
	t.Helper()
	b := h.signIn(t)
	_, row, found := strings.Cut(b.get(t, listPath).body, p.given+" "+p.family)
	row, _, _ = strings.Cut(row, "</tr>")
	if !found || strings.Contains(row, undelivered) == delivered {
		t.Errorf("%s: delivered is to be %t, the page says: %s", p.given, delivered, row)
	}
	row = ""
	for line := range strings.Lines(b.csv(t, listPath).body) {
		if strings.Contains(line, p.address) {
			row = line
		}
	}
	if row == "" || strings.Contains(row, undelivered) == delivered {
		t.Errorf("%s: delivered is to be %t, the file says: %s", p.given, delivered, row)
	}
}

func addressed(address string) person {
	p := somebody("To %s", strings.TrimSuffix(address, "@exemple.org"))
	p.address = address
	return p
}

// The mail service refuses an address for good: nothing is tried again.
func TestAnAddressIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p, other := addressed("permerror@exemple.org"), somebody("Other")
	h.register(t, p, h.form(t, p))
	h.register(t, other, h.form(t, other))
	h.tick(t)
	if got := h.outbox(t); len(got) != 0 {
		t.Errorf("still waiting: %+v", got)
	}
	h.wantDelivery(t, p, false)
	h.wantDelivery(t, other, true)
	h.wantMails(t, p.address)
	h.wantMails(t, other.address, "place réservée")
	h.wantRegistered(t, p.address, other.address) // she has her place all the same
}

// The mail service fails for one address again and again: it is tried for a
// day, more and more rarely, and then given up.
func TestAnAddressFailsForADay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := addressed("temperror@exemple.org")
	h.register(t, p, h.form(t, p))
	promised := h.Clock.Now()
	h.tick(t)
	attempts, step := 1, time.Minute
	for h.Clock.Now().Sub(promised)+step < outbox.GiveUp {
		h.later(t, step)
		h.tick(t)
		got := h.outbox(t)
		if len(got) != 1 || got[0].Attempts < attempts {
			t.Fatalf("after %v the outbox holds %+v", h.Clock.Now().Sub(promised).Round(time.Minute), got)
		}
		attempts, step = got[0].Attempts, min(2*step, 73*time.Minute)
	}
	h.wantDelivery(t, p, true) // nothing is given up yet
	h.later(t, 2*time.Hour)
	h.tick(t)
	if got := h.outbox(t); len(got) != 0 {
		t.Errorf("after a day the outbox holds %+v", got)
	}
	h.wantDelivery(t, p, false)
	if attempts < 20 || attempts > 40 {
		t.Errorf("%d attempts in a day", attempts)
	}
	t.Logf("%d attempts before the last", attempts)
}

// The mail service does not answer for one address, which holds up nobody else
// for longer than that.
func TestAnAddressTimesOut(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p, other := addressed("timeout@exemple.org"), somebody("Other")
	h.register(t, p, h.form(t, p))
	h.register(t, other, h.form(t, other))
	h.tick(t)
	h.wantMails(t, other.address, "place réservée")
	if got := h.outbox(t); len(got) != 1 || got[0].Attempts != 1 {
		t.Errorf("the outbox holds %+v", got)
	}
	h.later(t, 25*time.Hour)
	h.tick(t)
	if got := h.outbox(t); len(got) != 0 {
		t.Errorf("after a day the outbox holds %+v", got)
	}
	h.wantDelivery(t, p, false)
	h.wantMails(t, p.address)
}
