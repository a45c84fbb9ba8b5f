package dossier

import (
	"net/url"
	"slices"
	"strings"

	"tribune/shared/charter"
)

// Look is what an organiser is asked to look at.
type Look string

// What waits for a look.
const (
	Unseen Look = "unseen" // an organisation's name, before it stands on the wall
	Alike  Look = "alike"  // names that may be of one organisation
	Shared Look = "shared" // several come from one domain
)

// Looks lists them.
var Looks = []Look{Unseen, Alike, Shared}

// Individual is the kind by which a filter asks for those who sign for themselves.
const Individual charter.Kind = "individual"

// States lists the states that a filter asks for. What is confirmed is counted
// within seconds, and is not asked for by itself.
var States = []charter.State{charter.Counted, charter.Aside, charter.Invalidated, charter.Withdrawn}

// Filter is some of those who signed: all who meet each of its conditions. One that
// is empty asks for nothing, but that those who withdrew, of whom nothing is known,
// are passed over.
type Filter struct {
	State   charter.State
	Look    Look
	Kind    charter.Kind
	Country string
	Domain  string
	Search  string // words, each of which stands in a name or an address
}

func (f Filter) holds(e *Entry) bool {
	return f.state(e.State) && f.looks(e) &&
		(f.Kind == "" || f.Kind == e.Party.Kind || f.Kind == Individual && e.Party.IsZero() && e.State != charter.Withdrawn) &&
		(f.Country == "" || f.Country == e.Standing().Country) &&
		(f.Domain == "" || f.Domain == e.Domain()) &&
		!slices.ContainsFunc(strings.Fields(f.Search), func(w string) bool { return !strings.Contains(e.found, w) })
}

func (f Filter) state(s charter.State) bool {
	switch f.State {
	case "":
		return s != charter.Withdrawn
	case charter.Counted:
		return s == charter.Counted || s == charter.Confirmed
	}
	return s == f.State
}

func (f Filter) looks(e *Entry) bool {
	switch f.Look {
	case Unseen:
		return e.Unseen()
	case Alike:
		return len(e.Alike) > 0
	case Shared:
		return e.State.Active() && e.Peers > 1
	}
	return true
}

// The names by which an address says a filter.
const (
	ParamState   = "state"
	ParamLook    = "look"
	ParamKind    = "kind"
	ParamCountry = "country"
	ParamDomain  = "domain"
	ParamSearch  = "q"
)

// most is how long what is searched for may be, in bytes.
const most = 200

// ParseFilter reads a filter as an address says it. What nobody could ask is passed
// over.
func ParseFilter(v url.Values) (f Filter) {
	if s := charter.State(v.Get(ParamState)); slices.Contains(States, s) {
		f.State = s
	}
	if l := Look(v.Get(ParamLook)); slices.Contains(Looks, l) {
		f.Look = l
	}
	if k, known := charter.ParseKind(v.Get(ParamKind)); known || k == Individual {
		f.Kind = k
	}
	if c := v.Get(ParamCountry); len(c) == 2 {
		f.Country = c
	}
	if d := v.Get(ParamDomain); len(d) <= most {
		f.Domain = d
	}
	if q := strings.Join(strings.Fields(v.Get(ParamSearch)), " "); len(q) <= most {
		f.Search = q
	}
	return f
}

// Values are the filter as an address says it.
func (f Filter) Values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		ParamState: string(f.State), ParamLook: string(f.Look), ParamKind: string(f.Kind),
		ParamCountry: f.Country, ParamDomain: f.Domain, ParamSearch: f.Search,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

// Conditions say for the audit what is asked. What was searched for is somebody's
// name, and a domain is somebody's too: both are left out.
func (f Filter) Conditions() (all []string) {
	v := f.Values()
	for _, name := range []string{ParamState, ParamLook, ParamKind, ParamCountry} {
		if v.Has(name) {
			all = append(all, name+"="+v.Get(name))
		}
	}
	if f.Domain != "" {
		all = append(all, ParamDomain)
	}
	if f.Search != "" {
		all = append(all, "search")
	}
	return all
}
