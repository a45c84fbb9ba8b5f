package mailing

import (
	"slices"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
)

// Segment is some of those who registered for an event: everybody who meets each
// of its conditions. One that is empty asks for nothing, but for the states:
// without any, those who have a seat are meant.
type Segment struct {
	States    []registration.State  `json:",omitempty"`
	Workshops []event.WorkshopID    `json:",omitempty"`
	Days      []int                 `json:",omitempty"`
	Sectors   []registration.Sector `json:",omitempty"`
	Langs     []locale.Lang         `json:",omitempty"`
	Question  string                `json:",omitempty"` // answered with one of …
	Answers   []string              `json:",omitempty"` // … these
}

// Meant are the states of those whom it is for.
func (s Segment) Meant() []registration.State {
	if len(s.States) == 0 {
		return []registration.State{registration.Confirmed}
	}
	return s.States
}

// Holds reports whether somebody is one of them. Who has no address, having said
// that it was not she who registered, is in none.
func (s Segment) Holds(e event.Event, r registration.Registration) bool {
	c := r.Chosen()
	return !r.Attendee.Address.IsZero() && slices.Contains(s.Meant(), r.State) &&
		meets(s.Workshops, c.Workshops...) && meets(s.Days, e.Attended(c)...) &&
		meets(s.Sectors, r.Attendee.Sector) && meets(s.Langs, r.Attendee.Lang) &&
		(s.Question == "" || meets(s.Answers, r.Answers[s.Question]...))
}

// meets reports whether one of what somebody has is wanted, or nothing is.
func meets[T comparable](wanted []T, has ...T) bool {
	return len(wanted) == 0 || slices.ContainsFunc(has, func(v T) bool { return slices.Contains(wanted, v) })
}
