package participants

import (
	"net/http"
	"strings"
	"time"

	"tribune/shared/attendance"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func verifyPurpose(e event.Ref) string { return "verify " + e.String() }

// ownAttestation is somebody's own paper, for who was there.
func (p *participants) ownAttestation(w http.ResponseWriter, r *http.Request) error {
	v, err := p.own(r)
	if err != nil {
		return err
	}
	_, here, err := p.Table.Arriving(r.Context(), v.Event.Ref, v.Registration.Person)
	if err != nil {
		return fault.Wrap("participants: look whether she was there", err)
	}
	a, was := attendance.Attest(p.Ring, v.Event, v.Registration.Attendee, here, v.Now)
	if !was || !attested(v) {
		return fault.New(fault.NotFound, "participants: attest who was not there", nil)
	}
	v.Page.Path += "/attestation"
	return web.Page(w, r, http.StatusOK, pages.Attestations(pages.AttestationsView{
		Page: v.Page, Announcement: v.Announcement, Papers: []attendance.Attestation{a}, Link: v.Link,
	}))
}

// attested reports whether papers are made already: once the event is over, when
// nobody can attend any more of it.
func attested(v pages.RegistrationView) bool {
	return !v.Now.Before(v.Event.Ends()) && !v.Registration.Attendee.Address.IsZero()
}

// verifyForm asks what stands on a paper.
func (p *participants) verifyForm(w http.ResponseWriter, r *http.Request) error {
	v, err := p.verifyView(r)
	if err != nil {
		return err
	}
	v.Stamp = p.Ring.Form(verifyPurpose(v.Event.Ref), p.Now())
	return web.Page(w, r, http.StatusOK, pages.Verify(v))
}

func (p *participants) verifyView(r *http.Request) (pages.VerifyView, error) {
	a, page, err := p.find(r)
	page.Path += "/attestations"
	return pages.VerifyView{Page: page, Announcement: a}, err
}

// copied is what was copied from a paper, and the rules that it is held against.
type copied struct {
	Name  string `form:"name" validate:"required"`
	Hours string `form:"hours" validate:"required"`
	Date  string `form:"date" validate:"required"`
	Code  string `form:"seal" validate:"required"`
}

// verify says whether a paper was made here. It reads nothing that is kept of
// anybody, and so tells nothing that does not stand on the paper.
func (p *participants) verify(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	v, err := p.verifyView(r)
	if err != nil {
		return err
	}
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	typed := copied{get(pages.FieldName), get(pages.FieldHours), get(pages.FieldDate), get(pages.FieldSeal)}
	v.Name, v.Hours, v.Date, v.Code = typed.Name, typed.Hours, typed.Date, typed.Code
	t, purpose := v.Page.Printer, verifyPurpose(v.Event.Ref)
	stamp, problems := p.web.OpenStamp(t, form, purpose, false)
	if v.Problems = problems; len(problems) == 0 {
		if v.Problems, err = web.Check(t, typed); err != nil {
			return err
		}
	}
	hours, isHours := attendance.ParseHours(typed.Hours)
	issued, dateErr := time.Parse(time.DateOnly, typed.Date)
	if len(v.Problems) == 0 && !isHours {
		v.Problems = append(v.Problems, web.Problem{Field: pages.FieldHours, Text: t.T("problem.hours.invalid")})
	}
	if len(v.Problems) == 0 && dateErr != nil {
		v.Problems = append(v.Problems, web.Problem{Field: pages.FieldDate, Text: t.T("problem.date.invalid", pages.ExampleDate())})
	}
	v.Stamp = stamp.Again
	if len(v.Problems) > 0 {
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.Verify(v))
	}
	v.Answered = true
	v.Paper = attendance.Attestation{Name: typed.Name, Attended: hours, Issued: issued, Code: typed.Code}
	v.Paper.Halves, v.Authentic = attendance.Verify(p.Ring, v.Event, v.Paper)
	return web.Page(w, r, http.StatusOK, pages.Verify(v))
}
