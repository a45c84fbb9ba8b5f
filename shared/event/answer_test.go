package event_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"tribune/shared/event"
)

func TestAnswerOfEachKind(t *testing.T) {
	options := []event.Option{{ID: "tools"}, {ID: "contacts"}}
	long := func(n int) string { return strings.Repeat("é", n) }
	for _, c := range []struct {
		kind  event.QuestionKind
		typed []string
		want  []string
		err   error
	}{
		{event.ShortText, []string{"  A\tline\r\nand\x00 more "}, []string{"A line and more"}, nil},
		{event.ShortText, []string{long(event.MaxShortText)}, []string{long(event.MaxShortText)}, nil},
		{event.ShortText, []string{long(event.MaxShortText + 1)}, nil, event.ErrTooLong},
		{event.ShortText, []string{"one", "two"}, nil, event.ErrNotOffered},
		{event.ShortText, []string{" ", ""}, nil, nil},
		{event.LongText, []string{"one\r\ntwo\n"}, []string{"one\ntwo"}, nil},
		{event.LongText, []string{long(event.MaxLongText + 1)}, nil, event.ErrTooLong},
		{event.OneOf, []string{"tools"}, []string{"tools"}, nil},
		{event.OneOf, []string{"tools", "contacts"}, nil, event.ErrNotOffered},
		{event.OneOf, []string{"elsewhere"}, nil, event.ErrNotOffered},
		{event.SomeOf, []string{"contacts", "tools", "contacts"}, []string{"contacts", "tools"}, nil},
		{event.Language, []string{"tools"}, []string{"tools"}, nil},
		{event.Number, []string{"1 250,50"}, []string{"1250.5"}, nil},
		{event.Number, []string{"٣٢"}, []string{"32"}, nil},
		{event.Number, []string{"-3"}, []string{"-3"}, nil},
		{event.Number, []string{"1.000"}, nil, event.ErrNumber},
		{event.Number, []string{"0,125"}, []string{"0.125"}, nil},
		{event.Number, []string{"-0"}, []string{"0"}, nil},
		{event.Number, []string{"1e5"}, nil, event.ErrNumber},
		{event.Number, []string{"Inf"}, nil, event.ErrNumber},
		{event.Number, []string{"1000000000"}, nil, event.ErrNumber},
		{event.Number, []string{"three"}, nil, event.ErrNumber},
		{event.Date, []string{"2027-02-28"}, []string{"2027-02-28"}, nil},
		{event.Date, []string{"2027-02-29"}, nil, event.ErrDate},
		{event.Date, []string{"28/02/2027"}, []string{"2027-02-28"}, nil},
		{event.Date, []string{"1.3.2027"}, []string{"2027-03-01"}, nil},
		{event.Date, []string{"02/28/2027"}, nil, event.ErrDate},
		{event.YesNo, []string{event.No}, []string{event.No}, nil},
		{event.YesNo, []string{"maybe"}, nil, event.ErrNotOffered},
		{event.Country, []string{"MA"}, []string{"MA"}, nil},
		{event.Country, []string{"ma"}, nil, event.ErrNotOffered},
		{event.Country, []string{"XX"}, nil, event.ErrNotOffered},
	} {
		qs := event.Questionnaire{{ID: "q", Kind: c.kind, Options: options}}
		got, wrong := qs.Read(event.Answers{"q": c.typed})
		if !reflect.DeepEqual(got["q"], c.want) || (len(wrong) > 0) != (c.err != nil) || len(wrong) > 0 && !errors.Is(wrong[0], c.err) {
			t.Errorf("%s %q: %q, %v; want %q, %v", c.kind, c.typed, got["q"], wrong, c.want, c.err)
		}
	}
}

func TestQuestionsThatFollowFromAnAnswer(t *testing.T) {
	qs := event.Questionnaire{
		{ID: "comes", Kind: event.YesNo, Required: true},
		{ID: "how", Kind: event.ShortText, Required: true, If: &event.Condition{Question: "comes", Is: []string{event.Yes}}},
		{ID: "when", Kind: event.Date, Required: true, If: &event.Condition{Question: "how", Is: []string{"train"}}},
	}
	for _, c := range []struct {
		name  string
		typed event.Answers
		want  event.Answers
		wrong []string
	}{
		{"nothing", nil, event.Answers{}, []string{"comes"}},
		{"no", event.Answers{"comes": {"no"}}, event.Answers{"comes": {"no"}}, nil},
		{"no, and what is not asked then", event.Answers{"comes": {"no"}, "how": {"train"}, "when": {"never"}}, event.Answers{"comes": {"no"}}, nil},
		{"yes, and nothing more", event.Answers{"comes": {"yes"}}, event.Answers{"comes": {"yes"}}, []string{"how"}},
		{"all the way", event.Answers{"comes": {"yes"}, "how": {" train "}}, event.Answers{"comes": {"yes"}, "how": {"train"}}, []string{"when"}},
		{"a wrong answer asks nothing", event.Answers{"comes": {"perhaps"}, "how": {"train"}}, event.Answers{}, []string{"comes"}},
		{"a question that there is not", event.Answers{"comes": {"no"}, "else": {"x"}}, event.Answers{"comes": {"no"}}, nil},
	} {
		got, wrong := qs.Read(c.typed)
		var ids []string
		for _, w := range wrong {
			ids = append(ids, w.Question.ID)
		}
		if !reflect.DeepEqual(got, c.want) || !reflect.DeepEqual(ids, c.wrong) {
			t.Errorf("%s: %v, wrong %v; want %v, %v", c.name, got, ids, c.want, c.wrong)
		}
	}
}

func TestNeedsApart(t *testing.T) {
	qs := event.Questionnaire{{ID: "why"}, {ID: "diet", Need: true}}
	a := event.Answers{"why": {"x"}, "diet": {"y"}}
	if got := qs.Needs().Of(a); !reflect.DeepEqual(got, event.Answers{"diet": {"y"}}) {
		t.Errorf("needs %v", got)
	}
	if got := qs.Others().Of(a); !reflect.DeepEqual(got, event.Answers{"why": {"x"}}) {
		t.Errorf("others %v", got)
	}
}
