// Package charter is a text that organisations commit themselves to. It is
// versioned: a signature counts for the version it was given under, in the
// language in which it was read, and what is signed is known by the hash of its
// very bytes.
package charter

import (
	"time"

	"tribune/shared/locale"
	"tribune/shared/organisation"
)

// ID names a charter within its organisation.
type ID string

// Charter is one version of a charter's text.
type Charter struct {
	Organisation organisation.ID
	ID           ID
	Slug         string
	Event        string // id of the event that called for it; "" if none
	Version      int
	Title        locale.Text
	Preamble     locale.Text
	Articles     []Article
	Published    time.Time `json:",omitzero"` // from then on it is never changed; zero of a draft
	Revision     int       `json:"-"`         // of a draft: rises with every change
}

// Article is one commitment.
type Article struct {
	Title locale.Text
	Text  locale.Text
}
