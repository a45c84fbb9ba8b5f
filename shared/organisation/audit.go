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
	Downloaded  Action = "download"
	MessageSent Action = "message"
	Created     Action = "create" // an event
	Edited      Action = "edit"
)

// Audit is one line of who did what: never the contents of what was seen.
type Audit struct {
	Organisation ID
	At           time.Time
	By           outbox.Address
	Action       Action
	Event        string   `json:",omitempty"` // id of the event; "" if it is about none
	Person       string   `json:",omitempty"` // key of the registration that it is about
	Format       string   // of what was downloaded: "csv"; of a message its id
	Columns      []string // which were downloaded
	Rows         int      // how many people it is about
}
