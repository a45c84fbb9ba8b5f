package organisers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/outbox"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// messageLimit is the largest body of the form, in bytes: texts in three languages.
const messageLimit = 256 << 10

func messagePurpose(e event.Ref) string { return "message " + e.String() }

// messageForm asks what is to be said, and to whom.
func (o *organisers) messageForm(w http.ResponseWriter, v visit) error {
	e, page, err := o.eventPage(v, "/messages/new")
	if err != nil {
		return err
	}
	draft := mailing.Mailing{Segment: roster.ParseFilter(v.URL.Query(), e)}
	draft.Segment.Reach = ""
	if query := draft.Segment.Values(); len(query) > 0 {
		page.Path += "?" + query.Encode()
	} else {
		draft.Segment.States = []registration.State{registration.Confirmed}
	}
	view := pages.MessageFormView{Page: page, Event: e, Draft: draft, Stamp: o.Ring.Form(messagePurpose(e.Ref), o.Now())}
	return web.Page(w, v.Request, http.StatusOK, pages.MessageForm(view))
}

// editMessage shows a draft in the form again.
func (o *organisers) editMessage(w http.ResponseWriter, v visit) error {
	d, err := o.draft(v)
	if err != nil {
		return err
	}
	d.Page.Path += "/edit"
	view := pages.MessageFormView{Page: d.Page, Event: d.Event, Draft: d.Mailing, Stamp: o.Ring.Form(messagePurpose(d.Event.Ref), o.Now())}
	return web.Page(w, v.Request, http.StatusOK, pages.MessageForm(view))
}

// writeMessage keeps a new draft. Its id is the form's nonce, so that the same
// form sent twice is one draft.
func (o *organisers) writeMessage(w http.ResponseWriter, v visit) error {
	e, page, err := o.eventPage(v, "/messages/new")
	if err != nil {
		return err
	}
	return o.keep(w, v, pages.MessageFormView{Page: page, Event: e, Draft: mailing.Mailing{
		Event: e.Ref, Kind: outbox.Message, State: mailing.Draft, By: v.session.Member.Address, Made: o.Now(),
	}})
}

// saveMessage keeps a draft as it was changed.
func (o *organisers) saveMessage(w http.ResponseWriter, v visit) error {
	d, err := o.draft(v)
	if err != nil {
		return err
	}
	d.Page.Path += "/edit"
	return o.keep(w, v, pages.MessageFormView{Page: d.Page, Event: d.Event, Draft: d.Mailing})
}

// keep reads the form into a draft and keeps it, if nothing is to be mended.
func (o *organisers) keep(w http.ResponseWriter, v visit, view pages.MessageFormView) error {
	form, err := web.ReadForm(w, v.Request, messageLimit)
	if err != nil {
		return err
	}
	p, purpose := view.Page.Printer, messagePurpose(view.Event.Ref)
	stamp, problems := o.web.OpenStamp(p, form, purpose, true)
	view.Draft.Segment, view.Draft.News = readSegment(form, view.Event), form.Get(pages.FieldNews) != ""
	view.Draft.Subject, view.Draft.Body, view.Problems = readTexts(p, form)
	switch {
	case len(problems) > 0:
		view.Problems = problems
	case len(view.Problems) > 0:
	case view.Draft.Version > 0 && form.Get(pages.FieldVersion) != strconv.Itoa(view.Draft.Version):
		view.Problems = web.Problems{{Text: p.T("problem.message.changed")}}
	default:
		if view.Problems, err = o.weigh(v, view); err != nil {
			return fault.Wrap("organisers: keep a message", err)
		}
	}
	if len(view.Problems) > 0 {
		view.Stamp = stamp.Again
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.MessageForm(view))
	}
	if view.Draft.Version == 0 {
		view.Draft.ID = stamp.Nonce
	}
	if err := o.store(v, view.Draft); err != nil {
		return fault.Wrap("organisers: keep a message", err)
	}
	draft{pages.MessageView{Event: view.Event, Mailing: view.Draft}}.lead(w, v, "")
	return nil
}

