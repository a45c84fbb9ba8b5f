package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"tribune/shared/account"
	"tribune/shared/token"
)

// shy is how long before a moment a test still expects what holds before it:
// the site's clock runs on while a page is asked for.
const shy = 30 * time.Second

func TestRegistrationOpensAndCloses(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	p := somebody("Punctual")
	for _, at := range []struct {
		now  time.Time
		says string
	}{
		{h.event.Opens.Add(-shy), "pas encore ouvertes"},
		{h.event.Opens, "Prénom"},
		{h.event.Closes.Add(-shy), "Prénom"},
		{h.event.Closes, "Les inscriptions sont closes"},
		{h.event.Ends(), "Les inscriptions sont closes"},
	} {
		h.setClock(t, at.now)
		got := h.get(t, p.path("/register"))
		if got.status != http.StatusOK || !strings.Contains(got.text(t), at.says) {
			t.Errorf("at %v: %d %s", at.now, got.status, got.text(t))
		}
	}

	h.setClock(t, h.event.Closes.Add(-shy))
	form := h.form(t, p)
	h.setClock(t, h.event.Closes) // it was opened in time and comes too late
	if got := h.post(t, p.path("/register"), form); got.status != http.StatusConflict || !strings.Contains(got.text(t), "closes") {
		t.Errorf("sent at the closing second: %d %s", got.status, got.text(t))
	}
	h.wantRegistered(t)
	h.setClock(t, h.event.Closes.Add(-shy+5*time.Second))
	h.register(t, p, form)
	h.setClock(t, h.event.Opens.Add(-shy))
	if got := h.get(t, p.path("")); !strings.Contains(got.text(t), "Inscriptions dès le") {
		t.Errorf("before the opening: %s", got.text(t))
	}
}

// A form that lay open for longer than a day is shown again, with everything in it.
func TestAFormGrowsOld(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	p := arab()
	form := h.form(t, p)
	h.later(t, token.FormMax)
	got := h.post(t, p.path("/register"), form)
	if got.status != http.StatusUnprocessableEntity {
		t.Fatalf("an old form: %d %s", got.status, got.text(t))
	}
	got.wantTyped(t, form)
	_, again := got.form(t)
	if again.Get("form") == form.Get("form") {
		t.Error("the old stamp is kept")
	}
	h.later(t, 4*time.Second)
	h.register(t, p, again)
	h.wantRegistered(t, p.address)
}

// A form that comes back at once is a robot's, or a very fast person's: it is
// shown again, and the same form passes a moment later.
func TestAFormComesBackTooFast(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	p := somebody("Fast")
	form := h.fill(t, p)
	h.setClock(t, h.Clock.Now().Add(-time.Second)) // however slow this machine is
	got := h.post(t, p.path("/register"), form)
	if got.status != http.StatusUnprocessableEntity {
		t.Fatalf("a fast form: %d %s", got.status, got.text(t))
	}
	got.wantTyped(t, form)
	h.later(t, 5*time.Second)
	_, again := got.form(t)
	h.register(t, p, again)
}

func TestASessionEnds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b := h.signIn(t)
	for range 3 { // used, it goes on
		h.later(t, account.SessionIdle-shy)
		if got := b.get(t, listPath); got.status != http.StatusOK {
			t.Fatalf("in use: %d %s", got.status, got.text(t))
		}
	}
	h.later(t, account.SessionIdle)
	for _, path := range []string{listPath, downloadPath, "/fr/organisers/events"} {
		if got := b.get(t, path); got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/fr/organisers?to=") {
			t.Errorf("idle, GET %s: %d %s", path, got.status, got.text(t))
		}
	}

	b = h.signIn(t)
	for begun := h.Clock.Now(); h.Clock.Now().Sub(begun)+20*time.Minute < account.SessionLife; h.later(t, 20*time.Minute) {
		if got := b.get(t, listPath); got.status != http.StatusOK {
			t.Fatalf("after %v: %d", h.Clock.Now().Sub(begun), got.status)
		}
	}
	h.later(t, 20*time.Minute)
	if got := b.get(t, listPath); got.status != http.StatusSeeOther {
		t.Errorf("after its whole life: %d", got.status)
	}
}

func TestACodeExpires(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b, code := h.askCode(t)
	h.later(t, account.CodeLife)
	if got := enterCode(t, b, code); got.status != http.StatusUnprocessableEntity {
		t.Errorf("an expired code: %d %s", got.status, got.text(t))
	}
	b, code = h.askCode(t)
	h.later(t, account.CodeLife-shy)
	if got := enterCode(t, b, code); got.status != http.StatusSeeOther {
		t.Errorf("a code in its last moment: %d %s", got.status, got.text(t))
	}
	if got := enterCode(t, b, code); got.status != http.StatusUnprocessableEntity {
		t.Errorf("a code that was used: %d %s", got.status, got.text(t))
	}
}
