package clock_test

import (
	"sync"
	"testing"
	"time"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/lambdajob"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
)

var everyNotice = []event.Notice{
	{ID: "reminder-7", Kind: event.Reminder, Days: 7}, {ID: "reminder-1", Kind: event.Reminder, Days: 1},
	{ID: "practical", Kind: event.Practical, Days: 3}, {ID: "thanks", Kind: event.Thanks, Days: 2},
}

// local is an instant as it is written where it is.
func local(zone string, month time.Month, day, hour int) time.Time {
	return time.Date(2027, month, day, hour, 0, 0, 0, must(time.LoadLocation(zone))).UTC()
}

func anEvent(id, zone string, starts time.Time) event.Event {
	return event.Event{
		Ref: event.Ref{Organisation: "ahsud", Event: event.ID(id)}, Slug: event.Slug(id), Zone: zone, Capacity: 30,
		Days:  []event.Day{{Starts: starts, Ends: starts.Add(8 * time.Hour)}},
		Opens: tabletest.Start, Closes: starts, SecretVersion: 1, Version: 1, Notices: everyNotice,
	}
}

// Summer begins in Paris on 28 March 2027, and Morocco comes back from the hour
// of Ramadan on 14 March: an event at nine says so at nine, as clocks there show it.
func TestANoticeBeginsAtItsSecondWhereTheEventIs(t *testing.T) {
	t.Parallel()
	const paris, tangier, utc = "Europe/Paris", "Africa/Casablanca", "UTC"
	for name, c := range map[string]struct {
		zone                                    string
		starts                                  time.Time
		reminder7, practical, reminder1, thanks string // in UTC
	}{
		"summer begins": {paris, local(paris, time.March, 30, 9), "2027-03-23T08:00:00Z", "2027-03-27T08:00:00Z", "2027-03-29T07:00:00Z", "2027-04-01T15:00:00Z"},
		"summer ends":   {paris, local(paris, time.November, 2, 9), "2027-10-26T07:00:00Z", "2027-10-30T07:00:00Z", "2027-11-01T08:00:00Z", "2027-11-04T16:00:00Z"},
		"ramadan ends":  {tangier, local(tangier, time.March, 16, 9), "2027-03-09T09:00:00Z", "2027-03-13T09:00:00Z", "2027-03-15T08:00:00Z", "2027-03-18T16:00:00Z"},
		"ramadan":       {tangier, local(tangier, time.February, 9, 9), "2027-02-02T08:00:00Z", "2027-02-06T08:00:00Z", "2027-02-08T09:00:00Z", "2027-02-11T17:00:00Z"},
		"in between":    {paris, local(paris, time.March, 27, 9), "2027-03-20T08:00:00Z", "2027-03-24T08:00:00Z", "2027-03-26T08:00:00Z", "2027-03-29T15:00:00Z"},
		"no summer":     {utc, time.Date(2027, time.March, 30, 9, 0, 0, 0, time.UTC), "2027-03-23T09:00:00Z", "2027-03-27T09:00:00Z", "2027-03-29T09:00:00Z", "2027-04-01T17:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := anEvent("rencontre", c.zone, c.starts)
			h := newHouse(t, e)
			var begun []string
			for _, n := range []struct{ id, at string }{{"reminder-7", c.reminder7}, {"practical", c.practical}, {"reminder-1", c.reminder1}, {"thanks", c.thanks}} {
				at := must(time.Parse(time.RFC3339, n.at))
				h.at(t, at.Add(-time.Second))
				h.wantBegun(t, e, begun...)
				h.at(t, at)
				begun = append(begun, n.id)
				h.wantBegun(t, e, begun...)
			}
		})
	}
}

// A clock that stood still makes up for it, as long as there is something to say.
func TestANoticeDoesNotBeginAfterItsTime(t *testing.T) {
	t.Parallel()
	e := anEvent("rencontre", "Africa/Casablanca", local("Africa/Casablanca", time.June, 10, 9))
	h := newHouse(t, e)
	h.at(t, e.Starts())
	h.wantBegun(t, e)
	h.at(t, e.Ends().AddDate(0, 0, 2+7))
	h.wantBegun(t, e)
	h.at(t, e.Ends().AddDate(0, 0, 2+7).Add(-time.Second))
	h.wantBegun(t, e, "thanks")

	late := anEvent("tard", "Africa/Casablanca", e.Starts())
	h = newHouse(t, late)
	h.at(t, late.Starts().Add(-time.Second))
	h.wantBegun(t, late, "practical", "reminder-1") // and not two reminders at once
}

// One process that goes on looks at past events every hour: thanks are no later
// than that, and once.
func TestThanksAreSaidWithinTheHour(t *testing.T) {
	t.Parallel()
	e := anEvent("rencontre", "Europe/Paris", local("Europe/Paris", time.June, 10, 9))
	h := newHouse(t, e)
	due := e.Ends().AddDate(0, 0, 2)
	h.Clock.Set(due.Add(-50 * time.Minute))
	p := h.process()
	for h.Clock.Now().Before(due.Add(time.Hour)) {
		if err := p(t.Context(), scheduled); err != nil {
			t.Fatal(err)
		}
		if h.Clock.Now().Before(due) {
			h.wantBegun(t, e)
		}
		h.Clock.Advance(10 * time.Minute)
	}
	h.wantBegun(t, e, "thanks")
}

