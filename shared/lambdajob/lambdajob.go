// Package lambdajob turns the events that call a function without anybody
// asking, the table's stream, the schedule and the mail service's reports, into
// plain calls of a job.
//
// A job is told why it is called. From the stream and the schedule that is a hint
// where to look first, and nothing else: what there is to do it finds in its
// queue. A report is there for the job that it calls alone. So a job must be
// harmless to repeat, and an event may come late, twice or never.
//
// A batch of the stream succeeds or fails as a whole: on an error all of it
// comes again. That costs nothing where each entry is decided by how it stands
// in the queue, not by how it stood in the event, and it spares the bookkeeping
// of partial failures.
package lambdajob

import (
	"context"
	"encoding/json"

	"github.com/aws/aws-lambda-go/events"

	"tribune/shared/fault"
	"tribune/shared/site"
)

// Kind is what called a job.
type Kind string

// The kinds.
const (
	Stream   Kind = "stream"   // items changed in the table
	Schedule Kind = "schedule" // time passed
	Reports  Kind = "reports"  // the mail service says what became of mails
)

// Cause says why a job is called.
type Cause struct {
	Kind    Kind
	Entries []Entry  // of the stream: each item once, in the order of their last change; nil otherwise
	Reports []string // of the mail service: each as it wrote it; nil otherwise
}

// Entry is an item that stood in a queue after its change.
type Entry struct {
	PK, SK string // its key in the table
	Queue  string // the queue it stood in, with its prefix
}

// Queues lists the queues of c's entries, each once, in order.
func (c Cause) Queues() []string {
	var queues []string
	seen := map[string]bool{}
	for _, e := range c.Entries {
		if !seen[e.Queue] {
			seen[e.Queue] = true
			queues = append(queues, e.Queue)
		}
	}
	return queues
}

// Handler returns the function that Lambda calls with an event of either kind.
// An event of any other kind is fault.Invalid, and the job is not called. The
// job's error is returned as it is, and makes Lambda retry.
func Handler(job func(context.Context, Cause) error) func(context.Context, json.RawMessage) error {
	return func(ctx context.Context, event json.RawMessage) error {
		c, err := cause(event)
		if err != nil {
			return err
		}
		return job(ctx, c)
	}
}

func cause(raw json.RawMessage) (Cause, error) {
	var event struct {
		Records    []json.RawMessage
		Source     string `json:"source"`
		DetailType string `json:"detail-type"`
	}
	if err := json.Unmarshal(raw, &event); err != nil {
		return Cause{}, fault.New(fault.Invalid, "lambdajob: read the event", err)
	}
	// EventBridge has two schedulers: rules, and the scheduler of its own.
	scheduled := event.Source == "aws.events" || event.Source == "aws.scheduler"
	switch {
	case len(event.Records) > 0:
		return records(event.Records)
	case scheduled && event.DetailType == "Scheduled Event":
		return Cause{Kind: Schedule}, nil
	}
	return Cause{}, fault.New(fault.Invalid, "lambdajob: an event of an unknown kind", nil)
}

// records tells the stream's records from those of a topic, which never come mixed.
func records(raw []json.RawMessage) (Cause, error) {
	var first struct{ EventSource string }
	if err := json.Unmarshal(raw[0], &first); err != nil {
		return Cause{}, fault.New(fault.Invalid, "lambdajob: read a record", err)
	}
	if first.EventSource == "aws:sns" {
		topic, err := each[events.SNSEventRecord](raw)
		c := Cause{Kind: Reports}
		for _, r := range topic {
			if r.EventSource != first.EventSource {
				return Cause{}, fault.New(fault.Invalid, "lambdajob: a record of an unknown kind", nil)
			}
			c.Reports = append(c.Reports, r.SNS.Message)
		}
		return c, err
	}
	stream, err := each[events.DynamoDBEventRecord](raw)
	if err != nil {
		return Cause{}, err
	}
	entries, err := entries(stream)
	return Cause{Kind: Stream, Entries: entries}, err
}

func each[T any](raw []json.RawMessage) ([]T, error) {
	all := make([]T, len(raw))
	for i, r := range raw {
		if err := json.Unmarshal(r, &all[i]); err != nil {
			return nil, fault.New(fault.Invalid, "lambdajob: read a record", err)
		}
	}
	return all, nil
}

// entries keeps the last image of each item: records of one item come in order.
// What was removed or left its queue has nothing to ask any more.
func entries(records []events.DynamoDBEventRecord) ([]Entry, error) {
	last := map[Entry]int{} // by key, Queue left empty
	var all []Entry
	for _, r := range records {
		e, err := entry(r)
		if err != nil {
			return nil, err
		}
		key := Entry{PK: e.PK, SK: e.SK}
		if i, ok := last[key]; ok {
			all[i].Queue = "" // superseded
		}
		last[key] = len(all)
		all = append(all, e)
	}
	var queued []Entry
	for _, e := range all {
		if e.Queue != "" {
			queued = append(queued, e)
		}
	}
	return queued, nil
}

func entry(r events.DynamoDBEventRecord) (Entry, error) {
	pk, okPK := text(r.Change.Keys, site.PartitionKey)
	sk, okSK := text(r.Change.Keys, site.SortKey)
	if r.EventSource != "aws:dynamodb" || !okPK || !okSK {
		return Entry{}, fault.New(fault.Invalid, "lambdajob: a record of an unknown kind", nil)
	}
	// A stream that is set up without new images would hide every queue.
	if r.Change.NewImage == nil && r.EventName != string(events.DynamoDBOperationTypeRemove) {
		return Entry{}, fault.New(fault.Invalid, "lambdajob: a record without its new image", nil)
	}
	queue, _ := text(r.Change.NewImage, site.QueueKey)
	return Entry{PK: pk, SK: sk, Queue: queue}, nil
}

func text(item map[string]events.DynamoDBAttributeValue, name string) (string, bool) {
	v, ok := item[name]
	if !ok || v.DataType() != events.DataTypeString {
		return "", false
	}
	return v.String(), true
}
