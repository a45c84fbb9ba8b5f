// Package project is a body of work: the events that belong together, the
// partners who carry it, and what was published of it.
package project

import (
	"slices"
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
	Funds   bool   `json:",omitempty"` // pays for it, and so stands on what is printed
	Logo    []byte `json:",omitempty"` // a small PNG for what is printed; nil if none
}

// Funders are the partners who pay for a project.
func (p Project) Funders() []Partner {
	return slices.DeleteFunc(slices.Clone(p.Partners), func(f Partner) bool { return !f.Funds })
}

// Publication is something to read that came of a project.
type Publication struct {
	Title locale.Text
	URL   string    // https address
	Date  time.Time `json:",omitzero"` // the day on which it appeared, as its midnight in UTC; zero if that is not said
}
