// Package intake reads the forms by which somebody is registered, or her
// registration is changed: by herself or by an organiser.
package intake

import (
	"slices"
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// self is what somebody says of herself and may change, as it was typed, and
// the rules that it is held against. The tags name the fields as pages.Field… does.
type self struct {
	Given        string `form:"given" validate:"required,namelong,namelink,namecontrol"`
	Family       string `form:"family" validate:"required,namelong,namelink,namecontrol"`
	Phone        string `form:"phone" validate:"phone"`
	Organisation string `form:"organisation" validate:"max=120,nolink"`
	Sector       string `form:"sector" validate:"sector"`
}

// particulars is what somebody says of herself once.
type particulars struct {
	self
	Address string `form:"address" validate:"required,address"`
	Consent string `form:"consent" validate:"required"`
}

func readSelf(f web.Form) self {
	get := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	return self{
		Given: get(pages.FieldGiven), Family: get(pages.FieldFamily), Phone: get(pages.FieldPhone),
		Organisation: get(pages.FieldOrganisation), Sector: get(pages.FieldSector),
	}
}

func readParticulars(f web.Form) particulars {
	return particulars{
		self: readSelf(f), Address: strings.TrimSpace(f.Get(pages.FieldAddress)), Consent: f.Get(pages.FieldConsent),
	}
}

// Values is the form as it was typed, to be shown again, with the questions
// that follow from its answers.
func Values(f web.Form, e event.Event) pages.Values {
	typed := readParticulars(f)
	v := pages.Values{
		Given: typed.Given, Family: typed.Family, Address: typed.Address, Phone: typed.Phone,
		Organisation: typed.Organisation, Sector: typed.Sector, Lang: f.Get(pages.FieldLang), Consent: typed.Consent != "",
		Mode: f.Get(pages.FieldMode), Days: readDays(f, e), Workshops: map[string]string{},
		Answers: typedAnswers(f, e.Questions), NeedsConsent: f.Get(pages.FieldNeedsConsent) != "",
		Wait: f.Get(pages.FieldWait) != "", EarlyCode: f.Get(pages.FieldEarlyCode),
	}
	for _, s := range e.Slots {
		v.Workshops[s.ID] = f.Get(pages.FieldWorkshop(s.ID))
	}
	read, _ := e.Questions.Read(v.Answers)
	v.Asked = e.Questions.Asked(read)
	return v
}

// Attendee reads who registers, or says what is to be mended.
func Attendee(p locale.Printer, f web.Form, now time.Time) (registration.Attendee, web.Problems, error) {
	typed := readParticulars(f)
	problems, err := web.Check(p, typed)
	if err != nil || len(problems) > 0 {
		return registration.Attendee{}, problems, err
	}
	a, err := typed.attendee()
	if err != nil {
		return a, nil, err
	}
	a.Lang, a.Consent = p.Lang, now
	a.Address, err = outbox.ParseAddress(typed.Address)
	return a, nil, err
}

// Changed reads what somebody says of herself now.
func Changed(p locale.Printer, f web.Form) (registration.Attendee, web.Problems, error) {
	typed := readSelf(f)
	problems, err := web.Check(p, typed)
	lang, known := locale.Parse(f.Get(pages.FieldLang))
	if !known {
		problems = append(problems, web.Problem{Field: pages.FieldLang, Text: p.T("problem.lang.missing")})
	}
	if err != nil || len(problems) > 0 {
		return registration.Attendee{}, problems, err
	}
	a, err := typed.attendee()
	a.Lang = lang
	return a, nil, err
}

// attendee is what was typed and checked. What it returns as an error is a rule
// that the check lacks.
func (s self) attendee() (a registration.Attendee, err error) {
	a.Organisation = registration.ParseAffiliation(s.Organisation)
	a.Sector, _ = registration.ParseSector(s.Sector)
	if a.Phone, err = registration.ParsePhone(s.Phone); err != nil {
		return a, err
	}
	if a.Given, err = registration.ParseName(s.Given); err != nil {
		return a, err
	}
	a.Family, err = registration.ParseName(s.Family)
	return a, err
}

// Doubt asks once whether an address is meant as it is written, when it looks
// like a slip of the finger. Sent again as it is, it is meant.
func Doubt(p locale.Printer, f web.Form) web.Problems {
	a, err := outbox.ParseAddress(f.Get(pages.FieldAddress))
	if err != nil || f.Get(pages.FieldDoubted) == a.String() {
		return nil
	}
	meant := outbox.Suggest(a)
	if meant.IsZero() {
		return nil
	}
	text := p.T("problem.address.suggest", locale.Args{"Suggestion": locale.Isolate(meant.String())})
	return web.Problems{{Field: pages.FieldAddress, Text: text}}
}

// InPageOrder puts what is to be mended in the order in which the page asks.
func InPageOrder(e event.Event, problems ...web.Problems) web.Problems {
	fields := []string{
		"", pages.FieldEarlyCode, pages.FieldGiven, pages.FieldFamily, pages.FieldAddress, pages.FieldPhone,
		pages.FieldOrganisation, pages.FieldSector, pages.FieldLang, pages.FieldMode,
	}
	for i := range e.Days {
		fields = append(fields, pages.FieldDay(i+1))
	}
	for _, s := range e.Slots {
		fields = append(fields, pages.FieldWorkshop(s.ID))
	}
	for _, q := range slices.Concat(e.Questions.Others(), e.Questions.Needs()) {
		fields = append(fields, pages.FieldQuestion(q))
	}
	fields = append(fields, pages.FieldNeedsConsent, pages.FieldWait, pages.FieldConsent)
	all := slices.Concat(problems...)
	slices.SortStableFunc(all, func(a, b web.Problem) int {
		return slices.Index(fields, a.Field) - slices.Index(fields, b.Field)
	})
	return all
}
