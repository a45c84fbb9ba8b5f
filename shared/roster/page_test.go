package roster_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tribune/infra/local/tabletest"
	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
)

// filled is a table with an event and so many people, of whom every fifth has
// a mail that did not arrive.
func filled(t *testing.T, people int) (*tabletest.Bench, event.Event) {
	t.Helper()
	b, e := tabletest.New(t), asking()
	e.Slug, e.SecretVersion, e.Version, e.Opens, e.Closes = "tanger", 1, 1, start.Add(-48*time.Hour), start
	if err := b.Publish(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	b.Clock.Set(start.Add(-time.Hour))
	var all []registration.Registration
	for n := range people {
		r := named(n, spellings[n%len(spellings)], spellings[n*7%len(spellings)], []string{"", "IDT", "Élan"}[n%3]).Registration
		r.State, r.Attendee.Lang = registration.States[n%6], locale.Languages[n%3]
		r.Since, r.Answers = r.Since.UTC(), event.Answers{"pays": {[]string{"PT", "MA"}[n%2]}}
		if r.State.Held() {
			r.Wants, r.Ticket, r.Until = &event.Choice{}, n+1, b.Clock.Now().Add(time.Duration(n%2+1)*20*time.Second)
		}
		all = append(all, r)
	}
	move(t, b, e, all...)
	for n := 0; n < people; n += 5 {
		entry := all[n].Promise(outbox.Confirmed, all[n].Ref(), b.Clock.Now())
		if err := b.Promise(t.Context(), entry); err != nil {
			t.Fatal(err)
		}
		bounced := entry
		bounced.Delivery = outbox.Delivery{Fate: outbox.Bounced, At: b.Clock.Now(), Entry: entry.ID}
		if err := b.Delivered(t.Context(), entry, bounced); err != nil {
			t.Fatal(err)
		}
	}
	return b, e
}

// move writes registrations as the desk does, past its rules.
func move(t *testing.T, b *tabletest.Bench, e event.Event, all ...registration.Registration) {
	t.Helper()
	const most = 90
	for first := 0; first < len(all); first += most {
		d := must(b.Desk(t.Context(), e.Ref))
		d.Version++
		var decisions []registration.Decision
		for _, r := range all[first:min(first+most, len(all))] {
			decisions = append(decisions, registration.Decision{Registration: r})
		}
		if err := b.Commit(t.Context(), d, decisions); err != nil {
			t.Fatal(err)
		}
	}
}

// A page is what stands there when everybody is read, sifted and sorted for it,
// whoever asked for what before, and whatever time brings meanwhile.
func TestAPageIsThatOfEverybodyReadAnew(t *testing.T) {
	b, e := filled(t, 60)
	reader := roster.NewReader(b, b.Clock.Now)
	rapid.Check(t, func(t *rapid.T) {
		q := roster.Query{
			Order: rapid.SampledFrom(roster.Orders).Draw(t, "order"), Lang: rapid.SampledFrom(locale.Languages).Draw(t, "lang"), Size: 7,
			Filter: roster.Filter{
				States: some(t, "state", registration.Confirmed, registration.Lapsed, registration.Offered), Langs: some(t, "lang", locale.Arabic),
				Search: rapid.SampledFrom([]string{"", "elan", "ΩΜΈΓΑ", "أحمد", "elan p1"}).Draw(t, "search"),
				Reach:  rapid.SampledFrom([]roster.Reach{"", roster.Reached, roster.Unreached}).Draw(t, "reach"),
			},
		}
		scope := rapid.SampledFrom([]organisation.Scope{{}, {Countries: []string{"PT"}}, {Structures: []string{"idt"}}}).Draw(t, "scope")
		if rapid.IntRange(0, 4).Draw(t, "later") == 0 {
			b.Clock.Set(b.Clock.Now().Add(time.Duration(rapid.IntRange(1, 15).Draw(t, "seconds")) * time.Second))
		}
		everybody := must(roster.NewReader(b, b.Clock.Now).Read(t.Context(), e, scope))
		var sifted []roster.Entry
		for _, p := range everybody {
			if q.Filter.Holds(e, p) {
				sifted = append(sifted, p)
			}
		}
		roster.Sort(sifted, q.Order, q.Lang)
		for turns := 0; ; turns++ {
			got := must(reader.Page(t.Context(), e, scope, q))
			want := roster.Turn(sifted, everybody, q.Order, q.Lang, q.After, q.Before, q.Size)
			if !got.Fares || len(got.Everybody) != len(everybody) || !same(got.Leaf, want) {
				t.Fatalf("%+v: %+v, want %+v", q, got.Leaf, want)
			}
			if q.After = got.Next; len(got.Next) == 0 || turns > 2 {
				return
			}
		}
	})
}

// same reports whether two pages show the same people as they are, and lead to
// the same pages.
func same(a, b roster.Leaf) bool {
	return a.First == b.First && a.All == b.All && reflect.DeepEqual(a.Prev, b.Prev) && reflect.DeepEqual(a.Next, b.Next) &&
		slices.EqualFunc(a.Entries, b.Entries, func(p, q roster.Entry) bool {
			return p.Delivery == q.Delivery && reflect.DeepEqual(p.Registration, q.Registration)
		})
}

// Of a long list the mails of those on the page alone are looked at, and nobody
// is read again while the desk stands.
func TestTurningThePagesOfALongListReadsItOnce(t *testing.T) {
	b, e := filled(t, roster.Short+20)
	reader := roster.NewReader(b, b.Clock.Now)
	q := roster.Query{Order: roster.ByName, Lang: locale.French, Size: 50}
	for i, want := range []map[string]int{
		{"GetItem": 1, "Query": 1, "BatchGetItem": 1}, {"GetItem": 1, "BatchGetItem": 1}, {"GetItem": 1, "BatchGetItem": 1},
	} {
		calls := b.Calls(func() {
			p := must(reader.Page(t.Context(), e, organisation.Scope{}, q))
			if p.Fares || len(p.Entries) != 50 || p.First != 50*i+1 {
				t.Errorf("page %d: %d people from %d, fares %t", i, len(p.Entries), p.First, p.Fares)
			}
			bounced := 0
			for _, r := range p.Entries {
				if r.Delivery.Failed() {
					bounced++
				}
			}
			if bounced == 0 {
				t.Error("nobody's mail bounced")
			}
			q.After = p.Next
		})
		if !maps.Equal(calls, want) {
			t.Errorf("page %d took %v, want %v", i, calls, want)
		}
	}
	moved := named(roster.Short+50, "Zoé", "Aa", "").Registration
	move(t, b, e, moved)
	q.After = nil
	if p := must(reader.Page(t.Context(), e, organisation.Scope{}, q)); p.All != roster.Short+21 {
		t.Errorf("somebody came, and %d are there", p.All)
	}
	q.Filter.Reach = roster.Unreached
	if p := must(reader.Page(t.Context(), e, organisation.Scope{}, q)); !p.Fares || p.All != (roster.Short+20)/5 {
		t.Errorf("%d are not reached: %s", p.All, fmt.Sprint(p.Fares))
	}
}
