package clock_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"tribune/functions/clock"
	"tribune/infra/local/tabletest"
	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/lambdajob"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// house is a table on which processes of the clock run.
type house struct{ *tabletest.Bench }

func newHouse(t *testing.T, events ...event.Event) house {
	t.Helper()
	h := house{tabletest.New(t)}
	for _, e := range events {
		if err := h.Publish(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// process is one that knows nothing yet.
func (h house) process() func(context.Context, lambdajob.Cause) error {
	return clock.New(boot.Parts{Table: h.Table, Now: h.Clock.Now, Log: slog.New(slog.DiscardHandler)})
}

var scheduled = lambdajob.Cause{Kind: lambdajob.Schedule}

// at has a new process called by the schedule at a time.
func (h house) at(t *testing.T, now time.Time) {
	t.Helper()
	h.Clock.Set(now)
	if err := h.process()(t.Context(), scheduled); err != nil {
		t.Fatal(err)
	}
}

// wantBegun wants exactly these notices of an event to have begun, and each to
// be over.
func (h house) wantBegun(t *testing.T, e event.Event, ids ...string) {
	t.Helper()
	begun := map[string]bool{}
	for _, m := range must(h.Mailings(t.Context(), e.Ref)) {
		begun[m.ID] = true
		if m.State != mailing.Gone || m.Version != 2 {
			t.Errorf("%s at %v: %s stands %+v", e.Ref, h.Clock.Now(), m.ID, m)
		}
	}
	ok := len(begun) == len(ids)
	for _, id := range ids {
		ok = ok && begun[id]
	}
	if !ok {
		t.Errorf("%s: at %v have begun %v, want %v", e.Ref, h.Clock.Now(), begun, ids)
	}
}

// come has somebody registered.
func (h house) come(t *testing.T, e event.Event, n int) {
	t.Helper()
	name := must(registration.ParseName(fmt.Sprintf("Zineb %c", 'A'+n)))
	outcome, err := registration.NewService(h, h.Clock.Now).Register(t.Context(), e.Ref, token.Person{byte(n + 1)}, registration.Wish{
		Kind: registration.Come, Made: h.Clock.Now(), FormMade: h.Clock.Now(), Nonce: fmt.Sprint(n), Expires: e.Ends().AddDate(0, 3, 0),
		Attendee: registration.Attendee{
			Given: name, Family: name, Address: must(outbox.ParseAddress(fmt.Sprintf("zineb%d@exemple.org", n))), Sector: "other", Lang: locale.French,
		},
	})
	if err != nil || outcome != registration.Accepted {
		t.Fatal(outcome, err)
	}
}

// streamed is an event of the table's stream: an item stands in a queue.
func streamed(queue string) json.RawMessage {
	str := func(s string) map[string]string { return map[string]string{"S": s} }
	return must(json.Marshal(map[string]any{"Records": []any{map[string]any{
		"eventID": "1", "eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": map[string]any{
			"Keys":     map[string]any{site.PartitionKey: str("A"), site.SortKey: str("B")},
			"NewImage": map[string]any{site.QueueKey: str(queue)},
		},
	}}}))
}
