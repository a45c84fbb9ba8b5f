package signatories

import (
	"errors"
	"net/http"
	"strings"

	"tribune/shared/charter"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// signatureCookie is where a browser keeps the id of its ask, one for each charter:
// who signs two types each code where it belongs.
func signatureCookie(c charter.Call) string { return web.SignatureCookie + "-" + c.Slug }

// signatureCode asks for the code; the same of everybody.
func (s *signatories) signatureCode(w http.ResponseWriter, r *http.Request) error {
	c, page, err := s.signable(r, "/code")
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, pages.SignatureCode(pages.SignatureCodeView{Page: page, Signing: c}))
}

// refusals are the sentences for codes by which nothing is signed.
var refusals = map[error]string{
	charter.ErrWrong:      "problem.sign-code.wrong",
	charter.ErrExpired:    "problem.sign-code.expired",
	charter.ErrSpent:      "problem.sign-code.spent",
	charter.ErrSuperseded: "problem.sign-code.superseded",
	charter.ErrClosed:     "problem.sign-code.closed",
}

// confirmCode exchanges the code for the signature. The cookie stays until it ends
// by itself: who did not see the answer types the code again and is told the same.
func (s *signatories) confirmCode(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	c, page, err := s.signable(r, "/code")
	if err != nil {
		return err
	}
	v := pages.SignatureCodeView{Page: page, Signing: c, Typed: strings.TrimSpace(form.Get(pages.FieldCode))}
	sentence := "problem.sign-code.missing"
	if code, whole := sixDigits(v.Typed); whole {
		_, err := s.signing.Confirm(r.Context(), s.web.Cookie(r, signatureCookie(c.Call)), code)
		if err == nil {
			http.Redirect(w, r, layout.Address(site.SignedPage, page.Printer.Lang, c.Call.Slug), http.StatusSeeOther)
			return nil
		}
		if sentence = refusal(err); sentence == "" {
			return err
		}
	}
	v.Problems = web.Problems{{Field: pages.FieldCode, Text: page.Printer.T(sentence)}}
	return web.Page(w, r, http.StatusUnprocessableEntity, pages.SignatureCode(v))
}

// refusal is the sentence for why nothing is signed; "" if that is a failure of ours.
func refusal(err error) string {
	for refused, sentence := range refusals {
		if errors.Is(err, refused) {
			return sentence
		}
	}
	return ""
}

// sixDigits is a code as somebody typed it: in her own digits, parted as she likes.
// What is no code at all costs no try.
func sixDigits(typed string) (code string, whole bool) {
	code = strings.Map(digit, typed)
	return code, len(code) == 6
}

func digit(r rune) rune {
	switch {
	case '0' <= r && r <= '9':
		return r
	case '٠' <= r && r <= '٩':
		return r - '٠' + '0'
	case '۰' <= r && r <= '۹':
		return r - '۰' + '0'
	}
	return -1
}

// signed says that it is signed and a mail is on its way; the same to everybody.
func (s *signatories) signed(w http.ResponseWriter, r *http.Request) error {
	c, page, err := s.signable(r, "/signed")
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, pages.Signed(pages.SigningView{Page: page, Signing: c}))
}
