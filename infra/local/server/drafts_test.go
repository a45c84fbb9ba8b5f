package server_test

import (
	"net/http"
	"strings"
	"testing"

	"tribune/infra/local/enginetest"
	"tribune/shared/locale"
	"tribune/shared/mailing"
)

// What is sent is what was read: a draft that somebody else changed meanwhile is
// shown as it is now instead, and goes when that was read.
func TestWhatWasNotReadIsNotSent(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	p := somebody("Written to")
	h.comes(t, h.event, p)
	b, page := h.signIn(t), h.draft(t, "message")
	changed, err := h.Parts.Table.Mailing(t.Context(), h.event.Ref, "message")
	if err != nil {
		t.Fatal(err)
	}
	changed.Subject = locale.Text{locale.French: "Un autre objet"}
	if err := h.Parts.Table.PutMailing(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	if got := b.post(t, page+"/send", asRead); got.status != http.StatusSeeOther || got.header.Get("Location") != page {
		t.Errorf("told %d: %s", got.status, got.text(t))
	}
	h.tick(t)
	h.wantMails(t, p.address)
	if m, err := h.Parts.Table.Mailing(t.Context(), h.event.Ref, "message"); err != nil || m.State != mailing.Draft {
		t.Errorf("it is %s, %v", m.State, err)
	}
	path, form := b.get(t, page).form(t)
	if path != page+"/send" || form.Get("version") != "2" {
		t.Fatalf("the page offers %s with %v", path, form)
	}
	b.post(t, path, form)
	h.tick(t)
	h.tick(t)
	h.wantMails(t, p.address, "Un autre objet")
}

// A text that makes too heavy a mail is refused with its sentence and kept,
// however few its characters; and so is one that was opened before somebody else
// changed it.
func TestDraftsThatCannotBeKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	b, page := h.signIn(t), h.draft(t, "message")
	path, form := b.get(t, page+"/edit").form(t)
	heavy := strings.Repeat("- a\n", 1400)
	form.Set("body_fr", heavy)
	if got := b.post(t, path, form); got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(t), "e-mail trop lourd") || strings.Count(got.body, "- a\n") < 1399 {
		t.Errorf("told %d: %.300s", got.status, got.text(t))
	}
	form.Set("body_fr", "Un texte léger.")
	if got := b.post(t, path, form); got.status != http.StatusSeeOther {
		t.Fatalf("told %d: %s", got.status, got.text(t))
	}
	form.Set("body_fr", "Celui de quelqu’un d’autre.")
	got := b.post(t, path, form)
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text(t), "entre-temps") || !strings.Contains(got.body, "Celui de quelqu’un d’autre.") {
		t.Errorf("told %d: %.300s", got.status, got.text(t))
	}
	path, form = got.form(t) // as it says, sent again it holds
	form.Set("body_fr", "Celui de quelqu’un d’autre.")
	if again := b.post(t, path, form); again.status != http.StatusSeeOther {
		t.Errorf("told %d: %s", again.status, again.text(t))
	}
}
