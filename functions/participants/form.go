package participants

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

// particulars is what somebody says of herself, as it was typed, and the rules
// that it is held against. The tags name the fields as pages.Field… does.
type particulars struct {
	Given        string `form:"given" validate:"required,namelong,namelink,namecontrol"`
	Family       string `form:"family" validate:"required,namelong,namelink,namecontrol"`
	Address      string `form:"address" validate:"required,address"`
	Organisation string `form:"organisation" validate:"max=120,nolink"`
	Sector       string `form:"sector" validate:"sector"`
	Consent      string `form:"consent" validate:"required"`
}

func readParticulars(f web.Form) particulars {
	get := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	return particulars{
		Given: get(pages.FieldGiven), Family: get(pages.FieldFamily), Address: get(pages.FieldAddress),
		Organisation: get(pages.FieldOrganisation), Sector: get(pages.FieldSector), Consent: get(pages.FieldConsent),
	}
}

// values is the form as it was typed, to be shown again.
func values(f web.Form, e event.Event) pages.Values {
	typed := readParticulars(f)
	v := pages.Values{
		Given: typed.Given, Family: typed.Family, Address: typed.Address, Organisation: typed.Organisation,
		Sector: typed.Sector, Consent: typed.Consent != "", Workshops: map[string]string{},
	}
	for _, s := range e.Slots {
		v.Workshops[s.ID] = f.Get(pages.FieldWorkshop(s.ID))
	}
	return v
}

// attendee reads who registers, or says what is to be mended.
func attendee(p locale.Printer, f web.Form, now time.Time) (registration.Attendee, web.Problems, error) {
	typed := readParticulars(f)
	problems, err := web.Check(p, typed)
	if err != nil || len(problems) > 0 {
		return registration.Attendee{}, problems, err
	}
	a := registration.Attendee{Organisation: registration.ParseAffiliation(typed.Organisation), Lang: p.Lang, Consent: now}
	a.Sector, _ = registration.ParseSector(typed.Sector)
	// Checked above: what these return as an error is a rule that Check lacks.
	if a.Given, err = registration.ParseName(typed.Given); err != nil {
		return a, nil, err
	}
	if a.Family, err = registration.ParseName(typed.Family); err != nil {
		return a, nil, err
	}
	a.Address, err = outbox.ParseAddress(typed.Address)
	return a, nil, err
}

// doubt asks once whether an address is meant as it is written, when it looks
// like a slip of the finger. Sent again as it is, it is meant.
func doubt(p locale.Printer, f web.Form) web.Problems {
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

// inPageOrder puts what is to be mended in the order in which the page asks:
// who it is, which workshops, then the consent.
func inPageOrder(person, workshops web.Problems) web.Problems {
	rank := func(p web.Problem) int {
		if i := slices.Index(order, p.Field); i >= 0 {
			return i
		}
		return slices.Index(order, pages.FieldSector) // a workshop's: just behind it
	}
	all := slices.Concat(person, workshops)
	slices.SortStableFunc(all, func(a, b web.Problem) int { return rank(a) - rank(b) })
	return all
}

// order is that of the form's fields, workshops aside.
var order = []string{
	pages.FieldGiven, pages.FieldFamily, pages.FieldAddress, pages.FieldOrganisation, pages.FieldSector, pages.FieldConsent,
}

// choices reads one workshop of every slot, or says what is to be mended.
func choices(p locale.Printer, f web.Form, e event.Event) ([]event.WorkshopID, web.Problems) {
	var chosen []event.WorkshopID
	var problems web.Problems
	for _, s := range e.Slots {
		field := pages.FieldWorkshop(s.ID)
		id := event.WorkshopID(f.Get(field))
		_, of, known := e.Workshop(id)
		switch {
		case id == "":
			problems = append(problems, web.Problem{Field: field, Text: p.T("problem.workshop.missing", locale.Args{"Slot": locale.IsolateText(s.Title, p.Lang)})})
		case !known || of.ID != s.ID:
			problems = append(problems, web.Problem{Field: field, Text: p.T("problem.workshop.unknown")})
		default:
			chosen = append(chosen, id)
		}
	}
	return chosen, problems
}

// full says, beside each slot, that the workshop chosen there has no seat left.
func full(p locale.Printer, e event.Event, d registration.Desk, chosen []event.WorkshopID) web.Problems {
	var problems web.Problems
	for _, id := range chosen {
		if w, s, _ := e.Workshop(id); d.Workshops[id].Left() == 0 {
			problems = append(problems, web.Problem{
				Field: pages.FieldWorkshop(s.ID),
				Text:  p.T("problem.workshop.full", locale.Args{"Workshop": locale.IsolateText(w.Title, p.Lang)}),
			})
		}
	}
	return problems
}
