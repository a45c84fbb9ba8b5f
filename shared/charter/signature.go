package charter

import (
	"strconv"
	"strings"
	"time"

	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// State is where a signature stands.
type State string

// The states. Before the code is typed there is none.
const (
	Confirmed   State = "confirmed"   // the code was typed; the book has not taken it up yet
	Counted     State = "counted"     // it counts, and stands in the public log
	Aside       State = "aside"       // too many come from one domain: it counts once an organiser lets it
	Withdrawn   State = "withdrawn"   // by the signatory: who she was is erased
	Invalidated State = "invalidated" // by an organiser
)

// Active reports whether a signature stands.
func (s State) Active() bool { return s == Confirmed || s == Counted || s == Aside }

// Review is what an organiser said of an organisation's name on the wall.
type Review string

// The answers.
const (
	Unseen  Review = ""
	Shown   Review = "shown"
	KeptOff Review = "kept-off" // it counts, and is not named
)

// Signature is one mailbox's signature under one version of a charter: for an
// organisation, or of somebody for herself.
type Signature struct {
	Charter    Ref          `json:"-"`
	Version    int          `json:"-"` // of the text
	Signatory  token.Person `json:"-"`
	Revision   int          `json:"-"` // rises with every change of this record; 0 before it is written
	Waiting    bool         `json:"-"` // as it was read: the book is still to take up how it stands
	Generation int          // rises when somebody signs again who had withdrawn
	State      State
	At         time.Time // when the code was typed
	Ended      time.Time `json:",omitzero"` // when it was withdrawn or invalidated

	Lang        locale.Lang `json:",omitempty"` // in which she is written to
	Read        locale.Lang `json:",omitempty"` // in which she read the text …
	Text        Hash        // … and the hash of what she read
	Party       Party       `json:",omitzero"`
	Given       registration.Name
	Family      registration.Name
	Function    string         `json:",omitempty"`
	Country     string         `json:",omitempty"` // of who signs for herself
	Address     outbox.Address `json:",omitzero"`
	Mandate     Mandate        `json:",omitempty"`
	Display     bool           `json:",omitempty"` // her name may be shown
	News        bool           `json:",omitempty"` // she wants news of what becomes of the charter
	Consent     time.Time      `json:",omitzero"`  // when she gave the form's consents
	Salt        publiclog.Salt `json:",omitzero"`  // of what the log holds of her
	Review      Review         `json:",omitempty"`
	Let         bool           `json:",omitempty"` // an organiser lets it count though many come from its domain
	Commitments []Commitment   `json:",omitempty"`

	Booked Booked
}

// Commitment is what an organisation takes upon itself of one article.
type Commitment struct {
	Article int       // counted from 1
	Owner   string    // the service or function that answers for it
	By      time.Time // the day by which
}

// Booked is what the book holds of a signature.
type Booked struct {
	Leaf       int64                `json:",omitempty"` // of the log: its number, counted from 1; 0 if none stands for it now
	Commitment publiclog.Commitment `json:",omitzero"`
	Text       Hash                 `json:",omitzero"`
	As         Standing             `json:",omitzero"`  // among whom it is counted
	Domain     string               `json:",omitempty"` // in whose count it is
	Wall       bool                 `json:",omitempty"` // it is named
}

// Standing is by what a signature is counted.
type Standing struct {
	Kind    Kind // "" of an individual
	Country string
}

// Standing is by what it is counted.
func (s Signature) Standing() Standing {
	if s.Party.IsZero() {
		return Standing{Country: s.Country}
	}
	return Standing{s.Party.Kind, s.Party.Country}
}

// Name is whose signature it is: the organisation's, or hers.
func (s Signature) Name() string {
	if s.Party.IsZero() {
		return s.Representative()
	}
	return s.Party.Name
}

// Representative is who signed.
func (s Signature) Representative() string {
	return strings.TrimSpace(s.Given.String() + " " + s.Family.String())
}

// Identity is what the log commits to: who signed what, as whom.
func (s Signature) Identity() []string {
	return []string{
		s.Charter.String(), number(s.Version), s.Party.Name, string(s.Party.Kind), s.Standing().Country, s.Party.Site.String(),
		s.Given.String(), s.Family.String(), s.Function, s.Address.Folded(),
	}
}

// Commitment stands for the signature in the log.
func (s Signature) Commitment() publiclog.Commitment {
	return publiclog.Commit(s.Salt, s.Identity()...)
}

// Logged reports whether the log holds the signature as it is now. One that was
// corrected a moment ago is not, until the book takes it up.
func (s Signature) Logged() bool {
	return s.State == Counted && s.Booked.Leaf > 0 && s.Booked.Commitment == s.Commitment()
}

// Public reports whether it may be named on the wall. Individuals are not unless
// they chose it.
func (s Signature) Public(reviewed bool) bool {
	switch {
	case s.State != Counted || s.Review == KeptOff || s.Forgotten():
		return false
	case s.Party.IsZero():
		return s.Display
	}
	return s.Review == Shown || !reviewed
}

// Forgotten reports whether nobody is known any more who gave it.
func (s Signature) Forgotten() bool { return s.Address.IsZero() }

// forgotten is what is left of a signature of which nobody is to be known: its
// place, and what the log has to say of its end.
func (s Signature) forgotten(state State, now time.Time) Signature {
	left := Signature{
		Charter: s.Charter, Version: s.Version, Signatory: s.Signatory, Revision: s.Revision, Generation: s.Generation,
		State: state, Ended: now, Booked: s.Booked,
	}
	if s.Review == KeptOff { // the organiser's word holds for who signs again
		left.Review = KeptOff
	}
	return left
}

// ref says in the outbox which signature a mail is about.
func (s Signature) ref() outbox.Ref {
	return outbox.Ref{
		Organisation: string(s.Charter.Organisation), Charter: string(s.Charter.ID), Version: s.Version,
		Person: s.Signatory.String(), Generation: s.Generation,
	}
}

// Promise is a mail to its signatory.
func (s Signature) Promise(kind outbox.Kind, now time.Time, parts ...string) outbox.Entry {
	return outbox.Promise(kind, s.ref(), s.Lang, now, parts...)
}

func number(n int) string { return strconv.Itoa(n) }
