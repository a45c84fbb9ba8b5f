package proof

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// promise is what an entry of the outbox stands for: the change of a
// registration that it goes with, by the version that was changed; -1 for a
// mail that changes nothing.
type promise struct{ version int }

// ways are the mails of each way from one state to another. Who is confirmed
// may wait for something else besides.
var ways = map[registration.State]map[outbox.Kind]registration.State{
	"": {outbox.Confirmed: registration.Confirmed, outbox.Held: registration.Unconfirmed, outbox.Waiting: registration.Waiting},
	registration.Confirmed: {
		outbox.Waiting: registration.Confirmed, outbox.Changed: registration.Confirmed, outbox.Moved: registration.Confirmed,
		outbox.Cancelled: registration.Cancelled,
	},
	registration.Unconfirmed: {outbox.Confirmed: registration.Confirmed, outbox.Lapsed: registration.Lapsed, outbox.Cancelled: registration.Cancelled},
	registration.Offered:     {outbox.Confirmed: registration.Confirmed, outbox.Lapsed: registration.Lapsed, outbox.Cancelled: registration.Cancelled},
	registration.Waiting: {
		outbox.Waiting: registration.Waiting, outbox.Offered: registration.Offered, outbox.Confirmed: registration.Confirmed,
		outbox.Cancelled: registration.Cancelled,
	},
	registration.Lapsed:    {outbox.Confirmed: registration.Confirmed, outbox.Waiting: registration.Waiting},
	registration.Cancelled: {outbox.Confirmed: registration.Confirmed, outbox.Waiting: registration.Waiting},
}

// announced is the mail that goes with the beginning of each state.
var announced = map[registration.State]outbox.Kind{
	registration.Confirmed: outbox.Confirmed, registration.Unconfirmed: outbox.Held, registration.Waiting: outbox.Waiting,
	registration.Offered: outbox.Offered, registration.Lapsed: outbox.Lapsed, registration.Cancelled: outbox.Cancelled,
}

// promises hold the outbox against the registrations. The mails of each
// generation, in the order of the changes that they go with, must be a way from
// its beginning to where it stands: one more, or one missing, is none.
func (s *sequence) promises(before, p page) {
	type generation struct {
		person string
		n      int
	}
	mails := map[generation]map[int][]outbox.Kind{}
	for _, e := range p.mails {
		known, ok := s.known[e.ID]
		if !ok {
			if known, ok = s.recognise(p, e); !ok {
				s.fail("%s of generation %d to %.6s, promised at %v, goes with nothing", e.Kind, e.Ref.Generation, e.Ref.Person, e.Promised)
				continue
			}
			s.known[e.ID] = known
			s.saw("mail " + string(e.Kind))
		}
		if known.version >= 0 {
			g := generation{e.Ref.Person, e.Ref.Generation}
			if mails[g] == nil {
				mails[g] = map[int][]outbox.Kind{}
			}
			mails[g][known.version] = append(mails[g][known.version], e.Kind)
		}
	}
	s.between(before, p)
	for _, who := range s.crowd {
		r := p.people[who.person]
		for n := 0; n <= r.Generation; n++ {
			way := mails[generation{who.person.String(), n}]
			if got := follow(way); n > 0 && !s.arrived(who, r, n, got) || n == 0 && len(way) > 0 {
				s.fail("%s, %s in generation %d: the mails of generation %d %v lead to %v", who.name, r.State, r.Generation, n, way, got)
			}
		}
		s.announcement(p, r)
	}
}

// recognise finds the change that an entry goes with, by its id.
func (s *sequence) recognise(p page, e outbox.Entry) (promise, bool) {
	is := func(part string) bool { return outbox.Promise(e.Kind, e.Ref, e.Lang, e.Promised, part).ID == e.ID }
	for _, who := range s.crowd {
		r := p.people[who.person]
		if who.person.String() != e.Ref.Person || e.Ref.Generation > r.Generation || e.State != outbox.Pending {
			continue
		}
		for v := range r.Version {
			if is(strconv.Itoa(v)) {
				return promise{v}, !slices.Contains([]outbox.Kind{outbox.Refused, outbox.Already, outbox.LostLink}, e.Kind)
			}
		}
		switch e.Kind {
		case outbox.Already, outbox.LostLink: // told again, once in twenty minutes
			return promise{-1}, is(e.Promised.Truncate(20 * time.Minute).Format(time.RFC3339))
		case outbox.Refused:
			return promise{-1}, slices.ContainsFunc(who.forms, func(w registration.Wish) bool { return is(w.Nonce) })
		}
	}
	return promise{}, false
}

