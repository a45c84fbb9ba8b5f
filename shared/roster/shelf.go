package roster

import (
	"sync"
	"time"

	"tribune/shared/event"
)

// mostKept is how many people are kept in memory, of all events together: some
// 50 MB. A list that is longer is kept alone.
const mostKept = 20_000

// shelf keeps the lists that were read lately.
type shelf struct {
	mu    sync.Mutex
	lists map[event.Ref]*list
}

// find gives the list of an event at a version of its desk, if it was read
// lately; not one from the future: the clock may have been set back.
func (s *shelf) find(e event.Ref, version int, now time.Time) (*list, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lists[e]
	return l, l != nil && l.version == version && l.fresh(now)
}

func (l *list) fresh(now time.Time) bool { return !now.Before(l.read) && now.Sub(l.read) <= stands }

// keep puts a list there, and away what is no longer fresh or would be too much.
func (s *shelf) keep(e event.Ref, l *list, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.lists, e)
	people := len(l.all)
	for other, o := range s.lists {
		if people += len(o.all); people > mostKept || !o.fresh(now) {
			people -= len(o.all)
			delete(s.lists, other)
		}
	}
	s.lists[e] = l
}
