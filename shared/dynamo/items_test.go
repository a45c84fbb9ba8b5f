package dynamo_test

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/tabletest"
	"tribune/shared/account"
	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/project"
	"tribune/shared/registration"
)

var update = flag.Bool("update", false, "write the items of today's form to testdata/items")

const fixtures = "testdata/items"

// attributes is an item as DynamoDB's own JSON writes it.
type attributes map[string]struct {
	S *string `json:",omitempty"`
	N *string `json:",omitempty"`
}

// TestTodaysWriterMakesTheFixtures: what is written today is, byte for byte,
// what the fixtures say, so that a renamed field is no accident.
func TestTodaysWriterMakesTheFixtures(t *testing.T) {
	t.Parallel()
	written := map[string][]byte{}
	for _, it := range everyKind(t).Items(t) {
		written[fixtureName(it)] = encode(t, it)
	}
	for name, b := range written {
		path := filepath.Join(fixtures, name+".json")
		if *update {
			if err := os.WriteFile(path, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		} else if string(want) != string(b) {
			t.Errorf("%s: today's writer makes\n%s\nthe fixture is\n%s", name, b, want)
		}
	}
	today := map[string]bool{}
	for name := range written {
		today[shape(name)] = true
	}
	// A form that changes leaves its old fixtures: readers accept every one.
	for _, path := range must(filepath.Glob(filepath.Join(fixtures, "*.json"))) {
		if name := strings.TrimSuffix(filepath.Base(path), ".json"); !today[shape(name)] {
			t.Errorf("%s is no longer written in any form", name)
		}
	}
}

// everyKind is a table with every kind of item in every shape that it takes.
func everyKind(t *testing.T) *tabletest.Bench {
	t.Helper()
	b, ctx := published(t), t.Context()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(b.PutOrganisation(ctx, anOrganisation()))
	check(b.SaveProject(ctx, aProject(), organisation.Audit{}))
	check(b.PublishText(ctx, aCall(), aCharter(), anAudit()))
	check(b.PutAsk(ctx, anAsk("asked"), askedMail("asked")))
	check(b.PutAsk(ctx, anAsk("answered"), aSignature().Promise(outbox.SignedAlready, start)))
	check(b.Sign(ctx, must(b.TryAsk(ctx, "answered")), aSignature(), aSignature().Promise(outbox.Signed, start)))
	must(ledger.NewKeeper(b, b.Clock.Now).Keep(ctx, aCharter().Ref()))
	check(b.PutAnnouncement(ctx, anAnnouncement(), anAudit()))
	check(b.Audit(ctx, dynamo.AuditID(start), anAudit()))
	check(b.Join(ctx, "account-key", aMember()))
	check(b.Ask(ctx, aChallenge("challenge-hash"), nil))
	check(b.Ask(ctx, aChallenge("entered"), nil))
	f := aFactor()
	check(b.Begin(ctx, aSession("session-hash"), account.Beginning{Challenge: "entered", Factor: &f}))
	confirmed(t, b, 1)
	must(b.Leave(ctx, wishing(2)))
	must(b.Lead(ctx, day, start, start.Add(time.Second)))
	check(b.Promise(ctx, sentMail()))
	e, err := b.Claim(ctx, sentMail(), start.Add(outbox.Claim))
	check(err)
	e.State, e.Message = outbox.Sent, "of the mail service"
	check(b.Settle(ctx, e))
	check(b.Promise(ctx, aReport().before))
	check(b.Delivered(ctx, aReport().before, aReport().after))
	check(b.PutRecipient(ctx, aRecipient()))
	check(b.Attend(ctx, aPresence(), anAudit()))
	check(b.PutReport(ctx, day, aSummary()))
	return b
}

func askedMail(hash string) outbox.Entry {
	return outbox.Promise(outbox.SignatureCode, outbox.Ref{Organisation: "ahsud", Challenge: hash}, "fr", start)
}

// aboutPeople are mails about registrations.
func aboutPeople(all []outbox.Entry) []outbox.Entry {
	return slices.DeleteFunc(all, func(e outbox.Entry) bool { return e.Ref.Charter != "" })
}

// ofCharter finds the mails about a signature, by what they say.
var ofCharter = regexp.MustCompile(`"Kind":"(sign[a-z]+-code|signed[a-z-]*)"`)

func sentMail() outbox.Entry {
	return outbox.Promise(outbox.SignInCode, outbox.Ref{Organisation: "ahsud", Challenge: "challenge-hash"}, "fr", start)
}

func firstMail() outbox.Entry { return mailTo(1) }

func mailTo(n int) outbox.Entry {
	ref := outbox.Ref{Organisation: "ahsud", Event: "tanger", Person: person(n).String(), Generation: 1}
	return outbox.Promise(outbox.Confirmed, ref, "ar", start, "0")
}

// aReport is a mail before and after it is known that it bounced.
func aReport() (r struct{ before, after outbox.Entry }) {
	r.before = mailTo(3)
	r.after = r.before
	r.after.State, r.after.Message = outbox.Sent, "of the mail service"
	r.after.Delivery = outbox.Delivery{Fate: outbox.Bounced, Reason: outbox.NoSuchAddress, At: start.Add(time.Minute), Kind: r.after.Kind, Entry: r.after.ID}
	return r
}

func aRecipient() outbox.Recipient {
	return outbox.Recipient{Key: "recipient-key", Bounced: start, Complained: start.Add(time.Hour), Sent: []outbox.Sending{{Entry: "entry", At: start}}}
}

// shape is a fixture's name without its form: "v1-mail-settled" is "mail-settled".
func shape(name string) string {
	_, shape, _ := strings.Cut(name, "-")
	return shape
}

func fixtureName(it tabletest.Item) string {
	name := "v" + attribute(it, "v") + "-" + attribute(it, "kind")
	switch {
	case attribute(it, "kind") == "registration" && attribute(it, "queue") != "":
		name += "-wishing"
	case attribute(it, "kind") == "ask" && attribute(it, "done") != "":
		name += "-done"
	case ofCharter.MatchString(attribute(it, "data")):
		name += "-" + ofCharter.FindStringSubmatch(attribute(it, "data"))[1]
	case attribute(it, "kind") == "mail" && strings.Contains(attribute(it, "data"), `"Delivery"`):
		name += "-delivered"
	case attribute(it, "kind") == "mail" && attribute(it, "queue") == "":
		name += "-settled"
	}
	return name
}

// encode writes an item, with the random id in the key of an audit line replaced.
func encode(t *testing.T, it tabletest.Item) []byte {
	t.Helper()
	a := attributes{}
	for k, v := range it {
		e := a[k]
		switch v := v.(type) {
		case *types.AttributeValueMemberS:
			s := v.Value
			if k == "sk" && strings.HasPrefix(s, "AUDIT#") {
				s = s[:strings.LastIndex(s, "#")] + "#random"
			}
			e.S = &s
		case *types.AttributeValueMemberN:
			e.N = &v.Value
		default:
			t.Fatalf("%s is of a type that no fixture has: %T", k, v)
		}
		a[k] = e
	}
	return append(must(json.MarshalIndent(a, "", "  ")), '\n')
}

func decode(t *testing.T, path string) tabletest.Item {
	t.Helper()
	var a attributes
	if err := json.Unmarshal(must(os.ReadFile(path)), &a); err != nil {
		t.Fatal(err)
	}
	it := tabletest.Item{}
	for k, v := range a {
		if v.S != nil {
			it[k] = &types.AttributeValueMemberS{Value: *v.S}
		} else {
			it[k] = &types.AttributeValueMemberN{Value: *v.N}
		}
	}
	return it
}

// readers says of each fixture how it is read and what it must say.
var readers = map[string]func(t *testing.T, b *tabletest.Bench, it tabletest.Item){
	"v1-organisation": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Organisation(t.Context(), day.Organisation)), anOrganisation())
	},
	"v1-project": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := aProject()
		want.Publications, want.Updated = nil, time.Time{}
		wantEqual(t, must(b.Project(t.Context(), day.Organisation, "territoires")), want)
	},
	"v2-project": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Projects(t.Context(), day.Organisation)), []project.Project{aProject()})
	},
	"v1-audit": func(t *testing.T, _ *tabletest.Bench, it tabletest.Item) { // nor this
		wantEqual(t, noun[organisation.Audit](t, it), anAudit())
	},
	"v1-event": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := anEvent()
		want.City = locale.Text{locale.French: "Tanger"}
		wantEqual(t, must(b.Event(t.Context(), day)), want)
		wantEqual(t, must(b.Upcoming(t.Context(), start, 1)), []event.Event{want})
	},
	"v2-event": readEvent,
	"v3-event": readEvent,
	"v1-slug": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Resolve(t.Context(), anEvent().Slug)), day)
	},
	"v1-desk": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := registration.NewDesk(anEvent())
		want.Version, want.Seats[event.Hall], want.Lease = 2, registration.Seats{Capacity: anEvent().Capacity, Taken: 1}, start.Add(time.Second).Truncate(time.Millisecond)
		want.Seats[event.OfWorkshop("a", false)] = registration.Seats{Capacity: 20, Taken: 1}
		want.Starts = want.Closes // it did not say
		wantEqual(t, must(b.Desk(t.Context(), day)), want)
	},
	"v2-desk": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := registration.NewDesk(anEvent())
		want.Version, want.Seats[event.Hall], want.Lease = 2, registration.Seats{Capacity: anEvent().Capacity, Taken: 1}, start.Add(time.Second).Truncate(time.Millisecond)
		want.Seats[event.OfWorkshop("a", false)] = registration.Seats{Capacity: 20, Taken: 1}
		wantEqual(t, must(b.Desk(t.Context(), day)), want)
	},
	"v1-registration": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, found(t, b, 1), registration.Registration{
			Event: day, Person: person(1), Version: 1, Generation: 1, State: registration.Confirmed,
			Nonce: "nonce-1", Outcome: registration.Accepted, Attendee: attendee(),
			Choice: event.Choice{Workshops: []event.WorkshopID{"a"}}, Since: start, Expires: wishing(1).Wish.Expires,
		})
	},
	"v1-registration-wishing": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := wishing(2)
		want.Version = 1
		wantEqual(t, must(b.Wishes(t.Context(), day, 10)), []registration.Registration{want})
	},
	"v1-mail": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, aboutPeople(must(b.Due(t.Context(), outbox.Normal, start, 10))), []outbox.Entry{firstMail()})
	},
	"v1-mail-settled": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := sentMail()
		want.Attempts, want.Due, want.State, want.Message = 1, start.Add(outbox.Claim), outbox.Sent, "of the mail service"
		wantEqual(t, must(b.Mail(t.Context(), want.ID)), want)
	},
	"v2-registration": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, found(t, b, 1), registration.Registration{
			Event: day, Person: person(1), Version: 1, Generation: 1, State: registration.Confirmed,
			Nonce: "nonce-1", Outcome: registration.Accepted, Attendee: attendee(), Mail: firstMail().ID,
			Choice: event.Choice{Workshops: []event.WorkshopID{"a"}}, Since: start, Expires: wishing(1).Wish.Expires,
			History: []registration.Step{{At: start, Did: "registered"}},
		})
	},
	"v2-registration-wishing": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := wishing(2)
		want.Version = 1
		wantEqual(t, must(b.Wishes(t.Context(), day, 10)), []registration.Registration{want})
	},
	"v2-mail": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := firstMail()
		want.Keep = wishing(1).Wish.Expires
		wantEqual(t, aboutPeople(must(b.Due(t.Context(), outbox.Normal, start, 10))), []outbox.Entry{want})
	},
	"v2-mail-settled": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := sentMail()
		want.Attempts, want.Claimed, want.Due, want.State, want.Message = 1, true, start.Add(outbox.Claim), outbox.Sent, "of the mail service"
		wantEqual(t, must(b.Mail(t.Context(), want.ID)), want)
	},
	"v2-mail-delivered": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := aReport().after
		wantEqual(t, must(b.Mail(t.Context(), want.ID)), want)
	},
	"v1-presence": readPresence,
	"v1-report":   readSummary,
	"v1-delivery": readDelivery,
	"v2-delivery": readDelivery,
	"v1-recipient": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		want := aRecipient()
		want.Version = 1
		wantEqual(t, must(b.Recipient(t.Context(), []string{"recipient-key"})), want)
	},
	"v1-member": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Members(t.Context(), day.Organisation)), map[string]organisation.Member{"account-key": aMember()})
	},
	"v1-account": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Holder(t.Context(), []string{"no key", "account-key"})), account.Holder{Member: aMember(), Account: "account-key"})
	},
	"v2-account": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Holder(t.Context(), []string{"no key", "account-key"})), account.Holder{Member: aMember(), Account: "account-key", Epoch: 1})
	},
	"v1-factor": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Factor(t.Context(), "account-key")), aFactor())
	},
	"v1-challenge": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		wantEqual(t, must(b.Challenge(t.Context(), "challenge-hash")), aChallenge("challenge-hash"))
	},
	"v1-session": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		_, err := b.Session(t.Context(), "", "session-hash") // stands where none is looked for
		wantKind(t, err, fault.NotFound)
	},
	"v2-session": func(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
		b.Put(t, decode(t, filepath.Join(fixtures, "v2-account.json"))) // of the session's epoch
		wantEqual(t, must(b.Session(t.Context(), "account-key", "session-hash")), aSession("session-hash"))
	},
}

