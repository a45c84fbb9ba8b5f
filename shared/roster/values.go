package roster

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
)

// The names by which an address says a [Filter].
const (
	ParamSearch   = "q"
	ParamState    = "state"
	ParamWorkshop = "workshop"
	ParamDay      = "day" // counted from 1
	ParamSector   = "sector"
	ParamCountry  = "country"
	ParamLang     = "lang"
	ParamAnswer   = "answer" // question and answer, see [AnswerParam]
	ParamMode     = "mode"
	ParamReach    = "reach"
	ParamNeeds    = "needs"
)

// longestSearch is what is taken of a search, in runes.
const longestSearch = 100

// AnswerParam is how an address says one answer to a question. No id has an
// underscore in it.
func AnswerParam(question, answer string) string { return question + "_" + answer }

// Values is the filter as an address says it. [ParseFilter] reads it again.
func (f Filter) Values() url.Values {
	v := url.Values{}
	add := func(name string, values ...string) {
		for _, s := range values {
			if s != "" {
				v.Add(name, s)
			}
		}
	}
	add(ParamSearch, f.Search)
	add(ParamState, texts(f.States)...)
	add(ParamWorkshop, texts(f.Workshops)...)
	for _, d := range f.Days {
		add(ParamDay, strconv.Itoa(d))
	}
	add(ParamSector, texts(f.Sectors)...)
	add(ParamCountry, f.Countries...)
	add(ParamLang, texts(f.Langs)...)
	for _, a := range f.Answers {
		add(ParamAnswer, AnswerParam(f.Question, a))
	}
	add(ParamMode, string(f.Mode))
	add(ParamReach, string(f.Reach))
	if f.Needs {
		add(ParamNeeds, "yes")
	}
	return v
}

// ParseFilter reads a filter of an event's people. What the event does not
// have is passed over, and so is what is said twice.
func ParseFilter(v url.Values, e event.Event) Filter {
	f := Filter{
		States:  known(v[ParamState], registration.States...),
		Sectors: known(v[ParamSector], registration.Sectors...),
		Langs:   known(v[ParamLang], locale.Languages...),
		Mode:    only(known(v[ParamMode], OnSite, Online)),
		Reach:   only(known(v[ParamReach], Reached, Unreached)),
		Needs:   v.Get(ParamNeeds) != "",
		Search:  search(v.Get(ParamSearch)),
	}
	for _, s := range e.Slots {
		for _, w := range s.Workshops {
			f.Workshops = append(f.Workshops, known(v[ParamWorkshop], w.ID)...)
		}
	}
	for i := range e.Days {
		if slices.Contains(v[ParamDay], strconv.Itoa(i+1)) {
			f.Days = append(f.Days, i+1)
		}
	}
	for _, code := range v[ParamCountry] {
		if (event.Question{Kind: event.Country}).Offers(code) && !slices.Contains(f.Countries, code) {
			f.Countries = append(f.Countries, code)
		}
	}
	f.Question, f.Answers = answers(v[ParamAnswer], e)
	return f
}

// answers reads those to the first question that is named.
func answers(said []string, e event.Event) (question string, all []string) {
	for _, s := range said {
		id, answer, _ := strings.Cut(s, "_")
		i := slices.IndexFunc(e.Questions, func(q event.Question) bool { return q.ID == id && !q.Need && q.Offers(answer) })
		if i < 0 || question != "" && question != id || slices.Contains(all, answer) {
			continue
		}
		question, all = id, append(all, answer)
	}
	return question, all
}

func search(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
	if utf8.RuneCountInString(s) > longestSearch {
		s = strings.TrimSpace(string([]rune(s)[:longestSearch]))
	}
	return s
}

// known are those of some values that were said, in their own order.
func known[T ~string](said []string, values ...T) (some []T) {
	for _, v := range values {
		if slices.Contains(said, string(v)) {
			some = append(some, v)
		}
	}
	return some
}

// only is the one that was said; who says all says nothing.
func only[T ~string](all []T) (one T) {
	if len(all) == 1 {
		one = all[0]
	}
	return one
}

func texts[T ~string](values []T) (all []string) {
	for _, v := range values {
		all = append(all, string(v))
	}
	return all
}
