package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	reader "github.com/ledongthuc/pdf"

	"tribune/shared/charter"
	"tribune/shared/publiclog"
	"tribune/shared/registration"
)

// The receipts of several signatures are verified by whoever has the log's public
// key alone, in the program and by the command that people are given.
func TestReceiptsVerify(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	keys, dir := h.publicKeys(t), t.TempDir()
	verifier := must(publiclog.NewVerifier(keys...))
	var all []charter.Signature
	for i := range 7 {
		all = append(all, h.sign(t, "Nora", fmt.Sprintf("nora.%d@exemple.org", i), cooperative))
	}
	command := filepath.Join(dir, "verify")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", command, "tribune/infra/cmd/verify").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for i, s := range all {
		p := h.get(t, h.path(s)+"/receipt")
		if p.status != http.StatusOK || p.header.Get("X-Robots-Tag") != "noindex" || !strings.HasPrefix(p.header.Get("Content-Disposition"), "attachment") {
			t.Fatalf("%d, %v", p.status, p.header)
		}
		r, head, err := verifier.Verify([]byte(p.body))
		if err != nil || r.Index != int64(i) || head.Tree.N != 7 || r.Leaf.Commitment != publiclog.Commit(s.Salt, s.Identity()...) || r.Leaf.Text != s.Text {
			t.Errorf("receipt %d: %+v of %+v, %v", i, r, head, err)
		}
		file := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(file, []byte(p.body), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), command, "-key", strings.Join(keys, ","), file).CombinedOutput()
		if err != nil || !strings.Contains(string(out), fmt.Sprintf("number %d of the 7", i+1)) {
			t.Errorf("the command says %s, %v", out, err)
		}
		if _, _, err := verifier.Verify([]byte(strings.Replace(p.body, "index ", "index 1", 1))); err == nil {
			t.Error("another place is believed")
		}
	}
	own := h.get(t, h.path(all[3])).body
	for _, part := range append(all[3].Identity(), string(must(all[3].Salt.MarshalText()))) {
		if !strings.Contains(own, strings.ReplaceAll(part, "+", "&#43;")) && !strings.Contains(own, part) {
			t.Errorf("the page lacks %q, which opens the commitment", part)
		}
	}
}

func (h signatures) publicKeys(t *testing.T) (keys []string) {
	t.Helper()
	for _, seed := range h.Parts.Ring.LogSeeds(h.call.Log) {
		keys = append(keys, must(publiclog.NewKey(h.call.Log, seed)).Public())
	}
	return keys
}

// The certificate says who signed what for whom, on the page and in the file, in
// whatever script; it is read back by a program that others wrote.
func TestTheCertificateSaysWhatWasSigned(t *testing.T) {
	t.Parallel()
	h := newSignatures(t)
	const arabic = "فاطمة الزهراء"
	s := h.sign(t, arabic, "fatima@exemple.org", cooperative)
	root := must(h.Parts.Table.Book(t.Context(), h.call.Ref)).Root().String()
	for _, lang := range []string{"/fr", "/ar", "/en"} {
		at := lang + strings.TrimPrefix(h.path(s), "/fr") + "/certificate"
		page, file := h.get(t, at), h.get(t, at+".pdf")
		if page.status != http.StatusOK || file.status != http.StatusOK || file.header.Get("Content-Type") != "application/pdf" {
			t.Fatalf("%s: %d, %d %s", lang, page.status, file.status, file.header.Get("Content-Type"))
		}
		shown, printed := page.text(t), pdfText(t, file.body)
		for _, want := range []string{"Coopérative Canari", "Présidente", s.Text.String(), root, h.origin + lang + "/charters/" + ownCharter + "/log"} {
			if want = strings.TrimPrefix(want, "http://"); !strings.Contains(shown, want) {
				t.Errorf("%s: the page lacks %s", lang, want)
			}
			if !strings.Contains(printed, strings.ReplaceAll(want, " ", "")) {
				t.Errorf("%s: the file lacks %s: %s", lang, want, printed)
			}
		}
		backwards := []rune(strings.ReplaceAll(arabic, " ", "")) // from left to right on paper
		slices.Reverse(backwards)
		if !strings.Contains(shown, arabic) || !strings.Contains(printed, string(backwards)) {
			t.Errorf("%s: the name is lost: %s", lang, printed)
		}
	}
	her := h.sign(t, "Nora", "nora@exemple.org", func(s *charter.Signature) { s.Family = must(registration.ParseName("Seule")) })
	if text := h.get(t, h.path(her)+"/certificate").text(t); !strings.Contains(text, "Nora Seule") || strings.Contains(text, "Mandat") {
		t.Errorf("who signs for herself: %s", text)
	}
}

// pdfText is what a file says, without blanks.
func pdfText(t *testing.T, file string) string {
	t.Helper()
	r, err := reader.NewReader(bytes.NewReader([]byte(file)), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range r.NumPage() {
		for _, piece := range r.Page(n + 1).Content().Text {
			b.WriteString(piece.S)
		}
	}
	return strings.NewReplacer(" ", "", "\u200c", "", "\ufffd", "").Replace(b.String())
}
