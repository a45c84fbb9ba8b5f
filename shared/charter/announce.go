package charter

import (
	"time"

	"tribune/shared/locale"
	"tribune/shared/outbox"
)

// Announcing is where an announcement stands.
type Announcing string

// The states.
const (
	Going Announcing = "going" // it is being promised to one after another
	Gone  Announcing = "gone"
)

// Announcement is something said to those who signed a version of a charter.
type Announcement struct {
	Charter  Ref `json:"-"`
	ID       string
	Kind     outbox.Kind
	Version  int         // of the text whose signatories it is for
	Subject  locale.Text `json:",omitempty"`
	Body     locale.Text `json:",omitempty"` // in Markdown
	State    Announcing
	By       outbox.Address
	Begun    time.Time
	Expected int // so many were to get it when it was sent
}
