package organisers

import (
	"net/http"
	"strings"

	"tribune/shared/campaign"
	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func publishCharterPurpose(r charter.Ref) string { return "publish charter " + r.String() }

// charterBefore is the view of a charter's publication.
func (o *organisers) charterBefore(v visit) (pages.CharterPublicationView, error) {
	c, page, err := o.charterPage(v, "/publication")
	if err != nil {
		return pages.CharterPublicationView{}, err
	}
	org, err := v.organisation()
	return pages.CharterPublicationView{
		OwnCharter: c, Page: page, Organisation: org, Slug: c.Draft.Slug, Now: o.Now(), Zone: zoneOf(org), Done: v.URL.Query().Has(pages.Saved),
	}, err
}

// charterPublication shows what is before the public, and the draft byte by byte as
// it would be signed.
func (o *organisers) charterPublication(w http.ResponseWriter, v visit) error {
	view, err := o.charterBefore(v)
	if err != nil {
		return err
	}
	view.Stamp = o.Ring.Form(publishCharterPurpose(view.Ref), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.CharterPublication(view))
}

// publishCharter puts a draft before the public as it was read, for ever and once
// whoever presses, and says in words what keeps it from that.
func (o *organisers) publishCharter(w http.ResponseWriter, v visit) error {
	view, err := o.charterBefore(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	about := pages.EditionIn(form.Get(pages.FieldVersion))
	if view.Current > 0 && (about.Version == view.Current || !view.Drafted()) {
		leadCharter(w, v, site.CharterPublication, view.Ref.ID)
		return nil
	}
	stamp, problems := o.web.OpenStamp(view.Page.Printer, form, publishCharterPurpose(view.Ref), true)
	view.Stamp, view.Sure = stamp.Again, form.Get(pages.FieldSure) != "" && about == view.Draft.Edition() // of what she has read
	if view.Current == 0 {
		view.Slug = strings.TrimSpace(form.Get(pages.FieldSlug))
	}
	if view.Problems = problems; len(problems) == 0 {
		view.Problems = unready(view, about)
	}
	if len(view.Problems)+len(view.Blocks()) > 0 { // which the page says
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.CharterPublication(view))
	}
	call, text := charter.Publish(view.Call, view.Draft, charter.Opening{Origin: o.Origin, Slug: view.Slug, SecretVersion: o.Ring.Current()}, o.Now())
	err = o.Table.PublishText(v.Context(), call, text, o.line(v, organisation.CharterPublished, organisation.Audit{Charter: string(view.Ref.ID)}))
	if fault.Is(err, fault.Conflict) {
		return o.charterUnpublished(w, v, view)
	}
	if err == nil {
		leadCharter(w, v, site.CharterPublication, view.Ref.ID)
	}
	return fault.Wrap("organisers: publish a charter", err)
}

// unready is what is to be mended before a draft is published as a form wants it.
func unready(view pages.CharterPublicationView, about charter.Edition) (problems web.Problems) {
	p := view.Page.Printer
	if about != view.Draft.Edition() {
		return web.Problems{{Text: p.T("charter.changed")}}
	}
	if view.Current == 0 && !campaign.IsID(view.Slug) {
		problems = append(problems, web.Problem{Field: pages.FieldSlug, Text: p.T("publish.slug.wrong")})
	}
	if !view.Sure {
		problems = append(problems, web.Problem{Field: pages.FieldSure, Text: p.T("charter.sure.missing")})
	}
	return problems
}

// charterUnpublished says why a draft was not published after all: somebody else
// did, or changed it or how it is signed, or its address is another's.
func (o *organisers) charterUnpublished(w http.ResponseWriter, v visit, view pages.CharterPublicationView) error {
	stands, err := o.ownCharter(v)
	if err != nil {
		return err
	}
	if stands.Current >= view.Draft.Version {
		leadCharter(w, v, site.CharterPublication, stands.Ref.ID)
		return nil
	}
	p, before := view.Page.Printer, view.OwnCharter
	view.OwnCharter, view.Problems = stands, web.Problems{{Text: p.T("charter.changed")}}
	if stands.Draft.Revision == before.Draft.Revision && stands.Call.Revision == before.Call.Revision {
		free, err := o.freeCharterSlug(v, view.Slug)
		if err != nil {
			return err
		}
		view.Problems = web.Problems{{Field: pages.FieldSlug, Text: p.T("publish.taken")}}
		view.Slug = free
	} else {
		view.Sure = false // of what stands now she has read nothing
	}
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.CharterPublication(view))
}
