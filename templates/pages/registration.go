package pages

import (
	"slices"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/templates/layout"
)

// ahead reports whether the event is still to begin.
func (v RegistrationView) ahead() bool { return !v.off() && v.Now.Before(v.Event.Starts()) }

// erased reports whether nothing is left of a registration: it was not she who
// asked for it.
func (v RegistrationView) erased() bool {
	return v.Registration.Attendee.Address.IsZero() || v.Registration.State == registration.Refused
}

// tone is how it sounds.
func (v RegistrationView) tone() layout.Tone {
	if v.off() {
		return layout.Bad
	}
	switch v.Registration.State {
	case registration.Confirmed:
		return layout.Good
	case registration.Unconfirmed, registration.Offered:
		return layout.Warn
	}
	return layout.Plain
}

// stands says in a line how somebody stands.
func (v RegistrationView) stands(p locale.Printer) string {
	r := v.Registration
	switch {
	case v.erased():
		return p.T("registration.erased.title")
	case v.off():
		return p.T("event.called-off")
	case r.State == registration.Waiting && !v.ahead():
		return p.T("registration.waited.title")
	}
	name := locale.Isolate(r.Attendee.FullName())
	return p.T("registration."+string(r.State)+".title", locale.Args{"Name": name})
}

// named is the page's title, which names nobody.
func (v RegistrationView) named(p locale.Printer) string {
	if v.Registration.State.Active() {
		return p.T("registration.title")
	}
	return v.stands(p)
}

// says is what somebody should know about how she stands.
func (v RegistrationView) says(p locale.Printer) []string {
	r := v.Registration
	until := v.local(r.Until)
	args := locale.Args{
		"Until": p.T("mail.moment", locale.Args{"Date": p.Date(until), "Time": p.Time(until), "Zone": p.Zone(until)}),
		"Rank":  p.Number(v.Desk.Rank(r.Ticket)),
	}
	switch {
	case v.erased():
		return []string{p.T("registration.erased.text")}
	case v.off():
		return []string{p.T("registration.called-off.text")}
	case r.State == registration.Confirmed && r.Wants != nil && v.ahead():
		return []string{p.T("registration.also.text", args)}
	case r.State == registration.Confirmed:
		return nil
	case r.State == registration.Waiting && !v.ahead():
		return []string{p.T("registration.waited.text")}
	case r.State == registration.Waiting || r.State.Held():
		return []string{p.T("registration."+string(r.State)+".text", args)}
	}
	if r.Removed {
		return []string{p.T("registration.removed.text")}
	}
	said := []string{p.T("registration." + string(r.State) + ".text")}
	if v.restorable() {
		said = append(said, v.offersBack(p))
	}
	return said
}

// fitting reports whether a seat is left of all that somebody had.
func (v RegistrationView) fitting() bool {
	return !slices.ContainsFunc(v.Registration.Places(), func(place event.Place) bool { return v.Desk.Seats[place].Left() == 0 })
}

// restorable reports whether somebody can have back what she had, or wait for it.
func (v RegistrationView) restorable() bool {
	s := v.Registration.State
	return (s == registration.Cancelled && !v.Registration.Removed || s == registration.Lapsed) && !v.erased() && v.ahead() && (v.fitting() || !v.Event.NoWaiting)
}

func (v RegistrationView) offersBack(p locale.Printer) string {
	switch {
	case v.fitting() && v.Registration.Seated:
		return p.T("registration.restore.text")
	case v.fitting():
		return p.T("registration.restore.free.text")
	}
	return p.T("registration.restore.wait.text")
}

func (v RegistrationView) restores(p locale.Printer) string {
	switch {
	case v.fitting() && v.Registration.Seated:
		return p.T("registration.restore")
	case v.fitting():
		return p.T("registration.restore.free")
	}
	return p.T("registration.restore.wait")
}

// cancelText says whom it serves to cancel, while it serves somebody.
func (v RegistrationView) cancelText(p locale.Printer) string {
	switch {
	case v.Registration.State == registration.Waiting:
		return p.T("registration.cancel.waiting.text")
	case !v.ahead():
		return p.T("registration.cancel.started.text")
	}
	return p.T("registration.cancel.text")
}

func (v RegistrationView) cancels(p locale.Printer) string {
	switch v.Registration.State {
	case registration.Waiting:
		return p.T("registration.cancel.waiting")
	case registration.Offered:
		return p.T("registration.cancel.offered")
	}
	return p.T("registration.cancel")
}

// attended is the event as she attends it: her days, and online where she is.
// The address online is told by mail alone.
func (v RegistrationView) attended() Announcement {
	a, c := v.Announcement, v.Registration.Chosen()
	var days []event.Day
	for _, d := range v.Event.Attended(c) {
		if d <= len(v.Event.Days) {
			days = append(days, v.Event.Days[d-1])
		}
	}
	a.Event.Days = days
	if c.Remote {
		a.Event.Capacity = 0
	} else {
		a.Event.Remote.Capacity = 0
	}
	return a
}

// wanted are the workshops that somebody waits for beside those that she has.
func (v RegistrationView) wanted() []chosen {
	return slices.DeleteFunc(choices(v.Event, *v.Registration.Wants), func(w chosen) bool {
		return slices.Contains(v.Registration.Workshops, w.id)
	})
}

// chosen is a workshop that somebody chose, with its slot.
type chosen struct {
	id          event.WorkshopID
	slot, title locale.Text
}

func choices(e event.Event, c event.Choice) []chosen {
	var all []chosen
	for _, id := range c.Workshops {
		if w, s, ok := e.Workshop(id); ok {
			all = append(all, chosen{id: id, slot: s.Title, title: w.Title})
		}
	}
	return all
}

// organiser is who writes, for a sentence.
func (v RegistrationView) organiser(p locale.Printer) locale.Args {
	return locale.Args{"Organisation": locale.IsolateText(v.Organisation.Name, p.Lang)}
}