func readEvent(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
	wantEqual(t, must(b.Event(t.Context(), day)), anEvent())
	wantEqual(t, must(b.Events(t.Context(), day.Organisation)), []event.Event{anEvent()})
}

func readDelivery(t *testing.T, b *tabletest.Bench, _ tabletest.Item) {
	wantEqual(t, must(b.Deliveries(t.Context(), day)), map[string]outbox.Delivery{person(3).String(): aReport().after.Delivery})
}

func noun[T any](t *testing.T, it tabletest.Item) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(attribute(it, "data")), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestEveryFixtureIsRead: today's code reads every item that was ever written.
func TestEveryFixtureIsRead(t *testing.T) {
	t.Parallel()
	b := tabletest.New(t)
	maps.Copy(readers, charterReaders)
	items := map[string]tabletest.Item{}
	for _, path := range must(filepath.Glob(filepath.Join(fixtures, "*.json"))) {
		it := decode(t, path)
		items[strings.TrimSuffix(filepath.Base(path), ".json")] = it
		b.Put(t, it)
	}
	for name, it := range items {
		read := readers[name]
		if read == nil {
			t.Errorf("nothing is expected of %s", name)
			continue
		}
		b.Put(t, it) // again: another form of it may have the same key
		t.Run(name, func(t *testing.T) { read(t, b, it) })
	}
	for name := range readers {
		if items[name] == nil {
			t.Errorf("the fixture %s is missing", name)
		}
	}
}

func TestAnUnknownFormIsADefectHere(t *testing.T) {
	t.Parallel()
	b := published(t)
	for _, it := range b.Items(t) {
		it["v"] = &types.AttributeValueMemberN{Value: "9"}
		b.Put(t, it)
	}
	_, err := b.Desk(t.Context(), day)
	wantKind(t, err, "")
	if err == nil {
		t.Error("an unknown form was read")
	}
}
