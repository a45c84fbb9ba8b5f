package registration_test

import (
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/registration"
)

// seat is a desk of one seat, and everybody who wants it, one after the other.
type seat struct {
	*testing.T
	desk   registration.Desk
	people map[byte]registration.Registration
}

func oneSeat(t *testing.T, e event.Event) *seat {
	t.Helper()
	e.Ref, e.Capacity = ref, 1
	return &seat{T: t, desk: registration.NewDesk(e), people: map[byte]registration.Registration{}}
}

// at has the desk decide at a time what somebody wanted at another, or nothing.
func (s *seat) at(now time.Time, person byte, w registration.Wish) registration.Outcome {
	s.Helper()
	var records []registration.Registration
	for p, r := range s.people {
		if p != person {
			records = append(records, r)
		}
	}
	if w.Kind != "" {
		r := slip(person, w)
		r.Wish.Made = w.Made
		if w.Made.IsZero() {
			r.Wish.Made = now
		}
		if known, ok := s.people[person]; ok {
			r.Wish.Generation = known.Generation
			known.Wish = r.Wish
			r = known
		}
		records = append(records, r)
	} else if r, ok := s.people[person]; ok {
		records = append(records, r)
	}
	var outcome registration.Outcome
	after, decisions, missing := registration.Decide(s.desk, records, now)
	if len(missing) > 0 {
		s.Fatalf("missing %v", missing)
	}
	s.desk = after
	for _, d := range decisions {
		s.people[d.Registration.Person[0]] = d.Registration
		if d.Registration.Person[0] == person {
			outcome = d.Outcome
		}
	}
	return outcome
}

func (s *seat) want(what string, outcome, want registration.Outcome) {
	s.Helper()
	if outcome != want {
		s.Errorf("%s: %s, want %s", what, outcome, want)
	}
}

func (s *seat) stands(what string, person byte, want registration.State) {
	s.Helper()
	if got := s.people[person].State; got != want {
		s.Errorf("%s: %d is %s, want %s", what, person, got, want)
	}
}

var (
	comes   = registration.Wish{Kind: registration.Come, Wait: true}
	cancels = registration.Wish{Kind: registration.Cancel}
	accepts = registration.Wish{Kind: registration.Accept}
)

// offered has 1 cancel what she had, and 2 be offered it at a time, before 3.
func offered(t *testing.T, e event.Event, at time.Time) *seat {
	t.Helper()
	s := oneSeat(t, e)
	s.want("the first", s.at(at.Add(-3*time.Second), 1, comes), registration.Accepted)
	s.want("the second", s.at(at.Add(-2*time.Second), 2, comes), registration.Queued)
	s.want("the third", s.at(at.Add(-time.Second), 3, comes), registration.Queued)
	s.want("the first goes", s.at(at, 1, cancels), registration.Released)
	return s
}

func daysLater() event.Event {
	return event.Event{Opens: opens, Closes: opens.Add(20 * 24 * time.Hour), Days: []event.Day{{Starts: opens.Add(20 * 24 * time.Hour), Ends: opens.Add(21 * 24 * time.Hour)}}}
}

func TestAnOfferLapsesAtItsSecond(t *testing.T) {
	e := daysLater()
	at := opens.Add(time.Hour)
	ends := at.Add(48 * time.Hour)
	for _, c := range []struct {
		name   string
		now    time.Time
		second registration.State
		third  registration.State
	}{
		{"a second before", ends.Add(-time.Second), registration.Offered, registration.Waiting},
		{"a nanosecond before", ends.Add(-1), registration.Offered, registration.Waiting},
		{"at it", ends, registration.Lapsed, registration.Offered},
		{"a nanosecond after", ends.Add(1), registration.Lapsed, registration.Offered},
	} {
		s := offered(t, e, at)
		if got := s.people[2].Until; !got.Equal(ends) || s.desk.Pending(ends.Add(-1)) || !s.desk.Pending(ends) {
			t.Errorf("offered until %v, want %v", got, ends)
		}
		s.at(c.now, 0, registration.Wish{})
		s.stands(c.name, 2, c.second)
		s.stands(c.name, 3, c.third)
		if want := c.now.Add(48 * time.Hour); c.third == registration.Offered && !s.people[3].Until.Equal(want) {
			t.Errorf("%s: then offered until %v, want %v", c.name, s.people[3].Until, want)
		}
	}
}

// What counts is when she pressed the button, not when the desk came to it.
func TestAnOfferIsAcceptedUntilItsSecond(t *testing.T) {
	at := opens.Add(time.Hour)
	ends := at.Add(48 * time.Hour)
	for _, late := range []time.Duration{0, time.Hour} {
		for made, want := range map[time.Time]registration.Outcome{
			ends.Add(-time.Second): registration.Accepted, ends.Add(-1): registration.Accepted, ends: registration.Gone, ends.Add(1): registration.Gone,
		} {
			s := offered(t, daysLater(), at)
			w := accepts
			w.Made = made
			s.want(made.Sub(ends).String(), s.at(made.Add(late), 2, w), want)
		}
	}
}

