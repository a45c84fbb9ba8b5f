package event_test

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"tribune/shared/event"
)

type workshops = []event.WorkshopID

// course is what an event can be at most: two days that people choose from, on
// site and online, workshops that last through several slots, one through both
// days, and a slot that nobody has to choose in.
func course() event.Event {
	at := func(day, hour int) time.Time {
		return begins.AddDate(0, 0, day-1).Add(time.Duration(hour-9) * time.Hour)
	}
	slot := func(id string, day, from, to int, all ...event.Workshop) event.Slot {
		return event.Slot{ID: id, Starts: at(day, from), Ends: at(day, to), Workshops: all}
	}
	e := event.Event{
		ByDay: true, Capacity: 60, Remote: event.Remote{Capacity: 100},
		Days: []event.Day{{Starts: at(1, 9), Ends: at(1, 17)}, {Starts: at(2, 9), Ends: at(2, 17), Capacity: 40}},
		Slots: []event.Slot{
			slot("one", 1, 9, 11, event.Workshop{ID: "a", Capacity: 20, Remote: 50}, event.Workshop{ID: "long", Capacity: 10, Remote: 5, Spans: []string{"two"}}),
			slot("two", 1, 11, 13, event.Workshop{ID: "b", Capacity: 20, Remote: 50}, event.Workshop{ID: "here", Capacity: 20}),
			slot("three", 1, 14, 16, event.Workshop{ID: "free", Capacity: 5}, event.Workshop{ID: "both", Capacity: 5, Spans: []string{"four"}}),
			slot("four", 2, 9, 12, event.Workshop{ID: "c", Capacity: 20, Remote: 50}, event.Workshop{ID: "there", Remote: 30}),
			slot("five", 2, 13, 16, event.Workshop{ID: "d", Capacity: 20}),
		},
	}
	e.Slots[2].Optional = true
	return e
}

type wrong struct {
	slot    string
	first   event.WorkshopID
	second  event.WorkshopID
	problem error
}

func checked(t *testing.T, e event.Event, c event.Choice) []wrong {
	t.Helper()
	var all []wrong
	for _, u := range e.Check(c) {
		i := slices.IndexFunc(problems, func(p error) bool { return errors.Is(u, p) })
		if i < 0 {
			t.Fatalf("%v is none of Err…", u)
		}
		all = append(all, wrong{u.Slot, u.Of[0], u.Of[1], problems[i]})
	}
	return all
}

var problems = []error{
	event.ErrMode, event.ErrNoDay, event.ErrDay, event.ErrWorkshop, event.ErrAbsent, event.ErrNoWorkshop, event.ErrOverlap,
}

