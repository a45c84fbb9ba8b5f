package ledger_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/token"
)

// recountHouse is a charter that people signed, changed and took back, booked.
func recountHouse(t *testing.T) house {
	t.Helper()
	h := newHouse(t)
	for n := range 12 {
		s := signed(n)
		if n%2 == 0 {
			s.Address = must(outbox.ParseAddress("nour@association.example.org"))
		}
		if err := h.Save(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	h.keep(t)
	service := charter.NewService(h, token.Ring{}, h.Clock.Now)
	if err := service.Withdraw(t.Context(), h.one(t, 4)); err != nil {
		t.Fatal(err)
	}
	must(service.Change(t.Context(), h.one(t, 5), func(s *charter.Signature) { s.Function = "Directrice" }))
	h.keep(t)
	return h
}

func (h house) keep(t *testing.T) {
	t.Helper()
	must(ledger.NewKeeper(h, h.Clock.Now).Keep(t.Context(), ref))
}

func (h house) one(t *testing.T, n int) charter.Signature {
	t.Helper()
	return must(h.Signature(t.Context(), ref, 1, signatory(n)))
}

func (h house) recount(t *testing.T) []ledger.Difference {
	t.Helper()
	return must(ledger.NewKeeper(h, h.Clock.Now).Recount(t.Context(), aCall()))
}

// tamper changes what an item holds, behind everybody's back; nil deletes it.
func (h house) tamper(t *testing.T, kind, sort string, change func(data map[string]any)) {
	t.Helper()
	for _, it := range h.Items(t) {
		is := func(key string) string { return it[key].(*types.AttributeValueMemberS).Value }
		if is(site.KindKey) != kind || !strings.HasSuffix(is(site.SortKey), sort) {
			continue
		}
		if change == nil {
			h.Remove(t, it)
			return
		}
		var data map[string]any
		if err := json.Unmarshal([]byte(is("data")), &data); err != nil {
			t.Fatal(err)
		}
		change(data)
		it["data"] = &types.AttributeValueMemberS{Value: string(must(json.Marshal(data)))}
		h.Put(t, it)
		return
	}
	t.Fatalf("no %s at %s", kind, sort)
}

// What follows from signatures and log is set right, at once, and told of.
func TestARecountSetsRightWhatFollows(t *testing.T) {
	t.Parallel()
	named := func(n int) string { return signatory(n).String() }
	for name, c := range map[string]struct {
		tamper func(t *testing.T, h house)
		want   ledger.Wrong
	}{
		"a count": {func(t *testing.T, h house) {
			h.tamper(t, "book", "", func(d map[string]any) { d["Counts"].(map[string]any)["1"].(map[string]any)["Organisations"] = 99 })
		}, ledger.WrongCount},
		"a missing line": {func(t *testing.T, h house) { h.tamper(t, "line", named(1), nil) }, ledger.WrongWall},
		"another name": {func(t *testing.T, h house) {
			h.tamper(t, "line", named(1), func(d map[string]any) { d["Name"] = "Autre" })
		}, ledger.WrongWall},
		"a line too many": {func(t *testing.T, h house) {
			for _, it := range h.Items(t) {
				if kind := it[site.KindKey].(*types.AttributeValueMemberS).Value; kind == "line" {
					it[site.SortKey] = &types.AttributeValueMemberS{Value: "WALL#000001#" + named(50)}
					h.Put(t, it)
					return
				}
			}
		}, ledger.WrongWall},
		"a domain's count": {func(t *testing.T, h house) { h.tamper(t, "domain", "", func(d map[string]any) { d["Count"] = 1 }) }, ledger.WrongDomain},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := recountHouse(t)
			if found := h.recount(t); len(found) > 0 {
				t.Fatalf("a sound book differs: %+v", found)
			}
			_, leaves, _, _ := h.everything(t)
			c.tamper(t, h)
			if found := h.recount(t); len(found) != 1 || found[0].What != c.want {
				t.Errorf("found %+v, want that of %s", found, c.want)
			}
			if found := h.recount(t); len(found) > 0 {
				t.Errorf("set right it differs still: %+v", found)
			}
			_, after, _, _ := h.everything(t)
			if h.agree(t); len(after) != len(leaves) {
				t.Errorf("setting right wrote to the log: %d leaves of %d", len(after), len(leaves))
			}
		})
	}
}

