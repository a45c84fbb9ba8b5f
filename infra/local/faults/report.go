package faults

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"
)

// simulator is where SES's own test addresses are. What happens to mail there
// happens here too; mail to every other address is delivered.
const simulator = "@simulator.amazonses.com"

// Simulated is a test address by what befalls mail there, such as "bounce".
func Simulated(fate string) string { return fate + simulator }

// fates are the events that SES publishes for a test address, each with its own part.
// https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
var fates = map[string][]event{
	"bounce":          {bounce("Permanent", "General")},
	"suppressionlist": {bounce("Permanent", "OnAccountSuppressionList")},
	"complaint":       {delivered, {kind: "Complaint", part: "complaint", recipients: "complainedRecipients", more: map[string]any{"complaintFeedbackType": "abuse"}}},
	"ooto":            {delivered, bounce("Transient", "General")},
}

var delivered = event{kind: "Delivery", part: "delivery"}

func bounce(kind, subtype string) event {
	return event{kind: "Bounce", part: "bounce", recipients: "bouncedRecipients", more: map[string]any{"bounceType": kind, "bounceSubType": subtype}}
}

// event is one kind of what SES publishes.
type event struct {
	kind, part string
	recipients string // the name of their list in the part
	more       map[string]any
}

// report tells what became of a mail that the service took, as its
// configuration set would: by the name of each recipient.
func (m *Mail) report(resp *http.Response, body []byte) error {
	if m.Report == nil || resp.StatusCode != http.StatusOK {
		return nil
	}
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	var sent struct {
		MessageID string `json:"MessageId"`
	}
	var call struct {
		EmailTags []struct{ Name, Value string }
	}
	if json.Unmarshal(answer, &sent) != nil || json.Unmarshal(body, &call) != nil {
		return nil // the client will say what is wrong with it
	}
	tags := map[string][]string{}
	for _, t := range call.EmailTags {
		tags[t.Name] = append(tags[t.Name], t.Value)
	}
	for _, address := range recipients(body) {
		events := []event{delivered}
		if name, at := strings.CutSuffix(address, simulator); at && fates[name] != nil {
			events = fates[name]
		}
		for i, e := range events {
			m.Report(e.publish(address, sent.MessageID, tags, m.now().Add(time.Duration(i)*time.Millisecond)))
		}
	}
	return nil
}

func (m *Mail) now() time.Time {
	if m.Now == nil {
		return time.Now()
	}
	return m.Now()
}

// publish is the event as SES writes it.
func (e event) publish(address, message string, tags map[string][]string, at time.Time) string {
	stamp := at.UTC().Format("2006-01-02T15:04:05.000Z")
	part := map[string]any{"timestamp": stamp}
	for k, v := range e.more {
		part[k] = v
	}
	if e.recipients != "" {
		part[e.recipients] = []map[string]string{{"emailAddress": address}}
	}
	b, err := json.Marshal(map[string]any{
		"eventType": e.kind, e.part: part,
		"mail": map[string]any{"messageId": message, "timestamp": stamp, "destination": []string{address}, "tags": tags},
	})
	if err != nil {
		panic(err) // strings, lists and maps of strings always marshal
	}
	return string(b)
}
