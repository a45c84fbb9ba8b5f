package signatories

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

func (s *signatories) logRoutes() map[string]web.Handler {
	return map[string]web.Handler{
		site.LogPage: s.logPage, site.CheckReceipt: s.checkReceipt,
		site.LogHead: s.logHead, site.LogKeys: s.logKeys, site.LogLeaves: s.logLeaves, site.LogProof: s.logProof,
	}
}

// head signs the log as it stands.
func (s *signatories) head(c charter.Call, tree tlog.Tree) ([]byte, error) {
	keys, err := charter.LogKeys(s.Ring, c)
	if err != nil {
		return nil, err
	}
	signed, err := keys[0].Sign(tree)
	if err != nil {
		return nil, fault.New(fault.Internal, "signatories: sign a head", err)
	}
	return signed, nil
}

// stands finds the charter that an address names, and its book.
func (s *signatories) stands(r *http.Request) (f found, page layout.Page, b ledger.Book, err error) {
	if f, page, err = s.find(r, "/log"); err == nil {
		b, err = s.book(r.Context(), f.Ref)
	}
	return f, page, b, err
}

// plain answers with text that is the same for everybody.
func plain(w http.ResponseWriter, text string) {
	web.CacheShortly(w)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, text)
}

func (s *signatories) logHead(w http.ResponseWriter, r *http.Request) error {
	f, _, b, err := s.stands(r)
	if err != nil {
		return err
	}
	signed, err := s.head(f.Call, b.Tree())
	if err != nil {
		return err
	}
	plain(w, string(signed))
	return nil
}

func (s *signatories) logKeys(w http.ResponseWriter, r *http.Request) error {
	f, _, err := s.find(r, "/log")
	if err != nil {
		return err
	}
	public, err := s.publicKeys(f.Call)
	if err != nil {
		return err
	}
	plain(w, strings.Join(public, "\n")+"\n")
	return nil
}

// publicKeys are those by which a log is known, the current one first.
func (s *signatories) publicKeys(c charter.Call) (public []string, err error) {
	keys, err := charter.LogKeys(s.Ring, c)
	for _, k := range keys {
		public = append(public, k.Public())
	}
	return public, err
}

// mostLeaves is how many leaves one answer gives.
const mostLeaves = 100

// logLeaves gives leaves from a number on. Its first four lines say what follows:
// the form, the number of the first leaf, that from which to ask on, and how many the
// log has. Then come the leaves, before each an empty line.
func (s *signatories) logLeaves(w http.ResponseWriter, r *http.Request) error {
	const op = "signatories: read the log"
	f, page, b, err := s.stands(r)
	if err != nil {
		return err
	}
	from, isNumber := leafIn(r, "from")
	if !isNumber || from > b.Leaves {
		return fault.New(fault.NotFound, op, nil)
	}
	until := min(from+mostLeaves, b.Leaves)
	leaves, err := s.Table.Leaves(r.Context(), f.Ref, from, int(until-from))
	switch {
	case err != nil:
		return fault.Wrap(op, err)
	case int64(len(leaves)) != until-from:
		return fault.New(fault.Internal, op, fmt.Errorf("%d leaves are missing from %d on", until-from-int64(len(leaves)), from))
	}
	var text strings.Builder
	fmt.Fprintf(&text, "tribune/leaves/1\nfrom %d\nnext %d\nsize %d\n", from, until, b.Leaves)
	for _, l := range leaves {
		text.WriteString("\n" + string(l.Bytes))
	}
	if until < b.Leaves {
		next := layout.Address(site.LogLeaves, page.Printer.Lang, f.Slug, strconv.FormatInt(until, 10))
		w.Header().Set("Link", "<"+next+`>; rel="next"`)
	}
	plain(w, text.String())
	return nil
}

// logProof proves that the log with so many leaves goes on from the one with fewer:
// hashes in base64, a line each, none where both are equal or the earlier is empty.
func (s *signatories) logProof(w http.ResponseWriter, r *http.Request) error {
	f, _, b, err := s.stands(r)
	if err != nil {
		return err
	}
	from, isFrom := leafIn(r, "from")
	to, isTo := leafIn(r, "to")
	if !isFrom || !isTo || from > to || to > b.Leaves {
		return fault.New(fault.NotFound, "signatories: prove a log", nil)
	}
	proof, err := s.prove(r.Context(), f.Ref, from, to)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, h := range proof {
		fmt.Fprintln(&text, h)
	}
	plain(w, text.String())
	return nil
}

// prove proves that a log of so many leaves goes on from its beginning.
func (s *signatories) prove(ctx context.Context, r charter.Ref, from, to int64) (tlog.TreeProof, error) {
	if from == 0 || from == to {
		return nil, nil
	}
	proof, err := tlog.ProveTree(to, from, s.Table.Hashes(ctx, r))
	return proof, fault.Wrap("signatories: prove a log", err)
}

// leafIn reads a number of a leaf as we write it.
func leafIn(r *http.Request, name string) (int64, bool) {
	n, err := strconv.ParseInt(r.PathValue(name), 10, 64)
	return n, err == nil && n >= 0 && strconv.FormatInt(n, 10) == r.PathValue(name)
}
