package mailer_test

import (
	"strings"
	"testing"
	"time"

	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// Many mails about one event read what belongs to each: her registration and
// her address's record, the claim, the count and the mark. The event and its
// organisation are read once.
func TestRoundTripsOfAMail(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const mails = 10
	for n := range mails {
		h.promise(t, n+1, registrations()[seated], outbox.Confirmed, locale.French)
	}
	calls := h.Calls(func() { h.run(t) })
	if calls["GetItem"] != 2*mails+2 || calls["PutItem"] != 3*mails || len(calls) != 3 {
		t.Errorf("%d mails take %v", mails, calls)
	}
}

// What a mail says of its organisation is two seconds old at most, as on the pages.
func TestAMailIsTwoSecondsBehindAtMost(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r := registrations()[seated]
	h.promise(t, 1, r, outbox.Confirmed, locale.French)
	h.run(t)
	o := must(h.Organisation(t.Context(), ref.Organisation))
	o.ReplyTo = address("nouvelle@exemple.org")
	if err := h.PutOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	h.Clock.Advance(2*time.Second + 1)
	e := h.promise(t, 2, r, outbox.Confirmed, locale.French)
	h.run(t)
	if body := string(h.sent[e.ID]); !strings.Contains(body, "nouvelle@exemple.org") {
		t.Errorf("more than two seconds later the mail says %s", body)
	}
}
