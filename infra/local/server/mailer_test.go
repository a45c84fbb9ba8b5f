package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tribune/functions/mailer"
	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/lambdajob"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/ses"
	"tribune/shared/site"
)

// second publishes the event once more, as another one.
func (h *house) second(t *testing.T) event.Event {
	t.Helper()
	e := h.event
	e.Ref.Event, e.Slug = "second", "second"
	if err := h.Parts.Table.Publish(t.Context(), e, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	return e
}

// beside is what the organiser's list of an event, as a page and as a file, says
// beside somebody's name.
func (h *house) beside(t *testing.T, b browser, list string, p person) (row, line string) {
	t.Helper()
	_, row, _ = strings.Cut(b.get(t, list).body, p.given+" "+p.family)
	row, _, _ = strings.Cut(row, "</tr>")
	for l := range strings.Lines(b.csv(t, list).body) {
		if strings.Contains(l, p.address) {
			line = l
		}
	}
	return row, line
}

// The addresses with which the mail service lets its users try what becomes of
// mail: the organiser reads it beside the name, and to whom an address is lost,
// it is lost at every event.
func TestWhatBecomesOfMailIsSaidBesideTheName(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	other := h.second(t)
	cases := []struct {
		name, says, saysNext string
		mails                int
	}{
		{"bounce", "l’adresse n’existe pas", "adresse écartée après un refus", 1},
		{"suppressionlist", "adresse écartée après un refus", "adresse écartée après un refus", 1},
		{"complaint", "e-mail signalé comme indésirable", "adresse écartée après un refus", 1},
		{"ooto", "e-mail remis", "e-mail remis", 2},
	}
	people := map[string]person{}
	for _, c := range cases {
		p := somebody("Sim %s", c.name)
		p.address = c.name + "@simulator.amazonses.com"
		people[c.name] = p
		h.register(t, p, h.form(t, p))
	}
	h.tick(t)
	for _, c := range cases {
		p, path := people[c.name], "/fr/events/"+string(other.Slug)+"/register"
		_, form := h.get(t, path).form(t)
		for name, values := range h.fill(t, p) {
			if name != "form" {
				form[name] = values
			}
		}
		h.later(t, 4*time.Second)
		if got, _ := h.press(t, path, form); got.status != http.StatusSeeOther {
			t.Errorf("%s, at the second event: %d %s", c.name, got.status, got.text(t))
		}
	}
	h.tick(t)
	b := h.signIn(t)
	for _, c := range cases {
		p := people[c.name]
		for list, says := range map[string]string{listPath: c.says, "/fr/organisers/events/second": c.saysNext} {
			if row, line := h.beside(t, b, list, p); !strings.Contains(row, says) || !strings.Contains(line, says) {
				t.Errorf("%s, %s: the page says %q, the file %q", c.name, list, row, line)
			}
		}
		if n := len(h.received(t, p.address)); n != c.mails {
			t.Errorf("%s: %d mails went", c.name, n)
		}
	}
}

// The mailer is killed before or after each of its writes: the claim, the count,
// the mark. The mail arrives once; twice only where it was killed between the
// sending and the mark and the claim lapses before the mail's report comes.
func TestTheMailerIsKilled(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for write := range 3 {
		for _, when := range []faults.When{faults.Before, faults.After} {
			for _, reportFirst := range []bool{true, false} {
				p := somebody("Mailer %d %s %t", write, when, reportFirst)
				h.register(t, p, h.form(t, p))
				for range write {
					h.Faults.Fail(faults.AnyWrite, 1, "") // no fault: that write is done
				}
				h.Faults.Kill(when)
				ctx := faults.WithRequest(t.Context())
				if err := h.Tick(ctx); err == nil || !faults.Killed(ctx) {
					t.Errorf("%s: killed %t, %v", p.given, faults.Killed(ctx), err)
				}
				want := 1
				if unmarked := write == 2 && when == faults.Before; unmarked && !reportFirst {
					want = 2
				}
				if reportFirst {
					h.tick(t)
				}
				for range 3 {
					h.later(t, outbox.Claim)
					h.tick(t)
				}
				if got := h.received(t, p.address); len(got) != want {
					t.Errorf("write %d, %s, report first %t: %d mails came, want %d", write+1, when, reportFirst, len(got), want)
				}
				if left := h.outbox(t); len(left) != 0 {
					t.Errorf("write %d, %s: left %+v", write+1, when, left)
				}
			}
		}
	}
}

// The mail service fails in every way over many mails: each arrives, and once
// more for each answer that was lost after it had been taken.
func TestTheMailServiceFails(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var people []person
	for n := range 9 {
		p := somebody("Service %d", n)
		h.register(t, p, h.form(t, p))
		people = append(people, p)
	}
	const lost = 2
	for _, f := range []faults.Flavour{faults.Throttled, faults.Refused, faults.LostAnswer, faults.Conflict} {
		h.fail(t, "SendEmail", lost, f)
	}
	for range 6 {
		h.tick(t)
		h.later(t, 90*time.Second)
	}
	total := 0
	for _, p := range people {
		n := len(h.received(t, p.address))
		if total += n; n == 0 {
			t.Errorf("%s has no mail", p.given)
		}
	}
	if total != len(people)+lost {
		t.Errorf("%d mails came to %d people, %d answers being lost", total, len(people), lost)
	}
	if left := h.outbox(t); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}

// record is what the table's stream tells of a mail that was promised.
func record(id string) map[string]any {
	text := func(s string) map[string]any { return map[string]any{"S": s} }
	keys := map[string]any{site.PartitionKey: text("MAIL#" + id), site.SortKey: text("MAIL")}
	image := map[string]any{site.PartitionKey: keys[site.PartitionKey], site.SortKey: keys[site.SortKey], site.QueueKey: text(site.MailQueue + string(outbox.Normal))}
	return map[string]any{
		"eventID": id, "eventName": "INSERT", "eventSource": "aws:dynamodb",
		"dynamodb": map[string]any{"Keys": keys, "NewImage": image, "StreamViewType": "NEW_IMAGE"},
	}
}

func batch(t *testing.T, records ...map[string]any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(map[string]any{"Records": records})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The stream's batches come twice, at once, in any order, torn, and poisoned by
// a record that nobody can read: each mail goes once all the same.
func TestTheStreamRepeatsItself(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	call := lambdajob.Handler(mailer.New(h.Parts, ses.Open(h.Parts.AWS, "")))
	var people []person
	var records []map[string]any
	for n := range 6 {
		p := somebody("Stream %d", n)
		h.register(t, p, h.form(t, p))
		people = append(people, p)
	}
	for _, m := range h.outbox(t) {
		records = append(records, record(m.ID))
	}
	poison := record("poison")
	delete(poison["dynamodb"].(map[string]any), "NewImage")
	if err := call(t.Context(), batch(t, append(slices.Clone(records), poison)...)); err == nil {
		t.Error("Lambda is not told of the poison, and does not split the batch")
	}
	if n := len(h.outbox(t)); n != len(people) {
		t.Errorf("with the poison %d mails went", len(people)-n)
	}
	reversed := slices.Clone(records)
	slices.Reverse(reversed)
	batches := []json.RawMessage{
		batch(t, records...), batch(t, records...), batch(t, reversed...), batch(t, records[3:]...), batch(t, records[:3]...),
		batch(t, records[0], records[0], records[5]), batch(t, record("of a mail that is gone")),
	}
	var wg sync.WaitGroup
	for i, b := range batches {
		wg.Go(func() {
			if err := call(context.WithoutCancel(t.Context()), b); err != nil {
				t.Errorf("batch %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	for _, b := range batches { // and again, when all is done
		if err := call(t.Context(), b); err != nil {
			t.Error(err)
		}
	}
	for _, p := range people {
		h.wantMails(t, p.address, "place réservée")
	}
	if got := fmt.Sprint(h.promised(t)); got != "map[]" {
		t.Errorf("left: %s", got)
	}
}
