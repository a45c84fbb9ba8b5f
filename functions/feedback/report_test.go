package feedback

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"tribune/shared/fault"
	"tribune/shared/outbox"
)

const recipient = "recipient@example.com"

// event reads an event as SES publishes it, of one kind, and changes it.
func event(t testing.TB, name string, changes ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(string(b), changes[i]) {
			t.Fatalf("%s does not hold %q", name, changes[i])
		}
	}
	return strings.NewReplacer(changes...).Replace(string(b))
}

func address(t testing.TB, s string) outbox.Address {
	t.Helper()
	a, err := outbox.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		panic(err)
	}
	return t
}

// What SES publishes, as its guide gives it.
func TestEventsAreRead(t *testing.T) {
	to := []outbox.Address{address(t, recipient)}
	message := "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000"
	for name, want := range map[string]outbox.Report{
		"bounce":    {To: to, Fate: outbox.Bounced, Reason: outbox.NoSuchAddress, At: at("2026-11-21T09:31:02.669Z"), Final: true},
		"complaint": {To: to, Fate: outbox.Complained, Reason: outbox.Unwanted, At: at("2026-11-21T10:41:02.012Z")},
		"delivery":  {Fate: outbox.Delivered, At: at("2026-11-21T09:30:18.841Z")},
		"delay":     {Fate: outbox.Delayed, Reason: outbox.Unknown, At: at("2026-11-21T09:45:40.095Z")},
		"reject":    {Fate: outbox.Rejected, Reason: outbox.Unknown, At: at("2026-11-21T09:30:15.012Z")},
	} {
		want.Entry, want.Message = "Zm9v-YmFy_01", message
		got, err := readReport(event(t, name))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as\n%+v (%v), want\n%+v", name, got, err, want)
		}
	}
}

// Only a permanent bounce is the address's; each says why as far as it can.
func TestBounces(t *testing.T) {
	for _, c := range []struct {
		kind, subtype string
		reason        outbox.Reason
		final         bool
	}{
		{"Undetermined", "Undetermined", outbox.Unknown, false},
		{"Permanent", "General", outbox.NoSuchAddress, true},
		{"Permanent", "NoEmail", outbox.NoSuchAddress, true},
		{"Permanent", "Suppressed", outbox.Suppressed, true},
		{"Permanent", "OnAccountSuppressionList", outbox.Suppressed, true},
		{"Transient", "General", outbox.Unknown, false},
		{"Transient", "MailboxFull", outbox.MailboxFull, false},
		{"Transient", "MessageTooLarge", outbox.Unknown, false},
		{"Transient", "CustomTimeoutExceeded", outbox.Unknown, false},
		{"Transient", "ContentRejected", outbox.Unknown, false},
		{"Transient", "AttachmentRejected", outbox.Unknown, false},
		{"Something", "New", outbox.Unknown, false},
	} {
		r, err := readReport(event(t, "bounce", `"Permanent"`, `"`+c.kind+`"`, `"General"`, `"`+c.subtype+`"`))
		if err != nil || r.Fate != outbox.Bounced || r.Reason != c.reason || r.Final != c.final {
			t.Errorf("%s, %s: %+v, %v", c.kind, c.subtype, r, err)
		}
	}
	full, err := readReport(event(t, "delay", "TransientCommunicationFailure", "MailboxFull"))
	if err != nil || full.Fate != outbox.Delayed || full.Reason != outbox.MailboxFull {
		t.Errorf("delayed: %+v, %v", full, err)
	}
}

func TestSeveralRecipients(t *testing.T) {
	for written, want := range map[string][]string{
		`<recipient@example.com>`:                       {recipient},
		` Recipient@Example.com `:                       {"Recipient@Example.com"},
		`a@b.c"},{"emailAddress":"d@e.f`:                {"a@b.c", "d@e.f"},
		`not an address"},{"emailAddress":"d@e.f`:       {"d@e.f"},
		`\r\nBcc: x@example.com`:                        nil,
		strings.Repeat("a", 300) + "@example.com":       nil,
		`"},{},{"emailAddress":"recipient@example.com`:  {recipient},
		`recipient@example.com","emailAddress":"f@e.d`:  {"f@e.d"},
		"recipient@example.com, recipient2@example.com": nil,
	} {
		var all []outbox.Address
		for _, s := range want {
			all = append(all, address(t, s))
		}
		r, err := readReport(event(t, "bounce", `"emailAddress": "recipient@example.com"`, `"emailAddress": "`+written+`"`))
		if err != nil || !reflect.DeepEqual(r.To, all) {
			t.Errorf("%q is read as %v, %v", written, r.To, err)
		}
	}
}

