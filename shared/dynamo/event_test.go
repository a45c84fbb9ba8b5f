package dynamo_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/charter"
	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
)

func TestPublishLeadsToTheEventAndItsDesk(t *testing.T) {
	t.Parallel()
	b := published(t)
	ref := must(b.Resolve(t.Context(), anEvent().Slug))
	wantEqual(t, must(b.Event(t.Context(), ref)), anEvent())
	wantEqual(t, must(b.Desk(t.Context(), ref)), registration.NewDesk(anEvent()))
}

func TestPublishRefusesWhatIsTakenAndWritesNothing(t *testing.T) {
	t.Parallel()
	b := published(t)
	sameSlug, sameID, another := anEvent(), anEvent(), anEvent()
	sameSlug.Ref = event.Ref{Organisation: "drogues-et-societe", Event: "paris"}
	sameID.Slug, another.Event = "another-slug", "another"
	for what, e := range map[string]event.Event{"slug": sameSlug, "id": sameID, "both": anEvent(), "slug of one's own": another} {
		t.Run(what, func(t *testing.T) {
			unchanged(t, b, func() { wantKind(t, b.Publish(t.Context(), e), fault.Conflict) })
		})
	}
}

func TestPublishSetsUpNoDeskWithoutRegistration(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	e := anEvent()
	e.Capacity = 0
	if err := b.Publish(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	_, err := b.Desk(t.Context(), day)
	wantKind(t, err, fault.NotFound)
	_, _, err = b.Look(t.Context(), day, person(1))
	wantKind(t, err, fault.NotFound)
}

func TestPublishSurvivesALostAnswer(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	b.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	if err := b.Publish(t.Context(), anEvent()); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	for what, read := range map[string]func() error{
		"slug":         func() error { _, err := b.Resolve(ctx, "nowhere"); return err },
		"event":        func() error { _, err := b.Event(ctx, day); return err },
		"organisation": func() error { _, err := b.Organisation(ctx, "nobody"); return err },
		"project":      func() error { _, err := b.Project(ctx, "nobody", "none"); return err },
		"desk":         func() error { _, err := b.Desk(ctx, day); return err },
		"mail":         func() error { _, err := b.Mail(ctx, "none"); return err },
		"member":       func() error { _, err := b.Holder(ctx, []string{"a", "b"}); return err },
		"challenge":    func() error { _, err := b.Challenge(ctx, "none"); return err },
		"try":          func() error { _, err := b.Try(ctx, "none"); return err },
		"session":      func() error { _, err := b.Session(ctx, "none", "none"); return err },
	} {
		t.Run(what, func(t *testing.T) { wantKind(t, read(), fault.NotFound) })
	}
}

// refit changes an event as it stands, with its desk.
func refit(t *testing.T, b *tabletest.Bench, change func(*event.Event)) (event.Event, error) {
	t.Helper()
	e := must(b.Event(t.Context(), day))
	e.Version++
	change(&e)
	return e, registration.NewService(b, b.Clock.Now).Refit(t.Context(), registration.Revision{Event: e})
}

func TestRefitMovesTheDesksWindow(t *testing.T) {
	t.Parallel()
	b := published(t)
	confirmed(t, b, 1)
	e, err := refit(t, b, func(e *event.Event) {
		e.Days[0].Ends = e.Days[0].Ends.Add(time.Hour)
		e.Opens, e.Closes = start.Add(time.Hour), start.Add(2*time.Hour)
	})
	if err != nil {
		t.Fatal(err)
	}
	wantEqual(t, must(b.Event(t.Context(), day)), e)
	d := must(b.Desk(t.Context(), day))
	if !d.Opens.Equal(e.Opens) || !d.Closes.Equal(e.Closes) || d.Seats[event.Hall].Taken != 1 || d.Version != 3 {
		t.Errorf("the desk is %+v", d)
	}
	wantEqual(t, must(b.Upcoming(t.Context(), anEvent().Ends(), 1)), []event.Event{e})
}

// Who has a seat, and who needs something, is kept as long as the event says
// once it was moved; what came to nothing goes when it was to go.
func TestReconcileKeepsPeopleAsLongAsTheEventSays(t *testing.T) {
	t.Parallel()
	b := published(t)
	kept := confirmed(t, b, 1)
	refused := confirmed(t, b, 2)
	kept.Needs = registration.Needs{Answers: event.Answers{"access": {"yes"}}, Until: anEvent().Ends().Add(registration.KeepNeeds)}
	refused.State, refused.Expires = registration.Refused, start.Add(24*time.Hour)
	for _, r := range []registration.Registration{kept, refused} {
		must(b.Leave(t.Context(), r))
	}
	e, err := refit(t, b, func(e *event.Event) {
		for i := range e.Days {
			e.Days[i].Starts, e.Days[i].Ends = e.Days[i].Starts.AddDate(0, 4, 0), e.Days[i].Ends.AddDate(0, 4, 0)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	desk := registration.NewService(b, b.Clock.Now)
	must(desk.Reconcile(t.Context(), e))
	got := found(t, b, 1)
	if !got.Expires.Equal(e.Ends().Add(registration.Keep)) || !got.Needs.Until.Equal(e.Ends().Add(registration.KeepNeeds)) {
		t.Errorf("kept until %v, needs until %v, of an event that ends %v", got.Expires, got.Needs.Until, e.Ends())
	}
	if got := found(t, b, 2); !got.Expires.Equal(refused.Expires) {
		t.Errorf("a refusal is kept until %v", got.Expires)
	}
	unchanged(t, b, func() { must(desk.Reconcile(t.Context(), e)) })
}

// A seat is taken between a change's reading and its writing: it is tried again,
// on the desk as it is then.
func TestRefitBearsASeatTakenMeanwhile(t *testing.T) {
	t.Parallel()
	b := published(t)
	thaw := b.Freeze(t, "TransactWriteItems", func() error {
		_, err := refit(t, b, func(e *event.Event) { e.Capacity = 80 })
		return err
	})
	confirmed(t, b, 1)
	if err := thaw(); err != nil {
		t.Fatal(err)
	}
	if d := must(b.Desk(t.Context(), day)); d.Seats[event.Hall] != (registration.Seats{Capacity: 80, Taken: 1}) {
		t.Errorf("the hall is %+v", d.Seats[event.Hall])
	}
}

func TestRefitEndsALease(t *testing.T) {
	t.Parallel()
	b := published(t)
	must(b.Lead(t.Context(), day, start, start.Add(time.Minute)))
	if _, err := refit(t, b, func(*event.Event) {}); err != nil {
		t.Fatal(err)
	}
	if d := must(b.Desk(t.Context(), day)); d.Leased(start) {
		t.Errorf("the desk is led until %v by somebody whose commit must fail", d.Lease)
	}
}

// endingAt is a published event that ends at a time.
func endingAt(t *testing.T, b *tabletest.Bench, id event.ID, ends time.Time) {
	t.Helper()
	e := anEvent()
	e.Event, e.Slug, e.Capacity = id, event.Slug(id), 0
	e.Days = []event.Day{{Starts: ends.Add(-time.Hour), Ends: ends}}
	if err := b.Publish(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

func ids(events []event.Event) string {
	var s []string
	for _, e := range events {
		s = append(s, string(e.Event))
	}
	return strings.Join(s, " ")
}

func TestUpcomingAndPast(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	for i, id := range []event.ID{"third", "first", "fourth", "second"} {
		endingAt(t, b, id, start.Add(time.Duration([]int{3, 1, 4, 2}[i])*time.Hour))
	}
	second := start.Add(2 * time.Hour)
	for _, c := range []struct {
		now            time.Time
		limit          int
		upcoming, past string
	}{
		{start, 10, "first second third fourth", ""},
		{second.Add(-1), 10, "second third fourth", "first"},
		{second, 10, "third fourth", "second first"},
		{second, 1, "third", "second"},
		{start.AddDate(1, 0, 0), 3, "", "fourth third second"},
	} {
		if got := ids(must(b.Upcoming(t.Context(), c.now, c.limit))); got != c.upcoming {
			t.Errorf("upcoming at %v: %q, want %q", c.now, got, c.upcoming)
		}
		if got := ids(must(b.Past(t.Context(), c.now, c.limit))); got != c.past {
			t.Errorf("past at %v: %q, want %q", c.now, got, c.past)
		}
	}
}

// TestUpcomingReadsBeyondAPage: the engine ends a page at 1 MB, whatever the limit.
func TestUpcomingReadsBeyondAPage(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	for i := range 9 {
		e := anEvent()
		e.Event, e.Capacity = event.ID(fmt.Sprint(i)), 0
		e.Slug = event.Slug(e.Event)
		e.Description = locale.Text{locale.French: strings.Repeat("x", 200_000)}
		if err := b.Publish(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	for _, limit := range []int{8, 50} {
		if got := must(b.Upcoming(t.Context(), start, limit)); len(got) != min(limit, 9) {
			t.Errorf("%d events of %d", len(got), min(limit, 9))
		}
	}
}

func TestEventsAreTheOrganisationsOwn(t *testing.T) {
	t.Parallel()
	b := published(t)
	other := anEvent()
	other.Ref, other.Slug = event.Ref{Organisation: "ahsud-2", Event: "other"}, "other"
	second := anEvent()
	second.Event, second.Slug = "atelier", "atelier"
	for _, e := range []event.Event{other, second} {
		if err := b.Publish(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	if got := ids(must(b.Events(t.Context(), day.Organisation))); got != "atelier tanger" {
		t.Errorf("events %q", got)
	}
	if got := must(b.Events(t.Context(), "nobody")); len(got) != 0 {
		t.Errorf("events of nobody: %v", got)
	}
}

func TestNounsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	o, p := anOrganisation(), aProject()
	if err := b.PutOrganisation(ctx, o); err != nil {
		t.Fatal(err)
	}
	o.Controller.CNDP = "D-001"
	for _, err := range []error{b.PutOrganisation(ctx, o), b.SaveProject(ctx, p, organisation.Audit{}), b.PublishText(ctx, aCall(), aCharter(), anAudit())} {
		if err != nil {
			t.Fatal(err)
		}
	}
	wantEqual(t, must(b.Organisation(ctx, o.ID)), o)
	wantEqual(t, must(b.Project(ctx, o.ID, p.ID)), p)
	c := aCharter()
	wantEqual(t, must(b.Texts(ctx, c.Ref())), []charter.Charter{c})
	wantEqual(t, must(b.OwnCalls(ctx, o.ID)), []charter.Call{aCall()})
	wantEqual(t, must(b.OpenedCalls(ctx, 10)), []charter.Call{aCall()})
	wantEqual(t, must(b.ResolveCharter(ctx, c.Slug)), c.Ref())
}

// Two who change one project: the second is told. So it is with one that was
// written before its version stood beside it.
func TestAProjectIsSavedOverTheOneThatWasRead(t *testing.T) {
	t.Parallel()
	b, ctx := tabletest.New(t), t.Context()
	b.Put(t, decode(t, fixtures+"/v1-project.json"))
	second := must(b.Project(ctx, day.Organisation, "territoires"))
	second.Version++
	if err := b.SaveProject(ctx, second, anAudit()); err != nil {
		t.Fatal(err)
	}
	for _, version := range []int{1, 2, 4} {
		late := aProject()
		late.Version = version
		unchanged(t, b, func() { wantKind(t, b.SaveProject(ctx, late, anAudit()), fault.Conflict) })
	}
}

func TestEveryAuditLineIsKeptAYear(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	b.Faults.Fail("TransactWriteItems", 1, faults.LostAnswer)
	for range 2 { // the same at the same moment
		if err := b.Audit(t.Context(), dynamo.AuditID(start), anAudit()); err != nil {
			t.Fatal(err)
		}
	}
	items := b.Items(t)
	if len(items) != 2 {
		t.Fatalf("%d lines of 2", len(items))
	}
	if got, want := attribute(items[0], "expires"), fmt.Sprint(start.Add(365*24*time.Hour).Unix()); got != want {
		t.Errorf("expires %s, want %s", got, want)
	}
}
