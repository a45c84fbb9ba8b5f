package pages

import (
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// said is a sentence about the answer.
func (v AnswerView) said(p locale.Printer, part string) string {
	return p.T("answer." + string(v.Kind) + "." + part)
}

// said is a sentence about the kind of error.
func (v ErrorView) said(p locale.Printer, part string) string {
	if v.Private && v.Kind == fault.NotFound && part == "text" {
		part = "link"
	}
	return p.T("fault." + faultKey(v.Kind) + "." + part)
}

// kept reports whether the person has a place.
func (v RegistrationView) kept() bool { return v.Registration.State == registration.Confirmed }

// gone is the sentence for a place given back: by herself, or erased because
// it was not she who asked for it.
func (v RegistrationView) gone() string {
	if v.Registration.Attendee.Address.IsZero() {
		return "registration.erased.text"
	}
	return "registration.cancelled.text"
}

// name is the person's, isolated.
func (v RegistrationView) name() string { return locale.Isolate(fullName(v.Registration.Attendee)) }

func fullName(a registration.Attendee) string { return a.Given.String() + " " + a.Family.String() }

// chosen is a workshop that somebody chose, with its slot.
type chosen struct{ slot, title locale.Text }

func (v RegistrationView) workshops() []chosen { return choices(v.Event, v.Registration) }

func choices(e event.Event, r registration.Registration) []chosen {
	var all []chosen
	for _, id := range r.Workshops {
		if w, s, ok := e.Workshop(id); ok {
			all = append(all, chosen{slot: s.Title, title: w.Title})
		}
	}
	return all
}

// addressField asks for a mail address alone.
func addressField(p locale.Printer, value string, problems web.Problems) layout.Input {
	return layout.Input{
		Name: FieldAddress, Label: p.T("form.address"), Value: value,
		Problem: problems.For(FieldAddress), Type: "email", Complete: "email", Dir: "ltr",
	}
}
