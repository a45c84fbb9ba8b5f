package organisation

import (
	"slices"
	"time"

	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/site"
)

// Role is what a member may do for her organisation.
type Role string

// The roles.
const (
	Owner     Role = "owner"
	Organiser Role = "organiser"
	Reader    Role = "reader"
	Door      Role = "door" // on the day, says who is there
)

// Roles lists them, the one that may most first.
var Roles = []Role{Owner, Organiser, Reader, Door}

// ParseRole reads a role as forms and files say it.
func ParseRole(s string) (Role, bool) { return Role(s), slices.Contains(Roles, Role(s)) }

// rights are what each role may do.
var rights = map[Role][]site.Right{
	Owner:     {site.Halfway, site.Member, site.See, site.Export, site.Run, site.CheckIn, site.Govern, site.TakeAway},
	Organiser: {site.Halfway, site.Member, site.See, site.Export, site.Run, site.CheckIn},
	Reader:    {site.Halfway, site.Member, site.See, site.Export},
	Door:      {site.Halfway, site.Member, site.CheckIn},
}

// May reports whether a role has a right.
func (r Role) May(do site.Right) bool { return do == site.Anyone || slices.Contains(rights[r], do) }

// Member is a person who works for an organisation here.
type Member struct {
	Organisation ID
	Address      outbox.Address
	Role         Role
	Lang         locale.Lang
	Scope        Scope          `json:",omitzero"`
	Invited      time.Time      `json:",omitzero"` // when; zero once she signed in
	InvitedBy    outbox.Address `json:",omitzero"` // while she has not
	Seen         time.Time      `json:",omitzero"` // the day on which she last signed in
}

// KeepInvited is how long an invitation holds.
const KeepInvited = 14 * 24 * time.Hour

// Lapsed reports whether somebody was invited and did not come in time.
func (m Member) Lapsed(now time.Time) bool {
	return !m.Invited.IsZero() && !now.Before(m.Invited.Add(KeepInvited))
}

// Scope narrows what a member sees of her organisation, for somebody of a
// partner; the zero Scope narrows nothing.
type Scope struct {
	Events     []string `json:",omitempty"` // ids of the only events that are hers
	Structures []string `json:",omitempty"` // of the people, she sees those who come from one of these …
	Countries  []string `json:",omitempty"` // … or from one of these, ISO 3166-1 alpha-2
}

// HasEvent reports whether an event is hers to see.
func (s Scope) HasEvent(id string) bool { return len(s.Events) == 0 || slices.Contains(s.Events, id) }

// Whole reports whether it narrows nothing: what is of no one event, a charter with
// its signatories, is seen by those alone who see everything.
func (s Scope) Whole() bool { return len(s.Events) == 0 && !s.OfPeople() }

// OfPeople reports whether it narrows which people are seen.
func (s Scope) OfPeople() bool { return len(s.Structures)+len(s.Countries) > 0 }
