package pages

import (
	"time"

	"tribune/shared/locale"
	"tribune/shared/site"
)

// The event in the words of schema.org, for programs that list events. It is
// data in the page and no script: nothing runs it.

const (
	vocabulary = "https://schema.org"
	scheduled  = vocabulary + "/EventScheduled"
	calledOff  = vocabulary + "/EventCancelled"
	onSite     = vocabulary + "/OfflineEventAttendanceMode"
	online     = vocabulary + "/OnlineEventAttendanceMode"
	mixed      = vocabulary + "/MixedEventAttendanceMode"
)

type structuredEvent struct {
	Context     string         `json:"@context"`
	Type        string         `json:"@type"`
	Name        string         `json:"name"`
	Description string         `json:"description,omitempty"`
	URL         string         `json:"url"`
	Starts      string         `json:"startDate"`
	Ends        string         `json:"endDate"`
	Status      string         `json:"eventStatus"`
	Attendance  string         `json:"eventAttendanceMode"`
	Place       any            `json:"location"` // structuredSite, structuredRoom, or both
	Organiser   structuredName `json:"organizer"`
	Free        bool           `json:"isAccessibleForFree"`
	Languages   []string       `json:"inLanguage"`
	Capacity    int            `json:"maximumAttendeeCapacity,omitempty"`
	Left        *int           `json:"remainingAttendeeCapacity,omitempty"` // nil where nobody can register
}

type structuredSite struct {
	Type    string            `json:"@type"`
	Name    string            `json:"name"`
	Address structuredAddress `json:"address"`
}

// structuredRoom is online. Its address is told by mail alone: who wants it
// registers first.
type structuredRoom struct {
	Type string `json:"@type"`
	URL  string `json:"url"`
}

type structuredAddress struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress,omitempty"`
	Locality string `json:"addressLocality"`
	Country  string `json:"addressCountry,omitempty"`
}

type structuredName struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// structured is the event as the page tells it.
func (v EventView) structured() structuredEvent {
	p, e := v.Page.Printer, v.Event
	s := structuredEvent{
		Context: vocabulary, Type: "Event", Name: v.title(p), Description: in(p, e.Summary),
		URL:    v.Page.Origin + v.address(p, site.EventPage),
		Starts: v.starts().Format(time.RFC3339), Ends: v.ends().Format(time.RFC3339),
		Status: scheduled, Free: true,
		Organiser: structuredName{Type: "Organization", Name: in(p, v.Organisation.Name)},
		Capacity:  e.Capacity + e.Remote.Capacity,
	}
	s.Attendance, s.Place = v.attendance(s.URL)
	if v.off() {
		s.Status = calledOff
	}
	for _, l := range e.Title.Languages() {
		s.Languages = append(s.Languages, l.Tag())
	}
	if e.Registers() && (v.open() || v.standing() == full) {
		left := v.seats().Left()
		s.Left = &left
	}
	return s
}

// attendance is how and where the event is attended.
func (v EventView) attendance(page string) (mode string, where any) {
	p, e := v.Page.Printer, v.Event
	place := structuredSite{
		Type: "Place", Name: in(p, orText(e.Place, e.City)),
		Address: structuredAddress{Type: "PostalAddress", Street: in(p, e.Address), Locality: in(p, e.City), Country: e.Country},
	}
	room := structuredRoom{Type: "VirtualLocation", URL: page}
	switch {
	case e.Remote.Capacity == 0:
		return onSite, place
	case e.Capacity == 0:
		return online, room
	}
	return mixed, []any{place, room}
}

// orText gives t, or what stands for it where it is missing.
func orText(t, otherwise locale.Text) locale.Text {
	if t.Has() {
		return t
	}
	return otherwise
}
