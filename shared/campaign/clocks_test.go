package campaign_test

import (
	"fmt"
	"testing"
	"time"

	"tribune/shared/event"
)

// changing is an event whose day, opening and closing lie on both sides of a
// change of the clocks.
const changing = `
tribune: 1
organisations:
  - id: asso
    name: {fr: Une association}
    reply-to: contact@exemple.org
    controller:
      name: Une association (exemple)
      contact: contact@exemple.org
      country: FR
      dpo: donnees@exemple.org
      legal-basis: {fr: Consentement}
      recipients: {fr: Nous}
      retention: {fr: 90 jours}
      transfers: {fr: Aucun}
events:
  - organisation: asso
    id: rencontre
    slug: une-rencontre
    title: {fr: Une rencontre}
    neutral-title: {fr: Une rencontre}
    city: {fr: Ville}
    country: FR
    zone: %s
    days:
      - {date: %s, from: "09:00", to: "17:00"}
      - {date: the next day, from: "09:00", to: "17:00"}
    slots:
      - id: matin
        from: "10:00"
        to: "12:00"
        workshops:
          - {id: un, title: {fr: Un}, capacity: 10}
    registration:
      capacity: 10
      opens: "1 day before, %s"
      closes: "0 days before, 08:30"
`

// What is local time in a file is the right instant on both sides of a change,
// and registration opens and closes at that second. The first day is the
// Saturday before the clocks change in the night, or the Sunday after it.
func TestFilesAcrossAChangeOfTheClocks(t *testing.T) {
	for _, c := range []struct{ zone, day, opensAt, opens, closes, first, slot, second string }{
		// The clocks go forward at two on 28 March …
		{"Europe/Paris", "2027-03-27", "18:00", "2027-03-26T17:00:00Z", "2027-03-27T07:30:00Z", "2027-03-27T08:00:00Z", "2027-03-27T09:00:00Z", "2027-03-28T07:00:00Z"},
		{"Europe/Paris", "2027-03-28", "18:00", "2027-03-27T17:00:00Z", "2027-03-28T06:30:00Z", "2027-03-28T07:00:00Z", "2027-03-28T08:00:00Z", "2027-03-29T07:00:00Z"},
		{"Europe/Paris", "2027-03-29", "03:00", "2027-03-28T01:00:00Z", "2027-03-29T06:30:00Z", "2027-03-29T07:00:00Z", "2027-03-29T08:00:00Z", "2027-03-30T07:00:00Z"},
		{"Europe/Paris", "2027-03-29", "01:59", "2027-03-28T00:59:00Z", "2027-03-29T06:30:00Z", "2027-03-29T07:00:00Z", "2027-03-29T08:00:00Z", "2027-03-30T07:00:00Z"},
		// … and back at three on 31 October.
		{"Europe/Paris", "2027-10-30", "18:00", "2027-10-29T16:00:00Z", "2027-10-30T06:30:00Z", "2027-10-30T07:00:00Z", "2027-10-30T08:00:00Z", "2027-10-31T08:00:00Z"},
		{"Europe/Paris", "2027-10-31", "18:00", "2027-10-30T16:00:00Z", "2027-10-31T07:30:00Z", "2027-10-31T08:00:00Z", "2027-10-31T09:00:00Z", "2027-11-01T08:00:00Z"},
		{"Europe/Paris", "2027-11-01", "03:00", "2027-10-31T02:00:00Z", "2027-11-01T07:30:00Z", "2027-11-01T08:00:00Z", "2027-11-01T09:00:00Z", "2027-11-02T08:00:00Z"},
		// Morocco leaves its hour for Ramadan at three on 7 February …
		{"Africa/Casablanca", "2027-02-06", "18:00", "2027-02-05T17:00:00Z", "2027-02-06T07:30:00Z", "2027-02-06T08:00:00Z", "2027-02-06T09:00:00Z", "2027-02-07T09:00:00Z"},
		{"Africa/Casablanca", "2027-02-07", "18:00", "2027-02-06T17:00:00Z", "2027-02-07T08:30:00Z", "2027-02-07T09:00:00Z", "2027-02-07T10:00:00Z", "2027-02-08T09:00:00Z"},
		{"Africa/Casablanca", "2027-02-08", "03:00", "2027-02-07T03:00:00Z", "2027-02-08T08:30:00Z", "2027-02-08T09:00:00Z", "2027-02-08T10:00:00Z", "2027-02-09T09:00:00Z"},
		// … and takes it up again at two on 14 March.
		{"Africa/Casablanca", "2027-03-13", "18:00", "2027-03-12T18:00:00Z", "2027-03-13T08:30:00Z", "2027-03-13T09:00:00Z", "2027-03-13T10:00:00Z", "2027-03-14T08:00:00Z"},
		{"Africa/Casablanca", "2027-03-14", "18:00", "2027-03-13T18:00:00Z", "2027-03-14T07:30:00Z", "2027-03-14T08:00:00Z", "2027-03-14T09:00:00Z", "2027-03-15T08:00:00Z"},
		{"Africa/Casablanca", "2027-03-15", "03:00", "2027-03-14T02:00:00Z", "2027-03-15T07:30:00Z", "2027-03-15T08:00:00Z", "2027-03-15T09:00:00Z", "2027-03-16T08:00:00Z"},
	} {
		f, err := read(fmt.Sprintf(changing, c.zone, c.day, c.opensAt))
		if err != nil {
			t.Errorf("%s %s: %v", c.zone, c.day, err)
			continue
		}
		e := f.Events[0]
		for _, m := range []struct {
			what, want string
			got        time.Time
		}{
			{"opens", c.opens, e.Opens}, {"closes", c.closes, e.Closes}, {"begins", c.first, e.Days[0].Starts},
			{"the workshop", c.slot, e.Slots[0].Starts}, {"the second day", c.second, e.Days[1].Starts},
		} {
			if got := m.got.UTC().Format(time.RFC3339Nano); got != m.want {
				t.Errorf("%s %s, %s at %s, want %s", c.zone, c.day, m.what, got, m.want)
			}
		}
		for at, want := range map[time.Time]event.Acceptance{
			e.Opens.Add(-time.Second): event.Early, e.Opens: event.Open, e.Closes.Add(-time.Second): event.Open, e.Closes: event.Closed,
		} {
			if got := e.Accepts(at); got != want {
				t.Errorf("%s %s, at %v: %s, want %s", c.zone, c.day, at, got, want)
			}
		}
		if e.DayOf(e.Slots[0]) != 1 || e.Days[0].Ends.Sub(e.Days[0].Starts) != 8*time.Hour {
			t.Errorf("%s %s: the day is %v", c.zone, c.day, e.Days[0])
		}
	}
}

// An hour that the clocks leap over is refused, wherever it stands.
func TestFilesInTheHourThatIsNot(t *testing.T) {
	for zone, day := range map[string]string{"Europe/Paris": "2027-03-29", "Africa/Casablanca": "2027-03-15"} {
		if _, err := read(fmt.Sprintf(changing, zone, day, "02:30")); err == nil {
			t.Errorf("%s: half past two on the night before %s is read", zone, day)
		}
	}
}
