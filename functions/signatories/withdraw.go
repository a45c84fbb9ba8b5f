package signatories

import (
	"net/http"

	"tribune/shared/web"
	"tribune/templates/pages"
)

// withdrawForm says what becomes of a signature that is taken back. "It was not
// me" in the mail leads here too.
func (s *signatories) withdrawForm(w http.ResponseWriter, r *http.Request) error {
	v, stands, err := s.standing(w, r, "/withdraw")
	if err != nil || !stands {
		return err
	}
	return web.Page(w, r, http.StatusOK, pages.Withdraw(pages.WithdrawView{SignatureView: v}))
}

// withdraw takes the signature back and forgets who gave it, which cannot be
// undone: a box is ticked by hand, for some programs that scan mail press buttons.
// Twice is harmless.
func (s *signatories) withdraw(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	own, stands, err := s.standing(w, r, "/withdraw")
	if err != nil || !stands {
		return err
	}
	v := pages.WithdrawView{SignatureView: own}
	if form.Get(pages.FieldSure) == "" {
		v.Problems = web.Problems{{Field: pages.FieldSure, Text: v.Page.Printer.T("problem.withdraw.sure")}}
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.Withdraw(v))
	}
	if err := s.signing.Withdraw(r.Context(), v.Signature); err != nil {
		return err
	}
	back(w, r, own)
	return nil
}
