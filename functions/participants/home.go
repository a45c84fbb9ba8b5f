package participants

import (
	"context"
	"net/http"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/web"
	"tribune/templates/assets"
	"tribune/templates/pages"
)

// How many events the home page lists.
const (
	mostOpen = 50
	mostPast = 12
)

// home lists what lies ahead, and what has been.
func (p *participants) home(w http.ResponseWriter, r *http.Request) error {
	l, err := web.PathLang(r)
	if err != nil {
		return err
	}
	v := pages.HomeView{Page: p.frame(l, "")}
	if v.Open, err = p.list(r.Context(), true); err != nil {
		return err
	}
	if v.Past, err = p.list(r.Context(), false); err != nil {
		return err
	}
	if v.Charters, err = p.open(r.Context()); err != nil {
		return err
	}
	web.CacheShortly(w)
	return web.Page(w, r, http.StatusOK, pages.Home(v))
}

func (p *participants) list(ctx context.Context, ahead bool) ([]pages.Announcement, error) {
	now := p.Now()
	events, err := p.catalogue.lists.Get(ctx, ahead, now, func(ctx context.Context) ([]event.Event, error) {
		if ahead {
			return p.Table.Upcoming(ctx, now, mostOpen)
		}
		return p.Table.Past(ctx, now, mostPast)
	})
	if err != nil {
		return nil, fault.Wrap("participants: list events", err)
	}
	announcements := make([]pages.Announcement, len(events))
	for i, e := range events {
		if announcements[i], err = p.announce(ctx, e); err != nil {
			return nil, err
		}
		if err := p.seats(ctx, &announcements[i]); err != nil {
			return nil, err
		}
	}
	return announcements, nil
}

// event shows one event.
func (p *participants) event(w http.ResponseWriter, r *http.Request) error {
	a, page, err := p.announcement(r)
	if err != nil {
		return err
	}
	if err := p.belongs(r.Context(), &a); err != nil {
		return err
	}
	if a.Charters, err = p.calledFor(r.Context(), a.Event.Ref); err != nil {
		return err
	}
	web.CacheShortly(w)
	return web.Page(w, r, http.StatusOK, pages.Event(pages.EventView{Page: page, Announcement: a}))
}

func stylesheet(w http.ResponseWriter, r *http.Request) error {
	return asset(w, r, assets.Stylesheet())
}

func icon(w http.ResponseWriter, r *http.Request) error { return asset(w, r, assets.Icon()) }

// asset serves a file for ever under its hash, and shortly without it or with
// the hash of another build.
func asset(w http.ResponseWriter, r *http.Request, a assets.Asset) error {
	if r.URL.Query().Get("v") == a.Hash {
		web.CacheForever(w)
	} else {
		web.CacheShortly(w)
	}
	w.Header().Set("Content-Type", a.Type)
	_, _ = w.Write(a.Body)
	return nil
}
