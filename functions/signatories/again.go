package signatories

import (
	"errors"
	"fmt"
	"net/http"

	"tribune/shared/charter"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func againPurpose(c charter.Ref, version int) string {
	return fmt.Sprintf("sign version %d of %s again", version, c)
}

// again finds the signature of an earlier text, with the text that is signed now.
func (s *signatories) again(w http.ResponseWriter, r *http.Request) (v pages.SignAgainView, may bool, err error) {
	v.SignatureView, may, err = s.standing(w, r, "/again")
	if err != nil || !may {
		return v, false, err
	}
	if v.Signature.Version == v.Call.Current || !v.Call.Open(v.Now) {
		back(w, r, v.SignatureView)
		return v, false, nil
	}
	if v.Fresh, err = s.text(r.Context(), v.Call, v.Call.Current); err != nil {
		return v, false, err
	}
	v.Read = pages.CharterIn(v.Fresh, v.Signature.Read)
	v.Next = v.Signature.Again(v.Text, v.Fresh, v.Read)
	return v, true, nil
}

// signAgainForm shows the text of now, and what is other in it.
func (s *signatories) signAgainForm(w http.ResponseWriter, r *http.Request) error {
	v, may, err := s.again(w, r)
	if err != nil || !may {
		return err
	}
	v.Stamp = s.Ring.Form(againPurpose(v.Call.Ref, v.Fresh.Version), s.Now())
	return web.Page(w, r, http.StatusOK, pages.SignAgain(v))
}

// signAgain has the code sent with which she signs the text of now: as for
// everybody, nothing counts before she types it.
func (s *signatories) signAgain(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	v, may, err := s.again(w, r)
	if err != nil || !may {
		return err
	}
	stamp, problems := s.web.OpenStamp(v.Page.Printer, form, againPurpose(v.Call.Ref, v.Fresh.Version), true)
	if v.AsksConsent() {
		if v.Agreed = form.Get(pages.FieldExplicit) != ""; !v.Agreed {
			problems = append(problems, web.Problem{Field: pages.FieldExplicit, Text: v.Page.Printer.T("problem.explicit-consent.missing")})
		}
		v.Next.Consent = v.Now
	}
	if len(problems) > 0 {
		v.Stamp, v.Problems = stamp.Again, problems
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.SignAgain(v))
	}
	err = s.signing.Ask(r.Context(), v.Call, stamp.Nonce, v.Next)
	if errors.Is(err, charter.ErrSuperseded) || errors.Is(err, charter.ErrClosed) {
		back(w, r, v.SignatureView)
		return nil
	}
	if err != nil {
		return err
	}
	s.web.SetCookie(w, signatureCookie(v.Call), stamp.Nonce, int(charter.CodeLife.Seconds()))
	http.Redirect(w, r, layout.Address(site.SignatureCode, v.Page.Printer.Lang, v.Call.Slug), http.StatusSeeOther)
	return nil
}
