package organisers

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"tribune/shared/campaign"
	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// charterEditor is the form of a charter's draft with what is around it.
type charterEditor struct {
	pages.CharterFormView
	org organisation.Organisation
}

func (e charterEditor) purpose() string { return "charter " + e.Base.Ref().String() }

// stand has the editor be about a draft.
func (e *charterEditor) stand(base charter.Charter) {
	e.Base, e.Writes = base, e.org.Writes()
	e.Langs = tongues(e.Writes, campaign.FormOfCharter(base), e.Page.Printer.Lang)
}

// blankCharter is the editor of a charter that is not there yet.
func (o *organisers) blankCharter(v visit) (e charterEditor, err error) {
	if err := forWhole(v); err != nil {
		return e, err
	}
	if e.org, e.Page, err = o.page(v, "/charters/new"); err != nil {
		return e, err
	}
	e.stand(charter.Charter{Organisation: e.org.ID, Version: 1})
	e.Events, err = o.eventsOf(v)
	return e, err
}

// standingCharter is the editor of the version that follows what is signed now.
func (o *organisers) standingCharter(v visit) (c pages.OwnCharter, e charterEditor, err error) {
	if c, e.Page, err = o.charterPage(v, "/edit"); err != nil {
		return c, e, err
	}
	if e.org, err = v.organisation(); err != nil {
		return c, e, err
	}
	e.stand(c.Next())
	e.Events, err = o.eventsOf(v)
	return c, e, err
}

func (o *organisers) newCharter(w http.ResponseWriter, v visit) error {
	e, err := o.blankCharter(v)
	if err != nil {
		return err
	}
	e.Form = campaign.Form{}
	e.Form.Add("articles")
	return o.showCharter(w, v, e)
}

// editCharter is the form of the draft. Where there is none it says that what is
// published stays, and leads to the form of the version that follows: a copy, of
// which nothing is kept before it is saved.
func (o *organisers) editCharter(w http.ResponseWriter, v visit) error {
	c, e, err := o.standingCharter(v)
	if err != nil {
		return err
	}
	if v.URL.Query().Has(pages.ParamNext) {
		e.Page.Path += "?" + pages.ParamNext
	} else if !c.Drafted() {
		return web.Page(w, v.Request, http.StatusOK, pages.CharterSealed(pages.CharterPreviewView{OwnCharter: c, Page: e.Page}))
	}
	e.Form = campaign.FormOfCharter(e.Base)
	return o.showCharter(w, v, e)
}

func (o *organisers) showCharter(w http.ResponseWriter, v visit, e charterEditor) error {
	e.Stamp = o.Ring.Form(e.purpose(), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.CharterForm(e.CharterFormView))
}

func (o *organisers) createCharter(w http.ResponseWriter, v visit) error {
	e, err := o.blankCharter(v)
	if err != nil {
		return err
	}
	if _, done, err := o.readCharter(w, v, &e); done || err != nil {
		return err
	}
	made, ok := e.reads()
	if !ok {
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.CharterForm(e.CharterFormView))
	}
	id, err := o.makeCharter(v, made)
	if err == nil {
		leadCharter(w, v, site.OwnCharter, id)
	}
	return fault.Wrap("organisers: write a charter", err)
}

// saveCharter saves the draft of the version that follows what is signed now. What
// was written of another one is not lost.
func (o *organisers) saveCharter(w http.ResponseWriter, v visit) error {
	c, e, err := o.standingCharter(v)
	if err != nil {
		return err
	}
	about, done, err := o.readCharter(w, v, &e)
	if done || err != nil {
		return err
	}
	if len(e.Problems) == 0 && about != e.Base.Edition() {
		return o.charterDiffers(w, v, c, e, about)
	}
	draft, ok := e.reads()
	if !ok {
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.CharterForm(e.CharterFormView))
	}
	draft.Revision++
	err = o.Table.SaveText(v.Context(), draft, o.line(v, organisation.CharterWritten, organisation.Audit{Charter: string(draft.ID)}))
	if fault.Is(err, fault.Conflict) {
		if c, err = o.ownCharter(v); err != nil {
			return err
		}
		e.stand(c.Next())
		return o.charterDiffers(w, v, c, e, about)
	}
	if err == nil {
		leadCharter(w, v, site.OwnCharter, draft.ID)
	}
	return fault.Wrap("organisers: save a charter's text", err)
}

// readCharter reads the form, and which edition it is about. Done, if it only asked
// for another shape of it.
func (o *organisers) readCharter(w http.ResponseWriter, v visit, e *charterEditor) (about charter.Edition, done bool, err error) {
	sent, err := web.ReadForm(w, v.Request, editorLimit)
	if err != nil {
		return about, false, err
	}
	stamp, problems := o.web.OpenStamp(e.Page.Printer, sent, e.purpose(), true)
	e.Stamp, e.Form, about = stamp.Again, typedEvent(sent), pages.EditionIn(sent.Get(pages.FieldVersion))
	if act := sent.Get(pages.FieldAct); act != "" {
		e.Base.Version, e.Base.Revision = about.Version, about.Revision // it still is about that one
		e.Focus = shape(e.Form, act)
		return about, true, web.Page(w, v.Request, http.StatusOK, pages.CharterForm(e.CharterFormView))
	}
	e.Problems = problems
	return about, false, nil
}

