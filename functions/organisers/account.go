package organisers

import (
	"net/http"
	"strings"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// ownAccount is what somebody may set for herself, and where she is signed in.
func (o *organisers) ownAccount(w http.ResponseWriter, v visit) error {
	_, page, err := o.page(v, "/account")
	if err != nil {
		return err
	}
	view := pages.AccountView{Page: page, Session: v.session, Now: o.Now()}
	if view.Enrolled, view.Recovery, err = o.account.HasFactor(v.Context(), v.session); err != nil {
		return err
	}
	if view.Sessions, err = o.account.Sessions(v.Context(), v.session); err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Account(view))
}

// setAccount sets the language of her mail.
func (o *organisers) setAccount(w http.ResponseWriter, v visit) error {
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	if l, ok := locale.Parse(form.Get(pages.FieldLang)); ok {
		id, err := o.account.Speak(v.Context(), v.session, l)
		if err != nil {
			return err
		}
		o.begin(w, id)
	}
	return o.toAccount(w, v)
}

func (o *organisers) toAccount(w http.ResponseWriter, v visit) error {
	http.Redirect(w, v.Request, layout.Address(site.Account, v.lang), http.StatusSeeOther)
	return nil
}

// newRecovery makes recovery codes anew, under a factor that is fresh.
func (o *organisers) newRecovery(w http.ResponseWriter, v visit) error {
	id, codes, err := o.account.Recover(v.Context(), v.session)
	if _, other := refused(err); err != nil && other == nil {
		http.Redirect(w, v.Request, withBack(layout.Address(site.FactorForm, v.lang), layout.Address(site.Account, v.lang)), http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	o.begin(w, id)
	return o.showRecovery(w, v, codes, layout.Address(site.Account, v.lang))
}

// endSessions ends one other session of hers, or all others.
func (o *organisers) endSessions(w http.ResponseWriter, v visit) error {
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	if err := o.account.EndOthers(v.Context(), v.session, form.Get(pages.FieldSession)); err != nil {
		return fault.Wrap("organisers: end sessions", err)
	}
	return o.toAccount(w, v)
}

// browserOf is a browser and its system in two words, for somebody to recognise
// them; never the whole of what the browser says of itself.
func browserOf(agent string) string {
	first := func(names ...string) string {
		for _, n := range names {
			if strings.Contains(agent, n) {
				return n
			}
		}
		return ""
	}
	browser := first("Firefox", "Edg", "SamsungBrowser", "OPR", "Chrome", "Safari")
	system := first("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
	return strings.Trim(called(browser)+" · "+called(system), " ·")
}

// called is what people call a browser or a system.
func called(name string) string {
	switch name {
	case "Edg":
		return "Edge"
	case "OPR":
		return "Opera"
	case "SamsungBrowser":
		return "Samsung Internet"
	case "Macintosh":
		return "Mac"
	}
	return name
}
