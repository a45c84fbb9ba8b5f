package roster

import (
	"testing"
	"time"

	"tribune/shared/event"
	"tribune/shared/registration"
)

func TestAShelfKeepsWhatIsFreshAndNotTooMuch(t *testing.T) {
	now := time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC)
	of := func(id event.ID) event.Ref { return event.Ref{Organisation: "o", Event: id} }
	read := func(people int, at time.Time) *list {
		return &list{version: 3, read: at, all: make([]registration.Registration, people)}
	}
	s := shelf{lists: map[event.Ref]*list{}}
	s.keep(of("a"), read(1, now), now)
	for name, c := range map[string]struct {
		version int
		at      time.Time
		want    bool
	}{
		"at once": {3, now, true}, "to the last moment": {3, now.Add(stands), true}, "a nanosecond later": {3, now.Add(stands + 1), false},
		"read in the future": {3, now.Add(-1), false}, "the desk has moved": {4, now, false},
	} {
		if _, found := s.find(of("a"), c.version, c.at); found != c.want {
			t.Errorf("%s: found %t", name, found)
		}
	}
	if _, found := s.find(of("b"), 3, now); found {
		t.Error("another event's list is found")
	}
	s.keep(of("b"), read(mostKept-1, now), now)
	if len(s.lists) != 2 {
		t.Errorf("%d lists of as many people as may be", len(s.lists))
	}
	s.keep(of("c"), read(2*mostKept, now), now)
	if _, found := s.find(of("c"), 3, now); !found || len(s.lists) != 1 {
		t.Errorf("%d lists beside one that is too long, kept %t", len(s.lists), found)
	}
	s.keep(of("d"), read(1, now.Add(stands+1)), now.Add(stands+1))
	if len(s.lists) != 1 {
		t.Error("a stale list is kept")
	}
}
