// Package project is a body of work: the events that belong together and the
// partners who carry it.
package project

import (
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
}