func TestASeatLapsesUnlessItIsConfirmed(t *testing.T) {
	e := daysLater()
	e.ConfirmIn = 24 * time.Hour
	for made, want := range map[time.Duration]registration.Outcome{24*time.Hour - 1: registration.Accepted, 24 * time.Hour: registration.Gone} {
		s := oneSeat(t, e)
		s.want("she comes", s.at(opens, 1, comes), registration.Accepted)
		s.stands("and is to confirm", 1, registration.Unconfirmed)
		s.want("and does, "+made.String()+" later", s.at(opens.Add(made), 1, accepts), want)
	}
}

// From the start on nobody is offered anything, and no offer lasts past it.
func TestOffersEndAtTheStart(t *testing.T) {
	e := daysLater()
	starts := e.Days[0].Starts
	e.Closes = starts.Add(time.Hour)
	for before, want := range map[time.Duration]time.Duration{
		time.Nanosecond: time.Nanosecond, time.Second: time.Second, 48*time.Hour - 1: 48*time.Hour - 1, 48 * time.Hour: 48 * time.Hour, 49 * time.Hour: 48 * time.Hour,
	} {
		s := offered(t, e, starts.Add(-before))
		s.stands(before.String(), 2, registration.Offered)
		if got := s.people[2].Until.Sub(starts.Add(-before)); got != want {
			t.Errorf("%v before the start it is offered for %v, want %v", before, got, want)
		}
		s.at(starts, 0, registration.Wish{})
		if before <= 48*time.Hour {
			s.stands("at the start", 2, registration.Lapsed)
			s.stands("at the start", 3, registration.Waiting) // nobody is next
		}
	}
	for _, after := range []time.Duration{0, 1, time.Second} {
		s := oneSeat(t, e)
		s.at(starts.Add(-2), 1, comes)
		s.at(starts.Add(-1), 2, comes)
		s.want("the first goes", s.at(starts.Add(after), 1, cancels), registration.Released)
		s.stands("after the start", 2, registration.Waiting)
	}
}

// Nobody waits, changes or comes back from the start on.
func TestWishesAtTheStart(t *testing.T) {
	e := daysLater()
	starts := e.Days[0].Starts
	e.Closes = starts.Add(time.Hour)
	change, restore := registration.Wish{Kind: registration.Change}, registration.Wish{Kind: registration.Restore}
	for _, c := range []struct {
		name string
		made time.Time
		over bool
	}{{"a second before", starts.Add(-time.Second), false}, {"a nanosecond before", starts.Add(-1), false}, {"at it", starts, true}, {"after it", starts.Add(1), true}} {
		pick := func(in, over registration.Outcome) registration.Outcome {
			if c.over {
				return over
			}
			return in
		}
		s := oneSeat(t, e)
		s.at(opens, 1, comes)
		s.want(c.name+" waits", s.at(c.made, 2, comes), pick(registration.Queued, registration.Full))
		s.want(c.name+" changes", s.at(c.made, 1, change), pick(registration.Altered, registration.TooLate))
		s = oneSeat(t, e)
		s.at(opens, 1, comes)
		s.at(opens.Add(1), 1, cancels)
		s.want(c.name+" comes back", s.at(c.made, 1, restore), pick(registration.Accepted, registration.TooLate))
	}
}

// An offer of 48 hours lasts 48 hours, whatever the clocks on the wall do.
func TestAnOfferAcrossAChangeOfTheClocks(t *testing.T) {
	for _, c := range []struct{ zone, from, to string }{
		{"Europe/Paris", "2027-03-27 20:00:00", "2027-03-29 21:00:00"},
		{"Europe/Paris", "2027-10-30 20:00:00", "2027-11-01 19:00:00"},
		{"Africa/Casablanca", "2027-02-06 20:00:00", "2027-02-08 19:00:00"}, // Ramadan begins
		{"Africa/Casablanca", "2027-03-13 20:00:00", "2027-03-15 21:00:00"},
		{"Europe/Paris", "2027-03-29 20:00:00", "2027-03-31 20:00:00"}, // nothing changes
	} {
		loc := event.Event{Zone: c.zone}.Location()
		at, err := time.ParseInLocation(time.DateTime, c.from, loc)
		if err != nil {
			t.Fatal(err)
		}
		e := daysLater()
		e.Zone, e.Opens, e.Closes = c.zone, at.Add(-time.Hour), at.AddDate(0, 0, 20)
		e.Days = []event.Day{{Starts: at.AddDate(0, 0, 20), Ends: at.AddDate(0, 0, 20).Add(time.Hour)}}
		s := offered(t, e, at)
		until := s.people[2].Until
		if got := until.In(loc).Format(time.DateTime); got != c.to || until.Sub(at) != 48*time.Hour {
			t.Errorf("%s: offered at %s until %s, want %s", c.zone, c.from, got, c.to)
		}
		s.at(until.Add(-time.Second), 0, registration.Wish{})
		s.stands(c.zone+", a second before", 2, registration.Offered)
		s.at(until, 0, registration.Wish{})
		s.stands(c.zone+", at it", 2, registration.Lapsed)
		s.stands(c.zone+", at it", 3, registration.Offered)
	}
}
