package server_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/infra/local/signed"
	"tribune/shared/charter"
	"tribune/shared/ledger"
	"tribune/shared/publiclog"
)

const logPath = "/fr" + charterPath + "/log"

// verifier knows the log by the keys that the site publishes.
func (h *house) verifier(t testing.TB) publiclog.Verifier {
	t.Helper()
	return must(publiclog.NewVerifier(strings.Fields(h.get(t, logPath+"/keys").body)...))
}

// opened is the log's head of now, as it is fetched and as it reads.
func (h *house) opened(t testing.TB) (signed string, head publiclog.Head) {
	t.Helper()
	p := h.get(t, logPath+"/head")
	if p.status != http.StatusOK || p.header.Get("Content-Type") != "text/plain; charset=utf-8" || p.header.Get("Cache-Control") != shared {
		t.Fatalf("the head: %d %v", p.status, p.header)
	}
	return p.body, must(h.verifier(t).Open([]byte(p.body)))
}

// leaves fetches the whole log, as each answer says how to go on.
func (h *house) leaves(t testing.TB) (all [][]byte, answers int) {
	t.Helper()
	for from, size := 0, 1; from < size; answers++ {
		p := h.get(t, fmt.Sprint(logPath, "/leaves/", from))
		first, rest, _ := strings.Cut(p.body, "\n\n")
		var begins, next int
		if n, err := fmt.Sscanf(first, "tribune/leaves/1\nfrom %d\nnext %d\nsize %d", &begins, &next, &size); n != 3 || err != nil || begins != from {
			t.Fatalf("from %d on: %d %q", from, p.status, first)
		}
		if link, want := p.header.Get("Link"), fmt.Sprintf(`<%s/leaves/%d>; rel="next"`, logPath, next); (link == want) != (next < size) {
			t.Errorf("from %d on it leads to %q", from, link)
		}
		for _, leaf := range strings.Split(strings.TrimSuffix(rest, "\n"), "\n\n") {
			all = append(all, []byte(leaf+"\n"))
		}
		from = next
	}
	return all, answers
}

// merkle keeps hashes as the log's library counts them.
type merkle []tlog.Hash

func (m *merkle) add(t testing.TB, n int, leaf []byte) []tlog.Hash {
	t.Helper()
	fresh := must(tlog.StoredHashes(int64(n), leaf, m))
	*m = append(*m, fresh...)
	return fresh
}

// ReadHashes implements [tlog.HashReader].
func (m *merkle) ReadHashes(indexes []int64) (all []tlog.Hash, err error) {
	for _, i := range indexes {
		all = append(all, (*m)[i])
	}
	return all, nil
}

// Everything that is published of a log fits together, and the command that anybody
// can run says so: each leaf is what it is, all of them give the head, a later head
// goes on from an earlier one.
func TestALogIsVerified(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	h.signs(t, 1, signed.Some(h.Clock.Now())...)
	kept, earlier := h.opened(t)
	var more []charter.Signature
	for n := range 110 {
		more = append(more, signed.Organisation(fmt.Sprint("Structure ", n), "other", "FR", ""))
	}
	h.signs(t, 1, more...)
	now, later := h.opened(t)
	if earlier.Tree.N != 10 || later.Tree.N != 120 || later.Origin != strings.TrimPrefix(h.origin, "http://")+charterPath {
		t.Errorf("heads of %d and %d leaves of %s", earlier.Tree.N, later.Tree.N, later.Origin)
	}
	leaves, answers := h.leaves(t)
	if len(leaves) != 120 || answers != 2 {
		t.Fatalf("%d leaves in %d answers", len(leaves), answers)
	}
	m := &merkle{}
	for n, leaf := range leaves {
		l, err := publiclog.ParseLeaf(leaf)
		if err != nil || l.Kind != publiclog.Signed {
			t.Errorf("leaf %d is %q, %v", n, leaf, err)
		}
		m.add(t, n, leaf)
	}
	if root := must(tlog.TreeHash(120, m)); root != later.Tree.Hash {
		t.Error("the leaves are not those of the head")
	}
	proof := h.get(t, logPath+"/proof/10/120").body
	file := onDisk(t, map[string]string{"earlier": kept, "later": now, "proof": proof, "receipt": string(h.receipt(t, 41))})
	keys := strings.Join(strings.Fields(h.get(t, logPath+"/keys").body), ",")
	if out, err := verify("-key", keys, "-earlier", file["earlier"], "-later", file["later"], "-proof", file["proof"]); err != nil || !strings.Contains(out, "the 10 leaves of") {
		t.Errorf("verify says %v %s", err, out)
	}
	if out, err := verify("-key", keys, file["receipt"]); err != nil || !strings.Contains(out, "number 42 of the 120 of "+later.Origin+": signed") {
		t.Errorf("verify says %v %s", err, out)
	}
	for _, path := range []string{"/leaves/121", "/leaves/-1", "/leaves/01", "/leaves/x", "/proof/11/10", "/proof/1/121", "/proof/1/x"} {
		if p := h.get(t, logPath+path); p.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, p.status)
		}
	}
	for _, path := range []string{"/proof/0/120", "/proof/120/120"} {
		if p := h.get(t, logPath+path); p.status != http.StatusOK || p.body != "" {
			t.Errorf("%s: %d %q", path, p.status, p.body)
		}
	}
}

