package pages

import (
	"strconv"

	"tribune/shared/event"
	"tribune/shared/registration"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// Names of the fields of [RegisterForm], [ChangeForm], [LostLinkForm], [SignIn]
// and [Code]. Those of an event's own parts hold its ids after an underscore, which no
// id has in it.
const (
	FieldGiven        = "given"
	FieldFamily       = "family"
	FieldAddress      = "address"
	FieldPhone        = "phone"
	FieldOrganisation = "organisation"
	FieldSector       = "sector"
	FieldLang         = "lang" // of her mail
	FieldMode         = "mode"
	FieldConsent      = "consent"
	FieldNeedsConsent = "needs-consent"
	FieldWait         = "wait"
	FieldEarlyCode    = "early-code"
	FieldCode         = "code"
	FieldAgain        = "again"   // news are wanted again, at [Declined]
	FieldDoubted      = "doubted" // the address that looked like a slip when it was last sent
)

// The values of [FieldMode].
const (
	OnSite = "site"
	Online = "online"
)

// FieldDay is the name of the box by which a day is attended, counted from 1.
func FieldDay(day int) string { return "day_" + strconv.Itoa(day) }

// FieldWorkshop is the name of the field in which a slot's workshop is chosen.
func FieldWorkshop(slot string) string { return "workshop-" + slot }

// FieldQuestion is the name of the field of an event's question.
func FieldQuestion(q event.Question) string {
	if q.Kind == event.SomeOf && len(q.Options) > 0 {
		return FieldOption(q, q.Options[0].ID) // each answer has its own; the first stands for all
	}
	return "question_" + q.ID
}

// FieldOption is the name of the box of one of several answers.
func FieldOption(q event.Question, option string) string { return "question_" + q.ID + "_" + option }

// FieldAsked is the name of a field that is there if a question was shown.
func FieldAsked(q event.Question) string { return "asked_" + q.ID }

// Values is what somebody typed into [RegisterForm], as it was typed.
type Values struct {
	Given, Family, Address, Phone, Organisation, Sector, Lang string

	Mode         string
	Days         []int
	Workshops    map[string]string // chosen workshop by slot
	Answers      event.Answers
	Asked        event.Questionnaire // those of the event's questions to be shown
	NeedsConsent bool
	Wait         bool
	EarlyCode    string
	Consent      bool
}

// RegisterView is the registration form.
type RegisterView struct {
	Page layout.Page
	Announcement
	Stamp    string
	Doubted  bool // the address looks like a slip; sent again as it is, it is meant
	Values   Values
	Problems web.Problems
	Holds    []event.Place // hers already, which are not full for her
	Held     bool          // they are held for her, and she can wait for nothing else meanwhile
}

// CanWait reports whether somebody may wait for what is full.
func (v RegisterView) CanWait() bool { return !v.Event.NoWaiting && !v.Held }

// Kept gives a form the values of a registration as it stands.
func Kept(e event.Event, r registration.Registration) Values {
	a, c := r.Attendee, r.Chosen()
	if r.Wants != nil {
		c = *r.Wants
	}
	v := Values{
		Given: a.Given.String(), Family: a.Family.String(), Phone: a.Phone.String(),
		Organisation: a.Organisation, Sector: string(a.Sector), Lang: string(a.Lang), Mode: OnSite, Days: c.Days, Workshops: map[string]string{},
		Answers: event.Answers{}, NeedsConsent: len(r.Needs.Answers) > 0, Wait: r.Wants != nil && !r.State.Held(),
	}
	if c.Remote {
		v.Mode = Online
	}
	for _, id := range c.Workshops {
		_, s, _ := e.Workshop(id)
		v.Workshops[s.ID] = string(id)
	}
	for _, given := range []event.Answers{r.Answers, r.Needs.Answers} {
		for id, answer := range given {
			v.Answers[id] = answer
		}
	}
	v.Asked = e.Questions.Asked(v.Answers)
	return v
}
