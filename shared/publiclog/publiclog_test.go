package publiclog_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/shared/publiclog"
)

const origin = "tribune.example/log"

// tower is a log in memory: every stored hash by its index.
type tower struct {
	leaves int64
	hashes []tlog.Hash
}

func (w *tower) ReadHashes(indexes []int64) (all []tlog.Hash, err error) {
	for _, i := range indexes {
		all = append(all, w.hashes[i])
	}
	return all, nil
}

func (w *tower) add(t *testing.T, l publiclog.Leaf) {
	t.Helper()
	fresh, err := tlog.StoredHashes(w.leaves, l.Bytes(), w)
	if err != nil {
		t.Fatal(err)
	}
	w.leaves, w.hashes = w.leaves+1, append(w.hashes, fresh...)
}

func (w *tower) tree(t *testing.T, n int64) tlog.Tree {
	t.Helper()
	root, err := tlog.TreeHash(n, w)
	if err != nil {
		t.Fatal(err)
	}
	return tlog.Tree{N: n, Hash: root}
}

func leaf(i int) publiclog.Leaf {
	return publiclog.Leaf{
		Text: sha256.Sum256([]byte("Nous nous engageons.")), Kind: publiclog.Kinds[i%3], At: time.Unix(1_800_000_000+int64(i), 0).UTC(),
		Commitment: publiclog.Commit(publiclog.Salt{byte(i), byte(i >> 8)}, fmt.Sprint("organisation ", i), "présidente"),
	}
}

func built(t *testing.T, n int) *tower {
	t.Helper()
	w := &tower{}
	for i := range n {
		w.add(t, leaf(i))
	}
	return w
}

func key(t *testing.T, seed byte) publiclog.Key {
	t.Helper()
	k, err := publiclog.NewKey(origin, bytes.Repeat([]byte{seed}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func verifier(t *testing.T, keys ...publiclog.Key) publiclog.Verifier {
	t.Helper()
	var public []string
	for _, k := range keys {
		public = append(public, k.Public())
	}
	v, err := publiclog.NewVerifier(public...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func receipt(t *testing.T, w *tower, k publiclog.Key, i int) []byte {
	t.Helper()
	tree := w.tree(t, w.leaves)
	head, err := k.Sign(tree)
	if err != nil {
		t.Fatal(err)
	}
	r, err := publiclog.NewReceipt(leaf(i), int64(i), head, tree, w)
	if err != nil {
		t.Fatal(err)
	}
	return r.Bytes()
}

// Whatever was signed with an earlier key verifies after another one took over.
func TestReceiptsVerifyOffline(t *testing.T) {
	w, old, now := built(t, 1000), key(t, 1), key(t, 2)
	v := verifier(t, now, old)
	for range 100 {
		i := rand.IntN(1000)
		k := []publiclog.Key{old, now}[i%2]
		r, h, err := v.Verify(receipt(t, w, k, i))
		if err != nil || r.Leaf != leaf(i) || r.Index != int64(i) || h.Tree.N != 1000 {
			t.Fatalf("of leaf %d: %+v below %+v, %v", i, r, h, err)
		}
	}
	if _, _, err := verifier(t, now).Verify(receipt(t, w, old, 3)); !errors.Is(err, publiclog.ErrReceipt) {
		t.Errorf("a key that nobody knows: %v", err)
	}
}

// No byte of a receipt can be another one, none left out or put in.
func TestAnotherByteFails(t *testing.T) {
	k := key(t, 1)
	v, good := verifier(t, k), receipt(t, built(t, 37), k, 21)
	for i := range good {
		for _, bad := range [][]byte{
			slices.Concat(good[:i], []byte{good[i] ^ 1}, good[i+1:]), slices.Concat(good[:i], good[i+1:]), slices.Concat(good[:i], []byte{good[i]}, good[i:]),
		} {
			if bytes.Equal(bad, good) {
				continue
			}
			if r, _, err := v.Verify(bad); !errors.Is(err, publiclog.ErrReceipt) {
				t.Fatalf("at byte %d: %+v, %v\n%s", i, r, err, bad)
			}
		}
	}
}

// A log that goes on is proved to; one in which something became different, was
// left out or came earlier is not.
func TestARewrittenHistoryFails(t *testing.T) {
	w := built(t, 300)
	at := func(w *tower, n int64) publiclog.Head { return publiclog.Head{Origin: origin, Tree: w.tree(t, n)} }
	prove := func(w *tower, later, earlier int64) tlog.TreeProof {
		p, err := tlog.ProveTree(later, earlier, w)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, n := range []int64{1, 2, 63, 64, 65, 299, 300} {
		if err := publiclog.Extends(at(w, 300), at(w, n), prove(w, 300, n)); err != nil {
			t.Errorf("from %d: %v", n, err)
		}
	}
	if err := publiclog.Extends(at(w, 300), publiclog.Head{Origin: origin}, nil); err != nil {
		t.Errorf("from nothing: %v", err)
	}
	for name, change := range map[string]func(all []publiclog.Leaf) []publiclog.Leaf{
		"one is another": func(all []publiclog.Leaf) []publiclog.Leaf { all[40] = leaf(900); return all },
		"one left out":   func(all []publiclog.Leaf) []publiclog.Leaf { return slices.Delete(all, 40, 41) },
		"two swapped":    func(all []publiclog.Leaf) []publiclog.Leaf { all[40], all[41] = all[41], all[40]; return all },
	} {
		var all []publiclog.Leaf
		for i := range 301 {
			all = append(all, leaf(i))
		}
		other := &tower{}
		for _, l := range change(all)[:300] {
			other.add(t, l)
		}
		if err := publiclog.Extends(at(other, 300), at(w, 100), prove(other, 300, 100)); !errors.Is(err, publiclog.ErrRewritten) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := publiclog.Extends(at(w, 100), at(w, 300), nil); !errors.Is(err, publiclog.ErrRewritten) {
		t.Errorf("a shorter log: %v", err)
	}
}

// Without its salt a commitment says nothing; parts are not run together.
func TestACommitmentBindsAndHides(t *testing.T) {
	a, b := publiclog.Salt{1}, publiclog.Salt{2}
	all := []publiclog.Commitment{
		publiclog.Commit(a, "AHSUD", "présidente"), publiclog.Commit(b, "AHSUD", "présidente"), publiclog.Commit(a, "AHSUDpr", "ésidente"),
		publiclog.Commit(a, "AHSUD"), publiclog.Commit(a, "AHSUD", "présidente", ""), publiclog.Commit(a),
	}
	for i, c := range all {
		if slices.Contains(all[i+1:], c) {
			t.Errorf("%d is that of another", i)
		}
	}
	if publiclog.Commit(a, "AHSUD", "présidente") != all[0] {
		t.Error("the same is another")
	}
}

func FuzzParseLeaf(f *testing.F) {
	f.Add(leaf(1).Bytes())
	f.Add([]byte("tribune/leaf/1\n\n\n\n\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if l, err := publiclog.ParseLeaf(b); err == nil && !bytes.Equal(l.Bytes(), b) {
			t.Errorf("%q is written %q", b, l.Bytes())
		}
	})
}

func FuzzVerify(f *testing.F) {
	k, _ := publiclog.NewKey(origin, bytes.Repeat([]byte{1}, 32))
	v, _ := publiclog.NewVerifier(k.Public())
	f.Add([]byte("c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, err := v.Verify(b); err == nil {
			t.Errorf("%q was never signed", b)
		}
	})
}
