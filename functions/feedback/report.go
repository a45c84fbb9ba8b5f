package feedback

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"tribune/shared/fault"
	"tribune/shared/outbox"
)

// errNotOurs is a report that tells nothing of how a mail of ours fares: that it
// was taken to be sent, or one without our tag.
var errNotOurs = errors.New("feedback: not a report about a mail of ours")

// longestTag is the length that SES allows the value of a tag. A longer one would
// make a key that the table refuses, again and again.
const longestTag = 256

// published is an event as SES publishes it.
// https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
type published struct {
	EventType string
	Mail      struct {
		MessageID   string
		Timestamp   time.Time
		Destination []string
		Tags        map[string][]string
	}
	Delivery struct{ Timestamp time.Time }
	Bounce   struct {
		BounceType, BounceSubType string
		BouncedRecipients         []struct{ EmailAddress string }
		Timestamp                 time.Time
	}
	Complaint struct {
		ComplainedRecipients []struct{ EmailAddress string }
		Timestamp            time.Time
	}
	DeliveryDelay struct {
		DelayType string
		Timestamp time.Time
	}
}

// readReport reads an event of the configuration set. It returns errNotOurs for
// what is to be passed over, and fault.Invalid for what is no event.
func readReport(text string) (outbox.Report, error) {
	var p published
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return outbox.Report{}, fault.New(fault.Invalid, "feedback: read a report", errors.New("no event of the mail service"))
	}
	entry := p.Mail.Tags[outbox.Tag]
	if len(entry) != 1 || entry[0] == "" || len(entry[0]) > longestTag {
		return outbox.Report{}, errNotOurs
	}
	r := outbox.Report{Entry: entry[0], Message: p.Mail.MessageID}
	switch p.EventType {
	case "Delivery":
		r.Fate, r.At = outbox.Delivered, p.Delivery.Timestamp
	case "DeliveryDelay":
		r.Fate, r.At, r.Reason = outbox.Delayed, p.DeliveryDelay.Timestamp, reasons[p.DeliveryDelay.DelayType]
	case "Bounce":
		r.Fate, r.At, r.Reason = outbox.Bounced, p.Bounce.Timestamp, reasons[p.Bounce.BounceSubType]
		r.Final = p.Bounce.BounceType == "Permanent"
		if r.Final && r.Reason == "" {
			r.Reason = outbox.NoSuchAddress
		}
		for _, to := range p.Bounce.BouncedRecipients {
			r.To = add(r.To, to.EmailAddress)
		}
	case "Complaint":
		r.Fate, r.At, r.Reason = outbox.Complained, p.Complaint.Timestamp, outbox.Unwanted
		for _, to := range p.Complaint.ComplainedRecipients {
			r.To = add(r.To, to.EmailAddress)
		}
	case "Reject":
		r.Fate, r.At = outbox.Rejected, p.Mail.Timestamp
	default:
		return outbox.Report{}, errNotOurs
	}
	if r.At.IsZero() {
		return outbox.Report{}, fault.New(fault.Invalid, "feedback: read a report", errors.New("it does not say when"))
	}
	if r.Reason == "" && r.Fate != outbox.Delivered {
		r.Reason = outbox.Unknown
	}
	r.At = r.At.UTC()
	return r, nil
}

// reasons are the service's own, of bounces and of delays, that mean something to people.
var reasons = map[string]outbox.Reason{
	"NoEmail":                  outbox.NoSuchAddress,
	"MailboxFull":              outbox.MailboxFull,
	"Suppressed":               outbox.Suppressed,
	"OnAccountSuppressionList": outbox.Suppressed,
}

// add adds an address, as the other server wrote it; one that is none is left out.
func add(all []outbox.Address, written string) []outbox.Address {
	written = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(written), "<"), ">")
	if a, err := outbox.ParseAddress(written); err == nil {
		all = append(all, a)
	}
	return all
}
