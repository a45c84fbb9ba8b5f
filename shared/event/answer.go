package event

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// The longest texts that are taken for an answer, in runes.
const (
	MaxShortText = 200
	MaxLongText  = 1000
)

// maxNumber bounds numbers: a spreadsheet shows them whole.
const maxNumber = 1e9

// Why an answer is not taken.
var (
	ErrUnanswered = errors.New("event: a required question without an answer")
	ErrTooLong    = errors.New("event: an answer that is too long")
	ErrNotOffered = errors.New("event: an answer that is not among those offered")
	ErrNumber     = errors.New("event: an answer that is no number")
	ErrDate       = errors.New("event: an answer that is no date")
)

// Misanswer says which question has an answer that is not taken, and why.
type Misanswer struct {
	Question Question
	problem  error // one of Err…
}

func (m Misanswer) Error() string { return fmt.Sprintf("question %q: %v", m.Question.ID, m.problem) }

// Unwrap gives one of Err….
func (m Misanswer) Unwrap() error { return m.problem }

// Read takes what somebody typed for the answers to the questions that are
// asked of her, each in the one form in which it is kept, and says what is not
// taken. An answer to a question that is not asked of her, by what she answered
// before it, is left out.
func (qs Questionnaire) Read(typed Answers) (Answers, []Misanswer) {
	answers, wrong := Answers{}, []Misanswer(nil)
	for _, q := range qs {
		if !q.Asks(answers) {
			continue
		}
		given, err := q.read(typed[q.ID])
		switch {
		case err != nil:
			wrong = append(wrong, Misanswer{q, err})
		case len(given) > 0:
			answers[q.ID] = given
		case q.Required:
			wrong = append(wrong, Misanswer{q, ErrUnanswered})
		}
	}
	return answers, wrong
}

// read takes the values of one question, none of them empty. Only [SomeOf] has
// more than one.
func (q Question) read(typed []string) ([]string, error) {
	var given []string
	for _, s := range typed {
		s = q.clean(s)
		if s == "" || slices.Contains(given, s) {
			continue
		}
		v, err := q.value(s)
		if err != nil {
			return nil, err
		}
		given = append(given, v)
	}
	if len(given) > 1 && q.Kind != SomeOf {
		return nil, ErrNotOffered
	}
	return given, nil
}

// clean takes from an answer what nobody sees; a long text keeps its lines.
func (q Question) clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		switch {
		case c == '\n' && q.Kind == LongText:
			return c
		case unicode.IsSpace(c):
			return ' '
		case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c): // what could make a list read other than it is
			return -1
		}
		return c
	}, s))
}

// value is an answer as it is kept.
func (q Question) value(s string) (string, error) {
	switch q.Kind {
	case ShortText:
		return within(s, MaxShortText)
	case LongText:
		return within(s, MaxLongText)
	case Number:
		return number(s)
	case Date:
		return date(s)
	}
	if !q.Offers(s) {
		return "", ErrNotOffered
	}
	return s, nil
}

// Offers reports whether an answer is one of those that a question is known to
// have. What is typed freely is known of none.
func (q Question) Offers(answer string) bool {
	switch q.Kind {
	case OneOf, SomeOf, Language:
		return slices.ContainsFunc(q.Options, func(o Option) bool { return o.ID == answer })
	case YesNo:
		return answer == Yes || answer == No
	case Country:
		return IsCountry(answer)
	}
	return false
}

// IsCountry reports whether a code is a country's, as ISO 3166-1 alpha-2 has it.
func IsCountry(code string) bool {
	region, err := language.ParseRegion(code)
	return err == nil && region.IsCountry() && region.String() == code
}

func within(s string, most int) (string, error) {
	if utf8.RuneCountInString(s) > most {
		return "", ErrTooLong
	}
	return s, nil
}

// date reads a date as browsers send it, or as people here write it, day first.
func date(s string) (string, error) {
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2.1.2006", "2-1-2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	return "", ErrDate
}

// number reads a number as people write one: with a comma or a point, spaces
// between thousands, the digits of either script.
func number(s string) (string, error) {
	s = strings.Map(func(c rune) rune {
		switch {
		case c >= '٠' && c <= '٩':
			return '0' + c - '٠'
		case c == ',' || c == '٫':
			return '.'
		case unicode.IsSpace(c):
			return -1
		}
		return c
	}, s)
	if whole, rest, ok := strings.Cut(s, "."); ok && len(rest) == 3 && whole != "0" {
		return "", ErrNumber // 1.000 may be one, or a thousand
	}
	n, err := strconv.ParseFloat(s, 64)
	plain := strings.Trim(s, "+-.0123456789") == "" // neither "1e5" nor "Inf"
	if err != nil || !plain || n <= -maxNumber || n >= maxNumber {
		return "", ErrNumber
	}
	return strconv.FormatFloat(n+0, 'f', -1, 64), nil // -0 is 0
}

// Needs are the questions about needs; [Questionnaire.Others] are the rest.
func (qs Questionnaire) Needs() Questionnaire {
	return slices.DeleteFunc(slices.Clone(qs), func(q Question) bool { return !q.Need })
}

// Others are the questions that are not about needs.
func (qs Questionnaire) Others() Questionnaire {
	return slices.DeleteFunc(slices.Clone(qs), func(q Question) bool { return q.Need })
}

// Of leaves of some answers those to these questions.
func (qs Questionnaire) Of(a Answers) Answers {
	some := Answers{}
	for _, q := range qs {
		if given, ok := a[q.ID]; ok {
			some[q.ID] = given
		}
	}
	return some
}
