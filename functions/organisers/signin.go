package organisers

import (
	"net/http"
	"strings"

	"tribune/shared/account"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

const signInPurpose = "sign-in"

// signInForm asks for an address, or leads who is signed in to her events.
func (o *organisers) signInForm(w http.ResponseWriter, r *http.Request) error {
	l, err := web.PathLang(r)
	if err != nil {
		return err
	}
	if id := o.web.Cookie(r, web.SessionCookie); id != "" {
		if _, err := o.account.Session(r.Context(), id); err == nil {
			goOn(w, r, l, backOf(r))
			return nil
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	v := pages.SignInView{Page: o.frame(l, ""), Stamp: o.Ring.Form(signInPurpose, o.Now()), Back: backOf(r)}
	return web.Page(w, r, http.StatusOK, pages.SignIn(v))
}

// askedAddress is the one field of the form and its rules.
type askedAddress struct {
	Address string `form:"address" validate:"required,address"`
}

// askCode has a code sent, and says the same to everybody.
func (o *organisers) askCode(w http.ResponseWriter, r *http.Request) error {
	l, err := web.PathLang(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	v := pages.SignInView{Page: o.frame(l, ""), Address: strings.TrimSpace(form.Get(pages.FieldAddress)), Back: backIn(form)}
	stamp, problems := o.web.OpenStamp(v.Page.Printer, form, signInPurpose, true)
	if v.Problems = problems; len(problems) == 0 {
		if v.Problems, err = web.Check(v.Page.Printer, askedAddress{v.Address}); err != nil {
			return err
		}
	}
	if len(v.Problems) > 0 {
		v.Stamp = stamp.Again
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.SignIn(v))
	}
	address, err := outbox.ParseAddress(v.Address)
	if err != nil {
		return fault.New(fault.Internal, "organisers: read an address", err)
	}
	return o.sendCode(w, r, address, l, v.Back)
}

// sendCode has a code sent and leads to where it is typed.
func (o *organisers) sendCode(w http.ResponseWriter, r *http.Request, address outbox.Address, l locale.Lang, to string) error {
	id, err := o.account.Ask(r.Context(), address, l)
	if err != nil {
		return err
	}
	o.web.SetCookie(w, web.ChallengeCookie, id, int(account.CodeLife.Seconds()))
	http.Redirect(w, r, withBack(layout.Address(site.CodeForm, l), to), http.StatusSeeOther)
	return nil
}

// codeForm asks for the code.
func (o *organisers) codeForm(w http.ResponseWriter, r *http.Request) error {
	l, err := web.PathLang(r)
	if err != nil {
		return err
	}
	return web.Page(w, r, http.StatusOK, pages.Code(pages.CodeView{Page: o.frame(l, "/code"), Back: backOf(r)}))
}

// refusals are the sentences for codes that do not open.
var refusals = map[error]string{
	account.ErrWrong:   "problem.code.wrong",
	account.ErrExpired: "problem.code.expired",
	account.ErrSpent:   "problem.code.spent",
}

// enterCode exchanges the code for a session.
func (o *organisers) enterCode(w http.ResponseWriter, r *http.Request) error {
	l, err := web.PathLang(r)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	v := pages.CodeView{Page: o.frame(l, "/code"), Back: backIn(form)}
	sentence := "problem.code.missing"
	if code := codeIn(form); code != "" {
		id, err := o.account.Enter(r.Context(), o.web.Cookie(r, web.ChallengeCookie), code, browserOf(r.UserAgent()))
		if err == nil {
			_ = o.account.SignOut(r.Context(), o.web.Cookie(r, web.SessionCookie)) // one browser, one session; else it ends by itself
			o.web.SetCookie(w, web.ChallengeCookie, "", -1)
			o.begin(w, id)
			goOn(w, r, l, v.Back)
			return nil
		}
		if sentence = refusals[err]; sentence == "" {
			return err
		}
	}
	v.Problems = web.Problems{{Field: pages.FieldCode, Text: v.Page.Printer.T(sentence)}}
	return web.Page(w, r, http.StatusUnprocessableEntity, pages.Code(v))
}

// begin has the browser keep a session.
func (o *organisers) begin(w http.ResponseWriter, id string) {
	o.web.SetCookie(w, web.SessionCookie, id, int(account.SessionLife.Seconds()))
}

// codeIn is a code as somebody typed it, without the spaces that part its groups.
func codeIn(f web.Form) string { return strings.Join(strings.Fields(f.Get(pages.FieldCode)), "") }

// signOut ends the session.
func (o *organisers) signOut(w http.ResponseWriter, r *http.Request) error {
	l, err := web.PathLang(r)
	if err != nil {
		return err
	}
	if err := o.account.SignOut(r.Context(), o.web.Cookie(r, web.SessionCookie)); err != nil {
		return err
	}
	o.web.SetCookie(w, web.SessionCookie, "", -1)
	http.Redirect(w, r, layout.Address(site.SignInForm, l), http.StatusSeeOther)
	return nil
}
