package pages

import (
	"tribune/shared/fault"
	"tribune/shared/locale"
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

// addressField asks for a mail address alone.
func addressField(p locale.Printer, value string, problems web.Problems) layout.Input {
	return layout.Input{
		Name: FieldAddress, Label: p.T("form.address"), Value: value,
		Problem: problems.For(FieldAddress), Type: "email", Complete: "email", Dir: "ltr",
	}
}
