package participants

import (
	"context"
	"net/http"
	"time"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/project"
	"tribune/shared/recent"
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

// catalogue is what was read a moment ago.
type catalogue struct {
	slugs         *recent.Cache[event.Slug, event.Ref]
	events        *recent.Cache[event.Ref, event.Event]
	organisations *recent.Cache[organisation.ID, organisation.Organisation]
	projects      *recent.Cache[projectRef, project.Project]
	lists         *recent.Cache[bool, []event.Event] // by whether they lie ahead
	charters      *recent.Cache[struct{}, []pages.CalledCharter]
	texts         *recent.Cache[textRef, charter.Charter] // published, and so for ever the same
	sitemap       *recent.Cache[struct{}, []byte]
}

// projectRef leads to a project.
type projectRef struct {
	organisation organisation.ID
	project      project.ID
}

func newCatalogue() catalogue {
	return catalogue{
		slugs:         recent.New[event.Slug, event.Ref](slugAge),
		events:        recent.New[event.Ref, event.Event](catalogueAge),
		organisations: recent.New[organisation.ID, organisation.Organisation](catalogueAge),
		projects:      recent.New[projectRef, project.Project](catalogueAge),
		lists:         recent.New[bool, []event.Event](catalogueAge),
		charters:      recent.New[struct{}, []pages.CalledCharter](catalogueAge),
		texts:         recent.New[textRef, charter.Charter](slugAge),
		sitemap:       recent.New[struct{}, []byte](mapAge),
	}
}

// announcement finds the event that the address names, as the public sees it,
// and the page's frame in the address's language.
func (p *participants) announcement(r *http.Request) (pages.Announcement, layout.Page, error) {
	a, page, err := p.find(r)
	if err != nil {
		return a, page, err
	}
	return a, page, p.seats(r.Context(), &a)
}

// find is announcement without the seats, for who goes to the desk anyway.
func (p *participants) find(r *http.Request) (a pages.Announcement, page layout.Page, err error) {
	const op = "participants: find the event"
	l, err := web.PathLang(r)
	if err != nil {
		return a, page, err
	}
	slug, now := event.Slug(r.PathValue("event")), p.Now()
	ref, err := p.catalogue.slugs.Get(r.Context(), slug, now, func(ctx context.Context) (event.Ref, error) {
		return p.Table.Resolve(ctx, slug)
	})
	if err != nil {
		return a, page, fault.Wrap(op, err)
	}
	e, err := p.catalogue.events.Get(r.Context(), ref, now, func(ctx context.Context) (event.Event, error) {
		return p.Table.Event(ctx, ref)
	})
	if err != nil {
		return a, page, fault.Wrap(op, err)
	}
	a, err = p.announce(r.Context(), e)
	return a, p.frame(l, "/events/"+string(slug)), err
}

// frame is the frame of a page of the language, at a path below it.
func (p *participants) frame(l locale.Lang, path string) layout.Page {
	return layout.Page{Printer: locale.For(l), Origin: p.Origin, Path: path}
}

// announce adds who offers an event and whether it accepts people now.
func (p *participants) announce(ctx context.Context, e event.Event) (pages.Announcement, error) {
	org, err := p.organisation(ctx, e.Organisation)
	return pages.Announcement{Event: e, Organisation: org, Accepts: e.Accepts(p.Now())}, err
}

// belongs adds the project that an event belongs to. One that is there no longer
// is not shown.
func (p *participants) belongs(ctx context.Context, a *pages.Announcement) (err error) {
	if a.Event.Project == "" {
		return nil
	}
	ref := projectRef{a.Event.Organisation, project.ID(a.Event.Project)}
	a.Project, err = p.catalogue.projects.Get(ctx, ref, p.Now(), func(ctx context.Context) (project.Project, error) {
		return p.Table.Project(ctx, ref.organisation, ref.project)
	})
	if fault.Is(err, fault.NotFound) {
		a.Project, err = project.Project{}, nil
	}
	return fault.Wrap("participants: read the project", err)
}

// seats adds the seats, where they matter: not once the event is over.
func (p *participants) seats(ctx context.Context, a *pages.Announcement) (err error) {
	if a.Event.Registers() && a.Accepts != event.Over {
		a.Desk, err = p.desk.Desk(ctx, a.Event.Ref)
	}
	return fault.Wrap("participants: read the desk", err)
}
