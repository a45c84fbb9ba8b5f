package roster

import (
	"slices"
	"strings"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
)

// Filter is some of those who registered for an event: everybody who meets each
// of its conditions. One that is empty asks for nothing.
type Filter struct {
	States    []registration.State  `json:",omitempty"`
	Workshops []event.WorkshopID    `json:",omitempty"`
	Days      []int                 `json:",omitempty"`
	Sectors   []registration.Sector `json:",omitempty"`
	Langs     []locale.Lang         `json:",omitempty"`
	Countries []string              `json:",omitempty"` // ISO 3166-1 alpha-2
	Question  string                `json:",omitempty"` // answered with one of …
	Answers   []string              `json:",omitempty"` // … these
	Mode      Mode                  `json:",omitempty"`
	Needs     bool                  `json:",omitempty"` // she said that she needs something
	Reach     Reach                 `json:",omitempty"`
	Search    string                `json:",omitempty"` // words, each of which begins or stands in her name, address or structure
}

// Mode is how somebody attends; any, if it is empty.
type Mode string

// The modes.
const (
	OnSite Mode = "site"
	Online Mode = "online"
)

// Reach is whether mail reaches somebody; either, if it is empty.
type Reach string

// Whether mail reaches her.
const (
	Reached   Reach = "reached"
	Unreached Reach = "unreached"
)

// Holds reports whether somebody is one of them.
func (f Filter) Holds(e event.Event, p Entry) bool {
	return f.fits(e, p.Registration) && f.found(func() string { return p.memo.textOf(p.Attendee) }) &&
		(f.Reach == "" || (f.Reach == Unreached) == p.Delivery.Failed())
}

// Registered is [Filter.Holds] of what stands in the registration alone.
func (f Filter) Registered(e event.Event, r registration.Registration) bool {
	return f.fits(e, r) && f.found(func() string { return textOf(r.Attendee) })
}

func (f Filter) fits(e event.Event, r registration.Registration) bool {
	c := r.Chosen()
	return meets(f.States, r.State) &&
		meets(f.Workshops, c.Workshops...) && meets(f.Days, e.Attended(c)...) &&
		meets(f.Sectors, r.Attendee.Sector) && meets(f.Langs, r.Attendee.Lang) &&
		meets(f.Countries, e.CountryOf(r.Answers)) &&
		(f.Question == "" || meets(f.Answers, r.Answers[f.Question]...)) &&
		(f.Mode == "" || (f.Mode == Online) == c.Remote) &&
		(!f.Needs || len(r.Needs.Answers) > 0)
}

// found reports whether every word that is searched for stands in somebody's
// name, address or structure, in whatever case and with whatever accents.
func (f Filter) found(textOf func() string) bool {
	if f.Search == "" {
		return true
	}
	words, text := strings.Fields(locale.Sought(f.Search)), textOf()
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// meets reports whether one of what somebody has is wanted, or nothing is.
func meets[T comparable](wanted []T, has ...T) bool {
	return len(wanted) == 0 || slices.ContainsFunc(has, func(v T) bool { return slices.Contains(wanted, v) })
}

// Shows reports whether a member of this scope sees somebody: all, if it names
// neither structures nor countries.
func Shows(s organisation.Scope, e event.Event, r registration.Registration) bool {
	if !s.OfPeople() {
		return true
	}
	country := e.CountryOf(r.Answers)
	return country != "" && slices.Contains(s.Countries, country) ||
		slices.ContainsFunc(s.Structures, func(own string) bool {
			return own != "" && locale.Fold(own) == locale.Fold(r.Attendee.Organisation)
		})
}
