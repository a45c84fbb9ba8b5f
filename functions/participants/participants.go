// Package participants is what people who come to an event see: what is open,
// an event's page, the form, and the private link behind which they find and
// cancel their registration. It also answers what no route names.
package participants

import (
	"context"
	"net/http"
	"time"

	"tribune/shared/boot"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/recent"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// The ages up to which pages show what was read before. Seats have their own,
// in the desk's service.
const (
	catalogueAge = 2 * time.Second
	slugAge      = time.Hour // what a slug leads to never changes
)

type participants struct {
	boot.Parts
	web   web.Site
	desk  *registration.Service
	slugs *recent.Cache[event.Slug, event.Ref]
	shown *recent.Cache[event.Ref, shown]
	lists *recent.Cache[bool, []event.Event] // by whether they lie ahead
}

// shown is an event with who offers it.
type shown struct {
	event        event.Event
	organisation organisation.Organisation
}

// New is the handler of the function.
func New(parts boot.Parts) http.Handler {
	p := &participants{
		Parts: parts,
		web:   pages.Site(parts.Origin, parts.Ring, parts.Now, parts.Log),
		desk:  registration.NewService(parts.Table, parts.Now),
		slugs: recent.New[event.Slug, event.Ref](slugAge),
		shown: recent.New[event.Ref, shown](catalogueAge),
		lists: recent.New[bool, []event.Event](catalogueAge),
	}
	return p.web.Mux(site.Participants, map[string]web.Handler{
		site.Stylesheet:   stylesheet,
		site.Icon:         icon,
		site.Robots:       robots,
		site.Home:         p.home,
		site.EventPage:    p.event,
		site.RegisterForm: p.registerForm,
		site.Register:     p.register,
		site.Registered:   p.registered,
		site.LostLinkForm: p.lostLinkForm,
		site.LostLink:     p.lostLink,
		site.Registration: p.registration,
		site.Cancel:       p.cancel,
		site.Disown:       p.disown,
	})
}

// lang reads the language of the address; NotFound if it is none of ours.
func lang(r *http.Request) (locale.Lang, error) {
	l, ok := locale.Parse(r.PathValue("lang"))
	if !ok {
		return "", fault.New(fault.NotFound, "participants: language", nil)
	}
	return l, nil
}

// announcement finds the event that the address names, as the public sees it,
// and the page's frame in the address's language.
func (p *participants) announcement(r *http.Request) (pages.Announcement, layout.Page, error) {
	l, err := lang(r)
	if err != nil {
		return pages.Announcement{}, layout.Page{}, err
	}
	slug := event.Slug(r.PathValue("event"))
	ref, err := p.slugs.Get(r.Context(), slug, p.Now(), func(ctx context.Context) (event.Ref, error) {
		return p.Table.Resolve(ctx, slug)
	})
	if err != nil {
		return pages.Announcement{}, layout.Page{}, fault.Wrap("participants: find the event", err)
	}
	a, err := p.announce(r.Context(), ref)
	return a, p.page(l, "/events/"+string(slug)), err
}

// page is the frame of a page of the language, at a path below it.
func (p *participants) page(l locale.Lang, path string) layout.Page {
	return layout.Page{Printer: locale.For(l), Path: path}
}

func (p *participants) announce(ctx context.Context, ref event.Ref) (pages.Announcement, error) {
	now := p.Now()
	s, err := p.shown.Get(ctx, ref, now, func(ctx context.Context) (s shown, err error) {
		if s.event, err = p.Table.Event(ctx, ref); err != nil {
			return s, err
		}
		s.organisation, err = p.Table.Organisation(ctx, ref.Organisation)
		return s, err
	})
	if err != nil {
		return pages.Announcement{}, fault.Wrap("participants: read the event", err)
	}
	a := pages.Announcement{Event: s.event, Organisation: s.organisation, Accepts: s.event.Accepts(now)}
	if s.event.Capacity > 0 {
		if a.Desk, err = p.desk.Desk(ctx, ref); err != nil {
			return a, fault.Wrap("participants: read the desk", err)
		}
	}
	return a, nil
}

// person is the key of who has these names and this address at an event.
func (p *participants) person(e event.Event, a registration.Attendee) (token.Person, error) {
	who, err := p.Ring.Person(e.SecretVersion, e.Ref.String(), a.Address.Folded(), registration.FoldNames(a.Given, a.Family))
	if err != nil {
		return who, fault.New(fault.Internal, "participants: name the person", err)
	}
	return who, nil
}
