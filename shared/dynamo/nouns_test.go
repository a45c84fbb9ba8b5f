package dynamo_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/tabletest"
	"tribune/shared/account"
	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/project"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
	"tribune/shared/token"
)

var (
	start = tabletest.Start
	day   = event.Ref{Organisation: "ahsud", Event: "tanger"}
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func address(s string) outbox.Address { return must(outbox.ParseAddress(s)) }

func name(s string) registration.Name { return must(registration.ParseName(s)) }

// person is a key like one that comes from an HMAC, the same for the same n.
func person(n int) (p token.Person) {
	binary.BigEndian.PutUint64(p[:], uint64(n)*0x9E3779B97F4A7C15)
	return p
}

func anEvent() event.Event {
	begins := start.AddDate(0, 2, 0).Truncate(time.Hour)
	return event.Event{
		Ref: day, Slug: "tanger-insertion", Project: "territoires",
		Title: locale.Text{locale.French: "Journée d'étude", locale.Arabic: "يوم دراسي"},
		Place: locale.Text{locale.French: "Maison des associations"}, City: locale.Text{locale.French: "Tanger", locale.Arabic: "طنجة"}, Country: "MA", Zone: "Africa/Casablanca",
		Days: []event.Day{{Starts: begins, Ends: begins.Add(8 * time.Hour)}},
		Slots: []event.Slot{{
			ID: "ateliers", Title: locale.Text{locale.French: "Ateliers"}, Starts: begins.Add(2 * time.Hour), Ends: begins.Add(4 * time.Hour),
			Workshops: []event.Workshop{{ID: "a", Capacity: 20}, {ID: "b", Capacity: 20}, {ID: "c", Capacity: 20}},
		}},
		Capacity: 60, Opens: start.Add(-time.Hour), Closes: begins, SecretVersion: 1, Version: 1, Updated: start,
	}
}

func attendee() registration.Attendee {
	return registration.Attendee{
		Given: name("Zoé"), Family: name("بنعلي"), Address: address("zoe@exemple.org"),
		Organisation: "Un lieu pour tous", Sector: "association", Lang: locale.Arabic, Consent: start,
	}
}

// wishing is somebody new who wants to come.
func wishing(n int) registration.Registration {
	return registration.Registration{Event: day, Person: person(n), Wish: &registration.Wish{
		Kind: registration.Come, Made: start.Add(time.Duration(n) * time.Millisecond), FormMade: start, Nonce: fmt.Sprintf("nonce-%d", n),
		Choice: event.Choice{Workshops: []event.WorkshopID{"a"}}, Attendee: attendee(), Expires: start.AddDate(0, 6, 0).Truncate(time.Second),
	}}
}

func anOrganisation() organisation.Organisation {
	return organisation.Organisation{
		ID: day.Organisation, Name: locale.Text{locale.French: "AHSUD"}, ReplyTo: address("organisation@exemple.org"),
		Controller: organisation.Controller{
			Name: "Association fictive", Contact: address("contact@exemple.org"), Country: "MA", DPO: address("dpo@exemple.org"),
			LegalBasis: locale.Text{locale.French: "consentement"}, CNDP: "D-000",
		},
	}
}

func aProject() project.Project {
	return project.Project{
		Organisation: day.Organisation, ID: "territoires", Title: locale.Text{locale.French: "Territoires en réseaux"},
		Partners:     []project.Partner{{Name: "Un partenaire", Town: "Lyon", Country: "FR", Role: locale.Text{locale.French: "accueil"}, Site: "https://exemple.org"}},
		Publications: []project.Publication{{Title: locale.Text{locale.French: "Actes"}, URL: "https://exemple.org/actes", Date: time.Date(2009, 1, 16, 0, 0, 0, 0, time.UTC)}},
		Version:      1, Updated: start,
	}
}

func aCharter() charter.Charter {
	return charter.Charter{
		Organisation: day.Organisation, ID: "charte", Slug: "charte-tanger", Event: string(day.Event), Version: 1,
		Title: locale.Text{locale.French: "Charte"}, Articles: []charter.Article{{Text: locale.Text{locale.French: "Nous nous engageons."}}},
		Revision: 1, Published: start,
	}
}

func aCall() charter.Call {
	return charter.Call{
		Ref: aCharter().Ref(), Slug: "charte-tanger", Log: "tribune.example.org/charters/charte-tanger", Opened: start, Closes: start.AddDate(1, 0, 0),
		Current: 1, SecretVersion: 1, Individuals: true, Reviewed: true, Sensitive: true, Revision: 1,
	}
}

// aSignature is one as it stands before the book took it up.
func aSignature() charter.Signature {
	return charter.Signature{
		Charter: aCharter().Ref(), Version: 1, Signatory: person(1), Generation: 1, State: charter.Confirmed, At: start,
		Lang: locale.Arabic, Read: locale.French, Text: aCharter().Hash(locale.French),
		Party: charter.Party{Name: "AHSUD", Kind: "association", Field: "health", Country: "MA", Site: must(charter.ParseSite("ahsud.example.org"))},
		Given: must(registration.ParseName("Nour")), Family: must(registration.ParseName("Alaoui")), Function: "Présidente",
		Address: address("nour@ahsud.example.org"), Mandate: charter.ByDomain, Display: true, News: true, Consent: start,
		Salt: publiclog.Salt{1, 2, 3}, Review: charter.Shown, Let: true,
		Commitments: []charter.Commitment{{Article: 1, Owner: "Direction", By: start.AddDate(0, 6, 0)}},
	}
}

// anAsk is somebody about to sign.
func anAsk(hash string) charter.Ask {
	s := aSignature()
	return charter.Ask{
		Hash: hash, Mail: "what the code derives from", Charter: s.Charter, Version: 1, Signatory: s.Signatory, Signature: s,
		Expires: start.Add(charter.CodeLife),
	}
}

func aMember() organisation.Member {
	return organisation.Member{Organisation: day.Organisation, Address: address("organisation@exemple.org"), Role: organisation.Owner, Lang: locale.French}
}

func aChallenge(hash string) account.Challenge {
	return account.Challenge{Hash: hash, Mail: "what the code derives from", Member: aMember(), Lang: locale.French, Expires: start.Add(account.CodeLife)}
}

func aSession(hash string) account.Session {
	return account.Session{Hash: hash, Account: "account-key", Epoch: 1, Member: aMember(), Begun: start, Seen: start, Expires: start.Add(account.SessionIdle)}
}

func aFactor() account.Factor {
	return account.Factor{Account: "account-key", Version: 1, Enrolment: "enrolment", Secret: 2, Step: 59_000_000, Recovery: []string{"hash"}}
}

func anAudit() organisation.Audit {
	return organisation.Audit{
		Organisation: day.Organisation, At: start, By: address("organisation@exemple.org"),
		Action: "download", Event: string(day.Event), Format: "csv", Columns: []string{"family", "given"}, Rows: 60,
	}
}

// published is a table with the event of the tests.
func published(t testing.TB) *tabletest.Bench {
	t.Helper()
	b := tabletest.New(t)
	if err := b.Publish(t.Context(), anEvent()); err != nil {
		t.Fatal(err)
	}
	return b
}

// commit decides slips on the desk as it stands, and writes that.
func commit(t testing.TB, b *tabletest.Bench, slips ...registration.Registration) error {
	t.Helper()
	d, err := b.Desk(t.Context(), day)
	if err != nil {
		t.Fatal(err)
	}
	after, decisions, _ := registration.Decide(d, slips, b.Clock.Now())
	return b.Commit(t.Context(), after, decisions)
}

// confirmed has somebody registered, and reads her.
func confirmed(t testing.TB, b *tabletest.Bench, n int) registration.Registration {
	t.Helper()
	if err := commit(t, b, wishing(n)); err != nil {
		t.Fatal(err)
	}
	return found(t, b, n)
}

func found(t testing.TB, b *tabletest.Bench, n int) registration.Registration {
	t.Helper()
	r, err := b.Find(t.Context(), day, person(n))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// unchanged fails the test if f changes anything in the table.
func unchanged(t *testing.T, b *tabletest.Bench, f func()) {
	t.Helper()
	before := standing(t, b)
	f()
	after := standing(t, b)
	for _, k := range slices.Sorted(maps.Keys(after)) {
		if !reflect.DeepEqual(before[k], after[k]) {
			t.Errorf("%s was written", k)
		}
	}
	if len(after) < len(before) {
		t.Errorf("%d items are left of %d", len(after), len(before))
	}
}

// standing is every item by its keys.
func standing(t testing.TB, b *tabletest.Bench) map[string]tabletest.Item {
	t.Helper()
	items := map[string]tabletest.Item{}
	for _, it := range b.Items(t) {
		items[attribute(it, "pk")+" "+attribute(it, "sk")] = it
	}
	return items
}

// attribute is a string or a number of an item; "" if it has none.
func attribute(it tabletest.Item, name string) string {
	switch v := it[name].(type) {
	case *types.AttributeValueMemberS:
		return v.Value
	case *types.AttributeValueMemberN:
		return v.Value
	}
	return ""
}

func wantKind(t *testing.T, err error, kind fault.Kind) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("error %v, want the kind %q", err, kind)
	}
}

func wantEqual[T any](t *testing.T, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// wantMoved checks what a conditional write found moved.
func wantMoved(t *testing.T, err error, want registration.Moved) {
	t.Helper()
	got, ok := errors.AsType[*registration.Moved](err)
	if !ok {
		t.Errorf("error %v, want %+v", err, want)
		return
	}
	if got.Desk != want.Desk || !slices.Equal(got.People, want.People) {
		t.Errorf("moved %+v, want %+v", *got, want)
	}
}
