package registration

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"tribune/shared/event"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/token"
)

// Decision is what became of one registration: as it is afterwards, and the
// mail and the lines of the journal that go with it. The outcome is that of its wish; "" if it had
// none and was served, or lost what was held for it.
type Decision struct {
	Registration Registration
	Outcome      Outcome
	Promises     []outbox.Entry
	Audit        []organisation.Audit // what an organiser did here
}

// mostItems is what one transaction bears, the desk's own item included; of
// which some are spared while people are served: one for another name of
// somebody, or two for the event and the line of the audit that tells of it. Where
// an event is called off, nobody is served beside its mailing.
const (
	mostItems = 100
	spared    = 2
	mostOfOne = 4 // items that one wish takes: a record, another name, a mail, a line of the journal
)

// Decide decides every wish in the order in which they were made, ends what was
// held too long, and serves those who wait. It returns the desk as it is
// afterwards and changes none of its arguments. The desk's version rises by
// one, whatever was decided.
//
// Records with a wish are slips; the others are there to be written to, when
// they are served. Whose record is needed and was not given is returned as
// missing: then nothing may be committed, and Decide is asked again with them.
//
// A commit bears only so much. Wishes that it does not bear get no decision
// and stay; if more were to be served than it bears, the desk is Behind, and
// nobody is decided before they are.
func Decide(d Desk, records []Registration, now time.Time) (after Desk, decisions []Decision, missing []token.Person) {
	s := sit(d, records, now)
	slips := inOrder(records)
	for len(slips) > 0 {
		if s.elapse(slips[0].Wish.Made); s.Behind || s.items+mostOfOne > mostItems {
			break
		}
		s.decide(s.of(slips[0].Person))
		slips = slips[1:]
	}
	if len(slips) == 0 { // else a seat might lapse whose acceptance lies there
		s.elapse(now)
	}
	for _, p := range s.touched {
		r := s.records[p]
		r.History = lately(r.History)
		decisions = append(decisions, Decision{Registration: r.Registration, Outcome: r.outcome, Promises: r.promises, Audit: r.audit})
	}
	return s.Desk, decisions, s.missing
}

// sitting is a desk while it decides.
type sitting struct {
	Desk
	now     time.Time
	records map[token.Person]*record
	touched []token.Person // those that are to be written, in order
	missing []token.Person
	items   int // of the transaction so far
}

type record struct {
	Registration
	outcome  Outcome
	promises []outbox.Entry
	audit    []organisation.Audit
	touched  bool
}

func sit(d Desk, records []Registration, now time.Time) *sitting {
	s := &sitting{Desk: d, now: now, records: make(map[token.Person]*record, len(records)), items: 1}
	s.Seats, s.Queue = maps.Clone(d.Seats), slices.Clone(d.Queue)
	s.Version++
	s.Lease = time.Time{}
	for _, r := range records {
		r.History = slices.Clip(r.History)
		s.records[r.Person] = &record{Registration: r}
	}
	return s
}

// of is somebody's record, to be written. Where it was not given it is missing,
// and stands in for itself.
func (s *sitting) of(p token.Person) *record {
	r := s.look(p)
	if !r.touched {
		r.touched, s.touched = true, append(s.touched, p)
		s.items++
	}
	return r
}

// look is somebody's record as it is read.
func (s *sitting) look(p token.Person) *record {
	r := s.records[p]
	if r == nil {
		r = &record{Registration: Registration{Event: s.Event, Person: p}}
		s.records[p], s.missing = r, append(s.missing, p)
	}
	return r
}

// promise owes a mail about a record as it is written. One of a kind is enough,
// whatever happened to her in between: it tells how she stands in the end.
func (s *sitting) promise(r *record, kind outbox.Kind, parts ...string) {
	e := r.Promise(kind, r.Ref(), s.now, parts...)
	if slices.ContainsFunc(r.promises, func(p outbox.Entry) bool { return p.ID == e.ID }) {
		return
	}
	r.Mail = e.ID
	r.promises = append(r.promises, e)
	s.items++
}

// inOrder gives the slips that hold a wish, in the order in which they were made.
func inOrder(records []Registration) []Registration {
	wishing := make([]Registration, 0, len(records))
	for _, r := range records {
		if r.Wish != nil {
			wishing = append(wishing, r)
		}
	}
	slices.SortFunc(wishing, func(a, b Registration) int {
		return cmp.Or(a.Wish.Made.Compare(b.Wish.Made), slices.Compare(a.Person[:], b.Person[:]))
	})
	return wishing
}

