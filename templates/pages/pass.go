package pages

import (
	"slices"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/templates/layout"
)

// PassView is whom a code that was scanned is for.
type PassView struct {
	Page    layout.Page
	Event   event.Event
	Half    event.HalfDay
	Known   bool // the code is good
	Arrival Arrival
	Nonce   string
	Now     time.Time
}

// WalkInView asks who has come without being registered.
type WalkInView struct {
	RegisterView
	Half  event.HalfDay
	Opens bool // arrivals of the half-day are noted
}

// stands is how somebody stands whose code was scanned.
func (v PassView) stands() told {
	t := v.Arrival.stands(v.Event, v.Half, v.Now)
	over := attendance.Opens(v.Event, v.Half).In(v.Event.Location()).AddDate(0, 0, 1)
	if t == isExpected && !v.Now.Before(over) {
		return isOver
	}
	return t
}

// fields are what is asked of somebody at the door; what browsers keep is whoever
// works there.
func (v WalkInView) fields() []layout.Input {
	p := v.Page.Printer
	given, family, organisation := v.names()
	given.Hint = ""
	address := layout.Input{
		Name: FieldAddress, Label: p.T("form.address"), Hint: p.T("walk-in.address.hint"), Value: v.Values.Address,
		Problem: v.Problems.For(FieldAddress), Type: "email", Dir: "ltr",
	}
	all := []layout.Input{given, family, address, organisation}
	for i := range all {
		all[i].Complete = "off"
	}
	return all
}

func (v WalkInView) consents() layout.Check {
	c := v.consent()
	c.Label = v.Page.Printer.T("walk-in.consent", locale.Args{"Organisation": locale.IsolateText(v.Organisation.Name, v.Page.Printer.Lang)})
	return c
}

// asked are the slots of the day that it is.
func (v WalkInView) asked() []event.Slot {
	return slices.DeleteFunc(slices.Clone(v.Event.Slots), func(s event.Slot) bool {
		return v.Event.ByDay && v.Event.DayOf(s) != v.Half.Day
	})
}

// title names who has come, and first of all a code that is not good.
func (v PassView) title() string {
	if !v.Known {
		return v.Page.Printer.T("pass.unknown.title")
	}
	return v.Page.Printer.T("pass.title")
}