// shape adds a row, takes one away or moves one, and gives what the page then opens
// at: of a moved row the same button, or the other one where it can go no further.
func shape(f campaign.Form, act string) (focus string) {
	if list, add := strings.CutPrefix(act, pages.Add); add {
		return pages.Add + f.Add(list)
	}
	if row, drop := strings.CutPrefix(act, pages.Remove); drop {
		f.Remove(row)
		return pages.Remove + campaign.List(row)
	}
	for to, by := range map[string]int{pages.Up: -1, pages.Down: 1} {
		row, move := strings.CutPrefix(act, to)
		if !move {
			continue
		}
		now, list := f.Move(row, by), campaign.List(row)
		switch now {
		case campaign.Row(list, 0):
			return pages.Down + now
		case campaign.Row(list, f.Rows(list)-1):
			return pages.Up + now
		}
		return to + now
	}
	return ""
}

// reads reads the form; not ok if something is to be mended, which it says.
func (e *charterEditor) reads() (c charter.Charter, ok bool) {
	if len(e.Problems) > 0 {
		return c, false
	}
	c, problems := e.Form.Charter(e.Base)
	for _, p := range problems {
		e.Problems = append(e.Problems, web.Problem{Field: p.Field(), Text: p.Say(e.Page.Printer)})
	}
	if !slices.ContainsFunc(e.Events, func(one event.Event) bool { return string(one.Ref.Event) == c.Event }) {
		c.Event = "" // nobody could choose it
	}
	return c, len(e.Problems) == 0
}

// makeCharter writes a new charter under an id that its title makes, where the same
// form sent twice is one charter. Who signs it may be an individual, and is asked for
// explicit consent: what drug users' associations call for can tell of health.
func (o *organisers) makeCharter(v visit, c charter.Charter) (charter.ID, error) {
	wish, typed, tried := cmp.Or(campaign.IDOf(c.Title), "charter"), c.Slug, map[string]bool{}
	for len(tried) < mostIDs {
		c.ID, c.Revision = charter.ID(nextID(wish, tried)), 1
		if typed == "" {
			slug, err := o.freeCharterSlug(v, string(c.ID))
			if err != nil {
				return "", err
			}
			c.Slug = slug
		}
		call := charter.Call{Ref: c.Ref(), Individuals: true, Sensitive: true, Revision: 1}
		err := o.Table.DraftCharter(v.Context(), call, c, o.line(v, organisation.CharterWritten, organisation.Audit{Charter: string(c.ID)}))
		if !fault.Is(err, fault.Conflict) {
			return c.ID, err
		}
		stands, err := o.Table.Text(v.Context(), c.Ref(), 1)
		if err != nil {
			return "", err
		}
		if stands.Published.IsZero() && campaign.Merge(campaign.FormOfCharter(c), campaign.FormOfCharter(stands)).Agrees() {
			return c.ID, nil
		}
	}
	return "", fault.New(fault.Unavailable, "organisers: find an id for a charter", nil)
}

// freeCharterSlug is a slug that leads nowhere yet, like the one that is wished for.
func (o *organisers) freeCharterSlug(v visit, wish string) (string, error) {
	return free(wish, func(slug string) error {
		_, err := o.Table.ResolveCharter(v.Context(), slug)
		return err
	})
}

// charterDiffers shows what she typed where it cannot be saved as she meant it:
// beside what somebody else saved meanwhile; or, where the version that she wrote is
// published by now, as the draft of the one that follows. Sent again, it is about
// what stands now. Where both say the same there is nothing to show.
func (o *organisers) charterDiffers(w http.ResponseWriter, v visit, c pages.OwnCharter, e charterEditor, about charter.Edition) error {
	p, sealed := e.Page.Printer, about.Version != e.Base.Version
	if e.Base.Version > 1 {
		delete(e.Form, pages.FieldSlug) // which is given for ever
	}
	if agrees := func(c charter.Charter) bool { return campaign.Merge(e.Form, campaign.FormOfCharter(c)).Agrees() }; sealed && agrees(c.Text) || c.Drafted() && agrees(c.Draft) {
		leadCharter(w, v, site.OwnCharter, c.Ref.ID)
		return nil
	}
	if c.Drafted() {
		e.Merged = campaign.Merge(e.Form, campaign.FormOfCharter(c.Draft))
		e.Form = e.Merged.Form
	}
	said := p.T("charter.conflict")
	if sealed {
		said = p.T("charter.conflict.sealed", locale.Args{"N": p.Number(c.Current), "Next": p.Number(e.Base.Version)})
	}
	e.Problems = web.Problems{{Text: said}}
	return web.Page(w, v.Request, http.StatusConflict, pages.CharterForm(e.CharterFormView))
}
