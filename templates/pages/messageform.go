package pages

import (
	"slices"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/mailing"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/templates/layout"
)

// action is where the form goes: a new draft's, or that of one that is there.
func (v MessageFormView) action() string {
	l, e := v.Page.Printer.Lang, string(v.Event.Ref.Event)
	if v.Draft.Version > 0 {
		return layout.Address(site.SaveMessage, l, e, v.Draft.ID)
	}
	return layout.Address(site.WriteMessage, l, e)
}

func (v MessageFormView) subject(l locale.Lang) layout.Input {
	p, name := v.Page.Printer, FieldSubject(l)
	return layout.Input{
		Name: name, Label: p.T("message.subject", v.in(l)), Value: v.Draft.Subject[l], Problem: v.Problems.For(name),
		Dir: l.Dir(), Optional: true,
	}
}

func (v MessageFormView) body(l locale.Lang) layout.Text {
	p, name := v.Page.Printer, FieldBody(l)
	return layout.Text{
		Name: name, Label: locale.Text{p.Lang: p.T("message.body", v.in(l))}, Value: v.Draft.Body[l], Problem: v.Problems.For(name),
		Lang: l, Rows: 10, Optional: true,
	}
}

func (v MessageFormView) in(l locale.Lang) locale.Args {
	return locale.Args{"Language": v.Page.Printer.T("language." + string(l))}
}

// Rest is what of a segment the form does not ask: it came from the list that
// was narrowed. Whether mail reaches somebody is no condition of mail.
func Rest(f roster.Filter) roster.Filter {
	return roster.Filter{Countries: f.Countries, Mode: f.Mode, Needs: f.Needs, Search: f.Search}
}

func (v MessageFormView) rest() string { return Rest(v.Draft.Segment).Values().Encode() }

// conditions say the rest in words.
func (v MessageFormView) conditions() []condition {
	return AttendeesView{Page: v.Page, Event: v.Event, Filter: Rest(v.Draft.Segment), Countries: v.Draft.Segment.Countries}.conditions()
}

// states are whom it is for by how they stand.
func (v MessageFormView) states() layout.Boxes {
	p := v.Page.Printer
	b := layout.Boxes{Said: p.T("message.to.state"), Hint: p.T("message.to.state.hint")}
	for _, s := range Addressed {
		b.Options = append(b.Options, layout.Box{Name: FieldState(s), Said: p.T("state." + string(s)), Checked: slices.Contains(v.Draft.Segment.States, s)})
	}
	return b
}

// groups are the other conditions, where the event has what they ask for.
func (v MessageFormView) groups() []layout.Boxes {
	p, e, s := v.Page.Printer, v.Event, v.Draft.Segment
	workshops := layout.Boxes{Said: p.T("message.to.workshop")}
	for _, slot := range e.Slots {
		for _, w := range slot.Workshops {
			workshops.Options = append(workshops.Options, layout.Box{Name: FieldOfWorkshop(w.ID), Label: w.Title, Checked: slices.Contains(s.Workshops, w.ID)})
		}
	}
	days := layout.Boxes{Said: p.T("message.to.day")}
	for i, d := range e.Days {
		if len(e.Days) > 1 {
			days.Options = append(days.Options, layout.Box{Name: FieldDay(i + 1), Said: p.Date(d.Starts.In(e.Location())), Checked: slices.Contains(s.Days, i+1)})
		}
	}
	sectors := layout.Boxes{Said: p.T("message.to.sector")}
	for _, sector := range registration.Sectors {
		sectors.Options = append(sectors.Options, layout.Box{Name: FieldOfSector(sector), Said: p.T("sector." + string(sector)), Checked: slices.Contains(s.Sectors, sector)})
	}
	langs := layout.Boxes{Said: p.T("message.to.lang")}
	for _, l := range locale.Languages {
		langs.Options = append(langs.Options, layout.Box{Name: FieldOfLang(l), Said: p.T("language." + string(l)), Checked: slices.Contains(s.Langs, l)})
	}
	return slices.DeleteFunc([]layout.Boxes{workshops, days, sectors, langs}, func(b layout.Boxes) bool { return len(b.Options) == 0 })
}

// answers is the choice of one answer that people gave; without options where
// the event asks nothing that has some.
func (v MessageFormView) answers() layout.Select {
	p, s := v.Page.Printer, v.Draft.Segment
	c := layout.Select{Name: FieldAnswer, Said: p.T("message.to.answer"), Optional: true}
	for _, a := range AnswersOf(v.Event) {
		if s.Question == a.Question.ID && slices.Contains(s.Answers, a.Answer) {
			c.Value = a.Value()
		}
		c.Options = append(c.Options, layout.Option{Value: a.Value(), Said: a.says(p)})
	}
	return c
}

func (v MessageFormView) news() layout.Check {
	p := v.Page.Printer
	return layout.Check{Name: FieldNews, Label: p.T("message.news"), Checked: v.Draft.News, Optional: true}
}

// conditions say in words whom a message is for, each on a line.
func (v MessageView) conditions() []string {
	p, e, s := v.Page.Printer, v.Event, v.Mailing.Segment
	var lines []string
	add := func(key string, all []string) {
		if len(all) > 0 {
			lines = append(lines, p.T("message.to."+key)+" "+p.List(all))
		}
	}
	add("state", each(mailing.Meant(s), func(s registration.State) string { return p.T("state." + string(s)) }))
	add("workshop", each(s.Workshops, func(id event.WorkshopID) string { return workshopTitle(p, e, id) }))
	add("day", each(s.Days, func(day int) string { return dayOf(p, e, day) }))
	add("sector", each(s.Sectors, func(s registration.Sector) string { return p.T("sector." + string(s)) }))
	add("lang", each(s.Langs, func(l locale.Lang) string { return p.T("language." + string(l)) }))
	for _, a := range AnswersOf(e) {
		if a.Question.ID == s.Question && slices.Contains(s.Answers, a.Answer) {
			lines = append(lines, p.T("message.to.answer")+" "+a.says(p))
		}
	}
	rest := AttendeesView{Page: v.Page, Event: e, Filter: Rest(s), Countries: s.Countries}
	for _, c := range rest.conditions() {
		lines = append(lines, c.said)
	}
	if v.Mailing.News {
		lines = append(lines, p.T("message.is-news"))
	}
	return lines
}

// each says every one of some values.
func each[T any](values []T, say func(T) string) (all []string) {
	for _, v := range values {
		all = append(all, say(v))
	}
	return all
}

func workshopTitle(p locale.Printer, e event.Event, id event.WorkshopID) string {
	w, _, _ := e.Workshop(id)
	title, _ := w.Title.In(p.Lang)
	return title
}

// dayOf is the date of an event's day, counted from 1; "" if there is none.
func dayOf(p locale.Printer, e event.Event, day int) string {
	if day < 1 || day > len(e.Days) {
		return ""
	}
	return p.Date(e.Days[day-1].Starts.In(e.Location()))
}
