package organisation

import (
	"time"

	"tribune/shared/outbox"
)

// Action is what was done, as the journal names it: "journal.action." and it is
// its name in the catalogue.
type Action string

// The actions.
const (
	Downloaded   Action = "download"
	JournalTaken Action = "journal-download"
	MessageSent  Action = "message"

	Created    Action = "create" // an event
	Edited     Action = "edit"
	Published  Action = "publish"
	Closed     Action = "close" // registration
	Reopened   Action = "reopen"
	CalledOff  Action = "call-off"  // the event: it does not take place
	Duplicated Action = "duplicate" // an event that is a copy of another
	Imported   Action = "import"    // an event, or a project, from a campaign file
	Written    Action = "write"     // an event as a campaign file
	Project    Action = "project"   // was changed

	CharterWritten   Action = "charter-written" // the draft of a version
	CharterPublished Action = "charter-published"
	CharterSet       Action = "charter-set" // what holds of it beside its text
	CharterClosed    Action = "charter-closed"
	CharterReopened  Action = "charter-reopened"

	FactorEnrolled  Action = "factor-enrolled"
	RecoveryRenewed Action = "recovery-renewed"
	RecoveryUsed    Action = "recovery-used" // in place of the authenticator
	FactorReset     Action = "factor-reset"  // of a colleague
	Invited         Action = "invited"
	Reinvited       Action = "reinvited"
	MemberChanged   Action = "member-changed"
	MemberRemoved   Action = "member-removed"
	OrganisationSet Action = "organisation"

	PersonAdded     Action = "person-added"
	PersonChanged   Action = "person-changed"
	PersonOffered   Action = "person-offered"
	PersonAccepted  Action = "person-accepted"
	PersonDeclined  Action = "person-declined"
	PersonCancelled Action = "person-cancelled"
	PersonRestored  Action = "person-restored"
	PersonResent    Action = "person-resent"

	SignaturesShown       Action = "signatures-shown" // on the wall of a charter
	SignaturesKeptOff     Action = "signatures-kept-off"
	SignaturesLet         Action = "signatures-let" // count, which were put aside
	SignaturesInvalidated Action = "signatures-invalidated"
	NewsSent              Action = "signatories-news"
	HandedOver            Action = "signatories-handed-over" // as one file, for the authority

	CheckedIn Action = "check-in"
	Unchecked Action = "check-in.undo"
	WalkedIn  Action = "walk-in"
	Attested  Action = "attestations"
)

// Actions lists them.
var Actions = []Action{
	Downloaded, JournalTaken, MessageSent,
	Created, Edited, Published, Closed, Reopened, CalledOff, Duplicated, Imported, Written, Project,
	PersonAdded, PersonChanged, PersonOffered, PersonAccepted, PersonDeclined, PersonCancelled, PersonRestored, PersonResent,
	SignaturesShown, SignaturesKeptOff, SignaturesLet, SignaturesInvalidated, NewsSent, HandedOver,
	CheckedIn, Unchecked, WalkedIn, Attested,
	CharterWritten, CharterPublished, CharterSet, CharterClosed, CharterReopened,
	FactorEnrolled, RecoveryRenewed, RecoveryUsed, FactorReset, Invited, Reinvited, MemberChanged, MemberRemoved, OrganisationSet,
}

// Audit is one line of who did what: never the contents of what was seen.
type Audit struct {
	Organisation ID
	At           time.Time
	By           outbox.Address
	Action       Action
	Event        string   `json:",omitempty"` // id of the event; "" if it is about none
	Project      string   `json:",omitempty"` // id of the project that it is about
	Charter      string   `json:",omitempty"` // id of the charter that it is about
	Person       string   `json:",omitempty"` // key of the registration that it is about
	Member       string   `json:",omitempty"` // address of the colleague that it is about
	Format       string   // of what was downloaded: "csv" or "xlsx"; of a message its id
	Columns      []string // which were downloaded
	Filter       []string `json:",omitempty"` // what was asked of them, without the words that were searched for
	Rows         int      // how many people it is about
	Line         string   `json:"-"` // its name: lines are in the order of their names
}

// Period is what is read of an audit: what was done at From or after, and before
// To; the latest first, or the earliest if Forward.
type Period struct {
	From, To time.Time
	Beyond   string // only what comes after the line of this name, in that order; "" for all
	Forward  bool
}
