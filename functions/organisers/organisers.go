// Package organisers is what those who work for an organisation see: they sign
// in by a code that goes to their mail, find their organisation's events and
// who comes to each, and download the list.
//
// The organisation comes from the session and from nowhere else. What belongs
// to another one is not found, like what does not exist.
package organisers

import (
	"net/http"

	"tribune/shared/account"
	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

type organisers struct {
	boot.Parts
	web     web.Site
	account *account.Service
}

// New is the handler of the function.
func New(parts boot.Parts) http.Handler {
	o := &organisers{
		Parts:   parts,
		web:     pages.Site(parts.Origin, parts.Ring, parts.Now, parts.Log),
		account: account.NewService(parts.Table, parts.Ring, parts.Now),
	}
	return o.web.Mux(site.Organisers, map[string]web.Handler{
		site.SignInForm:  o.signInForm,
		site.AskCode:     o.askCode,
		site.CodeForm:    o.codeForm,
		site.EnterCode:   o.enterCode,
		site.SignOut:     o.signOut,
		site.OwnEvents:   o.signedIn(o.ownEvents),
		site.Attendees:   o.signedIn(o.attendees),
		site.AttendeeCSV: o.signedIn(o.download),
		site.Unreached:   o.signedIn(o.unreached),

		site.Messages:     o.signedIn(o.messages),
		site.MessageForm:  o.signedIn(o.messageForm),
		site.WriteMessage: o.signedIn(o.writeMessage),
		site.MessagePage:  o.signedIn(o.message),
		site.EditMessage:  o.signedIn(o.editMessage),
		site.SaveMessage:  o.signedIn(o.saveMessage),
		site.TryMessage:   o.signedIn(o.tryMessage),
		site.SendMessage:  o.signedIn(o.sendMessage),
	})
}

// frame is the frame of a console page at a path.
func (o *organisers) frame(l locale.Lang, path string) layout.Page {
	return layout.Page{Printer: locale.For(l), Origin: o.Origin, Path: "/organisers" + path}
}

// visit is a request of somebody signed in.
type visit struct {
	*http.Request
	lang    locale.Lang
	session account.Session
}

// signedIn lets in who has a session; everybody else is shown the way to sign in.
func (o *organisers) signedIn(h func(http.ResponseWriter, visit) error) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		l, err := web.PathLang(r)
		if err != nil {
			return err
		}
		s, err := o.account.Session(r.Context(), o.web.Cookie(r, web.SessionCookie))
		if fault.Is(err, fault.NotFound) {
			http.Redirect(w, r, layout.Address(site.SignInForm, l), http.StatusSeeOther)
			return nil
		}
		if err != nil {
			return err
		}
		return h(w, visit{Request: r, lang: l, session: s})
	}
}

// page is a console page with the organisation's name and the way out.
func (o *organisers) page(v visit, path string) (organisation.Organisation, layout.Page, error) {
	page := o.frame(v.lang, path)
	org, err := o.Table.Organisation(v.Context(), v.session.Member.Organisation)
	page.SignedIn = org.Name
	return org, page, fault.Wrap("organisers: read the organisation", err)
}

// own finds an event of the session's organisation by the address's id.
func (o *organisers) own(v visit) (event.Event, error) {
	ref := event.Ref{Organisation: v.session.Member.Organisation, Event: event.ID(v.PathValue("event"))}
	e, err := o.Table.Event(v.Context(), ref)
	return e, fault.Wrap("organisers: find the event", err)
}

// eventPage is an event of the session's organisation, and the frame of a page about it.
func (o *organisers) eventPage(v visit, path string) (event.Event, layout.Page, error) {
	e, err := o.own(v)
	if err != nil {
		return e, layout.Page{}, err
	}
	_, page, err := o.page(v, "/events/"+string(e.Ref.Event)+path)
	return e, page, err
}
