package pages

import (
	"slices"
	"strconv"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// MessagesView is what [Messages] shows: all that is said to an event's people,
// the newest first.
type MessagesView struct {
	Page     layout.Page
	Event    event.Event
	Mailings []mailing.Mailing
}

// MessageView is what [Message] shows.
type MessageView struct {
	Page       layout.Page
	Event      event.Event
	Mailing    mailing.Mailing
	Now        time.Time
	Audience   mailing.Audience // of a draft
	Counts     mailing.Counts   // of what was sent
	Tried      bool             // it has just been sent to the organiser herself
	SpentUntil time.Time        // it cannot be sent before, for so many were; zero if it can
}

// MessageFormView is what [MessageForm] shows: a draft as it was typed.
type MessageFormView struct {
	Page     layout.Page
	Event    event.Event
	Draft    mailing.Mailing
	Stamp    string
	Problems web.Problems
}

// Tried is the query of a message's page after it was tried.
const Tried = "tried"

// Names of the fields of [MessageForm].
const (
	FieldNews    = "news"
	FieldAnswer  = "answer"
	FieldVersion = "version" // of the draft that is sent
)

// FieldSubject is the name of the field of the subject in a language.
func FieldSubject(l locale.Lang) string { return "subject_" + string(l) }

// FieldBody is the name of the field of the text in a language.
func FieldBody(l locale.Lang) string { return "body_" + string(l) }

// FieldState is the name of the box by which those in a state are meant.
func FieldState(s registration.State) string { return "state_" + string(s) }

// FieldOfWorkshop is the name of the box by which those in a workshop are meant.
func FieldOfWorkshop(id event.WorkshopID) string { return "workshop_" + string(id) }

// FieldOfSector is the name of the box by which those of a sector are meant.
func FieldOfSector(s registration.Sector) string { return "sector_" + string(s) }

// FieldOfLang is the name of the box by which those are meant who read a language.
func FieldOfLang(l locale.Lang) string { return "lang_" + string(l) }

// Addressed are the states whose people can be written to.
var Addressed = []registration.State{
	registration.Confirmed, registration.Unconfirmed, registration.Offered, registration.Waiting, registration.Lapsed, registration.Cancelled,
}

// GivenAnswer is an answer to one of an event's questions by which people can be
// chosen. What somebody needs is no such answer: it is for those who see to it.
type GivenAnswer struct {
	Question event.Question
	Answer   string
}

// Value is the answer as a form says it.
func (a GivenAnswer) Value() string { return a.Question.ID + "=" + a.Answer }

// AnswersOf lists those of an event.
func AnswersOf(e event.Event) (all []GivenAnswer) {
	for _, q := range e.Questions {
		if q.Need {
			continue
		}
		if q.Kind == event.YesNo {
			all = append(all, GivenAnswer{q, event.Yes}, GivenAnswer{q, event.No})
		}
		for _, o := range q.Options {
			all = append(all, GivenAnswer{q, o.ID})
		}
	}
	return all
}

// says is the answer with its question, in words.
func (a GivenAnswer) says(p locale.Printer) string {
	return in(p, a.Question.Label) + " – " + a.answer(p)
}

// answer is the answer alone, in words.
func (a GivenAnswer) answer(p locale.Printer) string {
	answer := a.Answer
	if a.Question.Kind == event.YesNo {
		answer = p.T("answer." + a.Answer)
	}
	for _, o := range a.Question.Options {
		if o.ID == a.Answer {
			answer, _ = o.Label.In(p.Lang)
		}
	}
	return answer
}

func (v MessagesView) address(route string) string {
	return layout.Address(route, v.Page.Printer.Lang, string(v.Event.Ref.Event))
}

func (v MessagesView) of(m mailing.Mailing) string {
	return layout.Address(site.MessagePage, v.Page.Printer.Lang, string(v.Event.Ref.Event), m.ID)
}

// pending are the notices that have not begun.
func (v MessagesView) pending() []event.Notice {
	return slices.DeleteFunc(slices.Clone(v.Event.Notices), func(n event.Notice) bool {
		return slices.ContainsFunc(v.Mailings, func(m mailing.Mailing) bool { return m.ID == n.ID })
	})
}

// goes says when a notice goes out.
func (v MessagesView) goes(n event.Notice) string {
	from, _ := v.Event.Window(n)
	return instant(v.Page.Printer, from.In(v.Event.Location()))
}

func instant(p locale.Printer, t time.Time) string {
	return p.T("attendees.instant", locale.Args{"Date": p.ShortDate(t), "Time": p.Time(t)})
}

// named is what a mailing is called: by its subject, or by what it is for.
func named(p locale.Printer, m mailing.Mailing) locale.Text {
	if m.Kind == outbox.Message {
		return m.Subject
	}
	return locale.Text{p.Lang: p.T("message.kind." + string(m.Kind))}
}

func (v MessageView) address(route string) string {
	return layout.Address(route, v.Page.Printer.Lang, string(v.Event.Ref.Event), v.Mailing.ID)
}

func (v MessageView) version() string { return strconv.Itoa(v.Mailing.Version) }

// figures are how the mails of a message fare.
func (v MessageView) figures() []figure {
	p, c := v.Page.Printer, v.Counts
	return []figure{
		{p.T("message.delivered"), c.Delivered}, {p.T("message.sent"), c.Sent}, {p.T("message.waiting"), c.Waiting},
		{p.T("message.failed"), c.Failed}, {p.T("message.dropped"), c.Dropped},
	}
}

type figure struct {
	name string
	n    int
}

// done is how many of the mails of a message are out of the house.
func (v MessageView) done() string { return strconv.Itoa(v.Counts.All() - v.Counts.Waiting) }

// all is how many there are, or are to be while it is going; one at least: of
// nothing a browser shows no bar.
func (v MessageView) all() string {
	all := max(1, v.Counts.All())
	if v.Mailing.State == mailing.Going {
		all = max(all, v.Mailing.Expected)
	}
	return strconv.Itoa(all)
}

// until says until when no more messages go out.
func (v MessageView) until() locale.Args {
	t := v.SpentUntil.In(v.Event.Location())
	return locale.Args{"Until": instant(v.Page.Printer, t)}
}

// readers says how many read a language, and in which the text comes to them if
// it does not exist in theirs.
func (v MessageView) readers(l locale.Lang) string {
	p := v.Page.Printer
	if v.Audience[l] == 0 {
		return p.T("message.readers.none")
	}
	said := p.N("message.readers", v.Audience[l])
	if _, in := v.Mailing.Body.In(l); in != l {
		said += " " + p.T("message.other", locale.Args{"Language": p.T("language." + string(in))})
	}
	return said
}
