package proof

import (
	"errors"
	"maps"
	"reflect"
	"sync"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/registration"
)

// stands is the event of a room as it is now.
func (r *room) stands(t *testing.T) event.Event {
	t.Helper()
	e, err := r.open(&faults.Transport{}, r.clock.Now).Event(t.Context(), r.event.Ref)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// revise saves the event of a room as somebody changed it who had read it so.
func (r *room) revise(t *testing.T, e event.Event, was ...int) error {
	e.Version++
	return r.service.Refit(t.Context(), registration.Revision{Event: e, Was: was})
}

// refuses wants a change to be refused for these places, and nothing to change.
func (r *room) refuses(t *testing.T, e event.Event, was []int, want ...registration.Shortfall) {
	t.Helper()
	before, desk := r.stands(t), r.desk(t)
	err := r.revise(t, e, was...)
	got, is := errors.AsType[registration.ErrShort](err)
	if !is || !fault.Is(err, fault.Conflict) || !reflect.DeepEqual(got.Places, want) {
		t.Errorf("told %+v (%v), want %+v", got.Places, err, want)
	}
	if !reflect.DeepEqual(r.stands(t), before) || !reflect.DeepEqual(r.desk(t), desk) {
		t.Error("and yet something was changed")
	}
}

func TestReviseBelowWhatIsTaken(t *testing.T) {
	r := newRoom(t, 4, 3)
	for _, name := range []string{"One", "Two"} {
		r.comes(t, name, registration.Accepted)
	}
	e := r.event
	e.Capacity = 1
	r.refuses(t, e, nil, registration.Shortfall{Place: event.Hall, Seats: registration.Seats{Capacity: 1, Taken: 2}})
	without := r.event
	without.Slots = []event.Slot{without.Slots[0]}
	without.Slots[0].Workshops = without.Slots[0].Workshops[1:]
	r.refuses(t, without, nil, registration.Shortfall{Place: event.OfWorkshop("a", false), Seats: registration.Seats{Taken: 2}})
	none := r.event
	none.Capacity, none.Slots = 0, nil
	r.refuses(t, none, nil,
		registration.Shortfall{Place: event.Hall, Seats: registration.Seats{Taken: 2}},
		registration.Shortfall{Place: event.OfWorkshop("a", false), Seats: registration.Seats{Taken: 2}})
	e.Capacity = 2
	if err := r.revise(t, e); err != nil || r.stands(t).Capacity != 2 || r.desk(t).Seats[event.Hall].Capacity != 2 {
		t.Errorf("what is enough is refused: %v", err)
	}
}

// Nobody has a seat in the workshop, and somebody waits for it.
func TestReviseAwayWhatSomebodyWaitsFor(t *testing.T) {
	r := newRoom(t, 1, 1)
	r.comes(t, "One", registration.Accepted)
	if got := r.come(t, "Two", "b"); got != registration.Queued {
		t.Fatal(got)
	}
	e := r.event
	e.Slots = []event.Slot{e.Slots[0]}
	e.Slots[0].Workshops = e.Slots[0].Workshops[:1]
	r.refuses(t, e, nil, registration.Shortfall{Place: event.OfWorkshop("b", false), Waiting: 1})
}

// Days are held by their number: one that somebody comes to keeps it.
func TestReviseTheOrderOfDays(t *testing.T) {
	r := newRoom(t, 5, 5)
	second := event.Day{Starts: r.event.Starts().Add(24 * time.Hour), Ends: r.event.Ends().Add(24 * time.Hour)}
	third := event.Day{Starts: second.Starts.Add(24 * time.Hour), Ends: second.Ends.Add(24 * time.Hour)}
	e := r.event
	e.ByDay, e.Days = true, append(e.Days, second, third)
	if err := r.revise(t, e, 1, 0, 0); err != nil {
		t.Fatal(err)
	}
	e.Version++
	choice := event.Choice{Days: []int{2}, Workshops: nil}
	if outcome, err := r.service.Register(t.Context(), e.Ref, r.who("One"), registration.Wish{
		Nonce: "one", Made: r.clock.Now(), FormMade: r.clock.Now(), Choice: choice, Attendee: attendee("One", ""), Expires: e.Ends().Add(registration.Keep),
	}); outcome != registration.Accepted || err != nil {
		t.Fatal(outcome, err)
	}
	hers := registration.Shortfall{Place: event.OfDay(2), Seats: registration.Seats{Taken: 1}}
	without := e
	without.Days = []event.Day{second, third}
	r.refuses(t, without, []int{2, 3}, hers)
	before := e
	before.Days = []event.Day{e.Days[0], e.Days[0], second, third}
	r.refuses(t, before, []int{1, 0, 2, 3}, hers)
	first := e
	first.Days = []event.Day{e.Days[0], third}
	r.refuses(t, first, []int{1, 3}, hers)
	last := e
	last.Days = e.Days[:2]
	if err := r.revise(t, last, 1, 2); err != nil {
		t.Errorf("the last day, to which nobody comes, stays: %v", err)
	}
}

// Who registered without being asked for her days cannot be asked afterwards.
func TestReviseByDayOnceSomebodyComes(t *testing.T) {
	r := newRoom(t, 5, 5)
	r.comes(t, "One", registration.Accepted)
	e := r.event
	e.ByDay = true
	r.refuses(t, e, nil, registration.Shortfall{Place: event.OfDay(1), Seats: registration.Seats{Taken: 1}})
}

// Of many who save what they changed of one version, one has; the others are told.
func TestReviseAtOnce(t *testing.T) {
	r := newRoom(t, 10, 10)
	var wg sync.WaitGroup
	told := make([]error, 8)
	for i := range told {
		wg.Go(func() {
			e := r.event
			e.Capacity = 10 + i
			told[i] = r.revise(t, e)
		})
	}
	wg.Wait()
	saved := 0
	for i, err := range told {
		switch {
		case err == nil:
			saved++
			if got := r.stands(t); got.Capacity != 10+i || got.Version != 2 || !maps.Equal(seatsOf(r.desk(t)), got.Capacities()) {
				t.Errorf("what was saved is not what stands: %+v", got)
			}
		case !errors.Is(err, registration.ErrChanged) || !fault.Is(err, fault.Conflict):
			t.Error(err)
		}
	}
	if saved != 1 {
		t.Errorf("%d saved", saved)
	}
}

func seatsOf(d registration.Desk) map[event.Place]int {
	seats := map[event.Place]int{}
	for p, s := range d.Seats {
		seats[p] = s.Capacity
	}
	return seats
}

// An event that takes registrations from now on gets a desk, and people come.
func TestReviseOpensRegistration(t *testing.T) {
	r := newRoom(t, 10, 10)
	e := r.event
	e.Event, e.Slug, e.Capacity, e.Slots = "later", "later", 0, nil
	if err := r.open(&faults.Transport{}, r.clock.Now).Publish(t.Context(), e, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	e.Capacity = 3
	if err := r.revise(t, e); err != nil {
		t.Fatal(err)
	}
	if r.event = e; r.desk(t).Seats[event.Hall] != (registration.Seats{Capacity: 3}) {
		t.Errorf("the desk is %+v", r.desk(t))
	}
}
