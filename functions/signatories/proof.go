package signatories

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/publiclog"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func checkPurpose(r charter.Ref) string { return "check " + r.String() }

// logPage explains the log.
func (s *signatories) logPage(w http.ResponseWriter, r *http.Request) error {
	v, _, _, err := s.logView(r)
	if err != nil {
		return err
	}
	v.Stamp = s.Ring.Form(checkPurpose(v.Call.Ref), s.Now())
	return web.Page(w, r, http.StatusOK, pages.Log(v))
}

func (s *signatories) logView(r *http.Request) (v pages.LogView, b ledger.Book, known publiclog.Verifier, err error) {
	f, page, b, err := s.stands(r)
	if err != nil {
		return v, b, known, err
	}
	v = pages.LogView{Page: page, Call: f.Call, Leaves: b.Leaves}
	t, err := s.text(r.Context(), f.Call, f.Current)
	if err != nil {
		return v, b, known, err
	}
	v.Title = t.Title
	signed, err := s.head(f.Call, b.Tree())
	if err != nil {
		return v, b, known, err
	}
	v.Head = string(signed)
	if v.Keys, err = s.publicKeys(f.Call); err != nil {
		return v, b, known, err
	}
	if known, err = publiclog.NewVerifier(v.Keys...); err != nil {
		err = fault.New(fault.Internal, "signatories: know the log", err)
	}
	return v, b, known, err
}

// errNoProof is that what was pasted is neither a receipt nor a head of this log.
var errNoProof = errors.New("signatories: neither a receipt nor a head")

// checkReceipt says what a receipt proves, or a head that somebody kept. What was
// pasted goes nowhere.
func (s *signatories) checkReceipt(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	v, book, known, err := s.logView(r)
	if err != nil {
		return err
	}
	v.Proof = form.Get(pages.FieldProof)
	stamp, problems := s.web.OpenStamp(v.Page.Printer, form, checkPurpose(v.Call.Ref), true)
	v.Stamp, v.Problems = stamp.Again, problems
	if len(problems) == 0 {
		v.Answer, err = s.prover(r.Context(), v.Call, book, known, v.Proof)
		if errors.Is(err, errNoProof) {
			v.Problems = web.Problems{{Field: pages.FieldProof, Text: v.Page.Printer.T("problem.proof.invalid")}}
		} else if err != nil {
			return err
		}
	}
	if len(v.Problems) > 0 {
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.Log(v))
	}
	return web.Page(w, r, http.StatusOK, pages.Log(v))
}

// prover is what something proves that was pasted, against the log of now.
func (s *signatories) prover(ctx context.Context, c charter.Call, now ledger.Book, known publiclog.Verifier, pasted string) (a pages.LogAnswer, err error) {
	// Browsers end the lines of what is pasted otherwise, and lose the last end.
	text := []byte(strings.TrimSpace(strings.ReplaceAll(pasted, "\r\n", "\n")) + "\n")
	receipt, head, err := known.Verify(text)
	if err == nil {
		a.Kind, a.At = receipt.Leaf.Kind, receipt.Leaf.At
		if err := s.textOf(ctx, c, receipt.Leaf.Text, &a); err != nil {
			return a, err
		}
	} else if head, err = known.Open(text); err != nil {
		return a, errNoProof
	}
	a.Leaves = head.Tree.N
	if a.Leaves > now.Leaves { // made a moment ago, after what is shown was read
		if now, err = s.Table.Book(ctx, c.Ref); err != nil {
			return a, fault.Wrap("signatories: read the book", err)
		}
	}
	if a.Leaves > now.Leaves {
		a.Rewritten = true
		return a, nil
	}
	proof, err := s.prove(ctx, c.Ref, a.Leaves, now.Leaves)
	if err != nil {
		return a, err
	}
	stands := publiclog.Head{Origin: head.Origin, Tree: now.Tree()}
	a.Rewritten = publiclog.Extends(stands, head, proof) != nil
	return a, nil
}

// textOf finds the text that a hash is of.
func (s *signatories) textOf(ctx context.Context, c charter.Call, hash charter.Hash, a *pages.LogAnswer) error {
	for version := c.Current; version > 0; version-- {
		t, err := s.text(ctx, c, version)
		if err != nil {
			return err
		}
		for _, l := range t.Languages() {
			if t.Hash(l) == hash {
				a.Version, a.In = version, l
				return nil
			}
		}
	}
	return fault.New(fault.Internal, "signatories: verify a receipt", errors.New("it is of no text of this charter"))
}
