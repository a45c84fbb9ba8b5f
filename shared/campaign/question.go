package campaign

import (
	"slices"

	"tribune/shared/event"
	"tribune/shared/locale"
)

const (
	maxQuestions = 20
	maxOptions   = 50 // of one question
)

// questions reads what is asked of who registers.
func (r *reader) questions(at place, all []fileQuestion) event.Questionnaire {
	r.number(at, len(all), 0, maxQuestions)
	var asked event.Questionnaire
	seen := map[string]bool{}
	for i, f := range all {
		asked = append(asked, r.question(at.at(i), f, asked, seen))
	}
	return asked
}

// question reads one, which may depend on one of those before it.
func (r *reader) question(at place, f fileQuestion, before event.Questionnaire, seen map[string]bool) event.Question {
	q := event.Question{
		ID:       r.unique(at.field("id"), f.ID, seen),
		Kind:     event.QuestionKind(f.Kind),
		Label:    r.title(at.field("label"), f.Label, line),
		Hint:     r.text(at.field("hint"), f.Hint, line),
		Required: f.Required,
		Need:     f.Need,
	}
	if !slices.Contains(event.QuestionKinds, q.Kind) {
		r.problem(at.field("kind"), "written.kind", locale.Args{"Kinds": event.QuestionKinds})
	}
	if f.Need && f.Required {
		r.problem(at.field("required"), "written.need.required")
	}
	q.Options = r.options(at.field("options"), f.Options, q.Kind)
	if f.If != nil {
		q.If = r.condition(at.field("if"), *f.If, q, before)
	}
	return q
}

// options reads those to choose from, in a question of a kind that has them.
func (r *reader) options(at place, all []fileOption, kind event.QuestionKind) []event.Option {
	switch kind {
	case event.OneOf:
		r.number(at, len(all), 2, maxOptions)
	case event.SomeOf, event.Language:
		r.number(at, len(all), 1, maxOptions)
	default:
		if len(all) > 0 {
			r.problem(at, "written.options.none")
		}
	}
	var options []event.Option
	seen := map[string]bool{}
	for i, f := range all {
		at := at.at(i)
		if seen[f.ID] {
			r.problem(at.field("id"), "written.option.twice", locale.Args{"ID": f.ID})
		}
		seen[f.ID] = true
		options = append(options, event.Option{
			ID:    r.id(at.field("id"), f.ID),
			Label: r.title(at.field("label"), f.Label, line),
		})
	}
	return options
}

// condition reads the earlier answer on which a question depends. What follows
// from a need tells of it, and so must be one.
func (r *reader) condition(at place, f fileCondition, q event.Question, before event.Questionnaire) *event.Condition {
	i := slices.IndexFunc(before, func(b event.Question) bool { return b.ID == f.Question })
	if i < 0 {
		r.problem(at.field("question"), "written.if.none", locale.Args{"Question": f.Question})
		return nil
	}
	if before[i].Need && !q.Need {
		r.problem(at.field("question"), "written.if.need", locale.Args{"Question": f.Question})
	}
	if len(f.Is) == 0 {
		r.problem(at.field("is"), "written.one")
	}
	for j, answer := range f.Is {
		if !before[i].Offers(answer) {
			r.problem(at.field("is").at(j), "written.if.answer", locale.Args{"Answer": answer, "Question": f.Question})
		}
	}
	return &event.Condition{Question: f.Question, Is: f.Is}
}
