package proof

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/infra/local/enginetest"
	"tribune/infra/local/faults"
	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// house is a table on the real engine, an event in it, and the transport
// through which everything goes wrong.
type house struct {
	transport *faults.Transport
	client    *dynamodb.Client // without faults, to look into the table
	table     *dynamo.Table
	ring      token.Ring
	event     event.Event
}

const tableName = "proof"

// configure makes the configuration of a client that goes through a transport.
type configure func(http.RoundTripper) aws.Config

// engine is an empty account on the real engine.
func engine(t testing.TB) configure {
	t.Helper()
	at := enginetest.Dynamo(t)
	return func(through http.RoundTripper) aws.Config {
		return aws.Config{
			Region: at.Region, BaseEndpoint: &at.URL, HTTPClient: &http.Client{Transport: through},
			Credentials: credentials.NewStaticCredentialsProvider(at.AccessKey, "local", ""),
		}
	}
}

func newHouse(t *testing.T) *house {
	t.Helper()
	config := engine(t)
	h := &house{transport: &faults.Transport{}}
	h.client = dynamo.Connect(config(nil))
	h.table = dynamo.Open(dynamo.Connect(config(h.transport)), tableName, time.Now)
	if _, err := h.table.Create(context.Background()); err != nil {
		t.Fatal(err)
	}
	var err error
	if h.ring, err = token.ParseRing(strings.Repeat("s", 32)); err != nil {
		t.Fatal(err)
	}
	return h
}

// publish opens an event with one slot of three workshops.
func (h *house) publish(t *testing.T, capacity, each int) {
	t.Helper()
	now := time.Now()
	starts := now.Add(30 * 24 * time.Hour)
	slot := event.Slot{ID: "s", Starts: starts, Ends: starts.Add(time.Hour)}
	for _, id := range []event.WorkshopID{"w1", "w2", "w3"} {
		slot.Workshops = append(slot.Workshops, event.Workshop{ID: id, Capacity: each})
	}
	h.event = event.Event{
		Ref: event.Ref{Organisation: "o", Event: "e"}, Slug: "e", Zone: "Africa/Casablanca",
		Title: locale.Text{locale.French: "Journée"}, Days: []event.Day{{Starts: starts, Ends: starts.Add(8 * time.Hour)}},
		Slots: []event.Slot{slot}, Capacity: capacity, Opens: now.Add(-time.Hour), Closes: starts, SecretVersion: 1,
	}
	if err := h.table.PutOrganisation(context.Background(), organisation.Organisation{ID: "o"}); err != nil {
		t.Fatal(err)
	}
	if err := h.table.Publish(context.Background(), h.event, organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
}

func (h *house) wish(name, nonce string, w event.WorkshopID) registration.Wish {
	given, err := registration.ParseName(name)
	if err != nil {
		panic(err)
	}
	family, _ := registration.ParseName("Essai")
	address, _ := outbox.ParseAddress(strings.ReplaceAll(name, " ", "") + "@exemple.org")
	return registration.Wish{
		Nonce: nonce, Choice: event.Choice{Workshops: []event.WorkshopID{w}}, Expires: h.event.Ends().Add(time.Hour),
		Attendee: registration.Attendee{Given: given, Family: family, Address: address, Sector: "other", Lang: locale.French},
	}
}

func (h *house) person(a registration.Attendee) token.Person {
	p, err := h.ring.Person(1, h.event.Ref.String(), a.Address.Folded(), registration.FoldNames(a.Given, a.Family))
	if err != nil {
		panic(err)
	}
	return p
}

// tick decides what was left behind, as the clock would.
func (h *house) tick(t *testing.T) int {
	t.Helper()
	n, err := registration.NewService(h.table, time.Now).Sweep(context.Background(), h.event.Ref)
	if err != nil {
		t.Fatal("tick:", err)
	}
	return n
}

// books are what the table says, read from its items one by one.
type books struct {
	desk      registration.Desk
	confirmed map[string]*registration.Registration
	names     map[string]int
	undecided int
	mails     map[outbox.Kind]map[outbox.Ref]int
}

func (h *house) recount(t *testing.T) books {
	t.Helper()
	ctx := context.Background()
	b := books{confirmed: map[string]*registration.Registration{}, names: map[string]int{}, mails: map[outbox.Kind]map[outbox.Ref]int{}}
	var err error
	if b.desk, err = h.table.Desk(ctx, h.event.Ref); err != nil {
		t.Fatal(err)
	}
	pages := dynamodb.NewScanPaginator(h.client, &dynamodb.ScanInput{TableName: aws.String(tableName), ConsistentRead: aws.Bool(true)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range page.Items {
			b.enter(t, it)
		}
	}
	return b
}

func member(it map[string]types.AttributeValue, key string) string {
	v, _ := it[key].(*types.AttributeValueMemberS)
	if v == nil {
		return ""
	}
	return v.Value
}

func (b *books) enter(t *testing.T, it map[string]types.AttributeValue) {
	t.Helper()
	data := []byte(member(it, "data"))
	switch member(it, "kind") {
	case "registration":
		var r registration.Registration
		if err := json.Unmarshal(data, &r); err != nil {
			t.Fatal(err)
		}
		if r.Wish != nil || it["queue"] != nil {
			b.undecided++
		}
		if r.State == registration.Confirmed {
			b.confirmed[r.Person.String()] = &r
			b.names[r.Attendee.Given.String()]++
		}
	case "mail":
		var e outbox.Entry
		if err := json.Unmarshal(data, &e); err != nil {
			t.Fatal(err)
		}
		if b.mails[e.Kind] == nil {
			b.mails[e.Kind] = map[outbox.Ref]int{}
		}
		b.mails[e.Kind][e.Ref]++
	}
}

// agree holds desk, registrations and promised mail against each other.
func (b books) agree(t *testing.T) {
	t.Helper()
	taken := map[event.Place]int{}
	for _, r := range b.confirmed {
		for _, p := range r.Places() {
			taken[p]++
		}
		if n := b.mails[outbox.Confirmed][r.Ref()]; n != 1 {
			t.Errorf("%s is confirmed and is promised %d mails that say so", r.Attendee.Given, n)
		}
	}
	if b.desk.Seats[event.Hall].Taken != len(b.confirmed) || len(b.confirmed) > b.desk.Seats[event.Hall].Capacity {
		t.Errorf("the desk says %d of %d, there are %d registrations", b.desk.Seats[event.Hall].Taken, b.desk.Seats[event.Hall].Capacity, len(b.confirmed))
	}
	for id, s := range b.desk.Seats {
		if s.Taken != taken[id] || s.Taken > s.Capacity {
			t.Errorf("workshop %s: the desk says %d of %d, there are %d registrations", id, s.Taken, s.Capacity, taken[id])
		}
	}
	for name, n := range b.names {
		if n > 1 {
			t.Errorf("%s is there %d times", name, n)
		}
	}
	if b.undecided > 0 {
		t.Errorf("%d wishes are undecided after a tick", b.undecided)
	}
}

// holdExactly holds the books to a house that is full to the last seat.
func (b books) holdExactly(t *testing.T, all, each int) {
	t.Helper()
	b.agree(t)
	if len(b.confirmed) != all {
		t.Errorf("%d registrations, want %d", len(b.confirmed), all)
	}
	for id, s := range b.desk.Seats {
		if !id.IsEvent() && s.Taken != each {
			t.Errorf("workshop %s: %d taken, want %d", id, s.Taken, each)
		}
	}
	if n := len(b.mails[outbox.Confirmed]); n != all {
		t.Errorf("%d promises of a confirmation, want %d", n, all)
	}
}
