package event

import (
	"slices"

	"tribune/shared/locale"
)

// Questionnaire is what an event asks beside who comes, in the order of the form.
type Questionnaire []Question

// QuestionKind is the type of an answer.
type QuestionKind string

// The kinds of question.
const (
	ShortText QuestionKind = "text"
	LongText  QuestionKind = "long-text"
	OneOf     QuestionKind = "one"
	SomeOf    QuestionKind = "several"
	Number    QuestionKind = "number"
	Date      QuestionKind = "date"
	YesNo     QuestionKind = "yes-no"
	Country   QuestionKind = "country"
	Language  QuestionKind = "language" // of interpreting
)

// The answers to YesNo.
const (
	Yes = "yes"
	No  = "no"
)

// QuestionKinds lists them.
var QuestionKinds = []QuestionKind{ShortText, LongText, OneOf, SomeOf, Number, Date, YesNo, Country, Language}

// Question is one of them.
type Question struct {
	ID       string // names its column, for ever
	Kind     QuestionKind
	Label    locale.Text
	Hint     locale.Text `json:",omitempty"`
	Required bool        `json:",omitempty"`
	Options  []Option    `json:",omitempty"` // OneOf, SomeOf; Language: which there are
	If       *Condition  `json:",omitempty"` // asked only then
	Need     bool        `json:",omitempty"` // access, diet, interpreting: under a consent of its own, erased soon after the event
}

// CountryOf is the country that somebody says she comes from, in answer to the
// first question for one; "" if she is not asked, or does not say.
func (e Event) CountryOf(a Answers) string {
	for _, q := range e.Questions {
		if q.Kind == Country && len(a[q.ID]) > 0 {
			return a[q.ID][0]
		}
	}
	return ""
}

// Option is one of the answers to choose from.
type Option struct {
	ID    string
	Label locale.Text
}

// Condition is an earlier answer on which a question depends.
type Condition struct {
	Question string   // an earlier one
	Is       []string // any of these answers
}

// Answers are what somebody answered, by the question's id: one value, several
// for SomeOf, none where nothing was answered.
type Answers map[string][]string

// Asks reports whether a question is asked of who gave these answers so far.
func (q Question) Asks(a Answers) bool {
	return q.If == nil || slices.ContainsFunc(a[q.If.Question], func(v string) bool { return slices.Contains(q.If.Is, v) })
}

// Asked are the questions that are asked of who gave these answers so far.
func (qs Questionnaire) Asked(a Answers) Questionnaire {
	return slices.DeleteFunc(slices.Clone(qs), func(q Question) bool { return !q.Asks(a) })
}
