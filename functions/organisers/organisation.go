package organisers

import (
	"net/http"
	"strconv"
	"strings"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// organisationLimit is the largest body of the form, in bytes: texts in three languages.
const organisationLimit = 256 << 10

const organisationPurpose = "organisation"

// ownOrganisation shows the organisation's form.
func (o *organisers) ownOrganisation(w http.ResponseWriter, v visit) error {
	org, page, err := o.page(v, "/organisation")
	if err != nil {
		return err
	}
	view := pages.OrganisationView{
		Page: page, Organisation: org, Typed: pages.TypedOf(org), Waivable: o.Waive,
		Saved: v.URL.Query().Has(pages.Saved), Stamp: o.Ring.Form(organisationPurpose, o.Now()),
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Organisation(view))
}

// setOrganisation saves the form. Who saves what somebody else saved meanwhile
// keeps her texts, is shown the other's beside each, and saves again if she wants.
func (o *organisers) setOrganisation(w http.ResponseWriter, v visit) error {
	org, page, err := o.page(v, "/organisation")
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, organisationLimit)
	if err != nil {
		return err
	}
	p := page.Printer
	view := pages.OrganisationView{Page: page, Organisation: org, Typed: pages.TypedIn(form, org), Waivable: o.Waive}
	stamp, problems := o.web.OpenStamp(p, form, organisationPurpose, true)
	view.Stamp, view.Overtaken = stamp.Again, form.Get(pages.FieldVersion) != strconv.Itoa(org.Version)
	changed := org
	if view.Problems = problems; len(problems) > 0 {
		view.Overtaken = false // which is said once the form is in order
	} else if !view.Overtaken {
		changed, view.Problems = readOrganisation(p, view.Typed, org)
	}
	if len(view.Problems) == 0 && !view.Overtaken {
		if o.Waive {
			changed.WaivesFactor = form.Get(pages.FieldWaive) != ""
		}
		err = o.Table.SaveOrganisation(v.Context(), changed, o.line(v, organisation.OrganisationSet, organisation.Audit{}))
		if err == nil {
			http.Redirect(w, v.Request, layout.Address(site.OwnOrganisation, v.lang)+"?"+pages.Saved, http.StatusSeeOther)
			return nil
		}
		if view.Overtaken = fault.Is(err, fault.Conflict); !view.Overtaken {
			return fault.Wrap("organisers: save the organisation", err)
		}
		if view.Organisation, err = o.Table.Organisation(v.Context(), org.ID); err != nil { // as it was saved in this very moment
			return fault.Wrap("organisers: read the organisation", err)
		}
	}
	if view.Overtaken {
		view.Problems = web.Problems{{Text: p.T("problem.organisation.changed")}}
	}
	return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Organisation(view))
}

// readOrganisation reads what was typed. What publishing needs may be missing
// yet; what is there must be right.
func readOrganisation(p locale.Printer, typed pages.Typed, o organisation.Organisation) (organisation.Organisation, web.Problems) {
	var problems web.Problems
	mend := func(field, key string) { problems = append(problems, web.Problem{Field: field, Text: p.T(key)}) }
	address := func(field string) (a outbox.Address) {
		s := typed[field]
		if s == "" {
			return a
		}
		a, err := outbox.ParseAddress(s)
		if err != nil {
			mend(field, "problem.address.invalid")
		}
		return a
	}
	text := func(field string) locale.Text {
		t := locale.Text{}
		for _, l := range locale.Languages {
			if s := typed[pages.FieldIn(field, l)]; s != "" {
				t[l] = s
			}
			if len(typed[pages.FieldIn(field, l)]) > pages.MostOrganisationText {
				mend(pages.FieldIn(field, l), "problem.organisation.text")
			}
		}
		return t
	}
	o.Name = text(pages.FieldOrgName)
	if !o.Name.Has() {
		mend(pages.FieldIn(pages.FieldOrgName, o.Writes()[0]), "problem.organisation.name")
	}
	o.ReplyTo = address(pages.FieldReplyTo)
	o.Languages = nil
	for _, l := range locale.Languages {
		if typed[pages.FieldOfLang(l)] != "" {
			o.Languages = append(o.Languages, l)
		}
	}
	o.Controller = organisation.Controller{
		Name: typed[pages.FieldController], Contact: address(pages.FieldContact), Country: typed[pages.FieldCountry],
		DPO: address(pages.FieldDPO), CNDP: typed[pages.FieldCNDP],
		LegalBasis: text("legal-basis"), Recipients: text("recipients"), Retention: text("retention"), Transfers: text("transfers"),
	}
	if c := o.Controller.Country; c != "" && !event.IsCountry(c) {
		mend(pages.FieldCountry, "problem.team.country")
	}
	for _, field := range []string{pages.FieldController, pages.FieldCNDP} {
		if len([]rune(strings.TrimSpace(typed[field]))) > 2*longest {
			mend(field, "problem.organisation.text")
		}
	}
	return o, problems
}