func TestCheck(t *testing.T) {
	one, two, both := []int{1}, []int{2}, []int{1, 2}
	for name, c := range map[string]struct {
		choice event.Choice
		want   []wrong
	}{
		"one day":                       {event.Choice{Days: one, Workshops: workshops{"a", "b"}}, nil},
		"the other day":                 {event.Choice{Days: two, Workshops: workshops{"c", "d"}}, nil},
		"both days, in any order":       {event.Choice{Days: []int{2, 1}, Workshops: workshops{"d", "b", "c", "a"}}, nil},
		"the optional one too":          {event.Choice{Days: one, Workshops: workshops{"a", "b", "free"}}, nil},
		"one that spans two slots":      {event.Choice{Days: one, Workshops: workshops{"long"}}, nil},
		"one that spans two days":       {event.Choice{Days: both, Workshops: workshops{"long", "both", "d"}}, nil},
		"online":                        {event.Choice{Remote: true, Days: one, Workshops: workshops{"a", "b"}}, nil},
		"online, a slot without offers": {event.Choice{Remote: true, Days: two, Workshops: workshops{"there"}}, nil},

		"no day":             {event.Choice{Workshops: workshops{"a", "b"}}, []wrong{{problem: event.ErrNoDay}}},
		"a day that is none": {event.Choice{Days: []int{0, 1}}, []wrong{{problem: event.ErrDay}}},
		"a day too many":     {event.Choice{Days: []int{3}}, []wrong{{problem: event.ErrDay}}},
		"a day twice":        {event.Choice{Days: []int{1, 1}}, []wrong{{problem: event.ErrDay}}},
		"nothing": {event.Choice{Days: both}, []wrong{
			{"one", "", "", event.ErrNoWorkshop}, {"two", "", "", event.ErrNoWorkshop},
			{"four", "", "", event.ErrNoWorkshop}, {"five", "", "", event.ErrNoWorkshop},
		}},
		"nothing online": {event.Choice{Remote: true, Days: both}, []wrong{
			{"one", "", "", event.ErrNoWorkshop}, {"two", "", "", event.ErrNoWorkshop}, {"four", "", "", event.ErrNoWorkshop},
		}},
		"one that is not there":        {event.Choice{Days: one, Workshops: workshops{"a", "b", "z"}}, []wrong{{"", "z", "", event.ErrWorkshop}}},
		"on site alone, chosen online": {event.Choice{Remote: true, Days: one, Workshops: workshops{"a", "here"}}, []wrong{{"two", "here", "", event.ErrWorkshop}}},
		"online alone, chosen on site": {event.Choice{Days: two, Workshops: workshops{"there", "d"}}, []wrong{{"four", "there", "", event.ErrWorkshop}}},
		"of a day not attended":        {event.Choice{Days: one, Workshops: workshops{"a", "b", "c"}}, []wrong{{"four", "c", "", event.ErrAbsent}}},
		"into a day not attended":      {event.Choice{Days: one, Workshops: workshops{"a", "b", "both"}}, []wrong{{"three", "both", "", event.ErrAbsent}}},
		"from a day not attended": {event.Choice{Days: two, Workshops: workshops{"both", "d"}}, []wrong{
			{"three", "both", "", event.ErrAbsent}, {"four", "", "", event.ErrNoWorkshop},
		}},
		"two of one slot":                   {event.Choice{Days: two, Workshops: workshops{"c", "d", "c"}}, []wrong{{"four", "c", "c", event.ErrOverlap}}},
		"one that lasts into another":       {event.Choice{Days: one, Workshops: workshops{"long", "b"}}, []wrong{{"two", "long", "b", event.ErrOverlap}}},
		"the same, told in order of choice": {event.Choice{Days: one, Workshops: workshops{"b", "long"}}, []wrong{{"two", "b", "long", event.ErrOverlap}}},
		"one over two others": {event.Choice{Days: one, Workshops: workshops{"a", "long", "b"}}, []wrong{
			{"one", "a", "long", event.ErrOverlap}, {"two", "long", "b", event.ErrOverlap},
		}},
		"from one day into another's": {event.Choice{Days: both, Workshops: workshops{"a", "b", "both", "c", "d"}}, []wrong{{"four", "both", "c", event.ErrOverlap}}},
		"several things": {event.Choice{Days: both, Workshops: workshops{"z", "long", "here", "there"}}, []wrong{
			{"", "z", "", event.ErrWorkshop}, {"two", "long", "here", event.ErrOverlap},
			{"four", "there", "", event.ErrWorkshop}, {"five", "", "", event.ErrNoWorkshop},
		}},
	} {
		if got := checked(t, course(), c.choice); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v\nwant %v", name, got, c.want)
		}
	}
}

func TestCheckOfOtherShapes(t *testing.T) {
	hall, room := course(), course()
	hall.Remote, room.Capacity = event.Remote{}, 0
	whole := course()
	whole.ByDay = false
	plain := event.Event{Capacity: 1, Days: course().Days[:1]}
	all := workshops{"a", "b", "c", "d"}
	for name, c := range map[string]struct {
		event  event.Event
		choice event.Choice
		want   []wrong
	}{
		"online, where it is on site":  {hall, event.Choice{Remote: true, Days: []int{9}}, []wrong{{problem: event.ErrMode}}},
		"on site, where it is online":  {room, event.Choice{Days: []int{1}, Workshops: workshops{"a", "b"}}, []wrong{{problem: event.ErrMode}}},
		"no seats at all":              {event.Event{}, event.Choice{}, []wrong{{problem: event.ErrMode}}},
		"all days":                     {whole, event.Choice{Workshops: all}, nil},
		"a day, where nobody is asked": {whole, event.Choice{Days: []int{1}, Workshops: all}, []wrong{{problem: event.ErrDay}}},
		"half of all days":             {whole, event.Choice{Workshops: all[:2]}, []wrong{{"four", "", "", event.ErrNoWorkshop}, {"five", "", "", event.ErrNoWorkshop}}},
		"nothing to choose":            {plain, event.Choice{}, nil},
	} {
		if got := checked(t, c.event, c.choice); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v\nwant %v", name, got, c.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		choice event.Choice
		want   []event.Place
	}{
		"the event alone": {event.Choice{}, []event.Place{"hall"}},
		"on site": {event.Choice{Days: []int{2, 1}, Workshops: workshops{"a", "c"}},
			[]event.Place{"hall", "day 2", "day 1", "workshop a", "workshop c"}},
		"online, where a day has no seats": {event.Choice{Remote: true, Days: []int{1}, Workshops: workshops{"a"}},
			[]event.Place{"online", "online workshop a"}},
	} {
		if got := c.choice.Places(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q: stored desks hold them", name, got, c.want)
		}
	}
}