// Several processes are called at the same second, and again: whoever is first,
// everybody is promised it once.
func TestANoticeBeginsOnceOverSeveralProcesses(t *testing.T) {
	t.Parallel()
	e := anEvent("rencontre", "Europe/Paris", local("Europe/Paris", time.June, 10, 9))
	h := newHouse(t, e)
	for n := range 20 {
		h.come(t, e, n)
	}
	h.Clock.Set(e.Starts().AddDate(0, 0, -7))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			p := h.process()
			for range 2 {
				// A desk that is recounted while another does is left to it.
				if err := p(t.Context(), scheduled); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	m := must(h.Mailing(t.Context(), e.Ref, "reminder-7"))
	people := map[string]int{}
	for _, entry := range must(h.MailsOf(t.Context(), e.Ref, "reminder-7")) {
		people[entry.Ref.Person]++
	}
	if m.State != mailing.Gone || m.Promised != 20 || len(people) != 20 {
		t.Errorf("it stands %+v, and %d people are promised it", m, len(people))
	}
	if n := len(must(h.MailsOf(t.Context(), e.Ref, "reminder-7"))); n != 20 {
		t.Errorf("%d promises", n)
	}
}

// An event that is moved takes its notices with it, those that have not begun.
func TestAnEventThatIsMovedMovesItsNotices(t *testing.T) {
	t.Parallel()
	e := anEvent("rencontre", "Europe/Paris", local("Europe/Paris", time.June, 10, 9))
	h := newHouse(t, e)
	p := h.process()
	call := func(now time.Time) {
		t.Helper()
		h.Clock.Set(now)
		if err := p(t.Context(), scheduled); err != nil {
			t.Fatal(err)
		}
	}
	move := func(to time.Time) {
		t.Helper()
		e.Days, e.Closes = []event.Day{{Starts: to, Ends: to.Add(8 * time.Hour)}}, to
		e.Version++
		if err := registration.NewService(h, h.Clock.Now).Refit(t.Context(), registration.Revision{Event: e}); err != nil {
			t.Fatal(err)
		}
	}
	call(e.Starts().AddDate(0, 0, -7).Add(-time.Second))
	move(e.Starts().AddDate(0, 0, 30))
	call(e.Starts().AddDate(0, 0, -30-7))
	call(e.Starts().AddDate(0, 0, -7).Add(-time.Second))
	h.wantBegun(t, e)
	call(e.Starts().AddDate(0, 0, -7))
	h.wantBegun(t, e, "reminder-7")
	move(h.Clock.Now().Add(12 * time.Hour)) // it is tomorrow, suddenly
	call(h.Clock.Now().Add(time.Minute))
	h.wantBegun(t, e, "reminder-7", "reminder-1", "practical")
}

// What nobody registers for has nobody to write to.
func TestAnEventWithoutRegistrationHasNoNotices(t *testing.T) {
	t.Parallel()
	e := anEvent("annonce", "Europe/Paris", local("Europe/Paris", time.June, 10, 9))
	e.Capacity, e.Opens, e.Closes = 0, time.Time{}, time.Time{}
	h := newHouse(t, e)
	for _, now := range []time.Time{e.Starts().AddDate(0, 0, -7), e.Starts().Add(-time.Hour), e.Ends().AddDate(0, 0, 3)} {
		h.at(t, now)
	}
	h.wantBegun(t, e)
}

// The write with which a notice begins fails, or its answer is lost: the same
// process begins it at its next call.
func TestANoticeBeginsThoughItsWriteFails(t *testing.T) {
	t.Parallel()
	for _, flavour := range []faults.Flavour{faults.Refused, faults.LostAnswer} {
		t.Run(string(flavour), func(t *testing.T) {
			t.Parallel()
			e := anEvent("rencontre", "Europe/Paris", local("Europe/Paris", time.June, 10, 9))
			h := newHouse(t, e)
			p := h.process()
			h.Clock.Set(e.Starts().AddDate(0, 0, -7))
			h.Faults.Draw(1, faults.Rate{Operation: "PutItem", Flavour: flavour, Share: 1})
			if err := p(t.Context(), scheduled); !fault.Is(err, fault.Unavailable) {
				t.Errorf("the call says %v", err)
			}
			h.Faults.Reset()
			if err := p(t.Context(), scheduled); err != nil {
				t.Fatal(err)
			}
			m := must(h.Mailing(t.Context(), e.Ref, "reminder-7"))
			if all := must(h.Mailings(t.Context(), e.Ref)); len(all) != 1 || m.State != mailing.Gone {
				t.Errorf("there stand %+v", all)
			}
		})
	}
}

// An organiser presses "send": the stream calls, and what she says is promised
// at once. Other calls of the stream leave it be.
func TestTheStreamSendsAMessageAtOnce(t *testing.T) {
	t.Parallel()
	e := anEvent("rencontre", "Europe/Paris", local("Europe/Paris", time.June, 10, 9))
	h := newHouse(t, e)
	h.come(t, e, 1)
	m := mailing.Mailing{Event: e.Ref, ID: "message", Kind: outbox.Message, State: mailing.Going, Made: h.Clock.Now(), Begun: h.Clock.Now()}
	if err := h.PutMailing(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	job := lambdajob.Handler(h.process())
	for queue, want := range map[string]mailing.State{site.WishQueue + e.Ref.String(): mailing.Going, site.MailQueue + "normal": mailing.Going} {
		if err := job(t.Context(), streamed(queue)); err != nil {
			t.Fatal(err)
		}
		if got := must(h.Mailing(t.Context(), e.Ref, "message")); got.State != want {
			t.Errorf("called for %s it stands %+v", queue, got)
		}
	}
	if err := job(t.Context(), streamed(site.MailingQueue)); err != nil {
		t.Fatal(err)
	}
	if got := must(h.Mailing(t.Context(), e.Ref, "message")); got.State != mailing.Gone || got.Promised != 1 {
		t.Errorf("it stands %+v", got)
	}
}
