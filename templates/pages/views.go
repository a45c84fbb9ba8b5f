// Package pages is every page: what each needs to know, a view, and how it
// looks, a component of the same name.
//
// Views hold values of the domain as they are. A component chooses words and
// markup and decides nothing.
package pages

import (
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/project"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// Saved, in an address, says of a page that what it is about was saved just now.
const Saved = "saved"

// Announcement is an event as the public sees it at one moment.
type Announcement struct {
	Event        event.Event
	Organisation organisation.Organisation
	Project      project.Project   // that it belongs to; zero if none, or where it is not shown
	Charters     []CalledCharter   // that it called for, where they are shown
	Desk         registration.Desk // seats; the zero Desk where registration is not offered
	Accepts      event.Acceptance
}

// HomeView is what [Home] shows: what is open, to registration and to signature, and
// what has been.
type HomeView struct {
	Page     layout.Page
	Open     []Announcement
	Charters []CalledCharter // that can be signed
	Past     []Announcement
}

// EventView is one event: [Event], [Registered], [Queued] and [LostLinkSent].
type EventView struct {
	Page layout.Page
	Announcement
}

// AnswerKind is why there is no place now; sentences of the catalogue below
// "answer.".
type AnswerKind string

// The answers.
const (
	Full         = AnswerKind(registration.Full)
	WorkshopFull = AnswerKind(registration.WorkshopFull)
	QueueFull    = AnswerKind(registration.QueueFull)
	TooEarly     = AnswerKind(registration.TooEarly)
	TooLate      = AnswerKind(registration.TooLate)
	CalledOff    = AnswerKind("called-off") // the event does not take place
)

// AnswerView is what a registration was answered when no form is shown again.
type AnswerView struct {
	Page layout.Page
	Announcement
	Kind AnswerKind
}

// LostLinkView asks for the address to which a private link is sent again.
type LostLinkView struct {
	Page layout.Page
	Announcement
	Stamp    string
	Address  string // as it was typed
	Problems web.Problems
}

// RegistrationView is a person's own registration, behind her private link.
type RegistrationView struct {
	Page layout.Page
	Announcement
	Registration registration.Registration // as it stands at Now
	Link         string                    // the last segment of this page's address
	Now          time.Time
	Again        bool   // [Declined]: news are wanted again
	Pass         string // address of the console that the code shown at the door says
	Attended     bool   // it is over, and she was there
}

// ChangeView is the form by which somebody changes her registration.
type ChangeView struct {
	RegisterView
	Registration registration.Registration
	Link         string // the last segment of her private page's address
}

// ErrorView is an error as a person meets it: its kind alone.
type ErrorView struct {
	Page    layout.Page
	Kind    fault.Kind
	Private bool // behind a private link, which a newer one may have replaced
}

// SignInView asks an organiser for her address.
type SignInView struct {
	Page     layout.Page
	Stamp    string
	Address  string // as it was typed
	Back     string // where to go afterwards; "" for her events
	Problems web.Problems
}

// CodeView asks for the code that was mailed.
type CodeView struct {
	Page     layout.Page
	Back     string
	Problems web.Problems
}

// OwnEvent is an event as its organisers see it in their list.
type OwnEvent struct {
	Event   event.Event
	Desk    registration.Desk
	Accepts event.Acceptance
}

// OwnEventsView is the list of an organisation's events.
type OwnEventsView struct {
	Page         layout.Page
	Organisation organisation.Organisation
	Events       []OwnEvent
	Writes       bool // whoever looks may write new ones
}

// UnreachedView is those of an event whom mail does not reach, in the order to be
// phoned.
type UnreachedView struct {
	Page   layout.Page
	Event  event.Event
	People []roster.Entry
}
