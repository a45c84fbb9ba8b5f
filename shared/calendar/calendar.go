// Package calendar writes the iCalendar file that goes with a registration
// (RFC 5545), so that the days of an event stand in whatever calendar the
// person keeps.
//
// A file holds one VEVENT for each day. The same entry sent again with a higher
// sequence replaces what stands there; sent as cancelled it removes it, and a
// single day that is cancelled is struck out beside the others. What a value
// holds is never taken for structure: control characters become spaces or go,
// the rest is escaped.
package calendar

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	"tribune/shared/outbox"
)

// Entry is what stands in a person's calendar for one registration.
type Entry struct {
	UID       string         // stable for the registration, such as "id@host"
	Sequence  int            // rises with every change
	Cancelled bool           // all of it
	Summary   string         // what anyone who looks over a shoulder may read
	Location  string         // one line
	URL       string         // an http address; anything else is left out
	Organiser outbox.Address // whom to ask; RFC 5546 wants it, zero leaves it out
	Days      []Day
	Stamp     time.Time // when the file is made
}

// Day is one day of the event.
type Day struct {
	Number       int // among all of the event's, counted from 1
	Starts, Ends time.Time
	Cancelled    bool // no longer attended
}

// Written is an entry as it is sent.
type Written struct {
	Method string // what the file is for; what carries it must say the same (RFC 6047)
	File   []byte
}

// Write writes the entry: CRLF line ends, lines of at most 75 bytes, times in UTC.
func Write(e Entry) Written {
	method := ics.MethodPublish
	if e.Cancelled {
		method = ics.MethodCancel
	}
	c := ics.NewCalendarFor("Tribune")
	c.SetProductId("-//Tribune//Tribune//EN")
	c.SetCalscale("GREGORIAN")
	c.SetMethod(method)
	for _, d := range e.Days {
		status := ics.ObjectStatusConfirmed
		if e.Cancelled || d.Cancelled {
			status = ics.ObjectStatusCancelled
		}
		v := c.AddEvent(dayUID(plain(e.UID), d.Number))
		v.SetDtStampTime(e.Stamp)
		v.SetSequence(e.Sequence)
		v.SetStatus(status)
		v.SetClass(ics.ClassificationPrivate) // a shared calendar shows that she is busy, not with what
		v.SetStartAt(d.Starts)
		v.SetEndAt(d.Ends)
		v.SetSummary(plain(e.Summary))
		if s := plain(e.Location); s != "" {
			v.SetLocation(s)
		}
		if s := web(e.URL); s != "" {
			v.SetURL(s)
		}
		if !e.Organiser.IsZero() {
			v.SetOrganizer("mailto:" + e.Organiser.String())
		}
	}
	return Written{Method: string(method), File: []byte(c.Serialize(ics.WithNewLine("\r\n")))}
}

// dayUID is the entry's UID for its first day and one derived from it for each
// later day. It goes by the day's number, so that a day that moves is moved,
// and the same day is the same entry whichever others are attended.
func dayUID(uid string, number int) string {
	if number == 1 {
		return uid
	}
	local, host, _ := strings.Cut(uid, "@")
	uid = fmt.Sprintf("%s-%d", local, number)
	if host != "" {
		uid += "@" + host
	}
	return uid
}

// plain is s on one line, without what cannot be seen.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.TrimSpace(s)
}

// web is an http address as it may stand in a file, where the library writes it
// as it is; "" for anything else.
func web(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return plain(u.String())
}
