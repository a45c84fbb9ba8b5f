package signatories

import (
	"errors"
	"net/http"
	"strconv"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/intake"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func (s *signatories) signRoutes() map[string]web.Handler {
	return map[string]web.Handler{
		site.SignForm:      s.signForm,
		site.ReadBack:      s.readBack,
		site.Sign:          s.sign,
		site.SignatureCode: s.signatureCode,
		site.ConfirmCode:   s.confirmCode,
		site.SignedPage:    s.signed,
	}
}

func signPurpose(r charter.Ref) string { return "sign " + r.String() }

// signable finds a charter with the text that is signed now, and the frame of a
// page at a path below it.
func (s *signatories) signable(r *http.Request, path string) (pages.Signing, layout.Page, error) {
	f, page, err := s.find(r, path)
	if err != nil {
		return pages.Signing{}, page, err
	}
	t, err := s.text(r.Context(), f.Call, f.Current)
	return pages.Signing{Call: f.Call, Organisation: f.Organisation, Text: t}, page, err
}

// closed answers that nobody signs a charter now.
func closed(w http.ResponseWriter, r *http.Request, status int, page layout.Page, c pages.Signing) error {
	return web.Page(w, r, status, pages.SignClosed(pages.SigningView{Page: page, Signing: c}))
}

// signForm asks who signs.
func (s *signatories) signForm(w http.ResponseWriter, r *http.Request) error {
	c, page, err := s.signable(r, "/sign")
	if err != nil {
		return err
	}
	if !c.Call.Open(s.Now()) {
		return closed(w, r, http.StatusOK, page, c)
	}
	v := pages.SignView{Page: page, Signing: c, Stamp: s.Ring.Form(signPurpose(c.Call.Ref), s.Now())}
	return web.Page(w, r, http.StatusOK, pages.SignForm(v))
}

// filled is a form as it was sent, by either page, and what its stamp says.
func (s *signatories) filled(w http.ResponseWriter, r *http.Request) (v pages.SignView, form web.Form, stamp web.Stamp, err error) {
	if form, err = web.ReadForm(w, r, web.FormLimit); err != nil {
		return v, form, stamp, err
	}
	if v.Signing, v.Page, err = s.signable(r, "/sign"); err != nil {
		return v, form, stamp, err
	}
	v.Typed = typed(form)
	stamp, v.Problems = s.web.OpenStamp(v.Page.Printer, form, signPurpose(v.Call.Ref), false)
	v.Stamp = stamp.Again
	return v, form, stamp, nil
}

// readBack shows the text and who is about to sign it, or the form again, to be
// corrected.
func (s *signatories) readBack(w http.ResponseWriter, r *http.Request) error {
	v, form, stamp, err := s.filled(w, r)
	switch {
	case err != nil:
		return err
	case !v.Call.Open(s.Now()):
		return closed(w, r, http.StatusConflict, v.Page, v.Signing)
	case form.Get(pages.FieldMend) != "":
		v.Problems = nil // she sends nothing: what is wrong is said when she does
		return web.Page(w, r, http.StatusOK, pages.SignForm(v))
	}
	if err := s.read(&v); err != nil {
		return err
	}
	if len(v.Problems) == 0 {
		if v.Problems = intake.Doubt(v.Page.Printer, form); len(v.Problems) > 0 {
			v.Typed[pages.FieldDoubted] = v.Typed[pages.FieldAddress]
		}
	}
	if len(v.Problems) > 0 {
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.SignForm(v))
	}
	return s.readAgain(w, r, http.StatusOK, v, stamp)
}

// readAgain reads a signature back. What is read has a nonce of its own, so that who
// goes back and corrects her address has a code sent to the new one, while the same
// page sent twice has one sent. It keeps the age of the form that led to it.
func (s *signatories) readAgain(w http.ResponseWriter, r *http.Request, status int, v pages.SignView, stamp web.Stamp) error {
	v.Stamp = s.Ring.Restamp(signPurpose(v.Call.Ref), token.ID(), stamp.Made)
	return web.Page(w, r, status, pages.ReadBack(v))
}

// read reads what was typed into the view's signature, or says what is to be mended.
// What the stamp says goes first.
func (s *signatories) read(v *pages.SignView) (err error) {
	if len(v.Problems) > 0 {
		return nil
	}
	v.Signature, v.Problems, err = signature(*v, s.Now())
	return err
}

// sign has a code sent to who signs. What was read back is read once more: nothing
// that comes hidden in a page is believed.
func (s *signatories) sign(w http.ResponseWriter, r *http.Request) error {
	v, form, stamp, err := s.filled(w, r)
	if err != nil {
		return err
	}
	if err := s.read(&v); err != nil {
		return err
	}
	switch {
	case !v.Call.Open(s.Now()):
		return closed(w, r, http.StatusConflict, v.Page, v.Signing)
	case len(v.Problems) > 0:
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.SignForm(v))
	case !wasRead(v, form):
		// A conflict, for nothing that she typed is wrong: the text changed.
		v.Problems = web.Problems{{Text: v.Page.Printer.T("problem.text.changed")}}
		return s.readAgain(w, r, http.StatusConflict, v, stamp)
	}
	err = s.signing.Ask(r.Context(), v.Call, stamp.Nonce, v.Signature)
	if errors.Is(err, charter.ErrClosed) {
		return closed(w, r, http.StatusConflict, v.Page, v.Signing)
	}
	if err != nil {
		return fault.Wrap("signatories: sign", err)
	}
	s.web.SetCookie(w, signatureCookie(v.Call), stamp.Nonce, int(charter.CodeLife.Seconds()))
	http.Redirect(w, r, layout.Address(site.SignatureCode, v.Page.Printer.Lang, v.Call.Slug), http.StatusSeeOther)
	return nil
}

// wasRead reports whether what somebody read is what is signed now.
func wasRead(v pages.SignView, form web.Form) bool {
	return form.Get(pages.FieldEdition) == strconv.Itoa(v.Signature.Version) && form.Get(pages.FieldHash) == v.Signature.Text.String()
}