// What a choice that fits takes, the event has; what it has is taken by some choice.
func TestCapacities(t *testing.T) {
	want := map[event.Place]int{
		"hall": 60, "online": 100, "day 1": 60, "day 2": 40,
		"workshop a": 20, "workshop long": 10, "workshop b": 20, "workshop here": 20,
		"workshop free": 5, "workshop both": 5, "workshop c": 20, "workshop d": 20,
		"online workshop a": 50, "online workshop long": 5, "online workshop b": 50, "online workshop c": 50, "online workshop there": 30,
	}
	if got := course().Capacities(); !maps.Equal(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
	whole := course()
	whole.ByDay, whole.Remote = false, event.Remote{}
	for _, p := range []event.Place{"day 1", "day 2", "online"} {
		if n, has := whole.Capacities()[p]; has {
			t.Errorf("an event on site, attended whole, has %d seats of %q", n, p)
		}
	}
	for p, of := range map[event.Place]bool{event.Hall: true, event.Online: true, event.OfDay(1): false, event.OfWorkshop("hall", false): false} {
		if p.IsEvent() != of {
			t.Errorf("%q is the event itself: %t", p, !of)
		}
	}
}

func TestEqual(t *testing.T) {
	base := event.Choice{Days: []int{1, 2}, Workshops: workshops{"a", "b"}}
	for name, c := range map[string]struct {
		other event.Choice
		want  bool
	}{
		"in another order":    {event.Choice{Days: []int{2, 1}, Workshops: workshops{"b", "a"}}, true},
		"online":              {event.Choice{Remote: true, Days: []int{1, 2}, Workshops: workshops{"a", "b"}}, false},
		"another day":         {event.Choice{Days: []int{1, 3}, Workshops: workshops{"a", "b"}}, false},
		"a day less":          {event.Choice{Days: []int{1}, Workshops: workshops{"a", "b"}}, false},
		"a workshop less":     {event.Choice{Days: []int{1, 2}, Workshops: workshops{"a"}}, false},
		"another workshop":    {event.Choice{Days: []int{1, 2}, Workshops: workshops{"a", "c"}}, false},
		"one of them twice":   {event.Choice{Days: []int{1, 2}, Workshops: workshops{"a", "a"}}, false},
		"a day of them twice": {event.Choice{Days: []int{2, 2}, Workshops: workshops{"a", "b"}}, false},
		"nothing":             {event.Choice{}, false},
	} {
		if got, back := base.Equal(c.other), c.other.Equal(base); got != c.want || back != c.want {
			t.Errorf("%s: %t, and the other way round %t", name, got, back)
		}
	}
	if (event.Choice{}).Equal(event.Choice{Days: []int{}, Workshops: workshops{}}) != true {
		t.Error("none is not none")
	}
}

func TestDayOf(t *testing.T) {
	e := course()
	for at, want := range map[time.Time]int{
		e.Days[0].Starts.Add(-1): 0,
		e.Days[0].Starts:         1,
		e.Days[0].Ends.Add(-1):   1,
		e.Days[0].Ends:           0,
		e.Days[1].Starts:         2,
		e.Days[1].Ends:           0,
	} {
		if got := e.DayOf(event.Slot{Starts: at}); got != want {
			t.Errorf("%v lies in day %d, want %d", at, got, want)
		}
	}
}

func TestAttended(t *testing.T) {
	chosen := event.Choice{Days: []int{2, 1}}
	if got := course().Attended(chosen); !reflect.DeepEqual(got, []int{1, 2}) || chosen.Days[0] != 2 {
		t.Errorf("chosen days: %v of %v", got, chosen.Days)
	}
	if got := course().Attended(event.Choice{Remote: true, Days: []int{2}}); !reflect.DeepEqual(got, []int{2}) {
		t.Errorf("one day online: %v", got)
	}
	if got := day().Attended(event.Choice{}); !reflect.DeepEqual(got, []int{1, 2}) {
		t.Errorf("an event that is attended whole: %v", got)
	}
}

func TestEarlyDigest(t *testing.T) {
	ref := day().Ref
	code := event.EarlyDigest(ref, "AVANT-2027")
	for _, same := range []string{"avant 2027", "Avant2027", " a.v-a–n t 20\u00a027 "} {
		if event.EarlyDigest(ref, same) != code {
			t.Errorf("%q is another code", same)
		}
	}
	if event.EarlyDigest(ref, "AVANT-2028") == code || event.EarlyDigest(event.Ref{Organisation: "ahsud", Event: "autre"}, "AVANT-2027") == code {
		t.Error("another code, or another event's, is the same")
	}
	if event.EarlyDigest(ref, "طنجة-٢٧") != event.EarlyDigest(ref, "طنجة ٢٧") || event.EarlyDigest(ref, "طنجة") == event.EarlyDigest(ref, "") {
		t.Error("a code in Arabic is not read")
	}
}
