package organisers

import (
	"net/http"
	"slices"

	"tribune/shared/attendance"
	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/report"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func (o *organisers) reportRoutes() map[string]console {
	return map[string]console{
		site.Report:       o.report,
		site.Attestations: o.attestations,
		site.Attestation:  o.attestation,
	}
}

// report is the event in figures: as they are now, or as they were written down
// before its registrations were erased.
func (o *organisers) report(w http.ResponseWriter, v visit) error {
	e, page, err := o.eventPage(v, "/report")
	if err != nil {
		return err
	}
	scope, now := v.session.Member.Scope, o.Now()
	view := pages.ReportView{Page: page, Event: e, Scoped: scope.OfPeople(), Now: now}
	if kept, err := o.Table.Report(v.Context(), e.Ref); err == nil && !now.Before(e.Ends().Add(report.Erased)) && !view.Scoped {
		view.Report, view.Kept = kept, true
	} else if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	} else {
		people, there, err := o.present(v, e)
		if err != nil {
			return err
		}
		view.Report = report.Of(e, people, there, now)
	}
	if view.Organisation, err = v.organisation(); err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Report(view))
}

// present are those whom the member sees, and who was there.
func (o *organisers) present(v visit, e event.Event) ([]roster.Entry, map[token.Person]attendance.Presence, error) {
	people, err := o.roster.Unmailed(v.Context(), e, v.session.Member.Scope)
	if err != nil {
		return nil, nil, err
	}
	there, err := o.Table.Presences(v.Context(), e.Ref)
	return people, there, fault.Wrap("organisers: look who was there", err)
}

// attestations are the papers of everybody who was there, one a page.
func (o *organisers) attestations(w http.ResponseWriter, v visit) error {
	return o.attest(w, v, "", func(roster.Entry) bool { return true })
}

// attestation is the paper of one person.
func (o *organisers) attestation(w http.ResponseWriter, v visit) error {
	who, err := token.ParsePerson(v.PathValue("person"))
	if err != nil {
		if _, err := o.own(v); err != nil {
			return err
		}
		return fault.New(fault.NotFound, "organisers: find who was there", err)
	}
	return o.attest(w, v, "/"+who.String(), func(p roster.Entry) bool { return p.Person == who })
}

// attest makes papers, and writes into the audit that it did before one leaves.
func (o *organisers) attest(w http.ResponseWriter, v visit, path string, whose func(roster.Entry) bool) error {
	e, page, err := o.eventPage(v, "/attestations"+path)
	if err != nil {
		return err
	}
	people, there, err := o.present(v, e)
	if err != nil {
		return err
	}
	roster.Sort(people, roster.ByName, v.lang)
	org, err := v.organisation()
	if err != nil {
		return err
	}
	view := pages.AttestationsView{Page: page, Announcement: pages.Announcement{Event: e, Organisation: org}}
	people = slices.DeleteFunc(people, func(p roster.Entry) bool { return !whose(p) })
	line := organisation.Audit{Event: string(e.Ref.Event), Format: "html"}
	for _, p := range people {
		if a, was := attendance.Attest(o.Ring, e, p.Attendee, there[p.Person], o.Now()); was {
			view.Papers = append(view.Papers, a)
		}
	}
	if path != "" {
		if len(view.Papers) == 0 {
			return fault.New(fault.NotFound, "organisers: find who was there", nil)
		}
		line.Person = people[0].Person.String()
	}
	if line.Rows = len(view.Papers); line.Rows > 0 {
		err := o.Table.Audit(v.Context(), dynamo.AuditID(o.Now()), o.line(v, organisation.Attested, line))
		if err != nil {
			return fault.Wrap("organisers: note that papers were made", err)
		}
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Attestations(view))
}
