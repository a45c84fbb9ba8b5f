package roster

import (
	"slices"
	"sync"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
)

// list is everybody at one version of the desk, as they were read.
type list struct {
	version int
	read    time.Time
	all     []registration.Registration
	memos   []memo // of all, one each

	mu       sync.Mutex
	standing *standing
}

// standing is a list as it stands for a while: until the next moment at which
// time alone changes somebody on it. It has no deliveries, and who reads it
// writes nothing into it. Ten thousand people are sorted anew when another order
// or language is asked for, not for every page.
type standing struct {
	from, until time.Time

	mu        sync.Mutex
	everybody []Entry // replaced, never written to: others may be reading it
	by        sorting // the order that they are in; of none, if it is zero
}

type sorting struct {
	order Order
	lang  locale.Lang
}

// at is the list as it stands at now.
func (l *list) at(now time.Time) *standing {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s := l.standing; s != nil && !now.Before(s.from) && now.Before(s.until) {
		return s
	}
	s := &standing{from: now, until: now.Add(stands), everybody: make([]Entry, 0, len(l.all))}
	for i, p := range l.all {
		for _, moment := range []time.Time{p.Until, p.Needs.Until, p.Expires} {
			if now.Before(moment) && moment.Before(s.until) {
				s.until = moment
			}
		}
		if p = p.At(now); p.Kept(now) {
			s.everybody = append(s.everybody, Entry{Registration: p, memo: &l.memos[i]})
		}
	}
	l.standing = s
	return s
}

// in gives everybody in an order.
func (s *standing) in(o Order, l locale.Lang) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	if by := (sorting{o, l}); s.by != by {
		sorted := slices.Clone(s.everybody)
		Sort(sorted, o, l)
		s.everybody, s.by = sorted, by
	}
	return s.everybody
}

// inAny gives everybody in whatever order they are in.
func (s *standing) inAny() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.everybody
}

// held are those of some people whom a filter holds.
func held(f Filter, e event.Event, of []Entry) []Entry {
	if len(f.Values()) == 0 {
		return of
	}
	return those(of, func(p *Entry) bool { return f.Holds(e, *p) })
}

// shown are those of some people whom a scope shows.
func shown(scope organisation.Scope, e event.Event, of []Entry) []Entry {
	if !scope.OfPeople() {
		return of
	}
	return those(of, func(p *Entry) bool { return Shows(scope, e, p.Registration) })
}

// those are the wanted ones of some people.
func those(all []Entry, wanted func(*Entry) bool) []Entry {
	var some []Entry
	for i := range all {
		if wanted(&all[i]) {
			some = append(some, all[i])
		}
	}
	return some
}
