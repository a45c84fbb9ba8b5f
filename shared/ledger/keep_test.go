package ledger_test

import (
	"errors"
	"flag"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/infra/local/faults"
	"tribune/infra/local/tabletest"
	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/organisation"
	"tribune/shared/publiclog"
	"tribune/shared/token"
)

// confirmations is how many codes are typed while bookkeepers are killed.
var confirmations = flag.Int("confirmations", 10_000, "so many sign at once")

// house is a charter on the real engine.
type house struct{ *tabletest.Bench }

func newHouse(t testing.TB) house {
	t.Helper()
	h := house{tabletest.New(t)}
	if err := h.PublishText(t.Context(), aCall(), aText(1), organisation.Audit{}); err != nil {
		t.Fatal(err)
	}
	return h
}

// everything is all that the table holds of the charter.
func (h house) everything(t testing.TB) (book ledger.Book, leaves []ledger.Leaf, wall map[token.Person]ledger.Line, signatures []charter.Signature) {
	t.Helper()
	ctx := t.Context()
	book = must(h.Book(ctx, ref))
	leaves = must(h.Leaves(ctx, ref, 0, 1<<20))
	wall = map[token.Person]ledger.Line{}
	for _, l := range must(h.Wall(ctx, ref, 1)) {
		wall[l.Signatory] = l
	}
	for s, err := range h.AllSignatures(ctx, ref, 1) {
		if err != nil {
			t.Fatal(err)
		}
		signatures = append(signatures, s)
	}
	return book, leaves, wall, signatures
}

// agree wants counts, wall and log to say what the signatures say.
func (h house) agree(t testing.TB) {
	t.Helper()
	book, leaves, wall, signatures := h.everything(t)
	open, want, public := standing(t, leaves), ledger.Count{}, 0
	for _, s := range signatures {
		if s.State != charter.Counted {
			continue
		}
		held, as := s.Commitment(), s.Standing()
		if s.Forgotten() {
			held, as = s.Booked.Commitment, s.Booked.As
		}
		if !open[held] {
			t.Fatalf("the log does not hold %s", s.Name())
		}
		delete(open, held)
		if as.Kind == "" {
			want.Individuals++
		} else {
			want.Organisations++
		}
		line, named := wall[s.Signatory]
		if named != s.Public(false) || named && line.Name != s.Name() {
			t.Fatalf("the wall says %+v of %+v", line, s)
		}
		if named {
			public++
		}
	}
	got := book.Counts[1]
	if len(open) != 0 || public != len(wall) || got.Individuals != want.Individuals || got.Organisations != want.Organisations {
		t.Errorf("%d too many in the log, %d of %d on the wall, counted %d and %d, want %d and %d",
			len(open), len(wall), public, got.Organisations, got.Individuals, want.Organisations, want.Individuals)
	}
	if book.Leaves != int64(len(leaves)) || book.Root() != rebuilt(t, leaves) {
		t.Errorf("the book has %d leaves, the log %d, and another root", book.Leaves, len(leaves))
	}
}

// Ten thousand codes are typed as fast as it goes, while three bookkeepers race, are
// killed, frozen and refused, and each is called over and over again: counts, log
// and list agree to the last one, and receipts taken by lot verify.
func TestTenThousandSignWhileBookkeepersAreKilled(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.Faults.Draw(1,
		faults.Rate{Operation: "TransactWriteItems", Flavour: faults.KilledBefore, Share: 0.03},
		faults.Rate{Operation: "TransactWriteItems", Flavour: faults.KilledAfter, Share: 0.03},
		faults.Rate{Operation: "TransactWriteItems", Flavour: faults.LostAnswer, Share: 0.03},
		faults.Rate{Operation: "TransactWriteItems", Flavour: faults.Conflict, Share: 0.03},
		faults.Rate{Operation: "BatchGetItem", Flavour: faults.KilledAfter, Share: 0.02},
	)
	var keepers sync.WaitGroup
	done := make(chan struct{})
	deaths := make([]int, 3)
	for i := range deaths {
		keepers.Go(func() {
			k := ledger.NewKeeper(h, h.Clock.Now)
			for last := false; !last; {
				select {
				case <-done:
					last = true
				default:
				}
				_, err := k.Keep(faults.WithRequest(t.Context()), ref)
				switch {
				case errors.Is(err, faults.ErrKilled):
					deaths[i]++
					last = false
				case err != nil && !fault.Is(err, fault.Conflict):
					t.Errorf("a bookkeeper: %v", err)
				case err != nil:
					last = false
				}
			}
		})
	}
	begun := time.Now()
	h.sign(t, *confirmations)
	typed := time.Since(begun)
	close(done)
	keepers.Wait()
	h.Faults.Reset()
	t.Logf("%d signed in %s, and were booked in %s; bookkeepers died %v times", *confirmations, typed.Round(time.Millisecond), time.Since(begun).Round(time.Millisecond), deaths)
	h.agree(t)
	if n := must(h.Book(t.Context(), ref)).Counts[1]; n.Organisations+n.Individuals != *confirmations {
		t.Errorf("%d and %d count", n.Organisations, n.Individuals)
	}
	h.receipts(t, 100)
}

