package feedback_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tribune/functions/feedback"
	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/lambdajob"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

var about = outbox.Ref{Organisation: "ahsud", Event: "tanger", Person: "zineb"}

// house is the function with its table, called as Lambda calls it.
type house struct {
	*tabletest.Bench
	parts boot.Parts
	log   bytes.Buffer
	call  func(context.Context, json.RawMessage) error
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{Bench: tabletest.New(t)}
	h.Clock.Set(time.Date(2026, 11, 21, 9, 30, 15, 0, time.UTC)) // when the examples are from
	ring, err := token.ParseRing(strings.Repeat("s", 32))
	if err != nil {
		t.Fatal(err)
	}
	h.parts = boot.Parts{Table: h.Table, Ring: ring, Now: h.Clock.Now, Log: slog.New(slog.NewTextHandler(&h.log, nil))}
	h.call = lambdajob.Handler(feedback.New(h.parts))
	return h
}

// topic is the event of a topic with these messages.
func topic(t *testing.T, messages ...string) json.RawMessage {
	t.Helper()
	var records []map[string]any
	for i, m := range messages {
		records = append(records, map[string]any{
			"EventVersion": "1.0", "EventSource": "aws:sns", "EventSubscriptionArn": "arn:aws:sns:eu-west-3:111122223333:tribune:1",
			"Sns": map[string]any{"Type": "Notification", "MessageId": fmt.Sprint(i), "Timestamp": "2026-11-21T09:31:03.123Z", "Message": m},
		})
	}
	b, err := json.Marshal(map[string]any{"Records": records})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// said is an event as SES publishes it, of a mail's entry.
func said(t *testing.T, name string, e outbox.Entry) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "Zm9v-YmFy_01", e.ID)
}

func (h *house) promise(t *testing.T, person string) outbox.Entry {
	t.Helper()
	ref := about
	ref.Person = person
	e := outbox.Promise(outbox.Confirmed, ref, "fr", h.Clock.Now())
	if err := h.Promise(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return e
}

func (h *house) fares(t *testing.T, person string) outbox.Delivery {
	t.Helper()
	all, err := h.Deliveries(t.Context(), event.Ref{Organisation: "ahsud", Event: "tanger"})
	if err != nil {
		t.Fatal(err)
	}
	return all[person]
}

func (h *house) suppressed(t *testing.T) bool {
	t.Helper()
	r, err := h.Recipient(t.Context(), h.parts.Ring.Recipient("recipient@example.com"))
	if err != nil {
		t.Fatal(err)
	}
	return r.Suppressed(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
}

// A report goes from the topic's event to her whom the mail was for and to what
// is known of the address; once or twice is the same.
func TestReportsReachTheirPerson(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		fate       outbox.Fate
		suppressed bool
	}{
		"delivery": {outbox.Delivered, false}, "delay": {outbox.Delayed, false}, "reject": {outbox.Rejected, false},
		"bounce": {outbox.Bounced, true}, "complaint": {outbox.Complained, true},
	} {
		h := newHouse(t)
		e := h.promise(t, "zineb")
		for range 2 {
			if err := h.call(t.Context(), topic(t, said(t, name, e))); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if d := h.fares(t, "zineb"); d.Fate != want.fate || d.Entry != e.ID {
				t.Errorf("%s: she fares %+v", name, d)
			}
			if got := h.suppressed(t); got != want.suppressed {
				t.Errorf("%s: suppressed %t", name, got)
			}
		}
		if h.log.Len() > 0 {
			t.Errorf("%s: logged %s", name, &h.log)
		}
	}
}

// One report among others cannot be read: it is told, without what it holds,
// the others are noted, and Lambda does not call again for its sake.
func TestAReportThatCannotBeReadStopsNone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	one, two := h.promise(t, "zineb"), h.promise(t, "youssef")
	hostile := `{"eventType":"Bounce","mail":"recipient@example.com"}`
	if err := h.call(t.Context(), topic(t, said(t, "bounce", one), hostile, "recipient", said(t, "delivery", two))); err != nil {
		t.Error(err)
	}
	if one, two := h.fares(t, "zineb").Fate, h.fares(t, "youssef").Fate; one != outbox.Bounced || two != outbox.Delivered {
		t.Errorf("they fare %q and %q", one, two)
	}
	if told := h.log.String(); strings.Count(told, "level=ERROR") != 2 || strings.Contains(told, "recipient") {
		t.Errorf("the log says %s", told)
	}
}

// The table does not answer for one report: Lambda is to call again, the others
// are noted already, and in the end all are.
func TestAReportThatCannotBeKeptComesAgain(t *testing.T) {
	t.Parallel()
	for _, flavour := range []faults.Flavour{faults.Refused, faults.LostAnswer} {
		h := newHouse(t)
		one, two := h.promise(t, "zineb"), h.promise(t, "youssef")
		batch := topic(t, said(t, "delivery", one), said(t, "delivery", two))
		h.Faults.Fail("PutItem", 4, flavour)
		err := h.call(t.Context(), batch)
		if flavour == faults.Refused && err == nil {
			t.Error("Lambda is not told")
		}
		if h.fares(t, "youssef").Fate != outbox.Delivered {
			t.Errorf("%s: the second report waits for the first", flavour)
		}
		h.Faults.Reset()
		if err := h.call(t.Context(), batch); err != nil {
			t.Error(err)
		}
		if h.fares(t, "zineb").Fate != outbox.Delivered || h.fares(t, "youssef").Fate != outbox.Delivered {
			t.Errorf("%s: in the end they fare %+v, %+v", flavour, h.fares(t, "zineb"), h.fares(t, "youssef"))
		}
	}
}
