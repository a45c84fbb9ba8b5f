package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/shared/publiclog"
)

// log is one of eleven leaves, with a head at seven and one at the end.
type log struct {
	hashes []tlog.Hash
	dir    string
	key    publiclog.Key
}

func (l *log) ReadHashes(indexes []int64) (all []tlog.Hash, err error) {
	for _, i := range indexes {
		all = append(all, l.hashes[i])
	}
	return all, nil
}

func leaf(i int) publiclog.Leaf {
	return publiclog.Leaf{Kind: publiclog.Signed, At: time.Unix(1_800_000_000+int64(i), 0).UTC()}
}

func (l *log) write(t *testing.T, name string, b []byte) string {
	t.Helper()
	path := filepath.Join(l.dir, name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (l *log) head(t *testing.T, n int64) (string, []byte, tlog.Tree) {
	t.Helper()
	root, err := tlog.TreeHash(n, l)
	if err != nil {
		t.Fatal(err)
	}
	tree := tlog.Tree{N: n, Hash: root}
	signed, err := l.key.Sign(tree)
	if err != nil {
		t.Fatal(err)
	}
	return l.write(t, fmt.Sprint("head-", n), signed), signed, tree
}

func newLog(t *testing.T) *log {
	t.Helper()
	key, err := publiclog.NewKey("tribune.example/log", bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	l := &log{dir: t.TempDir(), key: key}
	for i := range 11 {
		fresh, err := tlog.StoredHashes(int64(i), leaf(i).Bytes(), l)
		if err != nil {
			t.Fatal(err)
		}
		l.hashes = append(l.hashes, fresh...)
	}
	return l
}

func TestReceipts(t *testing.T) {
	l := newLog(t)
	_, signed, tree := l.head(t, 11)
	r, err := publiclog.NewReceipt(leaf(4), 4, signed, tree, l)
	if err != nil {
		t.Fatal(err)
	}
	good := l.write(t, "good", r.Bytes())
	var out bytes.Buffer
	if err := run([]string{"-key", l.key.Public(), good}, &out); err != nil || !strings.Contains(out.String(), "number 5 of the 11 of tribune.example/log: signed, 2027-01-15T08:00:04Z") {
		t.Errorf("%s, %v", out.String(), err)
	}
	bad := l.write(t, "bad", bytes.Replace(r.Bytes(), []byte("index 4"), []byte("index 5"), 1))
	if err := run([]string{"-key", l.key.Public(), bad, good}, &out); !errors.Is(err, publiclog.ErrReceipt) || !strings.Contains(err.Error(), bad) {
		t.Errorf("another place: %v", err)
	}
}

func TestHeads(t *testing.T) {
	l := newLog(t)
	earlier, _, _ := l.head(t, 7)
	later, _, _ := l.head(t, 11)
	hashes, err := tlog.ProveTree(11, 7, l)
	if err != nil {
		t.Fatal(err)
	}
	var lines []byte
	for _, h := range hashes {
		lines = fmt.Appendln(lines, base64.StdEncoding.EncodeToString(h[:]))
	}
	proof := l.write(t, "proof", lines)
	var out bytes.Buffer
	if err := run([]string{"-key", l.key.Public(), "-earlier", earlier, "-later", later, "-proof", proof}, &out); err != nil || !strings.Contains(out.String(), "the 7 leaves") {
		t.Errorf("%s, %v", out.String(), err)
	}
	l.hashes[tlog.StoredHashIndex(3, 0)][0] ^= 1 // that of the first eight, one of which somebody changed
	rewritten, _, _ := l.head(t, 11)
	if err := run([]string{"-key", l.key.Public(), "-earlier", earlier, "-later", rewritten, "-proof", proof}, &out); !errors.Is(err, publiclog.ErrRewritten) {
		t.Errorf("a rewritten log: %v", err)
	}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	l := newLog(t)
	for want, args := range map[string][]string{
		"-key":           {"nothing"},
		"name a receipt": {"-key", l.key.Public()},
		"no such file":   {"-key", l.key.Public(), filepath.Join(l.dir, "nothing")},
	} {
		if err := run(args, &bytes.Buffer{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", args, err)
		}
	}
}
