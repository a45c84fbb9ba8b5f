// Package mailing is what is said to many people at once: the notices of an
// event, which time brings, and messages, which an organiser writes.
//
// A mailing names whom it is for, a [Segment] of those who registered, and is
// promised to them one by one, in as many calls as it takes ([Service.Run]): the
// promise to each is made once, whoever makes it and however often. It is sent
// like every other promised mail, from the facts as they stand then.
package mailing

import (
	"reflect"
	"strconv"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
)

// State is where a mailing stands.
type State string

// The states.
const (
	Draft State = "draft" // nothing is promised
	Going State = "going" // it is being promised to one after another
	Gone  State = "gone"  // it is promised to everybody whom it is for
)

// Mailing is something said to many.
type Mailing struct {
	Event   event.Ref
	ID      string // of a notice: the notice's
	Version int    // of this record; 0 before it is first written
	Kind    outbox.Kind
	Segment roster.Filter
	Subject locale.Text `json:",omitempty"` // Message
	Body    locale.Text `json:",omitempty"` // Message, CalledOff: in Markdown
	News    bool        `json:",omitempty"` // Message: not strictly about the registration, and may be declined
	State   State
	By      outbox.Address // Message, CalledOff: who sends it
	Made    time.Time
	Begun   time.Time `json:",omitzero"` // when it began to go
	Ended   time.Time `json:",omitzero"`

	Expected int    `json:",omitempty"` // Message, CalledOff: so many were to get it when it was sent
	Promised int    // to so many up to now …
	Last     string // … of whom this was the last, by her key
}

// kinds are the mails of each kind of notice.
var kinds = map[event.NoticeKind]outbox.Kind{
	event.Reminder: outbox.Reminder, event.Practical: outbox.Practical, event.Thanks: outbox.Thanks,
}

// OfNotice is the mailing of an event's notice, on its way.
func OfNotice(e event.Event, n event.Notice, now time.Time) Mailing {
	return Mailing{Event: e.Ref, ID: n.ID, Kind: kinds[n.Kind], State: Going, Made: now, Begun: now}
}

// CalledOff is the id of the mailing that tells everybody that an event does not
// take place. No notice has it, for it is no slug.
const CalledOff = "called_off"

// OfCallingOff is that mailing, on its way.
func OfCallingOff(r registration.Revision) Mailing {
	return Mailing{
		Event: r.Ref, ID: CalledOff, Kind: outbox.CalledOff, Body: r.CallsOff.Reason, State: Going, By: r.Line.By,
		Segment: roster.Filter{States: registration.ActiveStates}, Made: r.Line.At, Begun: r.Line.At, Expected: r.CallsOff.Expected,
	}
}

// Promise is a mailing's mail to somebody.
func (m Mailing) Promise(r registration.Registration, now time.Time) outbox.Entry {
	ref := r.Ref()
	ref.Mailing = m.ID
	return r.Promise(m.Kind, ref, now)
}

// Says reports whether a message says the same as another, to the same people.
func (m Mailing) Says(other Mailing) bool {
	return reflect.DeepEqual(
		Mailing{Subject: m.Subject, Body: m.Body, News: m.News, Segment: m.Segment},
		Mailing{Subject: other.Subject, Body: other.Body, News: other.News, Segment: other.Segment},
	)
}

// Trial is a message's mail to the organiser who writes it, as it reads in a
// language now: she waits for it.
func (m Mailing) Trial(member string, l locale.Lang, now time.Time) outbox.Entry {
	ref := outbox.Ref{Organisation: string(m.Event.Organisation), Event: string(m.Event.Event), Mailing: m.ID, Member: member}
	e := outbox.Promise(m.Kind, ref, l, now, string(l), strconv.Itoa(m.Version), now.Truncate(time.Minute).Format(time.RFC3339))
	e.Lane = outbox.Prompt
	return e
}

// Limits of an organiser's messages.
const (
	MostDaily   = 3     // messages sent to the people of one event in 24 hours
	MostSubject = 120   // characters
	MostBody    = 6_000 // characters: in Arabic, a mail of 25 kB
)

// Spent reports whether so many messages went out in the last day that another
// has to wait, and until when.
func Spent(all []Mailing, now time.Time) (until time.Time, spent bool) {
	const day = 24 * time.Hour
	n := 0
	for _, m := range all {
		if m.Kind == outbox.Message && m.State != Draft && now.Sub(m.Begun) < day {
			n++
			if end := m.Begun.Add(day); until.IsZero() || end.Before(until) {
				until = end
			}
		}
	}
	return until, n >= MostDaily
}
