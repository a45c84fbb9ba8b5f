package server_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/infra/local/enginetest"
	"tribune/shared/charter"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
	"tribune/templates/pages"
)

// handedOver is what the file holds, by name.
func (b browser) handedOver(t testing.TB, named bool) (raw []byte, files map[string][]byte) {
	t.Helper()
	form := url.Values{"x": {""}}
	if named {
		form.Set(pages.FieldNamed, "yes")
	}
	got := b.post(t, chartaPath+"/handover", form)
	if got.status != http.StatusOK || got.header.Get("Content-Type") != "application/zip" || !strings.HasSuffix(got.header.Get("Content-Disposition"), `.zip"`) {
		t.Fatalf("%d %v %.300s", got.status, got.header, got.body)
	}
	return []byte(got.body), unzip(t, []byte(got.body))
}

func unzip(t testing.TB, raw []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func rowsOf(t testing.TB, file []byte) [][]string {
	t.Helper()
	body, marked := strings.CutPrefix(string(file), "\ufeff")
	if !marked || strings.Count(body, "\n") != strings.Count(body, "\r\n") {
		t.Errorf("marked %t: %.200q", marked, body)
	}
	r := csv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	return must(r.ReadAll())
}

// peopled has all sorts sign, withdraw, and be invalidated.
func (h *house) peopled(t testing.TB, b browser) {
	t.Helper()
	h.charterSigned(t, "a@okana.exemple.org", named("=HYPERLINK(\"http://x\")", func(s *charter.Signature) {
		s.Party.Site = must(charter.ParseSite("okana.exemple.org"))
		s.Commitments = []charter.Commitment{{Article: 2, Owner: "Direction", By: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}}
	}))
	h.charterSigned(t, "b@elpida.exemple.org", named("Ελπίδα", func(s *charter.Signature) {
		s.Family, s.Function, s.Display = must(registration.ParseName("Montrée")), "Trésorière", true
	}))
	h.charterSigned(t, "c@amal.exemple.org", named("جمعية الأمل"))
	h.charterSigned(t, "visible@gmail.com", individual("Canari", "Caché"))
	gone := h.charterSigned(t, "d@gone.exemple.org", named("Partie"))
	bad := h.charterSigned(t, "e@bad.exemple.org", named("Fausse"))
	h.keepBook(t)
	if err := charter.NewService(h.Parts.Table, h.Parts.Ring, h.Clock.Now).Withdraw(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	b.asksAndSays(t, charter.Annul, "", bad)
	h.keepBook(t)
}

// What is handed over is verified by whoever gets it, with nothing else.
func TestWhatIsHandedOverIsVerified(t *testing.T) {
	t.Parallel()
	at := enginetest.Dynamo(t)
	h := newHouseOn(t, at, enginetest.Inbox(t))
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	h.peopled(t, b)
	raw, files := b.handedOver(t, false)
	if again, _ := b.handedOver(t, false); !bytes.Equal(raw, again) {
		t.Error("the same state makes other bytes")
	}
	_, text := h.charta(t)
	for _, l := range text.Languages() {
		if content, hash := files[fmt.Sprintf("texts/1-%s.md", l)], text.Hash(l); sha256.Sum256(content) != hash || !strings.Contains(string(files["SHA256SUMS"]), hash.String()+"  texts/1-"+string(l)+".md") {
			t.Errorf("%s: the text is other", l)
		}
	}
	rows := rowsOf(t, files["signatories-1.csv"])
	var names []string
	for _, row := range rows[1:] {
		names = append(names, row[0])
		if hidden := row[0] == ""; hidden != (row[8] == "") || hidden != (row[9] == "") || hidden == (files["receipts/"+row[9]+".receipt"] != nil) {
			t.Errorf("of %q it says when, which number, and proves it: %q", row[0], row)
		}
		if shown := row[0] == "Ελπίδα"; shown != (row[6] == "Nour Montrée") || shown != (row[7] == "Trésorière") {
			t.Errorf("of %q it names %q", row[0], row[6:8])
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, []string{"", "'=HYPERLINK(\"http://x\")", "Ελπίδα", "جمعية الأمل"}) {
		t.Errorf("it lists %q", names)
	}
	wantCounts(t, files, len(rows)-1)
	wantProofs(t, files, len(rows)-2) // not of her who is not named
	for name, content := range files {
		for _, word := range []string{"Canari", "Caché", "Alaoui", "Présidente", "@okana", "@gmail", "Partie", "Fausse"} {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%s says %q", name, word)
			}
		}
	}
	wantSums(t, files)
	_, withNames := b.handedOver(t, true)
	list := string(withNames["signatories-1.csv"])
	for word, want := range map[string]bool{"Canari Caché": true, "Nour Alaoui": true, "Présidente": true, "@": false} {
		if strings.Contains(list, word) != want {
			t.Errorf("with names, %q: %s", word, list)
		}
	}
	wantProofs(t, withNames, len(rows)-1)
	if n := audited(t, at, `"Action":"signatories-handed-over"`); n != 3 {
		t.Errorf("%d lines of the audit", n)
	}
	if n := audited(t, at, `"Columns":["name","kind","field","country","site","mandate","representative","function","date","number","commitments"],"Filter":["names=shown"]`); n != 2 {
		t.Errorf("%d lines say which columns it has", n)
	}
	h.tick(t)
	if told := h.received(t, organiser); len(told) != 3 || !strings.Contains(told[0].Body.Text, "Charte de Tanger") {
		t.Errorf("the owner was told %d times: %+v", len(told), told)
	}
}

// wantSums wants the sum of every file but the receipts, which prove themselves.
func wantSums(t *testing.T, files map[string][]byte) {
	t.Helper()
	sums := string(files["SHA256SUMS"])
	for name, content := range files {
		listed := strings.Contains(sums, fmt.Sprintf("%x  %s\n", sha256.Sum256(content), name))
		if listed == (name == "SHA256SUMS" || strings.HasPrefix(name, "receipts/")) {
			t.Errorf("the sum of %s: %t", name, listed)
		}
	}
}

// wantCounts wants the counts to be those of the list.
func wantCounts(t *testing.T, files map[string][]byte, rows int) {
	t.Helper()
	var counts struct {
		Leaves   int64
		Root     string
		Versions []struct {
			Organisations, Individuals int
			Texts                      map[locale.Lang]charter.Hash
			Countries                  map[string]int
		}
	}
	if err := json.Unmarshal(files["counts.json"], &counts); err != nil {
		t.Fatal(err)
	}
	if v := counts.Versions[0]; v.Organisations != 3 || v.Individuals != 1 || v.Organisations+v.Individuals != rows || v.Countries["FR"] != 1 {
		t.Errorf("it counts %+v for %d rows", v, rows)
	}
	var hashes []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (all []tlog.Hash, err error) {
		for _, i := range indexes {
			all = append(all, hashes[i])
		}
		return all, nil
	})
	lines := strings.SplitAfter(string(files["log/leaves"]), "\n")
	n := int64(0)
	for leaf := range slices.Chunk(lines[:len(lines)-1], 5) {
		hashes = append(hashes, must(tlog.StoredHashes(n, []byte(strings.Join(leaf, "")), reader))...)
		n++
	}
	if root := must(tlog.TreeHash(n, reader)); n != 8 || n != counts.Leaves || root.String() != counts.Root {
		t.Errorf("%d leaves make %s; it says %d, %s", n, root, counts.Leaves, counts.Root)
	}
}

// wantProofs wants every receipt to be verified below the head, by the package and
// by the command that anybody builds.
func wantProofs(t *testing.T, files map[string][]byte, n int) {
	t.Helper()
	keys := strings.Fields(string(files["log/keys"]))
	verifier := must(publiclog.NewVerifier(keys...))
	head, err := verifier.Open(files["log/head"])
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	args := []string{"-key", strings.Join(keys, ",")}
	for name, content := range files {
		number, isReceipt := strings.CutPrefix(name, "receipts/")
		if !isReceipt {
			continue
		}
		r, below, err := verifier.Verify(content)
		if err != nil || below != head || fmt.Sprintf("%d.receipt", r.Index+1) != number || r.Leaf.Kind != publiclog.Signed {
			t.Errorf("%s: %v, %+v", name, err, r)
		}
		path := filepath.Join(dir, number)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if len(args) != n+2 {
		t.Errorf("%d receipts for %d rows", len(args)-2, n)
	}
	command := filepath.Join(dir, "verify")
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", command, "tribune/infra/cmd/verify").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	out, err := exec.CommandContext(ctx, command, args...).CombinedOutput()
	if err != nil || strings.Count(string(out), "signed") != n {
		t.Errorf("verify: %v: %s", err, out)
	}
	spoilt := bytes.Clone(files[filepath.Join("receipts", filepath.Base(args[2]))])
	spoilt[len(spoilt)/3] ^= 1
	if _, _, err := verifier.Verify(spoilt); err == nil {
		t.Error("a spoilt receipt is verified")
	}
}

// Only a fresh factor opens the file.
func TestHandingOverAsksForAFreshFactor(t *testing.T) {
	t.Parallel()
	h := newDeafHouse(t)
	b := h.as(t, "equipe@exemple.org", organisation.Organiser, organisation.Scope{})
	h.later(t, 15*time.Minute)
	if got := b.post(t, chartaPath+"/handover", url.Values{"x": {""}}); got.status != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/fr/organisers/factor") {
		t.Errorf("%d %s", got.status, got.header.Get("Location"))
	}
}
