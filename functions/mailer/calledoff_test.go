package mailer_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/goldentest"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// callOff has the event called off, for a reason that is said in two languages.
func (h *house) callOff(t *testing.T) error {
	t.Helper()
	e := must(h.Event(t.Context(), ref))
	e.State, e.Version = event.Cancelled, e.Version+1
	return registration.NewService(h, h.Clock.Now).Refit(t.Context(), registration.Revision{
		Event:    e,
		Line:     organisation.Audit{Organisation: ref.Organisation, At: h.Clock.Now(), By: address("organisation@exemple.org"), Action: organisation.CalledOff},
		CallsOff: &registration.CallingOff{Reason: aMessage.Body, Expected: 6},
	})
}

// Everybody who has a seat or waits for one when the event is called off is told
// once, however long the mail is under way; others are not. What was promised
// before and is true no longer is dropped, and no notice goes out.
func TestEverybodyIsToldThatAnEventIsCalledOff(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	told := map[string]outbox.Entry{}
	before := map[outbox.Kind][]outbox.Entry{}
	n := 0
	for _, stands := range slices.Sorted(maps.Keys(registrations())) {
		for _, l := range locale.Languages {
			r := registrations()[stands]
			n++
			r.Ticket = n
			e := h.promise(t, n, r, outbox.Confirmed, l, queued(r))
			before[outbox.Confirmed] = append(before[outbox.Confirmed], e)
			if r.State.Active() {
				to := e.Ref
				to.Mailing = mailing.CalledOff
				told[stands+"-"+string(l)] = outbox.Promise(outbox.CalledOff, to, l, h.Clock.Now())
			}
		}
	}
	reminder := h.toMany(t, n+1, outbox.Reminder)
	if err := h.callOff(t); err != nil {
		t.Fatal(err)
	}
	if err := h.callOff(t); !fault.Is(err, fault.Conflict) {
		t.Errorf("called off again: %v", err)
	}
	h.Clock.Advance(event.DefaultOffer + time.Hour) // what was held is so no longer
	for range 2 {
		if err := mailing.NewService(h, h.Clock.Now).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.run(t)
	}
	for _, e := range append(before[outbox.Confirmed], reminder) {
		h.message(t, e) // which wants it dropped where nothing was sent
		if _, sent := h.sent[e.ID]; sent {
			t.Errorf("%s was sent", e.Kind)
		}
	}
	for name, e := range told {
		h.wantTold(t, name, e)
	}
	if all := must(h.MailsOf(t.Context(), ref, mailing.CalledOff)); len(all) != len(told)+1 || len(h.sent) != len(told)+1 { // and who was to be reminded
		t.Errorf("%d are promised it, %d mails sent, %d people have or want a seat", len(all), len(h.sent), len(told)+1)
	}
}

// wantTold wants somebody who stands as the name says to have been sent the mail,
// with the calendar's file that strikes the event out if she has a seat.
func (h *house) wantTold(t *testing.T, name string, e outbox.Entry) {
	t.Helper()
	m, sent := h.message(t, e)
	if !sent {
		t.Errorf("%s is told nothing", name)
		return
	}
	var file string
	for _, a := range m.Content.Simple.Attachments {
		file += string(a.RawContent)
	}
	seat := strings.HasPrefix(name, seated) || strings.HasPrefix(name, online) || strings.HasPrefix(name, alsoWaits)
	if strikes := strings.Contains(file, "METHOD:CANCEL") && strings.Contains(file, "SEQUENCE:3\r"); strikes != seat {
		t.Errorf("%s: the calendar's file is %q", name, file)
	}
	if strings.HasPrefix(name, seated) || strings.HasPrefix(name, waiting) {
		var got bytes.Buffer
		must(0, json.Indent(&got, h.sent[e.ID], "", "  "))
		got.WriteByte('\n')
		goldentest.Check(t, filepath.Join("testdata/called-off", name+".json"), got.Bytes())
	}
}
