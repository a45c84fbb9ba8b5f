package intake

import (
	"errors"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// Entry is what somebody wishes beside who she is: what she comes to, what she
// answered, and whether she would rather wait than be refused.
type Entry struct {
	Choice  event.Choice
	Answers event.Answers
	Needs   registration.Needs
	Wait    bool
}

// ReadEntry reads it, or says what is to be mended.
func ReadEntry(p locale.Printer, f web.Form, e event.Event, now time.Time) (Entry, web.Problems) {
	x := Entry{Wait: f.Get(pages.FieldWait) != "" && !e.NoWaiting}
	var problems web.Problems
	if x.Choice, problems = readChoice(p, f, e); len(problems) == 0 {
		problems = unfit(p, f, e, x.Choice)
	}
	answers, unanswered := readAnswers(p, f, e.Questions)
	x.Answers = e.Questions.Others().Of(answers)
	needs := e.Questions.Needs().Of(answers)
	switch {
	case len(needs) == 0:
	case f.Get(pages.FieldNeedsConsent) == "":
		unanswered = append(unanswered, web.Problem{Field: pages.FieldNeedsConsent, Text: p.T("problem.needs.consent")})
	default:
		x.Needs = registration.Needs{Answers: needs, Consent: now, Until: e.Ends().Add(registration.KeepNeeds)}
	}
	return x, slices.Concat(problems, unanswered)
}

// readChoice reads how, when and to what somebody comes.
func readChoice(p locale.Printer, f web.Form, e event.Event) (event.Choice, web.Problems) {
	c := event.Choice{Remote: e.Capacity == 0}
	if e.Capacity > 0 && e.Remote.Capacity > 0 {
		switch f.Get(pages.FieldMode) {
		case pages.OnSite:
		case pages.Online:
			c.Remote = true
		default:
			return c, web.Problems{{Field: pages.FieldMode, Text: p.T("problem.mode.missing")}}
		}
	}
	c.Days, c.Workshops = readDays(f, e), Workshops(f, e)
	return c, nil
}

// Workshops are those that somebody chose, whether or not the event has them.
func Workshops(f web.Form, e event.Event) (all []event.WorkshopID) {
	for _, s := range e.Slots {
		if id := f.Get(pages.FieldWorkshop(s.ID)); id != "" {
			all = append(all, event.WorkshopID(id))
		}
	}
	return all
}

func readDays(f web.Form, e event.Event) (days []int) {
	for i := range e.Days {
		if e.ByDay && f.Get(pages.FieldDay(i+1)) != "" {
			days = append(days, i+1)
		}
	}
	return days
}

// unfit says what of a choice does not fit the event, in its own words.
func unfit(p locale.Printer, f web.Form, e event.Event, c event.Choice) web.Problems {
	var problems web.Problems
	for _, u := range e.Check(c) {
		field := pages.FieldWorkshop(slotOf(f, e, u))
		args := locale.Args{}
		for i, name := range []string{"Workshop", "Other"} {
			if w, _, ok := e.Workshop(u.Of[i]); ok {
				args[name] = locale.IsolateText(w.Title, p.Lang)
			}
		}
		key := "problem.workshop.unknown"
		switch {
		case errors.Is(u, event.ErrMode):
			field, key = pages.FieldMode, "problem.mode.missing"
		case errors.Is(u, event.ErrNoDay), errors.Is(u, event.ErrDay):
			field, key = pages.FieldDay(1), "problem.days.missing"
		case errors.Is(u, event.ErrWorkshop) && len(args) > 0 && c.Remote:
			key = "problem.workshop.not-online"
		case errors.Is(u, event.ErrWorkshop) && len(args) > 0:
			key = "problem.workshop.not-site"
		case errors.Is(u, event.ErrAbsent):
			key, args["Day"] = "problem.workshop.absent", absence(p, e, c, u.Of[0])
		case errors.Is(u, event.ErrOverlap):
			key = "problem.workshop.overlap"
		case errors.Is(u, event.ErrNoWorkshop):
			i := slices.IndexFunc(e.Slots, func(s event.Slot) bool { return s.ID == u.Slot })
			key, args = "problem.workshop.missing", locale.Args{"Slot": locale.IsolateText(e.Slots[i].Title, p.Lang)}
		}
		if problems.For(field) == "" { // one thing at a time
			problems = append(problems, web.Problem{Field: field, Text: p.T(key, args)})
		}
	}
	return problems
}

// absence names the first day of a workshop on which somebody is not there.
func absence(p locale.Printer, e event.Event, c event.Choice, id event.WorkshopID) string {
	for _, s := range e.SlotsOf(id) {
		if day := e.DayOf(s); !slices.Contains(c.Days, day) {
			return p.Date(s.Starts.In(e.Location()))
		}
	}
	return ""
}

// slotOf is the slot beside which a problem is shown: where its workshop was
// chosen, whatever slot that is of.
func slotOf(f web.Form, e event.Event, u event.Unfit) string {
	for _, s := range e.Slots {
		if f.Get(pages.FieldWorkshop(s.ID)) == string(u.Of[0]) && !errors.Is(u, event.ErrOverlap) && u.Of[0] != "" {
			return s.ID
		}
	}
	return u.Slot
}

// typedAnswers is what was typed for the event's questions.
func typedAnswers(f web.Form, qs event.Questionnaire) event.Answers {
	typed := event.Answers{}
	for _, q := range qs {
		if q.Kind != event.SomeOf {
			if s := f.Get(pages.FieldQuestion(q)); s != "" {
				typed[q.ID] = []string{s}
			}
			continue
		}
		for _, o := range q.Options {
			if f.Get(pages.FieldOption(q, o.ID)) != "" {
				typed[q.ID] = append(typed[q.ID], o.ID)
			}
		}
	}
	return typed
}

// readAnswers reads the answers. A question that follows from one of them, and
// that she has not seen yet, is shown to her before anything is done.
func readAnswers(p locale.Printer, f web.Form, qs event.Questionnaire) (event.Answers, web.Problems) {
	answers, wrong := qs.Read(typedAnswers(f, qs))
	var problems web.Problems
	for _, q := range qs.Asked(answers) {
		args := locale.Args{"Question": locale.IsolateText(q.Label, p.Lang)}
		i := slices.IndexFunc(wrong, func(m event.Misanswer) bool { return m.Question.ID == q.ID })
		switch {
		case f.Get(pages.FieldAsked(q)) == "" && len(answers[q.ID]) == 0:
			problems = append(problems, web.Problem{Field: pages.FieldQuestion(q), Text: p.T("problem.question.new", args)})
		case i >= 0:
			problems = append(problems, web.Problem{Field: pages.FieldQuestion(q), Text: p.T(misanswered(wrong[i]), args)})
		}
	}
	return answers, problems
}

// misanswered is the sentence for an answer that is not taken.
func misanswered(m event.Misanswer) string {
	switch {
	case errors.Is(m, event.ErrUnanswered):
		return "problem.question.missing"
	case errors.Is(m, event.ErrTooLong):
		return "problem.question.long"
	case errors.Is(m, event.ErrNumber):
		return "problem.question.number"
	case errors.Is(m, event.ErrDate):
		return "problem.question.date"
	}
	return "problem.question.offered"
}

// Full says which of the places that somebody chose, and does not hold, have no
// seat left; and, if she may, that she can wait.
func Full(p locale.Printer, e event.Event, d registration.Desk, c event.Choice, holds []event.Place, waits bool) web.Problems {
	var problems web.Problems
	lacks := func(place event.Place) bool { return d.Seats[place].Left() == 0 && !slices.Contains(holds, place) }
	say := func(field, key string, args ...locale.Args) {
		if waits {
			key += ".wait"
		}
		problems = append(problems, web.Problem{Field: field, Text: p.T(key, args...)})
	}
	hall := event.Hall
	if c.Remote {
		hall = event.Online
	}
	if lacks(hall) {
		field := pages.FieldWait
		if !waits { // then there is no such box
			field = ""
		}
		say(field, "problem.event.full")
		return problems // that there are no workshops either follows
	}
	for _, day := range c.Days {
		if !c.Remote && lacks(event.OfDay(day)) {
			say(pages.FieldDay(day), "problem.day.full", locale.Args{"Day": p.Date(e.Days[day-1].Starts.In(e.Location()))})
		}
	}
	for _, id := range c.Workshops {
		if w, s, _ := e.Workshop(id); lacks(event.OfWorkshop(id, c.Remote)) {
			say(pages.FieldWorkshop(s.ID), "problem.workshop.full", locale.Args{"Workshop": locale.IsolateText(w.Title, p.Lang)})
		}
	}
	return problems
}
