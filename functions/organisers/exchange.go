package organisers

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"tribune/shared/campaign"
	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/project"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// writeFile gives an event, with its project and its organisation, as a campaign
// file. It holds nobody's data; the audit says who took it all the same.
func (o *organisers) writeFile(w http.ResponseWriter, v visit) error {
	const op = "organisers: write a campaign file"
	e, err := o.own(v)
	if err != nil {
		return err
	}
	org, err := v.organisation()
	if err != nil {
		return err
	}
	c := campaign.Campaign{Organisations: []organisation.Organisation{org}, Events: []event.Event{e}}
	if e.Project != "" {
		p, err := o.Table.Project(v.Context(), e.Organisation, project.ID(e.Project))
		if err != nil {
			return fault.Wrap(op, err)
		}
		c.Projects = []project.Project{p}
	}
	var file bytes.Buffer
	if err := campaign.Write(&file, c); err != nil {
		return err
	}
	line := o.line(v, organisation.Written, organisation.Audit{Event: string(e.Ref.Event), Format: "yaml"})
	if err := o.Table.Audit(v.Context(), dynamo.AuditID(line.At), line); err != nil {
		return fault.Wrap(op, err)
	}
	answer(w, string(e.Ref.Event)+".yaml", "application/yaml; charset=utf-8", file.Bytes())
	return nil
}

// importLimit is the largest body of the form, in bytes: a letter of Arabic takes six.
const importLimit = 256 << 10

func importPurpose(o organisation.ID) string { return "import " + string(o) }

// importing is the view of the page on which a file is read. Who sees some events
// alone would not see those of the file.
func (o *organisers) importing(v visit) (pages.ImportView, error) {
	if !v.session.Member.Scope.HasEvent("") {
		return pages.ImportView{}, fault.New(fault.NotFound, "organisers: import a file", nil)
	}
	org, page, err := o.page(v, "/events/import")
	return pages.ImportView{Page: page, Organisation: org}, err
}

// importForm asks for the text of a campaign file.
func (o *organisers) importForm(w http.ResponseWriter, v visit) error {
	view, err := o.importing(v)
	if err != nil {
		return err
	}
	view.Stamp = o.Ring.Form(importPurpose(view.Organisation.ID), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.Import(view))
}

// importFile reads a file: it says everything that is wrong with it, or shows what
// would be made of it, or, once that was shown, makes it.
func (o *organisers) importFile(w http.ResponseWriter, v visit) error {
	view, err := o.importing(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, importLimit)
	if err != nil {
		return err
	}
	p, purpose := view.Page.Printer, importPurpose(view.Organisation.ID)
	stamp, problems := o.web.OpenStamp(p, form, purpose, true)
	view.Stamp, view.Text = stamp.Again, strings.ReplaceAll(form.Get(pages.FieldText), "\r\n", "\n")
	if view.Problems = problems; len(problems) == 0 {
		err = o.read(v, &view)
	}
	switch {
	case err != nil:
		return fault.Wrap("organisers: read a campaign file", err)
	case len(view.Problems) > 0:
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Import(view))
	case form.Get(pages.FieldAct) != pages.ActImport:
		return web.Page(w, v.Request, http.StatusOK, pages.Import(view))
	}
	if err := o.make(v, view); err != nil {
		return fault.Wrap("organisers: import a campaign file", err)
	}
	http.Redirect(w, v.Request, layout.Address(site.OwnEvents, v.lang), http.StatusSeeOther)
	return nil
}

// read reads the file into the view: what it makes for this organisation, or what
// is wrong with it, each with its line.
func (o *organisers) read(v visit, view *pages.ImportView) error {
	org := view.Organisation.ID
	own, err := o.Table.Events(v.Context(), org)
	if err != nil {
		return err
	}
	projects, err := o.Table.Projects(v.Context(), org)
	if err != nil {
		return err
	}
	free, failed := o.free(v, own)
	c, passed, err := campaign.ReadFor(org, strings.NewReader(view.Text), o.Now(), free)
	if problems, wrong := errors.AsType[campaign.Problems](err); wrong {
		for _, one := range problems {
			view.Problems = append(view.Problems, web.Problem{Field: pages.FieldText, Text: pages.AtLine(view.Page.Printer, one)})
		}
		return nil
	}
	if err = errors.Join(err, *failed); err != nil {
		return err
	}
	view.Read, view.Passed = true, passed
	for _, p := range c.Projects {
		view.Projects = append(view.Projects, joined(projects, p))
	}
	for _, e := range c.Events {
		e.State, e.SecretVersion = event.Draft, o.Ring.Current()
		made := pages.Importing{Event: e}
		for _, there := range own {
			made.There = made.There || campaign.Alike(there, e)
		}
		view.Events = append(view.Events, made)
	}
	return nil
}

// free gives ids that no event of the organisation has, and slugs that lead
// nowhere; two wishes for the same are given the same, which is then refused.
func (o *organisers) free(v visit, own []event.Event) (campaign.Free, *error) {
	failed := new(error)
	ids, slugs := map[string]string{}, map[string]string{} // to which wish each was given
	for _, e := range own {
		ids[string(e.Ref.Event)] = "\x00"
		slugs[string(e.Slug)] = "\x00"
	}
	give := func(given map[string]string, also func(string) bool) func(string) string {
		return func(wish string) string {
			id := campaign.FreeID(wish, func(id string) bool {
				to, taken := given[id]
				return taken && to != wish || also(id)
			})
			given[id] = wish
			return id
		}
	}
	return campaign.Free{
		Event: give(ids, func(string) bool { return false }),
		Slug: give(slugs, func(slug string) bool {
			_, err := o.Table.Resolve(v.Context(), event.Slug(slug))
			if err != nil && !fault.Is(err, fault.NotFound) {
				*failed = err
			}
			return err == nil
		}),
	}, failed
}

// joined is a project of a file as it will stand: new, or what is there with what
// the file adds.
func joined(there []project.Project, p project.Project) pages.Joining {
	for _, own := range there {
		if own.ID == p.ID {
			with := own.With(p)
			return pages.Joining{Project: with, There: true, Adds: !project.Same(own, with)}
		}
	}
	return pages.Joining{Project: p, Adds: true}
}

// make makes what was read, what is not there already: sent twice it makes it once.
func (o *organisers) make(v visit, view pages.ImportView) error {
	for _, j := range view.Projects {
		if !j.Adds {
			continue
		}
		p := j.Project
		p.Version, p.Updated, p.UpdatedBy = p.Version+1, o.Now(), v.session.Member.Address
		if err := o.Table.SaveProject(v.Context(), p, o.line(v, organisation.Imported, organisation.Audit{Project: string(p.ID)})); err != nil {
			return err
		}
	}
	for _, m := range view.Events {
		if m.There {
			continue
		}
		e := o.signed(v, m.Event)
		if err := o.Table.SaveDraft(v.Context(), e, o.line(v, organisation.Imported, organisation.Audit{Event: string(e.Ref.Event)})); err != nil {
			return err
		}
	}
	return nil
}
