package event

import (
	"time"

	"tribune/shared/locale"
)

// NoticeKind is what a notice is for.
type NoticeKind string

// The kinds of notice.
const (
	Reminder  NoticeKind = "reminder"  // it is soon
	Practical NoticeKind = "practical" // what is to be known before one comes
	Thanks    NoticeKind = "thanks"    // afterwards
)

// NoticeKinds lists them.
var NoticeKinds = []NoticeKind{Reminder, Practical, Thanks}

// Notice is a mail to everybody who has a seat, some days before or after.
type Notice struct {
	ID        string
	Kind      NoticeKind
	Days      int         // before the first day begins; of Thanks, after the last ends
	Text      locale.Text `json:",omitempty"` // the organiser's own words, in Markdown
	Documents []Document  `json:",omitempty"` // Practical, Thanks
}

// Document is something to read elsewhere.
type Document struct {
	Title locale.Text
	URL   string
}

// DefaultNotices are those of an event whose organiser says nothing else.
var DefaultNotices = []Notice{
	{ID: "reminder-7", Kind: Reminder, Days: 7},
	{ID: "reminder-1", Kind: Reminder, Days: 1},
}

// late is how long after its time a notice still goes out: a clock that stood
// still makes up for it, and nobody is thanked a month later.
const late = 7 * 24 * time.Hour

// Window is when a notice is to go out, and until when it may: at the hour at
// which the event begins, or ended, in its own zone. Before an event that has
// begun there is nothing to say, and a reminder gives way to the next: of an
// event that is moved to tomorrow people are reminded once.
func (e Event) Window(n Notice) (from, until time.Time) {
	if n.Kind == Thanks {
		from = e.Ends().In(e.Location()).AddDate(0, 0, n.Days).UTC()
		return from, from.Add(late)
	}
	before := func(n Notice) time.Time { return e.Starts().In(e.Location()).AddDate(0, 0, -n.Days).UTC() }
	from, until = before(n), e.Starts()
	for _, next := range e.Notices {
		if at := before(next); n.Kind == Reminder && next.Kind == Reminder && at.After(from) && at.Before(until) {
			until = at
		}
	}
	return from, until
}

// Notice finds a notice by its id; false if there is none.
func (e Event) Notice(id string) (Notice, bool) {
	for _, n := range e.Notices {
		if n.ID == id {
			return n, true
		}
	}
	return Notice{}, false
}

// Told is what was said of practical things to those who had their seats when it
// was time; a zero notice if it is not time, or over.
func (e Event) Told(now time.Time) Notice {
	for _, n := range e.Notices {
		if from, until := e.Window(n); n.Kind == Practical && !now.Before(from) && now.Before(until) {
			return n
		}
	}
	return Notice{}
}
