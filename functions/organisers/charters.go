package organisers

import (
	"net/http"
	"slices"
	"time"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/ledger"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// charterRoutes are the charters of the organisation: their texts, and how they are
// signed.
func (o *organisers) charterRoutes() map[string]console {
	return map[string]console{
		site.OwnCharters:        o.ownCharters,
		site.NewCharter:         o.newCharter,
		site.CreateCharter:      o.createCharter,
		site.OwnCharter:         o.overview,
		site.EditCharter:        o.editCharter,
		site.SaveCharter:        o.saveCharter,
		site.PreviewCharter:     o.previewCharter,
		site.CharterSettings:    o.charterSettings,
		site.SetCharter:         o.setCharter,
		site.CloseCharter:       o.closeCharter,
		site.ReopenCharter:      o.reopenCharter,
		site.CharterPublication: o.charterPublication,
		site.PublishCharter:     o.publishCharter,
	}
}

// forWhole lets through those who see everything of their organisation: a charter is
// of no one event, and its signatories come from everywhere.
func forWhole(v visit) error {
	if !v.session.Member.Scope.Whole() {
		return fault.New(fault.NotFound, "organisers: see charters", nil)
	}
	return nil
}

// ownCharter finds a charter of the session's organisation by the address's id.
func (o *organisers) ownCharter(v visit) (c pages.OwnCharter, err error) {
	if err := forWhole(v); err != nil {
		return c, err
	}
	const op = "organisers: find a charter"
	ref := charter.Ref{Organisation: v.session.Member.Organisation, ID: charter.ID(v.PathValue("charter"))}
	call, err := o.Table.Call(v.Context(), ref)
	if err != nil {
		return c, fault.Wrap(op, err)
	}
	c, err = o.texts(v, call)
	return c, fault.Wrap(op, err)
}

// texts reads what is signed now of a charter, and the draft of what follows. Where
// that is published meanwhile, it is no draft: it is not told as one.
func (o *organisers) texts(v visit, call charter.Call) (c pages.OwnCharter, err error) {
	c.Call = call
	if call.Current > 0 {
		if c.Text, err = o.Table.Text(v.Context(), call.Ref, call.Current); err != nil {
			return c, err
		}
	}
	draft, err := o.Table.Text(v.Context(), call.Ref, call.Current+1)
	if fault.Is(err, fault.NotFound) {
		return c, nil
	}
	if draft.Published.IsZero() {
		c.Draft = draft
	}
	return c, err
}

// charterPage is a charter of hers, and the frame of a page about it.
func (o *organisers) charterPage(v visit, path string) (pages.OwnCharter, layout.Page, error) {
	c, err := o.ownCharter(v)
	if err != nil {
		return c, layout.Page{}, err
	}
	_, page, err := o.page(v, "/charters/"+string(c.Ref.ID)+path)
	page.Subject = layout.Subject{ID: string(c.Ref.ID), Title: c.Title(), Charter: true, Signed: c.Current > 0}
	if v.URL.Query().Has(pages.Saved) {
		page.Path += "?" + pages.Saved
	}
	return c, page, err
}

// zoneOf is the zone in which times are said about what is of no one event.
func zoneOf(org organisation.Organisation) *time.Location {
	return event.Event{Zone: event.ZoneOf(org.Controller.Country)}.Location()
}

// ownCharters lists the organisation's charters, those first that are signed now.
func (o *organisers) ownCharters(w http.ResponseWriter, v visit) error {
	if err := forWhole(v); err != nil {
		return err
	}
	org, page, err := o.page(v, "/charters")
	if err != nil {
		return err
	}
	const op = "organisers: list charters"
	calls, err := o.Table.OwnCalls(v.Context(), org.ID)
	if err != nil {
		return fault.Wrap(op, err)
	}
	now := o.Now()
	view := pages.OwnChartersView{Page: page, Now: now, Writes: v.session.Member.Role.May(site.RightTo(site.NewCharter))}
	slices.SortStableFunc(calls, func(a, b charter.Call) int {
		last := func(c charter.Call) int {
			if c.Current > 0 && !c.Open(now) {
				return 1
			}
			return 0
		}
		return last(a) - last(b)
	})
	for _, call := range calls {
		c, err := o.texts(v, call)
		if err != nil {
			return fault.Wrap(op, err)
		}
		book, err := o.bookOf(v, c)
		if err != nil {
			return err
		}
		view.Charters = append(view.Charters, pages.ListedCharter{OwnCharter: c, Count: book.Counts[c.Current]})
	}
	return web.Page(w, v.Request, http.StatusOK, pages.OwnCharters(view))
}

// bookOf is the book of a charter; an empty one of a draft, which nobody signs.
func (o *organisers) bookOf(v visit, c pages.OwnCharter) (b ledger.Book, err error) {
	if c.Current > 0 {
		b, err = o.Table.Book(v.Context(), c.Ref)
	}
	return b, fault.Wrap("organisers: read a charter's book", err)
}

// overview says how a charter stands, who signed each version, and what comes next.
func (o *organisers) overview(w http.ResponseWriter, v visit) error {
	c, page, err := o.charterPage(v, "")
	if err != nil {
		return err
	}
	org, err := v.organisation()
	if err != nil {
		return err
	}
	view := pages.OwnCharterView{
		OwnCharter: c, Page: page, Now: o.Now(), Zone: zoneOf(org), Saved: v.URL.Query().Has(pages.Saved),
		Writes: v.session.Member.Role.May(site.RightTo(site.EditCharter)),
	}
	if view.Book, err = o.bookOf(v, c); err != nil {
		return err
	}
	all, err := o.Table.Texts(v.Context(), c.Ref)
	if err != nil {
		return fault.Wrap("organisers: list a charter's versions", err)
	}
	for _, t := range slices.Backward(all) {
		if t.Version <= c.Current {
			view.Texts = append(view.Texts, t)
		}
	}
	return web.Page(w, v.Request, http.StatusOK, pages.CharterOverview(view))
}

// previewCharter shows what was written last as visitors would read it.
func (o *organisers) previewCharter(w http.ResponseWriter, v visit) error {
	c, page, err := o.charterPage(v, "/preview")
	if err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.CharterPreview(pages.CharterPreviewView{OwnCharter: c, Page: page}))
}

// leadCharter leads to a page about a charter, which says that it is done.
func leadCharter(w http.ResponseWriter, v visit, route string, id charter.ID) {
	http.Redirect(w, v.Request, layout.Address(route, v.lang, string(id))+"?"+pages.Saved, http.StatusSeeOther)
}