// What tells nothing of a mail of ours is passed over.
func TestEventsThatAreNotOurs(t *testing.T) {
	ours := `"entry": [
        "Zm9v-YmFy_01"
      ]`
	for name, text := range map[string]string{
		"taken to be sent":  event(t, "delivery", `"Delivery"`, `"Send"`),
		"of no kind":        event(t, "delivery", `"Delivery"`, `""`),
		"a kind to come":    event(t, "delivery", `"Delivery"`, `"Thing"`),
		"other tags":        event(t, "delivery", ours, `"campaign": ["one"]`),
		"two of our tag":    event(t, "delivery", ours, `"entry": ["one", "two"]`),
		"none of our tag":   event(t, "delivery", ours, `"entry": []`),
		"an empty tag":      event(t, "delivery", ours, `"entry": [""]`),
		"a tag of a page":   event(t, "delivery", ours, `"entry": ["`+strings.Repeat("a", 4000)+`"]`),
		"no mail":           `{"eventType":"Delivery","delivery":{"timestamp":"2026-11-21T09:30:18.841Z"}}`,
		"nothing":           `{}`,
		"null":              `null`,
		"an order of SNS's": `{"Type":"SubscriptionConfirmation","Token":"t"}`,
	} {
		if _, err := readReport(text); !errors.Is(err, errNotOurs) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is no event is an error that quotes nothing of it.
func TestWhatIsNoEvent(t *testing.T) {
	for name, text := range map[string]string{
		"no JSON":             `{`,
		"words":               recipient,
		"a list":              `[]`,
		"a mail of text":      `{"eventType":"Bounce","mail":"recipient@example.com"}`,
		"tags of text":        event(t, "bounce", `"tags": {`, `"tags": "recipient@example.com", "x": {`),
		"a time of nobody":    event(t, "delivery", "2026-11-21T09:30:18.841Z", recipient),
		"no time":             event(t, "complaint", `"timestamp": "2026-11-21T10:41:02.012Z"`, `"x": 1`),
		"recipients of text":  event(t, "bounce", `"bouncedRecipients": [`, `"bouncedRecipients": "recipient@example.com", "x": [`),
		"a kind of a number":  event(t, "bounce", `"eventType": "Bounce"`, `"eventType": 7`),
		"deeper than can be":  strings.Repeat(`{"mail":`, 20_000),
		"deeper and complete": strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000),
	} {
		r, err := readReport(text)
		if !fault.Is(err, fault.Invalid) || errors.Is(err, errNotOurs) || strings.Contains(fmt.Sprint(err), "example") || !reflect.DeepEqual(r, outbox.Report{}) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

// Whatever comes, it is either a whole report or none.
func FuzzReport(f *testing.F) {
	for _, name := range []string{"bounce", "complaint", "delivery", "delay", "reject"} {
		f.Add(event(f, name))
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := readReport(text)
		if err != nil {
			if !errors.Is(err, errNotOurs) && !fault.Is(err, fault.Invalid) || !reflect.DeepEqual(r, outbox.Report{}) {
				t.Fatalf("%q: %+v, %v", text, r, err)
			}
			return
		}
		if r.Fate.Weight() < 0 || r.At.IsZero() || r.At.Location() != time.UTC || r.Entry == "" || len(r.Entry) > longestTag || (r.Reason == "") != (r.Fate == outbox.Delivered) {
			t.Fatalf("%q is read as %+v", text, r)
		}
		for _, to := range r.To {
			if to.IsZero() {
				t.Fatalf("%q is about nobody", text)
			}
		}
		if _, err := json.Marshal(outbox.Entry{Delivery: outbox.Delivery{At: r.At}}); err != nil {
			t.Fatalf("%q cannot be kept: %v", text, err)
		}
	})
}
