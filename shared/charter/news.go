package charter

import (
	"time"

	"tribune/shared/outbox"
)

// Limits of news.
const (
	MostNews    = 3     // sent to the signatories of one charter in 24 hours
	MostSubject = 120   // characters
	MostBody    = 6_000 // characters: in Arabic, a mail of 25 kB
)

// Reads reports whether news of a charter are for a signatory.
func (s Signature) Reads() bool {
	return (s.State == Counted || s.State == Confirmed) && s.News && !s.Forgotten()
}

// NewsSpent reports whether so many went out in the last day that others have to
// wait, and until when.
func NewsSpent(all []Announcement, now time.Time) (until time.Time, spent bool) {
	const day = 24 * time.Hour
	n := 0
	for _, a := range all {
		if a.Kind == outbox.CharterNews && now.Sub(a.Begun) < day {
			n++
			if end := a.Begun.Add(day); until.IsZero() || end.Before(until) {
				until = end
			}
		}
	}
	return until, n >= MostNews
}
