package dynamo_test

import (
	"testing"
	"time"

	"tribune/infra/local/tabletest"
	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/registration"
	"tribune/shared/report"
	"tribune/shared/token"
)

func aPresence() attendance.Presence {
	return attendance.Presence{
		Event: day, Person: person(1), Expires: start.AddDate(0, 6, 0).Truncate(time.Second),
		Marks: map[attendance.Half]attendance.Mark{"1-morning": {At: start, By: address("accueil@exemple.org"), Nonce: "nonce-of-a-form"}},
	}
}

func aSummary() report.Report {
	return report.Report{
		At: start, Days: []report.Day{{On: start.Truncate(24 * time.Hour), N: 7}}, States: map[registration.State]int{registration.Confirmed: 7},
		Sectors: []report.Group{{Name: "association", N: 7}}, Workshops: []report.Workshop{{ID: "a", Capacity: 20, Taken: 7, Attended: 6}},
		Halves: []report.Half{{Name: "1-morning", Expected: 7, Present: 6}}, Seated: 7, Present: 6,
	}
}

// stored is what a read gives of it.
func stored(p attendance.Presence) attendance.Presence {
	p.Version, p.Expires = 1, time.Time{}
	return p
}

func readPresence(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
	wantEqual(t, must(b.Presences(t.Context(), day)), map[token.Person]attendance.Presence{person(1): stored(aPresence())})
}

func readSummary(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
	wantEqual(t, must(b.Report(t.Context(), day)), aSummary())
}

func TestArrivingIsTwoReadsInOneRoundTrip(t *testing.T) {
	t.Parallel()
	b := published(t)
	r := confirmed(t, b, 1)
	if err := b.Attend(t.Context(), aPresence(), anAudit()); err != nil {
		t.Fatal(err)
	}
	wantEqual(t, b.Calls(func() {
		was, here, err := b.Arriving(t.Context(), day, person(1))
		if err != nil {
			t.Fatal(err)
		}
		wantEqual(t, was, r)
		wantEqual(t, here, stored(aPresence()))
	}), map[string]int{"BatchGetItem": 1})
}

func TestAttendIsOnTheVersionThatWasRead(t *testing.T) {
	t.Parallel()
	b := published(t)
	if err := b.Attend(t.Context(), aPresence(), anAudit()); err != nil {
		t.Fatal(err)
	}
	unchanged(t, b, func() {
		wantKind(t, b.Attend(t.Context(), aPresence(), anAudit()), fault.Conflict)
	})
	_, here, err := b.Arriving(t.Context(), day, person(1))
	if err != nil {
		t.Fatal(err)
	}
	here.Marks, here.Expires = nil, aPresence().Expires
	if err := b.Attend(t.Context(), here, anAudit()); err != nil {
		t.Fatal(err)
	}
}

func TestAPresenceGoesWithItsRegistration(t *testing.T) {
	t.Parallel()
	b := published(t)
	if err := b.Attend(t.Context(), aPresence(), anAudit()); err != nil {
		t.Fatal(err)
	}
	b.Clock.Set(aPresence().Expires)
	if all := must(b.Presences(t.Context(), day)); len(all) != 0 {
		t.Errorf("still there: %+v", all)
	}
	if _, here, err := b.Arriving(t.Context(), day, person(1)); err != nil || here.In(event.HalfDay{Day: 1, Half: event.Morning}) {
		t.Errorf("still there: %+v, %v", here, err)
	}
}
