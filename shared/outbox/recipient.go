package outbox

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// How much mail goes to an address whose owner nothing shows to have asked for
// it: whoever types an address can have only so much sent there.
const (
	MostHourly = 3
	MostDaily  = 10

	// Of these, mails that anybody can cause again and again: a stranger who asks
	// for somebody's lost link all day keeps none of her own mails from her.
	UnaskedHourly = 2
	UnaskedDaily  = 5
)

// How long an address is left alone.
const (
	AfterBounce    = 90 * 24 * time.Hour // it may be made again, or given to somebody else
	AfterComplaint = 365 * 24 * time.Hour
)

// Recipient is what is remembered of a mail address across everything that is
// sent there. It holds no address: it is found by a key computed from it.
type Recipient struct {
	Key        string    // token.Ring.Recipient
	Version    int       // of this record; 0 before it is first written
	Bounced    time.Time `json:",omitzero"` // for good
	Complained time.Time `json:",omitzero"`
	Sent       []Sending `json:",omitempty"` // of the last day, those that count; the oldest first
}

// Sending is one mail that was sent, or tried.
type Sending struct {
	Entry   string
	At      time.Time
	Unasked bool `json:",omitempty"` // anybody could cause it
}

// ErrSuppressed is final: the address bounced, or its owner complained.
var ErrSuppressed = fmt.Errorf("%w: the address is suppressed", ErrRefused)

// Later is an error with which a mail is put off until a time.
type Later struct {
	Until time.Time
	Why   Reason
}

func (l *Later) Error() string { return "outbox: not before " + l.Until.Format(time.RFC3339) }

// Suppressed reports whether no mail is to go there at now.
func (r Recipient) Suppressed(now time.Time) bool {
	return !r.Bounced.IsZero() && now.Sub(r.Bounced) < AfterBounce ||
		!r.Complained.IsZero() && now.Sub(r.Complained) < AfterComplaint
}

// Admit counts a mail that anybody can cause who knows the address, and returns
// the record with it. It returns *Later when the address has had its share of
// the last hour or day. A mail that is tried again counts once, where it is
// tried last: it may be that it goes only now.
func (r Recipient) Admit(entry string, unasked bool, now time.Time) (Recipient, error) {
	const day = 24 * time.Hour
	sent := slices.DeleteFunc(slices.Clone(r.Sent), func(s Sending) bool { return s.Entry == entry || now.Sub(s.At) >= day })
	free := later(freeAt(sent, MostDaily, day), freeAt(sent, MostHourly, time.Hour))
	if unasked {
		others := slices.DeleteFunc(slices.Clone(sent), func(s Sending) bool { return !s.Unasked })
		free = later(free, later(freeAt(others, UnaskedDaily, day), freeAt(others, UnaskedHourly, time.Hour)))
	}
	if now.Before(free) {
		return r, &Later{Until: free, Why: TooMany}
	}
	r.Sent = append(sent, Sending{entry, now, unasked})
	slices.SortStableFunc(r.Sent, func(a, b Sending) int { return a.At.Compare(b.At) }) // mailers' clocks differ
	return r, nil
}

// freeAt is when so many are no longer sent within a time that no more may be; zero
// if they are not.
func freeAt(sent []Sending, most int, within time.Duration) time.Time {
	if n := len(sent); n >= most {
		return sent[n-most].At.Add(within)
	}
	return time.Time{}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Learn notes a report about the address.
func (r Recipient) Learn(report Report) Recipient {
	switch {
	case report.Fate == Complained && report.At.After(r.Complained):
		r.Complained = report.At
	case report.Fate == Bounced && report.Final && report.At.After(r.Bounced):
		r.Bounced = report.At
	}
	return r
}

// Expires is when nothing of the record matters any longer.
func (r Recipient) Expires() time.Time {
	last := later(ends(r.Bounced, AfterBounce), ends(r.Complained, AfterComplaint))
	if n := len(r.Sent); n > 0 {
		last = later(last, r.Sent[n-1].At.Add(24*time.Hour))
	}
	return last
}

func ends(begun time.Time, after time.Duration) time.Time {
	if begun.IsZero() {
		return begun
	}
	return begun.Add(after)
}

// Anybody reports whether anybody who knows somebody's name and address can have
// such a mail sent to her, however well her address is known.
func (k Kind) Anybody() bool {
	return slices.Contains([]Kind{Already, LostLink, SignatureCode, SignedAlready, SignedLink}, k)
}

// reason is why a mail that ends Failed was not sent.
func reason(err error) Reason {
	var later *Later
	switch {
	case errors.Is(err, ErrSuppressed):
		return Suppressed
	case errors.As(err, &later):
		return later.Why
	case errors.Is(err, ErrRefused):
		return Unknown
	}
	return Unreachable
}
