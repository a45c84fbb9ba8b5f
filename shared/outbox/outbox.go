// Package outbox is promised mail.
//
// Whatever promises a mail writes an [Entry] in the same transaction as the
// fact itself; so a fact without its mail, or a mail without its fact, cannot
// be. An entry refers to its facts by kind and id and never holds an address, a
// body, a code or a link: the mail is composed from the facts as they stand
// when it is sent.
//
// [Drain] claims each entry that is due, has it sent, and marks it. A mailer
// that dies between the sending and the mark makes the only mail that can come
// twice: at least once, practically once, never lost. It sends as fast as the
// account may ([Pace]), what somebody waits for at a screen first, and the mails
// about one registration in the order in which they were promised.
//
// What the mail service reports afterwards is a [Report]; what is known of how a
// person's mail fares is her [Delivery], and what is remembered of an address,
// across everything that is sent there, is a [Recipient].
package outbox

import (
	"strconv"
	"time"

	"tribune/shared/locale"
	"tribune/shared/token"
)

// Kind is what a mail says.
type Kind string

// The kinds of mail.
const (
	Confirmed Kind = "confirmed"  // your place is kept
	Held      Kind = "held"       // press the button, and it is kept
	Waiting   Kind = "waiting"    // you wait, and this is your rank
	Offered   Kind = "offered"    // a seat is held for you until then
	Lapsed    Kind = "lapsed"     // it no longer is
	Changed   Kind = "changed"    // your registration is changed as you wished
	Moved     Kind = "moved"      // the seat that you waited for is yours
	Cancelled Kind = "cancelled"  // your registration is cancelled
	Already   Kind = "already"    // somebody registered you again: here is the truth
	Refused   Kind = "refused"    // decided after the screen said "busy": there was no place
	LostLink  Kind = "lost-link"  // here is your private link again
	Removed   Kind = "removed"    // the organiser cancelled your registration
	Reminder  Kind = "reminder"   // it is soon
	Practical Kind = "practical"  // what is to be known before one comes
	Thanks    Kind = "thanks"     // afterwards
	Message   Kind = "message"    // what an organiser writes
	CalledOff Kind = "called-off" // the event does not take place
	Exported  Kind = "exported"   // to the owner: a list of people was downloaded

	Approved   Kind = "approved"    // the organiser accepted your request
	Declined   Kind = "declined"    // the organiser did not
	NamePeople Kind = "name-people" // to the contact of a group: say who comes

	SignatureCode Kind = "signature-code" // the code that confirms your signature
	Signed        Kind = "signed"         // your signature counts
	SignedAlready Kind = "signed-already" // somebody signed with your address again: here is the truth
	SignedLink    Kind = "signed-link"    // here is the private link of your signature again
	Amended       Kind = "amended"        // the charter that you signed has a new text
	CharterNews   Kind = "charter-news"   // what an organiser writes to those who signed and want news
	SignInCode    Kind = "sign-in"        // an organiser's code
	Invited       Kind = "invited"        // to an organisation's team
)

// Lane separates what somebody is waiting for at a screen from the rest, so
// that ten thousand confirmations do not delay a sign-in.
type Lane string

// The lanes, the hasty one first.
const (
	Prompt Lane = "prompt"
	Normal Lane = "normal"
)

// Lanes lists them in the order in which they are drained.
var Lanes = []Lane{Prompt, Normal}

// Ref says where an entry's facts are. Which fields are set goes with the kind.
type Ref struct {
	Organisation string `json:",omitempty"`
	Event        string `json:",omitempty"`
	Person       string `json:",omitempty"` // token.Person
	Generation   int    `json:",omitempty"` // of the registration or signature
	Challenge    string `json:",omitempty"` // of a sign-in
	Mailing      string `json:",omitempty"` // that the mail is one of; of a charter, the announcement
	Member       string `json:",omitempty"` // token.Ring.Account of whom it is to, who works for the organisation
	Audit        string `json:",omitempty"` // the line of the audit that it is about
	Charter      string `json:",omitempty"` // whose signature it is about …
	Version      int    `json:",omitempty"` // … under this version of its text
}

// State is where an entry stands.
type State string

// The states of an entry.
const (
	Pending State = "pending" // to be sent when due; claimed while Due lies ahead
	Sent    State = "sent"
	Failed  State = "failed"  // given up after a day, or the address was refused for good
	Dropped State = "dropped" // its facts are gone or no longer ask for it
)

// Entry is one promised mail.
type Entry struct {
	ID       string // computed from its facts: the same promise is made once
	Kind     Kind
	Lane     Lane
	Ref      Ref
	Lang     locale.Lang
	Promised time.Time // when the fact was written
	Due      time.Time // not before; a claim moves it ahead
	Attempts int       // claims so far
	Claimed  bool      `json:",omitempty"` // a mailer has it until Due
	State    State
	Message  string    // the mail service's id, once sent
	After    string    `json:",omitempty"` // id of the mail about the same registration that goes before this one
	Keep     time.Time `json:",omitzero"`  // how long it may be known how it fared
	Why      Reason    `json:",omitempty"` // Failed: why
	Delivery Delivery  `json:",omitzero"`  // Sent: what the mail service reports
}

// Promise makes the entry for a fact. The parts beside the kind and the ref
// say which of several promises about the same fact it is; the same ones give
// the same entry, which the store then keeps once.
func Promise(kind Kind, ref Ref, lang locale.Lang, now time.Time, parts ...string) Entry {
	id := []string{string(kind), ref.Organisation, ref.Event, ref.Person, strconv.Itoa(ref.Generation), ref.Challenge}
	if ref.Mailing+ref.Member+ref.Audit != "" {
		id = append(id, ref.Mailing, ref.Member, ref.Audit)
	}
	if ref.Charter != "" {
		id = append(id, ref.Charter, strconv.Itoa(ref.Version))
	}
	id = append(id, parts...)
	lane := Normal
	if kind == SignInCode || kind == SignatureCode {
		lane = Prompt
	}
	return Entry{ID: group(ref) + token.Digest(id...), Kind: kind, Lane: lane, Ref: ref, Lang: lang, Promised: now, Due: now, State: Pending}
}

// GroupSize is the length of what the ids of one mailing's entries begin with.
const GroupSize = token.DigestSize

// group is what the ids of one mailing's entries begin with, so that they are
// found together; "" for what belongs to none.
func group(ref Ref) string {
	if ref.Mailing == "" || ref.Person == "" {
		return ""
	}
	if ref.Charter != "" {
		return token.Digest("announcement", ref.Organisation, ref.Charter, ref.Mailing)
	}
	return Group(ref.Organisation, ref.Event, ref.Mailing)
}

// Group is what the ids of the entries of an event's mailing begin with.
func Group(organisation, event, mailing string) string {
	return token.Digest("mailing", organisation, event, mailing)
}
