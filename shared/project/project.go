// Package project is a body of work: the events that belong together and the
// partners who carry it.
package project

import (
	"slices"

	"tribune/shared/locale"
	"tribune/shared/organisation"
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