// decide decides one wish.
func (s *sitting) decide(r *record) {
	w := *r.Wish
	r.Wish = nil
	before := len(r.History)
	if !w.By.IsZero() { // its line has a place before others are served
		s.items++
		defer func() { s.items-- }()
	}
	switch {
	case w.Kind == Come:
		r.outcome = s.admit(r, w)
	case w.Generation != r.Generation || r.Generation == 0:
		r.outcome = Stale
	case w.Kind == Accept:
		r.outcome = s.accept(r)
	case w.Kind == Change:
		r.outcome = s.change(r, w)
	case w.Kind == Restore:
		r.outcome = s.restore(r, w)
	case w.Kind == Cancel, w.Kind == Disown, w.Kind == Remove:
		r.outcome = s.release(r, w)
	case w.Kind == Offer:
		r.outcome = s.offer(r, w)
	case w.Kind == Resend:
		r.outcome = s.resend(r)
	default:
		r.outcome = Unknown
	}
	if w.Kind != Come {
		r.Last = Told{w.Nonce, r.outcome}
		r.Proven = r.Proven || w.Kind != Remove && w.By.IsZero() && r.outcome != Stale
	}
	s.trace(r, w, before)
}

// admit decides a wish to come.
func (s *sitting) admit(r *record, w Wish) Outcome {
	if r.State.Active() {
		return Unchanged
	}
	gaveUp := r.State == Cancelled || r.State == Lapsed
	outcome := s.Answer(w)
	older := r.State == Cancelled && w.FormMade.Before(r.Since.Truncate(time.Second))
	if older || r.State == Lapsed && r.Nonce == w.Nonce {
		outcome = Stale
	}
	r.Nonce, r.Outcome = w.Nonce, outcome
	switch {
	case outcome == Accepted || outcome == Queued:
		r.Generation++
		r.Attendee, r.Answers, r.Needs, r.Expires, r.Proven, r.Source = w.Attendee, w.Answers, w.Needs, w.Expires, false, w.Source
		r.Choice = event.Choice{}
		switch {
		case outcome == Queued:
			s.wait(r, w.Choice)
		case s.ConfirmIn > 0 && w.By.IsZero():
			s.hold(r, w.Choice)
		default:
			s.seat(r, w.Choice)
		}
	case outcome == Stale:
	case gaveUp && !r.Attendee.Address.IsZero(): // stays on record as she was: anybody may have typed this
		s.tellLate(r, w, outcome)
	default:
		r.State, r.Since, r.Expires = Refused, s.now, s.now.Add(keepShort)
		r.Attendee = w.Attendee
		s.tellLate(r, w, outcome)
	}
	return outcome
}

// tellLate promises a mail about a refusal that the screen could not wait for.
func (s *sitting) tellLate(r *record, w Wish, outcome Outcome) {
	late := s.now.Sub(w.Made) > Patience && w.By.IsZero() // an organiser looks at the list
	if late && slices.Contains([]Outcome{Full, WorkshopFull, QueueFull, TooLate}, outcome) {
		s.promise(r, outbox.Refused, w.Nonce)
	}
}

// seat gives somebody who has none what she chose.
func (s *sitting) seat(r *record, c event.Choice) {
	s.take(c.Places(), 1)
	s.enter(r, Confirmed)
	r.Choice = c
	s.promise(r, outbox.Confirmed, r.change())
}

// enter begins a state, in which nothing is waited for or held.
func (s *sitting) enter(r *record, state State) {
	r.State, r.Since = state, s.now
	r.Seated, r.Removed = false, false
	r.Wants, r.Ticket, r.Until = nil, 0, time.Time{}
}

// change names the change that is being made, among all of this registration.
func (r *record) change() string { return strconv.Itoa(r.Version) }

// accept takes the seat that is held.
func (s *sitting) accept(r *record) Outcome {
	switch {
	case r.State == Confirmed:
		return Unchanged
	case !r.State.Held(), s.Cancelled:
		return Gone
	}
	s.leave(r.Ticket)
	r.Choice = *r.Wants
	s.enter(r, Confirmed)
	s.promise(r, outbox.Confirmed, r.change())
	return Accepted
}

// goodbyes are the mails that end a registration. Who said that it was not she
// who registered gets none.
var goodbyes = map[WishKind]outbox.Kind{Cancel: outbox.Cancelled, Remove: outbox.Removed}

// release decides a wish to cancel, or to have been somebody else's doing. What
// she had stays on record, to be restored.
func (s *sitting) release(r *record, w Wish) Outcome {
	outcome := Unchanged
	if r.State.Active() {
		outcome = Released
		seated := r.State == Confirmed
		s.leave(r.Ticket)
		switch {
		case r.State == Confirmed:
			s.take(r.Places(), -1)
		default:
			if r.State.Held() {
				s.take(r.Wants.Places(), -1)
			}
			r.Choice = *r.Wants
		}
		s.enter(r, Cancelled)
		r.Seated, r.Removed = seated, w.Kind == Remove
		if mail, told := goodbyes[w.Kind]; told {
			s.promise(r, mail, r.change())
		}
		s.serve()
	}
	if w.Kind == Disown {
		r.Attendee, r.Answers, r.Needs, r.Choice = Attendee{}, nil, Needs{}, event.Choice{}
	}
	return outcome
}

// take adds n seats, or gives them back when n is negative.
func (s *sitting) take(places []event.Place, n int) {
	for _, p := range places {
		seats := s.Seats[p]
		seats.Taken += n
		s.Seats[p] = seats
	}
}
