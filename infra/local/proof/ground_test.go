package proof

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"tribune/infra/local/faults"
	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/token"
)

// Each sequence has a stretch of time of its own: mail, which stands in one
// queue for all events, is told apart by when it was promised.
var epoch = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

const lasts = 20 * 24 * time.Hour

// ground is the table on which sequences are played.
type ground struct {
	configure configure
	raw       *dynamodb.Client // past the faults, to look into the table
	ring      token.Ring

	mu     sync.Mutex
	counts map[string]int // of what was seen, to tell that everything was
}

func newGround(t testing.TB) *ground {
	t.Helper()
	g := &ground{configure: engine(t), counts: map[string]int{}}
	g.raw = dynamo.Connect(g.configure(nil))
	table := g.open(&faults.Transport{}, time.Now)
	if _, err := table.Create(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := table.PutOrganisation(context.Background(), organisation.Organisation{ID: "o"}); err != nil {
		t.Fatal(err)
	}
	var err error
	if g.ring, err = token.ParseRing(strings.Repeat("s", 32)); err != nil {
		t.Fatal(err)
	}
	return g
}

func (g *ground) open(through http.RoundTripper, now func() time.Time) *dynamo.Table {
	return dynamo.Open(dynamo.Connect(g.configure(through)), tableName, now)
}

func (g *ground) person(e event.Ref, a registration.Attendee) token.Person {
	p, err := g.ring.Person(1, e.String(), a.Address.Folded(), registration.FoldNames(a.Given, a.Family))
	if err != nil {
		panic(err)
	}
	return p
}

// attendee is what somebody of a name says of herself, with a mark that tells
// one form from the next.
func attendee(name, mark string) registration.Attendee {
	given, err := registration.ParseName(name)
	if err != nil {
		panic(err)
	}
	family, _ := registration.ParseName("Essai")
	address, _ := outbox.ParseAddress(strings.ReplaceAll(name, " ", "") + "@exemple.org")
	return registration.Attendee{Given: given, Family: family, Address: address, Organisation: mark, Sector: "other", Lang: locale.French}
}

func (g *ground) saw(what string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.counts[what]++
}

func (g *ground) tally() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(g.counts)) {
		fmt.Fprintf(&b, "%s %d, ", what, g.counts[what])
	}
	return strings.TrimSuffix(b.String(), ", ")
}
