package signatories

import (
	"net/http"
	"slices"
	"strings"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/registration"
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
	v := pages.CorrectView{SignatureView: own, Typed: pages.SignedAs(own.Signature)}
	v.Stamp = s.Ring.Form(correctPurpose(own.Call.Ref), s.Now())
	return web.Page(w, r, http.StatusOK, pages.Correct(v))
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
	v, t := pages.CorrectView{SignatureView: own, Typed: readCorrection(form)}, own.Page.Printer
	stamp, problems := s.web.OpenStamp(t, form, correctPurpose(own.Call.Ref), true)
	v.Stamp, v.Problems = stamp.Again, problems
	var who signer
	if len(problems) == 0 {
		if who, v.Problems, err = readSigner(t, v.Typed, !own.Signature.Party.IsZero()); err != nil {
			return err
		}
	}
	if len(v.Problems) > 0 {
		return web.Page(w, r, http.StatusUnprocessableEntity, pages.Correct(v))
	}
	if _, err := s.signing.Change(r.Context(), own.Signature, who.correct); err != nil {
		return err
	}
	back(w, r, own)
	return nil
}

func readCorrection(f web.Form) map[string]string {
	typed := map[string]string{}
	for _, name := range pages.CorrectFields {
		typed[name] = strings.TrimSpace(f.Get(name))
	}
	return typed
}

// representative is the rules for who signs for an organisation. The tags name
// the fields as pages.Field… does.
type representative struct {
	Organisation string `form:"organisation" validate:"required,max=120,nolink"`
	Kind         string `form:"kind" validate:"required"`
	Field        string `form:"field" validate:"required"`
	individual
	Function string `form:"function" validate:"required,max=80,nolink"`
}

// individual is the rules for who signs for herself.
type individual struct {
	Country string `form:"country" validate:"required"`
	Given   string `form:"signer-given" validate:"required,namelong,namelink,namecontrol"`
	Family  string `form:"signer-family" validate:"required,namelong,namelink,namecontrol"`
}

// signer is who signs, and for whom.
type signer struct {
	party         charter.Party
	given, family registration.Name
	function      string
	country       string
}

func (w signer) correct(s *charter.Signature) {
	s.Party, s.Given, s.Family, s.Function, s.Country = w.party, w.given, w.family, w.function, w.country
}

// readSigner reads who signs, or says what is to be mended.
func readSigner(t locale.Printer, typed map[string]string, forParty bool) (w signer, problems web.Problems, err error) {
	kind, isKind := charter.ParseKind(typed[pages.FieldKind])
	field, isField := charter.ParseField(typed[pages.FieldWork])
	own := individual{
		known(typed[pages.FieldCountry], isCountry(t, typed[pages.FieldCountry])),
		typed[pages.FieldSignerGiven], typed[pages.FieldSignerFamily],
	}
	w.country, w.function = own.Country, registration.ParseAffiliation(typed[pages.FieldFunction])
	if !forParty {
		problems, err = web.Check(t, own)
	} else {
		w.party = charter.Party{
			Name: registration.ParseAffiliation(typed[pages.FieldOrganisation]), Kind: kind, Field: field, Country: own.Country,
		}
		w.country = ""
		problems, err = web.Check(t, representative{w.party.Name, known(string(kind), isKind), known(string(field), isField), own, w.function})
		var siteErr error
		if w.party.Site, siteErr = charter.ParseSite(typed[pages.FieldSite]); siteErr != nil {
			problems = append(problems, web.Problem{Field: pages.FieldSite, Text: t.T("problem.site.invalid")})
		}
	}
	if err != nil || len(problems) > 0 {
		return w, pages.InCorrectOrder(problems), err
	}
	if w.given, err = registration.ParseName(own.Given); err == nil {
		w.family, err = registration.ParseName(own.Family)
	}
	return w, nil, fault.Wrap("signatories: read who signs", err)
}

// known is a value that is one of those to choose from; "" of another.
func known(value string, is bool) string {
	if !is {
		return ""
	}
	return value
}

func isCountry(t locale.Printer, code string) bool {
	return slices.ContainsFunc(t.Countries(), func(c locale.Country) bool { return c.Code == code })
}
