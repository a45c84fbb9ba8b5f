package lambdajob_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"tribune/shared/fault"
	"tribune/shared/lambdajob"
)

func fixture(t *testing.T, name string) json.RawMessage {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// run gives an event to the handler of a job, and returns what the job was told.
func run(t *testing.T, event json.RawMessage, outcome error) (told *lambdajob.Cause, err error) {
	t.Helper()
	err = lambdajob.Handler(func(_ context.Context, c lambdajob.Cause) error {
		told = &c
		return outcome
	})(t.Context(), event)
	return told, err
}

func TestCause(t *testing.T) {
	for name, want := range map[string]lambdajob.Cause{
		"rule":         {Kind: lambdajob.Schedule},
		"scheduler":    {Kind: lambdajob.Schedule},
		"stream-quiet": {Kind: lambdajob.Stream},
		"topic":        {Kind: lambdajob.Reports, Reports: []string{`{"eventType":"Delivery"}`, "words of no kind"}},
		"stream": {Kind: lambdajob.Stream, Entries: []lambdajob.Entry{
			{PK: "event#tanger", SK: "registration#c", Queue: "wishes#tanger"},
			{PK: "event#tanger", SK: "mail#1", Queue: "mail#now"},
			{PK: "event#tanger", SK: "registration#a", Queue: "wishes#tanger"},
		}},
	} {
		got, err := run(t, fixture(t, name), nil)
		if err != nil || got == nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: job was told %+v, %v; want %+v", name, got, err, want)
		}
	}
}

func TestQueues(t *testing.T) {
	told, err := run(t, fixture(t, "stream"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := told.Queues(), []string{"wishes#tanger", "mail#now"}; !reflect.DeepEqual(got, want) {
		t.Errorf("queues %q, want %q", got, want)
	}
}

func TestUnknownEvent(t *testing.T) {
	events := map[string]json.RawMessage{
		"no JSON":         json.RawMessage(`{`),
		"nothing":         json.RawMessage(`{}`),
		"a list":          json.RawMessage(`[]`),
		"null":            json.RawMessage(`null`),
		"no records":      json.RawMessage(`{"Records":[]}`),
		"an HTTP request": json.RawMessage(`{"version":"2.0","rawPath":"/fr"}`),
	}
	for _, name := range []string{"queue", "other-event", "stream-keys-only", "stream-other-table", "topic-and-stream", "stream-and-topic", "topic-of-numbers"} {
		events[name] = fixture(t, name)
	}
	for name, event := range events {
		told, err := run(t, event, nil)
		if told != nil || !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: error %v, job was told %+v", name, err, told)
		}
	}
}

func TestJobFails(t *testing.T) {
	outcome := errors.New("the table is away")
	if _, err := run(t, fixture(t, "stream"), outcome); !errors.Is(err, outcome) {
		t.Errorf("error %v: Lambda would not retry", err)
	}
}
