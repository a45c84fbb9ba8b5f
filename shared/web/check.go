package web

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"unicode"

	"github.com/go-playground/validator/v10"

	"tribune/shared/charter"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/outbox"
	"tribune/shared/registration"
)

// A rule's name stands in a form's `validate` tag. Its sentence is found under
// the key "problem." + sentence, in which * stands for the field.
var sentences = map[string]string{
	"required":    "*.missing",
	"required_if": "*.missing",
	"oneof":       "*.missing",
	"worded":      "*.missing",
	"kind":        "*.missing",
	"field":       "*.missing",
	"country":     "*.missing",
	"site":        "site.invalid",
	"max":         "*.long",
	"nolink":      "*.link",
	"sector":      "sector.missing",
	"address":     "address.invalid",
	"phone":       "phone.invalid",
	"namelong":    "name.long",
	"namelink":    "name.link",
	"namecontrol": "name.control",
}

var checker = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string { return f.Tag.Get("form") })
	for rule, holds := range map[string]func(string) bool{
		"nolink":      func(s string) bool { return !registration.HasLink(s) },
		"worded":      func(s string) bool { return s == "" || strings.ContainsFunc(s, unicode.IsLetter) },
		"kind":        func(s string) bool { _, ok := charter.ParseKind(s); return s == "" || ok },
		"field":       func(s string) bool { _, ok := charter.ParseField(s); return s == "" || ok },
		"country":     event.IsCountry,
		"site":        func(s string) bool { _, err := charter.ParseSite(s); return err == nil },
		"sector":      func(s string) bool { _, ok := registration.ParseSector(s); return ok },
		"address":     func(s string) bool { _, err := outbox.ParseAddress(s); return err == nil },
		"phone":       func(s string) bool { _, err := registration.ParsePhone(s); return err == nil },
		"namelong":    named(registration.ErrNameLong),
		"namelink":    named(registration.ErrNameLink),
		"namecontrol": named(registration.ErrNameControl),
	} {
		err := v.RegisterValidation(rule, func(l validator.FieldLevel) bool { return holds(l.Field().String()) })
		if err != nil {
			panic("web: " + err.Error()) // a rule without a name
		}
	}
	return v
})

// named is the rule that a name is not refused for one reason.
func named(reason error) func(string) bool {
	return func(s string) bool {
		_, err := registration.ParseName(s)
		return !errors.Is(err, reason)
	}
}

// Check holds a struct of form fields against the rules in its `validate` tags
// and says what is to be mended, in the order of its fields, which are named by
// their `form` tags.
func Check(p locale.Printer, form any) (Problems, error) {
	err := checker().Struct(form)
	if err == nil {
		return nil, nil
	}
	violations, ok := errors.AsType[validator.ValidationErrors](err)
	if !ok {
		return nil, fault.New(fault.Internal, "web: check a form", err)
	}
	var problems Problems
	for _, v := range violations {
		key := "problem." + strings.ReplaceAll(sentences[v.Tag()], "*", v.Field())
		problems = append(problems, Problem{Field: v.Field(), Text: p.T(key)})
	}
	return problems, nil
}
