package signatories

import (
	"context"
	"fmt"
	"net/http"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/publiclog"
	"tribune/templates/pages"
)

// receipt proves to anybody that the signature stands in the public log, as the log
// is now.
func (s *signatories) receipt(w http.ResponseWriter, r *http.Request) error {
	v, logged, err := s.logged(w, r, "/receipt")
	if err != nil || !logged {
		return err
	}
	proof, err := s.receiptOf(r.Context(), v.Call, v.Signature)
	if err != nil {
		return fault.Wrap("signatories: make a receipt", err)
	}
	give(w, "text/plain; charset=utf-8", fmt.Sprintf("%s-%d.tlog-proof", v.Call.Slug, v.Signature.Booked.Leaf), proof.Bytes())
	return nil
}

// logged is [signatories.standing] of a signature that the log holds as it is.
func (s *signatories) logged(w http.ResponseWriter, r *http.Request, below string) (v pages.SignatureView, logged bool, err error) {
	v, stands, err := s.standing(w, r, below)
	if stands && !v.Signature.Logged() {
		back(w, r, v)
	}
	return v, stands && v.Signature.Logged(), err
}

// receiptOf makes the receipt of a signature, below a head that is signed now.
func (s *signatories) receiptOf(ctx context.Context, c charter.Call, signed charter.Signature) (publiclog.Receipt, error) {
	const op = "signatories: prove a signature"
	index := signed.Booked.Leaf - 1
	leaves, err := s.Table.Leaves(ctx, c.Ref, index, 1)
	if err != nil {
		return publiclog.Receipt{}, fault.Wrap(op, err)
	}
	if len(leaves) == 0 {
		return publiclog.Receipt{}, fault.New(fault.Internal, op, nil)
	}
	leaf, err := publiclog.ParseLeaf(leaves[0].Bytes)
	if err != nil {
		return publiclog.Receipt{}, fault.New(fault.Internal, op, err)
	}
	book, err := s.Table.Book(ctx, c.Ref)
	if err != nil {
		return publiclog.Receipt{}, fault.Wrap(op, err)
	}
	head, err := s.head(c, book.Tree())
	if err != nil {
		return publiclog.Receipt{}, err
	}
	proof, err := publiclog.NewReceipt(leaf, index, head, book.Tree(), s.Table.Hashes(ctx, c.Ref))
	return proof, fault.Wrap(op, err)
}

// give gives a file to keep.
func give(w http.ResponseWriter, kind, name string, file []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	_, _ = w.Write(file)
}
