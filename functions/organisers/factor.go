package organisers

import (
	"errors"
	"net/http"

	"tribune/shared/account"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// accountRoutes are about somebody's own account.
func (o *organisers) accountRoutes() map[string]console {
	return map[string]console{
		site.FactorForm:  o.factorForm,
		site.PassFactor:  o.passFactor,
		site.FactorCode:  o.factorCode,
		site.EnrolForm:   o.enrolForm,
		site.Enrol:       o.enrol,
		site.Account:     o.ownAccount,
		site.SetAccount:  o.setAccount,
		site.NewRecovery: o.newRecovery,
		site.EndSessions: o.endSessions,
	}
}

// factorForm asks for the second factor: at sign-in, and again before personal
// data is taken away. Who has none is led to enrol, or, where it is waived, is
// offered a new code by mail.
func (o *organisers) factorForm(w http.ResponseWriter, v visit) error {
	enrolled, _, err := o.account.HasFactor(v.Context(), v.session)
	if err != nil {
		return err
	}
	to := backOf(v.Request)
	if !enrolled && !v.session.Waived {
		http.Redirect(w, v.Request, withBack(layout.Address(site.EnrolForm, v.lang), to), http.StatusSeeOther)
		return nil
	}
	view := pages.FactorView{Page: o.frame(v.lang, "/factor"), Back: to, ByMail: !enrolled, Again: v.session.Whole()}
	return web.Page(w, v.Request, http.StatusOK, pages.Factor(view))
}

// passFactor takes a code of the authenticator, or a recovery code.
func (o *organisers) passFactor(w http.ResponseWriter, v visit) error {
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	view := pages.FactorView{Page: o.frame(v.lang, "/factor"), Back: backIn(form), Again: v.session.Whole()}
	sentence := "problem.code.missing"
	if code := codeIn(form); code != "" {
		id, err := o.account.Pass(v.Context(), v.session, code)
		if err == nil {
			o.begin(w, id)
			goOn(w, v.Request, v.lang, view.Back)
			return nil
		}
		if sentence, err = refused(err); err != nil {
			return err
		}
	}
	view.Problems = web.Problems{{Field: pages.FieldCode, Text: view.Page.Printer.T(sentence)}}
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Factor(view))
}

// refused is the sentence for a factor's code that is refused; any other error
// is given back.
func refused(err error) (sentence string, other error) {
	for reason, sentence := range map[error]string{
		account.ErrWrong: "problem.factor.wrong", account.ErrExpired: "problem.factor.stale", account.ErrSpent: "problem.factor.spent",
	} {
		if errors.Is(err, reason) {
			return sentence, nil
		}
	}
	return "", err
}

// factorCode has a new code sent to whom the factor is waived.
func (o *organisers) factorCode(w http.ResponseWriter, v visit) error {
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	return o.sendCode(w, v.Request, v.session.Member.Address, v.lang, backIn(form))
}

func enrolPurpose(v visit) string { return "factor " + v.session.Account }

// enrolForm shows the secret of a new authenticator. It goes with the form's
// nonce: another form shows another one.
func (o *organisers) enrolForm(w http.ResponseWriter, v visit) error {
	view := pages.EnrolView{Back: backOf(v.Request), Stamp: o.Ring.Form(enrolPurpose(v), o.Now())}
	nonce, _, _ := o.Ring.OpenForm(enrolPurpose(v), view.Stamp, o.Now())
	return o.showEnrolment(w, v, http.StatusOK, view, nonce)
}

// showEnrolment shows the form, or leads to the factor that must be given first.
func (o *organisers) showEnrolment(w http.ResponseWriter, v visit, status int, view pages.EnrolView, nonce string) (err error) {
	view.Page = o.frame(v.lang, "/factor/new")
	view.Enrolment, err = o.account.Enrol(v.Context(), v.session, nonce)
	if errors.Is(err, account.ErrExpired) {
		to := withBack(layout.Address(site.FactorForm, v.lang), layout.Address(site.EnrolForm, v.lang))
		http.Redirect(w, v.Request, to, http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	return web.Page(w, v.Request, status, pages.Enrol(view))
}

// enrol takes the new authenticator's first code, and shows the recovery codes.
func (o *organisers) enrol(w http.ResponseWriter, v visit) error {
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	p := locale.For(v.lang)
	stamp, problems := o.web.OpenStamp(p, form, enrolPurpose(v), true)
	view := pages.EnrolView{Back: backIn(form), Problems: problems}
	if len(problems) == 0 {
		sentence := "problem.code.missing"
		if code := codeIn(form); code != "" {
			id, codes, err := o.account.Confirm(v.Context(), v.session, stamp.Nonce, code)
			if err == nil {
				o.begin(w, id)
				return o.showRecovery(w, v, codes, view.Back)
			}
			if sentence, err = refused(err); err != nil {
				return err
			}
		}
		view.Problems = web.Problems{{Field: pages.FieldCode, Text: p.T(sentence)}}
	}
	view.Stamp = stamp.Again
	return o.showEnrolment(w, v, http.StatusUnprocessableEntity, view, stamp.Nonce)
}

// showRecovery shows recovery codes, this once.
func (o *organisers) showRecovery(w http.ResponseWriter, v visit, codes []string, to string) error {
	view := pages.RecoveryView{Page: o.frame(v.lang, "/account"), Codes: codes, Back: to}
	return web.Page(w, v.Request, http.StatusOK, pages.Recovery(view))
}
