package roster_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/token"
)

// participants come, change and cancel while two organisers act for them.
const participants = 200

// done is what the organisers were told is done, by person and by whom; and what
// would be decided later, which may have come to nothing.
type done struct {
	sync.Mutex
	deeds, later map[string]int
}

func (d *done) note(p token.Person, by outbox.Address, o registration.Outcome) {
	d.Lock()
	defer d.Unlock()
	switch {
	case o.Refusal(), o == registration.Unchanged:
		return
	case o == registration.Busy:
		d.later[p.String()+" "+by.String()]++
		return
	}
	d.deeds[p.String()+" "+by.String()]++
}

// Two organisers and two hundred participants act on one event at once:
// afterwards the desk, the list and the journal agree, and what an organiser was
// told is done stands once in the journal and once in the person's history.
func TestOrganisersAndParticipantsAtOnce(t *testing.T) {
	b := tabletest.New(t)
	e := rooms()
	if err := b.Publish(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	b.Clock.Set(start.Add(-time.Hour))
	s := registration.NewService(b, func() time.Time { return time.Now().Add(start.Add(-time.Hour).Sub(began)) })
	told := &done{deeds: map[string]int{}, later: map[string]int{}}
	var all sync.WaitGroup
	for n := range participants {
		all.Go(func() { participate(t, s, e, n) })
	}
	for i, name := range []string{"une@exemple.org", "deux@exemple.org"} {
		all.Go(func() { organise(t, s, e, i, must(outbox.ParseAddress(name)), told) })
	}
	all.Wait()
	if _, err := s.Sweep(t.Context(), e.Ref); err != nil {
		t.Fatal(err)
	}
	agree(t, b, e, told)
}

var began = time.Now()

func rooms() event.Event {
	e := event.Event{
		Ref: ref, Slug: "tanger", Zone: "Africa/Casablanca", Capacity: 120, SecretVersion: 1, Version: 1,
		Days: []event.Day{{Starts: start.Add(48 * time.Hour), Ends: start.Add(56 * time.Hour)}}, Opens: start.Add(-48 * time.Hour), Closes: start.Add(48 * time.Hour),
	}
	e.Slots = []event.Slot{{ID: "s", Starts: e.Starts(), Ends: e.Ends(), Workshops: []event.Workshop{{ID: "a", Capacity: 60}, {ID: "b", Capacity: 60}}}}
	return e
}

func come(e event.Event, n int, nonce string) registration.Wish {
	return registration.Wish{
		Made: start, FormMade: start, Nonce: nonce, Wait: n%2 == 0, Expires: e.Ends().Add(registration.Keep),
		Choice: event.Choice{Workshops: []event.WorkshopID{[]event.WorkshopID{"a", "b"}[n%2]}}, Attendee: named(n, "Zineb", "Benali", "").Attendee,
	}
}

func participate(t *testing.T, s *registration.Service, e event.Event, n int) {
	w := come(e, n, fmt.Sprint("nonce ", n))
	w.Made = start.Add(-time.Hour + time.Since(began))
	w.FormMade = w.Made
	if _, err := s.Register(t.Context(), e.Ref, person(n), w); err != nil {
		t.Error(err)
	}
	if n%4 > 0 {
		return
	}
	r, err := s.Find(t.Context(), e.Ref, person(n))
	if err == nil && r.Generation > 0 {
		_, err = s.Ask(t.Context(), e.Ref, person(n), registration.Wish{Kind: registration.Cancel, Generation: r.Generation})
	}
	if err != nil {
		t.Error(err)
	}
}

// organise adds people, and does for those who came whatever comes to mind.
func organise(t *testing.T, s *registration.Service, e event.Event, i int, by outbox.Address, told *done) {
	draw := rand.New(rand.NewPCG(7, uint64(i)))
	kinds := []registration.WishKind{registration.Remove, registration.Cancel, registration.Restore, registration.Offer, registration.Accept, registration.Resend}
	for k := range 60 {
		if k%6 == 0 {
			n := participants + 100*i + k
			w := come(e, n, fmt.Sprint("added ", n))
			w.Made = start.Add(-time.Hour + time.Since(began))
			w.FormMade, w.By, w.Source = w.Made, by, registration.AtDoor
			o, err := s.Register(t.Context(), e.Ref, person(n), w)
			if err != nil {
				t.Error(err)
			}
			told.note(person(n), by, o)
			continue
		}
		some := []token.Person{person(draw.IntN(participants)), person(draw.IntN(participants))}
		w := registration.Wish{Kind: kinds[draw.IntN(len(kinds))], By: by, Expires: e.Ends().Add(registration.Keep)}
		if k%10 == 1 && some[0] != some[1] {
			w.Nonce = token.ID()
			outcomes, err := s.AskAll(t.Context(), e.Ref, some, w)
			if err != nil {
				t.Error(err)
			}
			for p, o := range outcomes {
				told.note(p, by, o)
			}
			continue
		}
		r, err := s.Find(t.Context(), e.Ref, some[0])
		if err != nil || r.Generation == 0 {
			continue
		}
		w.Generation = r.Generation
		o, err := s.Ask(t.Context(), e.Ref, some[0], w)
		if err != nil {
			t.Error(err)
		}
		told.note(some[0], by, o)
	}
}

// agree holds the desk, the list, the histories and the journal against each other.
func agree(t *testing.T, b *tabletest.Bench, e event.Event, told *done) {
	desk := must(b.Desk(t.Context(), e.Ref))
	lines, steps, confirmed := map[string]int{}, map[string]int{}, 0
	var everybody []registration.Registration
	for r, err := range b.Registrations(t.Context(), e.Ref) {
		if err != nil {
			t.Fatal(err)
		}
		everybody = append(everybody, r)
		for _, s := range r.History {
			if !s.By.IsZero() {
				steps[r.Person.String()+" "+s.By.String()]++
			}
		}
	}
	for _, it := range b.Items(t) {
		if kind, _ := it["kind"].(*types.AttributeValueMemberS); kind != nil && kind.Value == "audit" {
			var a organisation.Audit
			if err := json.Unmarshal([]byte(it["data"].(*types.AttributeValueMemberS).Value), &a); err != nil {
				t.Fatal(err)
			}
			lines[a.Person+" "+a.By.String()]++
		}
	}
	if !desk.Recount(everybody).Agrees(desk) {
		t.Error("the desk and the registrations count otherwise")
	}
	list := must(roster.NewReader(b, func() time.Time { return start }).Read(t.Context(), e, organisation.Scope{}))
	for _, p := range list {
		if p.State == registration.Confirmed {
			confirmed++
		}
	}
	held := 0
	for _, w := range desk.Queue {
		if !w.Until.IsZero() {
			held++
		}
	}
	if taken := desk.Seats[event.Hall].Taken; taken != confirmed+held || taken > 120 {
		t.Errorf("the desk has %d taken, the list %d and %d are held", taken, confirmed, held)
	}
	if len(told.deeds) < 20 {
		t.Errorf("the organisers did something for %d people only", len(told.deeds))
	}
	for _, all := range []map[string]int{lines, steps, told.deeds} {
		for k := range all {
			if lines[k] != steps[k] || lines[k] < told.deeds[k] || lines[k] > told.deeds[k]+told.later[k] {
				t.Errorf("%s: told %d times, %d lines in the journal, %d steps in the history", k, told.deeds[k], lines[k], steps[k])
			}
		}
	}
}