// sign has so many type their codes as fast as it goes.
func (h house) sign(t *testing.T, many int) {
	t.Helper()
	var signing sync.WaitGroup
	next := make(chan int)
	for range 16 {
		signing.Go(func() {
			for n := range next {
				if err := h.Save(t.Context(), signed(n)); err != nil {
					t.Errorf("the %dth: %v", n, err)
				}
			}
		})
	}
	for n := range many {
		next <- n
	}
	close(next)
	signing.Wait()
}

// receipts takes some signatures' receipts by lot, as a signatory gets them, and
// verifies them offline.
func (h house) receipts(t *testing.T, n int) {
	t.Helper()
	book, leaves, _, signatures := h.everything(t)
	key := must(publiclog.NewKey(aCall().Log, make([]byte, 32)))
	verifier := must(publiclog.NewVerifier(key.Public()))
	head := must(key.Sign(book.Tree()))
	lot := rand.New(rand.NewPCG(2, 0))
	for range n {
		s := signatures[lot.IntN(len(signatures))]
		leaf := must(publiclog.ParseLeaf(leaves[s.Booked.Leaf-1].Bytes))
		receipt, err := publiclog.NewReceipt(leaf, s.Booked.Leaf-1, head, book.Tree(), h.Hashes(t.Context(), ref))
		if err != nil {
			t.Fatalf("a receipt of leaf %d: %v", s.Booked.Leaf, err)
		}
		b := receipt.Bytes()
		proved, _, err := verifier.Verify(b)
		if err != nil || proved.Leaf.Commitment != s.Commitment() {
			t.Fatalf("the receipt of leaf %d: %v", s.Booked.Leaf, err)
		}
		b[lot.IntN(len(b))] ^= 1 << lot.IntN(8)
		if _, _, err := verifier.Verify(b); err == nil {
			t.Fatal("a receipt with a bit flipped verifies")
		}
	}
	// A history in which one leaf is another one does not extend what was signed before.
	half := book.Leaves / 2
	proof := must(tlog.ProveTree(book.Leaves, half, h.Hashes(t.Context(), ref)))
	earlier := publiclog.Head{Origin: aCall().Log, Tree: tlog.Tree{N: half, Hash: rebuilt(t, leaves[:half])}}
	later := publiclog.Head{Origin: aCall().Log, Tree: book.Tree()}
	if err := publiclog.Extends(later, earlier, proof); err != nil {
		t.Errorf("the log does not extend its first half: %v", err)
	}
	rewritten := append([]ledger.Leaf{}, leaves...)
	rewritten[half/2].Bytes = rewritten[half/2+1].Bytes
	later.Tree.Hash = rebuilt(t, rewritten)
	if err := publiclog.Extends(later, earlier, proof); !errors.Is(err, publiclog.ErrRewritten) {
		t.Errorf("a rewritten log: %v", err)
	}
}

// A signature that changes while the book takes it up is taken up again.
func TestASignatureThatMovesIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ctx := t.Context()
	for n := range 3 {
		if err := h.Save(ctx, signed(n)); err != nil {
			t.Fatal(err)
		}
	}
	k := ledger.NewKeeper(h, h.Clock.Now)
	thaw := h.Freeze(t, "TransactWriteItems", func() error { _, err := k.Keep(ctx, ref); return err })
	s := must(h.Signature(ctx, ref, 1, signatory(1)))
	if err := h.Save(ctx, charter.Forget(s, start.Add(time.Minute))); err != nil {
		t.Fatal(err)
	}
	if err := thaw(); err != nil {
		t.Fatal(err)
	}
	h.agree(t)
	if n := must(h.Book(ctx, ref)).Counts[1]; n.Organisations+n.Individuals != 2 {
		t.Errorf("%+v", n)
	}
	if n := must(k.Keep(ctx, ref)); n != 0 {
		t.Errorf("%d are taken up again", n)
	}
}