// What differs between signatures and log is told of, and nothing is written.
func TestARecountLeavesTheLogAsItFindsIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tamper func(t *testing.T, h house)
		want   []ledger.Wrong
	}{
		"a changed leaf": {func(t *testing.T, h house) {
			h.tamper(t, "leaf", "000000000003", func(d map[string]any) {
				other := must(h.Leaves(t.Context(), ref, 0, 1))[0]
				d["Bytes"] = other.Bytes
			})
		}, []ledger.Wrong{ledger.WrongLeaf, ledger.Unlogged}},
		"a changed hash": {func(t *testing.T, h house) {
			h.tamper(t, "leaf", "000000000003", func(d map[string]any) {
				hashes := d["Hashes"].([]any)
				hashes[0], hashes[1] = hashes[1], hashes[0]
			})
		}, []ledger.Wrong{ledger.WrongLeaf}},
		"a missing leaf": {func(t *testing.T, h house) { h.tamper(t, "leaf", "000000000003", nil) }, []ledger.Wrong{ledger.WrongLog, ledger.Unlogged}},
		"no last leaf": {func(t *testing.T, h house) {
			last := must(h.Book(t.Context(), ref)).Leaves - 1
			h.tamper(t, "leaf", fmt.Sprintf("%012d", last), nil)
		}, []ledger.Wrong{ledger.WrongLog}}, // and another, by what it said
		"a leaf beyond the head": {func(t *testing.T, h house) {
			h.tamper(t, "book", "", func(d map[string]any) { d["Leaves"] = 3 })
		}, []ledger.Wrong{ledger.WrongLog}},
		"a signature that is gone": {func(t *testing.T, h house) { h.tamper(t, "signature", signatory(1).String(), nil) }, []ledger.Wrong{ledger.Unsigned}},
		"a signature of somebody else": {func(t *testing.T, h house) {
			h.tamper(t, "signature", signatory(1).String(), func(d map[string]any) { d["Family"] = "Autre" })
		}, []ledger.Wrong{ledger.WrongBooked}},
		"one that was never taken up": {func(t *testing.T, h house) {
			h.tamper(t, "signature", signatory(1).String(), func(d map[string]any) { d["State"] = "withdrawn" })
		}, []ledger.Wrong{ledger.WrongBooked}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := recountHouse(t)
			c.tamper(t, h)
			before := len(h.Items(t))
			version := must(h.Book(t.Context(), ref)).Version
			var what []ledger.Wrong
			for _, d := range h.recount(t) {
				what = append(what, d.What)
			}
			for _, w := range c.want {
				if !slices.Contains(what, w) {
					t.Errorf("found %q, and not that %s", what, w)
				}
			}
			if now := must(h.Book(t.Context(), ref)).Version; now != version || len(h.Items(t)) != before {
				t.Error("it wrote")
			}
		})
	}
}

// Signatures that wait are no difference, and neither is a book that moves: what
// it says meanwhile is nothing, or that others are at it.
func TestARecountFindsNothingWhileSignaturesCome(t *testing.T) {
	t.Parallel()
	h := recountHouse(t)
	service := charter.NewService(h, token.Ring{}, h.Clock.Now)
	waiting := h.one(t, 1)
	must(service.Change(t.Context(), waiting, func(s *charter.Signature) { s.Party.Name = "Un autre nom" }))
	if err := service.Withdraw(t.Context(), h.one(t, 2)); err != nil {
		t.Fatal(err)
	}
	if found := h.recount(t); len(found) > 0 {
		t.Errorf("what waits for the book differs: %+v", found)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for n := 20; n < 80; n++ {
			if err := h.Save(t.Context(), signed(n)); err != nil {
				t.Error(err)
			}
			if n%5 == 0 {
				h.keep(t)
			}
		}
	}()
	moved, stood := 0, 0
	for busy := true; busy; {
		select {
		case <-done:
			busy = false
		default:
		}
		found, err := ledger.NewKeeper(h, h.Clock.Now).Recount(t.Context(), aCall())
		switch {
		case fault.Is(err, fault.Conflict):
			moved++
		case err != nil || len(found) > 0:
			t.Errorf("found %+v, %v", found, err)
		default:
			stood++
		}
	}
	if stood == 0 {
		t.Error("it never stood still")
	}
	t.Logf("%d recounts, %d times it moved meanwhile", moved+stood, moved)
}

// Forgetting who signed leaves the counts and the log as they were, and nobody on the
// wall.
func TestForgettingLeavesABookThatAgrees(t *testing.T) {
	t.Parallel()
	h := recountHouse(t)
	before := must(h.Book(t.Context(), ref)).Leaves
	for n := range 12 {
		if err := h.Save(t.Context(), charter.Forget(h.one(t, n), start.Add(time.Hour))); err != nil {
			t.Fatal(err)
		}
	}
	h.keep(t)
	h.agree(t)
	if found := h.recount(t); len(found) > 0 {
		t.Errorf("it differs: %+v", found)
	}
	book := must(h.Book(t.Context(), ref))
	if book.Leaves != before || book.Counts[1].Organisations+book.Counts[1].Individuals != 11 || len(must(h.Wall(t.Context(), ref, 1))) > 0 {
		t.Errorf("of %d leaves there are %d, and counted are %+v", before, book.Leaves, book.Counts[1])
	}
}
