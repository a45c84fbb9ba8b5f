// Package event is what is offered: days, slots with simultaneous workshops,
// capacities, and when people are accepted.
//
// It holds no seats: how many are taken is known at the desk alone
// (tribune/shared/registration).
package event

import (
	"strings"
	"sync"
	"time"

	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
)

// ID names an event within its organisation.
type ID string

// Slug is the event's name in public addresses, claimed once on a deployment.
type Slug string

// WorkshopID names a workshop within its event.
type WorkshopID string

// Ref leads to an event.
type Ref struct {
	Organisation organisation.ID
	Event        ID
}

// RefOf is the event that a promised mail is about.
func RefOf(r outbox.Ref) Ref { return Ref{organisation.ID(r.Organisation), ID(r.Event)} }

// String is the event as it stands in keys and under MACs.
func (r Ref) String() string { return string(r.Organisation) + "/" + string(r.Event) }

// Event is a study day, a workshop, a working group, a restitution.
type Event struct {
	Ref
	State   State `json:",omitempty"`
	Slug    Slug
	Project string // id of the project it belongs to; "" if none

	Title        locale.Text
	NeutralTitle locale.Text // for subjects and calendars: tells nothing of the theme
	Summary      locale.Text // one or two sentences, for lists
	Description  locale.Text // paragraphs, separated by an empty line
	Audience     locale.Text
	Programme    []Item

	Place   locale.Text // name of the place
	Address locale.Text // street and town, as written where it is
	City    locale.Text
	Country string      // ISO 3166-1 alpha-2
	Access  locale.Text // how to get there

	Zone  string // IANA name; all times are instants, shown in this zone
	Days  []Day
	Slots []Slot

	ByDay    bool      `json:",omitempty"` // people say which days they attend
	Capacity int       // seats on site; 0 where nobody can register to be there
	Remote   Remote    `json:",omitzero"` // the event online; zero where it is not
	Opens    time.Time // registration, from this second …
	Closes   time.Time // … until before this one; zero where it is not offered

	EarlyCode string        `json:",omitempty"` // [token.Digest] of the code that opens registration early; "" if none does
	NoWaiting bool          `json:",omitempty"` // who finds it full cannot wait
	OfferFor  time.Duration `json:",omitempty"` // how long a seat is held for who waited; 0 means [DefaultOffer]
	ConfirmIn time.Duration `json:",omitempty"` // a seat lapses unless the button in the mail is pressed so soon; 0 if it does not
	Questions Questionnaire `json:",omitempty"`
	Notices   []Notice      `json:",omitempty"` // mails to everybody who has a seat

	SecretVersion int            // of the person keys of those who come
	Version       int            // rises with every change
	Updated       time.Time      // of the last change …
	UpdatedBy     outbox.Address `json:",omitzero"` // … and the member who made it; zero of what came from a file
}

// State is whether an event is before the public.
type State string

// The states. A draft is its organisers' alone; one that is cancelled is still
// shown, and says so.
const (
	Published State = ""
	Draft     State = "draft"
	Cancelled State = "cancelled"
)

// DefaultOffer is how long a seat is held for somebody who waited for it.
const DefaultOffer = 48 * time.Hour

// Day is one day of an event.
type Day struct {
	Starts, Ends time.Time
	Capacity     int  `json:",omitempty"` // seats on site, where people say which days they attend; 0 means the event's
	Pause        Span `json:",omitzero"`  // round noon; zero where it is not said
}

// Seats are a day's, in an event of so many.
func (d Day) Seats(overall int) int {
	if d.Capacity > 0 {
		return d.Capacity
	}
	return overall
}

// Remote is an event as it is attended from elsewhere.
type Remote struct {
	Capacity int    `json:",omitempty"`
	URL      string `json:",omitempty"` // told by mail alone, to those who have a seat
}

// Item is a line of the programme.
type Item struct {
	Starts time.Time
	Title  locale.Text
}

// Slot is a time in which one workshop of several is attended.
type Slot struct {
	ID           string
	Title        locale.Text
	Starts, Ends time.Time
	Optional     bool `json:",omitempty"` // nobody has to choose
	Workshops    []Workshop
}

// Workshop is one of the simultaneous offers of a slot.
type Workshop struct {
	ID       WorkshopID
	Title    locale.Text
	Capacity int      // seats on site
	Remote   int      `json:",omitempty"` // seats online
	Spans    []string `json:",omitempty"` // further slots that it lasts through
}

// Seats are a workshop's on site, or online.
func (w Workshop) Seats(online bool) int {
	if online {
		return w.Remote
	}
	return w.Capacity
}

// Acceptance is whether an event accepts people.
type Acceptance string

// Acceptance over time. An event without registration is Closed, then Over.
const (
	Early  Acceptance = "early"
	Open   Acceptance = "open"
	Closed Acceptance = "closed"
	Over   Acceptance = "over"
)

// Accepts says whether people are accepted at now.
func (e Event) Accepts(now time.Time) Acceptance {
	switch {
	case !now.Before(e.Ends()):
		return Over
	case e.State != Published || !e.Registers() || !now.Before(e.Closes):
		return Closed
	case now.Before(e.Opens):
		return Early
	}
	return Open
}

// Registers reports whether registration is offered at all.
func (e Event) Registers() bool { return e.Capacity > 0 || e.Remote.Capacity > 0 }

// Offer is how long a seat is held for somebody who waited for it.
func (e Event) Offer() time.Duration {
	if e.OfferFor > 0 {
		return e.OfferFor
	}
	return DefaultOffer
}

// Starts is when the first day begins.
func (e Event) Starts() time.Time {
	if len(e.Days) == 0 {
		return time.Time{}
	}
	return e.Days[0].Starts
}

// Ends is when the last day ends.
func (e Event) Ends() time.Time {
	if len(e.Days) == 0 {
		return time.Time{}
	}
	return e.Days[len(e.Days)-1].Ends
}

// Location is the event's zone; UTC if its name is unknown, which the loader of
// events refuses.
func (e Event) Location() *time.Location {
	if loc, ok := zones.Load(e.Zone); ok {
		return loc.(*time.Location)
	}
	loc, err := time.LoadLocation(e.Zone)
	if err != nil {
		return time.UTC
	}
	zones.Store(e.Zone, loc)
	return loc
}

// zones keeps each zone once it was read: reading one takes longer than
// rendering a page.
var zones sync.Map

// Workshop finds a workshop and its slot.
func (e Event) Workshop(id WorkshopID) (Workshop, Slot, bool) {
	for _, s := range e.Slots {
		for _, w := range s.Workshops {
			if w.ID == id {
				return w, s, true
			}
		}
	}
	return Workshop{}, Slot{}, false
}

// TownInAddress reports whether the address that is shown in a language ends
// with the town, which need not be said again: as that language spells it, or as
// the address's does, if that is written in the same direction.
func (e Event) TownInAddress(l locale.Lang) bool {
	address, in := e.Address.In(l)
	town, _ := e.City.In(l)
	there, _ := e.City.In(in)
	return strings.HasSuffix(address, town) || in.Dir() == l.Dir() && strings.HasSuffix(address, there)
}
