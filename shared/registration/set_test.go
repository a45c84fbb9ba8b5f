package registration_test

import (
	"slices"

	"tribune/shared/event"
	"tribune/shared/registration"
)

// everywhere are the places of the event of the histories, and no others.
var everywhere = []event.Place{
	event.Hall, event.OfWorkshop("a", false), event.OfWorkshop("b", false), event.OfWorkshop("c", false),
	event.OfWorkshop("long", false), event.OfWorkshop("d", false), event.OfWorkshop("e", false),
}

const places = 7

// set is a set of them, a bit for each: a million steps ask a hundred times
// each who has what.
type set uint8

func setOf(p event.Place) set { return 1 << slices.Index(everywhere, p) }

// of is what a choice takes, told without asking the choice.
func of(c event.Choice) (s set) {
	s = setOf(event.Hall)
	for _, id := range c.Workshops {
		for i, name := range [places]event.WorkshopID{"", "a", "b", "c", "long", "d", "e"} {
			if id == name {
				s |= 1 << i
			}
		}
	}
	return s
}

// count is 1 if all of o is in s, or else 0.
func (s set) count(o set) int {
	if s&o == o {
		return 1
	}
	return 0
}

// has are the places that somebody has, or that are held for her.
func has(r registration.Registration) set {
	switch {
	case r.State == registration.Confirmed:
		return of(r.Choice)
	case r.State.Held():
		return of(*r.Wants)
	}
	return 0
}

// lacks are the places that somebody waits for and does not have.
func lacks(r registration.Registration) set {
	if r.Wants == nil || r.State.Held() {
		return 0
	}
	return of(*r.Wants) &^ has(r)
}

// gift are the places that somebody who waits would give up.
func gift(r registration.Registration) set {
	if r.Wants == nil {
		return 0
	}
	return has(r) &^ of(*r.Wants)
}
