package signatories

import (
	"net/http"
	"strings"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func correctPurpose(c charter.Ref) string { return "correct a signature of " + c.String() }

// correctForm shows the form with the signature as it stands.
func (s *signatories) correctForm(w http.ResponseWriter, r *http.Request) error {
	own, stands, err := s.standing(w, r, "/correct")
	if err != nil || !stands {
		return err
	}
	return web.Page(w, r, http.StatusOK, pages.Correct(pages.CorrectView{
		SignatureView: own, Stamp: s.Ring.Form(correctPurpose(own.Call.Ref), s.Now()), SignerFields: pages.SignerFields{Typed: pages.SignedAs(own.Signature)},
	}))
}

// correct changes who signed, and for whom, but not from which mailbox nor what.
// The log ends what it held of her and begins anew; she counts once throughout.
func (s *signatories) correct(w http.ResponseWriter, r *http.Request) error {
	form, err := web.ReadForm(w, r, web.FormLimit)
	if err != nil {
		return err
	}
	own, stands, err := s.standing(w, r, "/correct")
	if err != nil || !stands {
		return err
	}
	p, typed := own.Page.Printer, readCorrection(form)
	stamp, problems := s.web.OpenStamp(p, form, correctPurpose(own.Call.Ref), true)
	as := pages.AsOrganisation
	if own.Signature.Party.IsZero() {
		as = pages.AsIndividual
	}
	x, next := identityOf(typed, as), own.Signature
	if len(problems) == 0 {
		if problems, err = web.Check(p, x); err != nil {
			return err
		}
		if another(own.Signature.Party, x) {
			problems = append(problems, web.Problem{Field: pages.FieldOrganisation, Text: p.T("problem.organisation.another")})
		}
	}
	if len(problems) > 0 {
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.Correct(pages.CorrectView{
			SignatureView: own, Stamp: stamp.Again, SignerFields: pages.SignerFields{Typed: typed, Problems: problems},
		}))
	}
	if err := x.identify(&next); err != nil {
		return fault.Wrap("signatories: read who signs", err)
	}
	if _, err := s.signing.Change(r.Context(), own.Signature, next.Identify); err != nil {
		return err
	}
	back(w, r, own)
	return nil
}

// another reports whether what was typed names another organisation than the one
// that signed: a name is mended here, and nobody signs under one that was counted,
// looked at and proven as somebody else's.
func another(was charter.Party, x identity) bool {
	return x.Organisation != "" && x.Organisation != was.Name && !charter.Alike(was.Name, x.Organisation)
}

func readCorrection(f web.Form) map[string]string {
	typed := map[string]string{}
	for _, name := range pages.CorrectFields {
		typed[name] = strings.TrimSpace(f.Get(name))
	}
	return typed
}
