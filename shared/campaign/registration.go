package campaign

import (
	"time"
	"unicode"

	"tribune/shared/event"
	"tribune/shared/locale"
)

// registration reads how many people an event accepts, when and how.
func (r *reader) registration(at place, f fileRegistration, e *event.Event, loc *time.Location) {
	if !e.NeutralTitle.Has() {
		r.problem(at.field("neutral-title"), "written.neutral")
	}
	slots := at.field("slots")
	at = at.field("registration")
	least := 1
	if f.Online != nil {
		least = 0
		e.Remote = r.remote(at.field("online"), *f.Online)
	}
	e.Capacity = r.number(at.field("capacity"), f.Capacity, least, maxCapacity)
	r.offered(slots, *e, f.Online != nil)
	e.NoWaiting = f.Waiting != nil && !*f.Waiting
	e.OfferFor = r.duration(at.field("offer-for"), f.OfferFor, longestOffer)
	e.ConfirmIn = r.duration(at.field("confirm-in"), f.ConfirmIn, longestConfirm)
	e.EarlyCode = r.earlyCode(at.field("early-code"), f.EarlyCode, e.Ref)
	if !e.Starts().IsZero() {
		r.window(at, f, e, loc)
	}
}

// remote reads the event online. Its address is told in mail, and so cannot be
// given later.
func (r *reader) remote(at place, f fileOnline) event.Remote {
	if f.URL == "" {
		r.problem(at.field("url"), "written.given")
	}
	return event.Remote{
		Capacity: r.number(at.field("capacity"), f.Capacity, 1, maxCapacity),
		URL:      r.site(at.field("url"), f.URL),
	}
}

// offered refuses seats of a workshop where the event has none.
func (r *reader) offered(slots place, e event.Event, online bool) {
	for i, s := range e.Slots {
		for j, w := range s.Workshops {
			at := slots.at(i).field("workshops").at(j)
			if w.Remote > 0 && !online {
				r.problem(at.field("online"), "written.online.none")
			}
			if w.Capacity > 0 && e.Capacity == 0 && online {
				r.problem(at.field("capacity"), "written.site.none")
			}
		}
	}
}

// window reads when registration opens and closes.
func (r *reader) window(at place, f fileRegistration, e *event.Event, loc *time.Location) {
	e.Opens = r.moment(at.field("opens"), f.Opens, begin(day(r.today, loc), loc), *e, loc)
	e.Closes = r.moment(at.field("closes"), f.Closes, e.Starts(), *e, loc)
	switch {
	case e.Opens.IsZero() || e.Closes.IsZero():
	case !e.Opens.Before(e.Closes):
		r.problem(at.field("closes"), "written.closes")
	case !e.Ends().IsZero() && e.Closes.After(e.Ends()):
		r.problem(at.field("closes"), "written.closes.end")
	}
}

// moment reads when registration opens or closes; zero, with its problem said,
// where it cannot be read.
func (r *reader) moment(at place, s string, none time.Time, e event.Event, loc *time.Location) time.Time {
	if s == "" {
		return none
	}
	t, err := parseMoment(s, day(e.Starts(), loc), loc)
	if err != nil {
		r.flawed(at, err)
	}
	return t
}

// How long a seat is held at most: over a month it is kept from others; and what
// was never confirmed is to be forgotten within a day.
const (
	longestOffer   = 30 * 24 * time.Hour
	longestConfirm = 24 * time.Hour
)

// duration reads how long a seat is held; 0 if nothing is said. Under an hour,
// mail may come too late.
func (r *reader) duration(at place, s string, longest time.Duration) time.Duration {
	if s == "" {
		return 0
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < time.Hour || d > longest {
		r.problem(at, "written.hold", locale.Args{"Most": int(longest.Hours())})
	}
	return d
}

// earlyCode reads the code that opens registration early, and keeps its digest:
// what is stored does not tell it.
func (r *reader) earlyCode(at place, s string, ref event.Ref) string {
	const least = 6
	if s == "" {
		return ""
	}
	s = r.word(at, s, name)
	n := 0
	for _, c := range s {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			n++
		}
	}
	if n < least {
		r.problem(at, "written.code", locale.Args{"Least": least})
	}
	return event.EarlyDigest(ref, s)
}
