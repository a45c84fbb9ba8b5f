package registration

import (
	"slices"
	"time"

	"tribune/shared/organisation"
	"tribune/shared/outbox"
)

// Source is how an organiser was told that somebody comes.
type Source string

// The sources.
const (
	ByPhone Source = "phone"
	OnPaper Source = "paper"
	AtDoor  Source = "door" // on the day
)

// Sources lists them.
var Sources = []Source{ByPhone, OnPaper, AtDoor}

// ParseSource reads a source as the form sends it.
func ParseSource(s string) (Source, bool) { return Source(s), slices.Contains(Sources, Source(s)) }

// Deed is what was done to a registration.
type Deed string

// The deeds. The last three nobody asks for: a seat came free, or time was over.
const (
	Registered Deed = "registered"
	Queueing   Deed = "queueing" // waits, for a seat or for another one
	Took       Deed = "took"     // the seat that was held
	Altering   Deed = "altering"
	GaveUp     Deed = "gave-up"
	TakenAway  Deed = "taken-away" // cancelled by the organiser
	CameBack   Deed = "came-back"
	HeldFor    Deed = "held-for" // offered by an organiser
	SentAgain  Deed = "sent-again"
	OfferedTo  Deed = "offered"
	MovedTo    Deed = "moved"
	Elapsed    Deed = "elapsed"
)

// Deeds lists them.
var Deeds = []Deed{Registered, Queueing, Took, Altering, GaveUp, TakenAway, CameBack, HeldFor, SentAgain, OfferedTo, MovedTo, Elapsed}

// Step is one line of what became of a registration.
type Step struct {
	At  time.Time      `json:"t"`
	Did Deed           `json:"d"`
	By  outbox.Address `json:"b,omitzero"` // the organiser who did; none if she did herself, or nobody
}

// Itself reports whether nobody did it: a seat came free, or time was over.
func (s Step) Itself() bool { return s.Did == OfferedTo || s.Did == MovedTo || s.Did == Elapsed }

// longestHistory is how many steps are kept.
const longestHistory = 30

// deeds are what comes of each wish; of one that has her wait, [Queueing].
var deeds = map[WishKind]Deed{
	Come: Registered, Accept: Took, Change: Altering, Cancel: GaveUp, Remove: TakenAway, Restore: CameBack, Offer: HeldFor, Resend: SentAgain,
}

// actions are what an organiser's wish is in the journal.
var actions = map[WishKind]organisation.Action{
	Come: organisation.PersonAdded, Change: organisation.PersonChanged, Offer: organisation.PersonOffered, Accept: organisation.PersonAccepted,
	Cancel: organisation.PersonDeclined, Remove: organisation.PersonCancelled, Restore: organisation.PersonRestored, Resend: organisation.PersonResent,
}

// trace notes what came of a wish, in the history before what followed from it,
// which begins at a step; an organiser's in the journal too. Of nothing there is
// nothing to note, and of who erased herself nothing is kept.
func (s *sitting) trace(r *record, w Wish, before int) {
	switch {
	case w.Kind == Disown && r.outcome != Stale:
		r.History = nil
		return
	case r.outcome.Refusal() || r.outcome == Unchanged:
		return
	}
	did := deeds[w.Kind]
	if r.outcome == Queued {
		did = Queueing
	}
	rest := append([]Step{{At: s.now, Did: did, By: w.By}}, r.History[before:]...)
	r.History = append(r.History[:before:before], rest...)
	if !w.By.IsZero() {
		r.audit = append(r.audit, organisation.Audit{
			Organisation: s.Event.Organisation, At: s.now, By: w.By, Action: actions[w.Kind],
			Event: string(s.Event.Event), Person: r.Person.String(), Rows: 1,
		})
		s.items++
	}
}

// step notes what happened to somebody without her asking.
func (s *sitting) step(r *record, did Deed) {
	r.History = append(r.History, Step{At: s.now, Did: did})
}

// lately are the steps that are kept.
func lately(all []Step) []Step { return all[max(0, len(all)-longestHistory):] }
