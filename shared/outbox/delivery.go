package outbox

import (
	"slices"
	"time"
)

// Fate is what became of a mail after the mail service took it, as far as is known.
type Fate string

// The fates.
const (
	Delivered     Fate = "delivered"     // the recipient's server took it
	Delayed       Fate = "delayed"       // it does not yet; the service goes on trying
	Bounced       Fate = "bounced"       // it refused it for good
	Complained    Fate = "complained"    // its owner calls it unwanted
	Rejected      Fate = "rejected"      // the mail service refused to send it
	Undeliverable Fate = "undeliverable" // given up before it was sent
)

// Fates lists them.
var Fates = []Fate{Delivered, Delayed, Bounced, Complained, Rejected, Undeliverable}

// rank orders what is said of one mail, whenever it is said: a delay is the
// least, for the mail is under way; then a bounce without a cause that passes,
// for that is what a mail service makes of an answer such as "out of office"; then
// all else.
func (d Delivery) rank() int {
	switch {
	case d.Fate == "":
		return 0
	case d.Fate == Delayed:
		return 1
	case d.Fate == Bounced && d.Reason == Unknown:
		return 2
	}
	return 3
}

// Weight orders fates that are reported of one instant, for reports come in any
// order: the heaviest holds.
func (f Fate) Weight() int {
	return slices.Index([]Fate{Delayed, Delivered, Bounced, Rejected, Undeliverable, Complained}, f)
}

// Reason is why a mail did not arrive, in words that an organiser can act on.
type Reason string

// The reasons.
const (
	NoSuchAddress Reason = "no-such-address"
	MailboxFull   Reason = "mailbox-full"
	Unwanted      Reason = "unwanted"    // a complaint
	Suppressed    Reason = "suppressed"  // an earlier mail to this address bounced or was complained of
	TooMany       Reason = "too-many"    // more than an unconfirmed address may get
	Unreachable   Reason = "unreachable" // nobody took it for a day
	Unknown       Reason = "unknown"
)

// Reasons lists them.
var Reasons = []Reason{NoSuchAddress, MailboxFull, Unwanted, Suppressed, TooMany, Unreachable, Unknown}

// Delivery is what is known of how a mail fared; of a person's mails, the last
// that anything is known of.
type Delivery struct {
	Fate   Fate
	Reason Reason `json:",omitempty"` // where it did not arrive
	At     time.Time
	Kind   Kind   // of the mail
	Entry  string // its id
}

// Failed reports whether the mail did not reach its person: somebody had better phone.
func (d Delivery) Failed() bool {
	return d.Fate == Bounced || d.Fate == Rejected || d.Fate == Complained || d.Fate == Undeliverable
}

// Tag is the name under which a mail carries its entry's id, and reports return it.
const Tag = "entry"

// Report is what the mail service says of a mail that it was given.
type Report struct {
	Entry   string    // id of the mail's entry
	Message string    // the mail service's id
	To      []Address // whom it is about
	Fate    Fate
	Reason  Reason
	At      time.Time
	Final   bool // Bounced: the address is no good, not only this once
}
