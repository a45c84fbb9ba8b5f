package charter

import "time"

// Verdict is what an organiser says of signatures.
type Verdict string

// The verdicts.
const (
	Show    Verdict = "show"     // on the wall
	KeepOff Verdict = "keep-off" // the wall; it counts all the same
	Let     Verdict = "let"      // it count, though many come from its domain
	Annul   Verdict = "invalidate"
)

// Verdicts lists them in the order of the page.
var Verdicts = []Verdict{Show, KeepOff, Let, Annul}

// Fits reports whether a verdict changes anything about a signature. Individuals
// are named on the wall as they chose, unless they are kept off it.
func (v Verdict) Fits(s Signature) bool {
	individual := s.Party.IsZero()
	switch v {
	case Show:
		return s.State.Active() && s.Review != Shown && (!individual || s.Review == KeptOff)
	case KeepOff:
		return s.State.Active() && s.Review != KeptOff && (!individual || s.Display)
	case Let:
		return s.State == Aside
	case Annul:
		return s.State.Active()
	}
	return false
}

// Of is a signature as it stands once the verdict is given.
func (v Verdict) Of(s Signature, now time.Time) Signature {
	switch v {
	case Show:
		s.Review = Shown
	case KeepOff:
		s.Review = KeptOff
	case Let:
		s.Let, s.State = true, Confirmed // for the book to take up
	case Annul:
		s = Invalidate(s, now)
	}
	return s
}

// Unseen reports whether an organisation's name waits for an organiser's look.
func (s Signature) Unseen() bool {
	return s.State.Active() && !s.Party.IsZero() && s.Review == Unseen
}