// store writes a draft. The form of a new one may come again: the same is the
// same draft, and one that was changed, after going back, changes it. Conflict if
// somebody else changed it, or if it is sent.
func (o *organisers) store(v visit, d mailing.Mailing) error {
	err := o.Table.PutMailing(v.Context(), d)
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	stands, findErr := o.Table.Mailing(v.Context(), d.Event, d.ID)
	switch {
	case findErr != nil:
		return findErr
	case stands.Says(d):
		return nil
	case d.Version > 0 || stands.State != mailing.Draft:
		return err
	}
	d.Version, d.Made = stands.Version, stands.Made
	return o.Table.PutMailing(v.Context(), d)
}

// readTexts reads what is said, by language: in one at least, and in none a
// subject without a text or the other way round.
func readTexts(p locale.Printer, form web.Form) (subject, body locale.Text, problems web.Problems) {
	subject, body = locale.Text{}, locale.Text{}
	for _, l := range locale.Languages {
		s := strings.Join(strings.Fields(form.Get(pages.FieldSubject(l))), " ")
		b := strings.TrimSpace(strings.ReplaceAll(form.Get(pages.FieldBody(l)), "\r\n", "\n"))
		mend := func(field, key string, args ...locale.Args) {
			problems = append(problems, web.Problem{Field: field, Text: p.T(key, args...)})
		}
		switch {
		case s == "" && b != "":
			mend(pages.FieldSubject(l), "problem.message.subject")
		case utf8.RuneCountInString(s) > mailing.MostSubject:
			mend(pages.FieldSubject(l), "problem.message.subject.long", locale.Args{"Most": p.Number(mailing.MostSubject)})
		}
		switch {
		case b == "" && s != "":
			mend(pages.FieldBody(l), "problem.message.body")
		case utf8.RuneCountInString(b) > mailing.MostBody:
			mend(pages.FieldBody(l), "problem.message.body.long", locale.Args{"Most": p.Number(mailing.MostBody)})
		}
		if s != "" {
			subject[l] = s
		}
		if b != "" {
			body[l] = b
		}
	}
	if len(subject) == 0 && len(body) == 0 {
		problems = append(problems, web.Problem{Field: pages.FieldSubject(p.Lang), Text: p.T("problem.message.nothing")})
	}
	return subject, body, problems
}

// readSegment reads whom it is for. What the event does not have is passed over.
func readSegment(form web.Form, e event.Event) roster.Filter {
	kept, _ := url.ParseQuery(form.Get(pages.FieldFilter)) // what cannot be read asks for nothing
	s := pages.Rest(roster.ParseFilter(kept, e))
	for _, state := range pages.Addressed {
		if form.Get(pages.FieldState(state)) != "" {
			s.States = append(s.States, state)
		}
	}
	for _, slot := range e.Slots {
		for _, w := range slot.Workshops {
			if form.Get(pages.FieldOfWorkshop(w.ID)) != "" {
				s.Workshops = append(s.Workshops, w.ID)
			}
		}
	}
	for i := range e.Days {
		if form.Get(pages.FieldDay(i+1)) != "" {
			s.Days = append(s.Days, i+1)
		}
	}
	for _, sector := range registration.Sectors {
		if form.Get(pages.FieldOfSector(sector)) != "" {
			s.Sectors = append(s.Sectors, sector)
		}
	}
	for _, l := range locale.Languages {
		if form.Get(pages.FieldOfLang(l)) != "" {
			s.Langs = append(s.Langs, l)
		}
	}
	for _, a := range pages.AnswersOf(e) {
		if form.Get(pages.FieldAnswer) == a.Value() {
			s.Question, s.Answers = a.Question.ID, []string{a.Answer}
		}
	}
	return s
}