// verify runs the command that anybody can run.
func verify(arguments ...string) (string, error) {
	out, err := exec.Command("go", append([]string{"run", "tribune/infra/cmd/verify"}, arguments...)...).CombinedOutput()
	return string(out), err
}

func onDisk(t testing.TB, all map[string]string) map[string]string {
	t.Helper()
	dir, paths := t.TempDir(), map[string]string{}
	for name, body := range all {
		paths[name] = filepath.Join(dir, name)
		if err := os.WriteFile(paths[name], []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// receipt proves a leaf of the log as it stands.
func (h *house) receipt(t testing.TB, n int64) []byte {
	t.Helper()
	signed, head := h.opened(t)
	leaf := must(publiclog.ParseLeaf(must(h.Parts.Table.Leaves(t.Context(), charterRef, n, 1))[0].Bytes))
	return must(publiclog.NewReceipt(leaf, n, []byte(signed), head.Tree, h.Parts.Table.Hashes(t.Context(), charterRef))).Bytes()
}

// check pastes something into the page of the log, as a browser sends it.
func (h *house) check(t testing.TB, pasted string) page {
	t.Helper()
	action, fields := h.get(t, logPath).form(t)
	fields.Set("proof", strings.ReplaceAll(pasted, "\n", "\r\n"))
	return h.post(t, action, fields)
}

// The page says what a receipt proves, of what it is, and nothing of what is none.
func TestAReceiptIsChecked(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	h.signs(t, 1, signed.Some(h.Clock.Now())...)
	receipt, kept := string(h.receipt(t, 3)), h.get(t, logPath+"/head").body
	h.next(t)
	h.signs(t, 2, signed.Organisation("La Nouvelle Vague", "network", "FR", ""))
	p := h.check(t, receipt)
	p.says(t, "Ce reçu est authentique", "Il prouve que la version 1 a été signée, lue en français, le", "Les 10 lignes du registre d’alors figurent, inchangées et à leur place, parmi les 11 d’aujourd’hui.")
	if p.status != http.StatusOK || p.header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d, kept as %q", p.status, p.header.Get("Cache-Control"))
	}
	h.check(t, "\n  "+kept+"\n\n").says(t, "Rien n’a été réécrit", "Les 10 lignes")
	h.check(t, string(h.receipt(t, 10))).says(t, "la version 2 a été signée")
	key := must(publiclog.NewKey("elsewhere.example/charters/x", bytes.Repeat([]byte{7}, 32)))
	for what, pasted := range map[string]string{
		"nothing": "", "words": "ceci n’est pas un reçu", "half": receipt[:len(receipt)/2], "another place": strings.Replace(receipt, "index 3", "index 4", 1),
		"one letter": strings.Replace(receipt, "extra d", "extra e", 1), "another log": string(must(key.Sign(tlog.Tree{N: 1}))),
		"markup": `<script>alert(1)</script>`,
	} {
		p := h.check(t, pasted)
		p.says(t, "Ce n’est ni un reçu ni un état de ce registre.")
		if p.status != http.StatusUnprocessableEntity || strings.Contains(p.text(t), "authentique") || strings.Contains(p.body, "<script>alert") {
			t.Errorf("%s: %d", what, p.status)
		}
	}
	action, fields := h.get(t, logPath).form(t)
	fields.Set("proof", strings.Repeat("x", 17<<10))
	if p := h.post(t, action, fields); p.status != http.StatusRequestEntityTooLarge {
		t.Errorf("too much: %d", p.status)
	}
	if p := h.post(t, action, url.Values{"proof": {receipt}}); p.status != http.StatusUnprocessableEntity {
		t.Errorf("without the form's stamp: %d", p.status)
	}
}

// Whoever could write to the table and rewrote a leaf, with every hash above it, is
// found out by anybody who kept a head or a receipt.
func TestARewrittenLogIsFoundOut(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	h.signs(t, 1, signed.Some(h.Clock.Now())...)
	kept, receipt := h.get(t, logPath+"/head").body, string(h.receipt(t, 7))
	h.rewrite(t, 5)
	now, head := h.opened(t)
	if head.Tree.N != 10 || now == kept {
		t.Fatal("nothing was rewritten")
	}
	for _, pasted := range []string{kept, receipt} {
		p := h.check(t, pasted)
		p.says(t, "Le registre a été réécrit", "Gardez ce fichier")
	}
	h.signs(t, 1, signed.Organisation("La Suivante", "other", "FR", ""))
	h.check(t, kept).says(t, "Le registre a été réécrit")
	file := onDisk(t, map[string]string{"earlier": kept, "later": h.get(t, logPath+"/head").body, "proof": h.get(t, logPath+"/proof/10/11").body})
	keys := strings.Join(strings.Fields(h.get(t, logPath+"/keys").body), ",")
	out, err := verify("-key", keys, "-earlier", file["earlier"], "-later", file["later"], "-proof", file["proof"])
	if _, failed := errors.AsType[*exec.ExitError](err); !failed || !strings.Contains(out, publiclog.ErrRewritten.Error()) {
		t.Errorf("verify says %v %s", err, out)
	}
	shorter := h.get(t, logPath+"/head").body // the log lost leaves since
	h.shorten(t)
	h.check(t, shorter).says(t, "Le registre a été réécrit")
}

// rewrite has a leaf say that another one signed, and makes the log whole again.
func (h *house) rewrite(t testing.TB, n int) {
	t.Helper()
	book := must(h.Parts.Table.Book(t.Context(), charterRef))
	all, m := must(h.Parts.Table.Leaves(t.Context(), charterRef, 0, 100)), &merkle{}
	for i, l := range all {
		if i == n {
			leaf := must(publiclog.ParseLeaf(l.Bytes))
			leaf.Commitment[0] ^= 1
			all[i].Bytes = leaf.Bytes()
		}
		all[i].Hashes = m.add(t, i, all[i].Bytes)
	}
	book.Version++
	book.Edge = slices.Clone(book.Edge)
	before := int64(0)
	for i, level := 0, 62; level >= 0; level-- {
		if size := int64(1) << level; book.Leaves&size != 0 {
			book.Edge[i] = (*m)[tlog.StoredHashIndex(level, before/size)]
			before, i = before+size, i+1
		}
	}
	h.posted(t, ledger.Posting{Book: book, Leaves: all})
}

// shorten takes every leaf but the first away.
func (h *house) shorten(t testing.TB) {
	t.Helper()
	book := must(h.Parts.Table.Book(t.Context(), charterRef))
	book.Version++
	book.Leaves, book.Edge = 1, must(h.Parts.Table.Leaves(t.Context(), charterRef, 0, 1))[0].Hashes
	h.posted(t, ledger.Posting{Book: book})
}

func (h *house) posted(t testing.TB, p ledger.Posting) {
	t.Helper()
	if err := h.Parts.Table.Post(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	h.later(t, charterKept)
}
