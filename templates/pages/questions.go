package pages

import (
	"slices"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/templates/layout"
)

// answer is what was typed for a question that has one answer.
func (v RegisterView) answer(q event.Question) string {
	if given := v.Values.Answers[q.ID]; len(given) > 0 {
		return given[0]
	}
	return ""
}

// line is the field of a question that is answered on one line.
func (v RegisterView) line(q event.Question) layout.Input {
	p, name := v.Page.Printer, FieldQuestion(q)
	f := layout.Input{
		Name: name, Words: q.Label, Hint: locale.IsolateText(q.Hint, p.Lang), Value: v.answer(q), Problem: v.Problems.For(name), Optional: !q.Required,
	}
	switch q.Kind {
	case event.Number:
		f.Mode, f.Dir, f.Short = "decimal", "ltr", true
	case event.Date:
		f.Type, f.Dir, f.Short = "date", "ltr", true
	}
	return f
}

func (v RegisterView) area(q event.Question) layout.Text {
	p, name := v.Page.Printer, FieldQuestion(q)
	return layout.Text{
		Name: name, Label: q.Label, Hint: locale.IsolateText(q.Hint, p.Lang), Value: v.answer(q), Problem: v.Problems.For(name), Optional: !q.Required,
	}
}

// one is the choice of one answer among a few.
func (v RegisterView) one(q event.Question) layout.Choice {
	p, name := v.Page.Printer, FieldQuestion(q)
	c := layout.Choice{
		Name: name, Legend: q.Label, Hint: locale.IsolateText(q.Hint, p.Lang), Value: v.answer(q), Problem: v.Problems.For(name), Optional: !q.Required,
	}
	if q.Kind == event.YesNo {
		for _, value := range []string{event.Yes, event.No} {
			c.Options = append(c.Options, layout.Option{Value: value, Said: p.T("answer." + value)})
		}
	}
	for _, o := range q.Options {
		c.Options = append(c.Options, layout.Option{Value: o.ID, Label: o.Label})
	}
	if !q.Required {
		c.Options = append(c.Options, layout.Option{Said: p.T("form.no-answer")})
	}
	return c
}

func (v RegisterView) several(q event.Question) layout.Boxes {
	p := v.Page.Printer
	b := layout.Boxes{Legend: q.Label, Hint: locale.IsolateText(q.Hint, p.Lang), Problem: v.Problems.For(FieldQuestion(q)), Optional: !q.Required}
	for _, o := range q.Options {
		b.Options = append(b.Options, layout.Box{
			Name: FieldOption(q, o.ID), Label: o.Label, Checked: slices.Contains(v.Values.Answers[q.ID], o.ID),
		})
	}
	return b
}

func (v RegisterView) country(q event.Question) layout.Select {
	p, name := v.Page.Printer, FieldQuestion(q)
	s := layout.Select{
		Name: name, Label: q.Label, Hint: locale.IsolateText(q.Hint, p.Lang), Value: v.answer(q), Problem: v.Problems.For(name),
		Complete: "country", Optional: !q.Required,
	}
	s.Options = countries(p)
	return s
}

// countries are all that there are, to choose from.
func countries(p locale.Printer) (all []layout.Option) {
	for _, c := range p.Countries() {
		all = append(all, layout.Option{Value: c.Code, Said: c.Name})
	}
	return all
}

func (v RegisterView) needsConsent() layout.Check {
	p := v.Page.Printer
	return layout.Check{
		Name:    FieldNeedsConsent,
		Label:   p.T("form.needs.consent", locale.Args{"Organisation": locale.IsolateText(v.Organisation.Name, p.Lang)}),
		Problem: v.Problems.For(FieldNeedsConsent), Checked: v.Values.NeedsConsent, Optional: true,
	}
}