// follow goes every way that the mails of one generation allow: those of one
// change in any order.
func follow(mails map[int][]outbox.Kind) []registration.State {
	var versions []int
	for v := range mails {
		versions = append(versions, v)
	}
	slices.Sort(versions)
	at := []registration.State{""}
	for _, v := range versions {
		var next []registration.State
		for _, from := range at {
			next = append(next, through(from, mails[v])...)
		}
		at = next
	}
	slices.Sort(at)
	return slices.Compact(at)
}

// through are the states that lie at the end of some mails, in any order.
func through(from registration.State, kinds []outbox.Kind) (ends []registration.State) {
	if len(kinds) == 0 {
		return []registration.State{from}
	}
	for i, k := range kinds {
		if to, ok := ways[from][k]; ok {
			rest := slices.Delete(slices.Clone(kinds), i, i+1)
			ends = append(ends, through(to, rest)...)
		}
	}
	return ends
}

// arrived reports whether a generation may stand at the end of its mails. What
// somebody said was not hers ends without a word, from wherever it stood.
func (s *sequence) arrived(who *somebody, r registration.Registration, n int, ends []registration.State) bool {
	over := n < r.Generation || r.State == registration.Refused || r.State == ""
	silent := who.disowned[n] && (over || r.State == registration.Cancelled)
	return slices.ContainsFunc(ends, func(end registration.State) bool {
		return end != "" && (silent || !over && end == r.State || over && (end == registration.Lapsed || end == registration.Cancelled))
	})
}

// announcement wants the mail of the state in which somebody stands, promised
// when it began, once.
func (s *sequence) announcement(p page, r registration.Registration) {
	kind, owed := announced[r.State]
	if !owed || r.State == registration.Cancelled && r.Attendee.Address.IsZero() {
		return
	}
	var found []string
	for _, e := range p.mails {
		if e.Kind == kind && e.Ref == r.Ref() && e.Promised.Equal(r.Since) {
			found = append(found, fmt.Sprint(e.Due))
		}
	}
	if len(found) != 1 {
		s.fail("%s is %s since %v: promised %d times", r.Attendee.Given, r.State, r.Since, len(found))
	}
}

// between wants the mails of what happened since the last page to somebody who
// kept her seat all the while, which her state does not show.
func (s *sequence) between(before, after page) {
	for person, r := range after.people {
		was, acts := before.people[person], s.acting(person, after.round)
		if was.State != registration.Confirmed || r.State != was.State || r.Generation != was.Generation || len(acts) > 1 {
			continue
		}
		got := map[outbox.Kind]int{}
		for _, e := range after.mails {
			if e.Ref == r.Ref() && s.known[e.ID].version >= was.Version {
				got[e.Kind]++
			}
		}
		moved, want := !r.Choice.Equal(was.Choice), map[outbox.Kind]int{}
		switch {
		case len(acts) == 0 && moved:
			want[outbox.Moved] = 1
		case len(acts) == 0:
		case acts[0].first < acts[0].last || !acts[0].alone || !acts[0].certain():
			continue
		case acts[0].outcome == registration.Queued && acts[0].wish.Kind == registration.Change:
			want[outbox.Waiting] = 1
			if moved {
				want[outbox.Moved] = max(got[outbox.Moved], 1) // what she waited for before, or what she waits for now
			}
		case acts[0].outcome == registration.Altered && was.Wants == nil && moved:
			want[outbox.Changed] = 1
		case acts[0].outcome == registration.Altered && was.Wants != nil:
			continue
		case moved:
			want[outbox.Moved] = 1
		}
		if !maps.Equal(got, want) {
			s.fail("%s kept her seat, %v and now %v, and is promised %v, want %v", r.Attendee.Given, was.Choice, r.Choice, got, want)
		}
	}
}
