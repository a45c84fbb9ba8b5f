package organisation

import (
	"time"

	"tribune/shared/outbox"
)

// Audit is one line of who did what: never the contents of what was seen.
type Audit struct {
	Organisation ID
	At           time.Time
	By           outbox.Address
	Action       string   // "download"
	Event        string   // id of the event; "" if it is about none
	Format       string   // "csv"
	Columns      []string // which were downloaded
	Rows         int      // how many
}
