// Package organisers is what those who work for an organisation see: they sign
// in by a code that goes to their mail, find their organisation's events and
// who comes to each, and download the list.
//
// The organisation comes from the session and from nowhere else. What belongs
// to another one is not found, like what does not exist.
package organisers

import (
	"context"
	"net/http"
	"sync"

	"tribune/shared/account"
	"tribune/shared/attendance"
	"tribune/shared/boot"
	"tribune/shared/dossier"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/files"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

type organisers struct {
	boot.Parts
	web        web.Site
	account    *account.Service
	team       *account.Team
	roster     *roster.Reader
	desk       *registration.Service
	attendance *attendance.Service
	dossier    *dossier.Reader
	files      Files
}

// Files keeps a download that is too large for an answer, and gives the link
// under which it is fetched for [files.Life].
type Files interface {
	Keep(ctx context.Context, f files.File) (link string, err error)
}

// New is the handler of the function.
func New(parts boot.Parts, kept Files) http.Handler {
	o := &organisers{
		Parts:      parts,
		web:        pages.Site(parts.Origin, parts.Ring, parts.Now, parts.Log),
		account:    account.NewService(parts.Table, parts.Ring, parts.Now, parts.Waive),
		team:       account.NewTeam(parts.Table, parts.Ring, parts.Now),
		roster:     roster.NewReader(parts.Table, parts.Now),
		desk:       registration.NewService(parts.Table, parts.Now),
		attendance: attendance.NewService(parts.Table),
		dossier:    dossier.NewReader(parts.Table, parts.Now),
		files:      kept,
	}
	handlers := map[string]web.Handler{
		site.SignInForm: o.signInForm,
		site.AskCode:    o.askCode,
		site.CodeForm:   o.codeForm,
		site.EnterCode:  o.enterCode,
		site.SignOut:    o.signOut,
	}
	for _, area := range []map[string]console{
		o.accountRoutes(), o.teamRoutes(), o.journalRoutes(),
		o.eventRoutes(), o.editorRoutes(), o.publicationRoutes(), o.projectRoutes(),
		o.peopleRoutes(), o.downloadRoutes(), o.paperRoutes(), o.messageRoutes(),
		o.arrivalRoutes(), o.reportRoutes(), o.charterRoutes(), o.signatoryRoutes(),
	} {
		for key, h := range area {
			handlers[key] = o.signedIn(key, h)
		}
	}
	return o.web.Mux(site.Organisers, handlers)
}

// console answers somebody who is signed in and has the right that the manifest
// asks for.
type console func(http.ResponseWriter, visit) error

func (o *organisers) eventRoutes() map[string]console {
	return map[string]console{
		site.OwnEvents: o.ownEvents,
	}
}

func (o *organisers) messageRoutes() map[string]console {
	return map[string]console{
		site.Messages:     o.messages,
		site.MessageForm:  o.messageForm,
		site.WriteMessage: o.writeMessage,
		site.MessagePage:  o.message,
		site.EditMessage:  o.editMessage,
		site.SaveMessage:  o.saveMessage,
		site.TryMessage:   o.tryMessage,
		site.SendMessage:  o.sendMessage,
	}
}

// frame is the frame of a console page at a path.
func (o *organisers) frame(l locale.Lang, path string) layout.Page {
	return layout.Page{Printer: locale.For(l), Origin: o.Origin, Path: "/organisers" + path}
}

// visit is a request of somebody signed in.
type visit struct {
	*http.Request
	lang         locale.Lang
	session      account.Session
	organisation func() (organisation.Organisation, error) // hers, read once
}

// signedIn lets in who has a session and the right to be there: to others nothing
// is there. Everybody else is shown the way to sign in, to give the second factor,
// or to give it again before personal data is taken away.
func (o *organisers) signedIn(route string, h console) web.Handler {
	right := site.RightTo(route)
	return func(w http.ResponseWriter, r *http.Request) error {
		l, err := web.PathLang(r)
		if err != nil {
			return err
		}
		s, err := o.account.Session(r.Context(), o.web.Cookie(r, web.SessionCookie))
		switch {
		case fault.Is(err, fault.NotFound):
			return o.leadBack(w, r, layout.Address(site.SignInForm, l))
		case err != nil:
			return err
		case !s.Whole() && right != site.Halfway:
			return o.leadBack(w, r, layout.Address(site.FactorForm, l))
		case !s.Member.Role.May(right):
			return fault.New(fault.NotFound, "organisers: ask for more than her role may", nil)
		case right.Fresh() && !s.Fresh(o.Now()):
			return o.leadBack(w, r, layout.Address(site.FactorForm, l))
		}
		return h(w, visit{Request: r, lang: l, session: s, organisation: sync.OnceValues(func() (organisation.Organisation, error) {
			own, err := o.Table.Organisation(r.Context(), s.Member.Organisation)
			return own, fault.Wrap("organisers: read the organisation", err)
		})})
	}
}

// page is a console page with the organisation's name and the way out.
func (o *organisers) page(v visit, path string) (organisation.Organisation, layout.Page, error) {
	page := o.frame(v.lang, path)
	org, err := v.organisation()
	page.SignedIn, page.Role, page.Narrow = org.Name, v.session.Member.Role, !v.session.Member.Scope.Whole()
	return org, page, err
}

// own finds an event of the session's organisation by the address's id, if it is
// hers to see.
func (o *organisers) own(v visit) (event.Event, error) {
	ref := event.Ref{Organisation: v.session.Member.Organisation, Event: event.ID(v.PathValue("event"))}
	if !v.session.Member.Scope.HasEvent(string(ref.Event)) {
		return event.Event{}, fault.New(fault.NotFound, "organisers: find the event", nil)
	}
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
	page.Subject = layout.Subject{ID: string(e.Ref.Event), Title: e.Title}
	return e, page, err
}
