// Package project is a body of work: the events that belong together, the
// partners who carry it, and what was published of it.
package project

import (
	"time"

	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
)

// ID names a project within its organisation.
type ID string

// Project groups events.
type Project struct {
	Organisation organisation.ID
	ID           ID
	Title        locale.Text
	Summary      locale.Text
	Partners     []Partner
	Publications []Publication `json:",omitempty"`

	Version   int            `json:",omitempty"` // rises with every change
	Updated   time.Time      `json:",omitzero"`  // of the last change …
	UpdatedBy outbox.Address `json:",omitzero"`  // … and the member who made it; zero of what came from a file
}

// Partner is an organisation that carries a project with others.
type Partner struct {
	Name    string
	Town    string
	Country string // ISO 3166-1 alpha-2
	Role    locale.Text
	Site    string // https address; "" if none
}

// Publication is something to read that came of a project.
type Publication struct {
	Title locale.Text
	URL   string    // https address
	Date  time.Time `json:",omitzero"` // the day on which it appeared, as its midnight in UTC; zero if that is not said
}
