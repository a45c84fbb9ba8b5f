package organisers

import (
	"net/http"
	"slices"
	"time"

	"tribune/shared/event"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/paper"
	"tribune/shared/pdf"
	"tribune/shared/web"
	"tribune/templates/pages"
)

// badgesOf are the badges of those who have a seat on site, and empty ones. They
// say of the event its neutral title alone: they are worn in the street too.
func (o *organisers) badgesOf(v visit) (pages.BadgesView, error) {
	p, err := o.printing(v, "/paper/badges")
	if err != nil {
		return pages.BadgesView{}, err
	}
	view := pages.BadgesView{Page: p.Page, Event: p.event, People: len(p.seated)}
	view.Badges.Head = p.head(o.Now(), "paper.badges")
	if p.event.NeutralTitle.Has() {
		view.Badges.Title = p.text(p.event.NeutralTitle)
	}
	for _, person := range p.seated {
		card := paper.Card{
			Name:      person.Attendee.FullName(),
			Structure: person.Attendee.Organisation,
		}
		for _, id := range person.Chosen().Workshops {
			card.Marks = append(card.Marks, mark(p, id))
		}
		view.Badges.Cards = append(view.Badges.Cards, card)
	}
	view.Badges.Cards = append(view.Badges.Cards, make([]paper.Card, walkIns)...)
	return view, nil
}

func (o *organisers) badges(w http.ResponseWriter, v visit) error {
	view, err := o.badgesOf(v)
	if err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Badges(view))
}

func (o *organisers) badgesPDF(w http.ResponseWriter, v visit) error {
	view, err := o.badgesOf(v)
	if err != nil {
		return err
	}
	file, err := pdf.Badges(view.Badges)
	if err != nil {
		return err
	}
	keys := []string{"family", "given", "organisation"}
	if slices.ContainsFunc(view.Badges.Cards, func(c paper.Card) bool { return len(c.Marks) > 0 }) {
		keys = append(keys, "workshops")
	}
	return o.file(w, v, view.Page, view.Event, "badges", file, organisation.Audit{Columns: keys, Rows: view.People})
}

// head is what anything printed says of itself; the key names what it is.
func (p printing) head(now time.Time, kind string) paper.Head {
	t, e := p.Printer, p.event
	at := now.In(e.Location())
	h := paper.Head{
		Lang: t.Lang, Kind: t.T(kind), Title: p.text(e.Title), Project: p.text(p.project.Title),
		Organiser: p.text(p.organisation.Name), Logo: p.organisation.Logo,
		Made: at, MadeOn: t.T("paper.made", locale.Args{"Day": t.ShortDate(at)}),
		Page: func(n, of int) string {
			return t.T("paper.page", locale.Args{"N": t.Number(n), "Of": t.Number(of)})
		},
	}
	when := t.DateRange(e.Starts().In(e.Location()), e.Ends().In(e.Location()))
	h.Facts = []paper.Fact{{Name: t.T("event.when"), Text: when}, {Name: t.T("event.where"), Text: p.place()}}
	for _, f := range p.project.Funders() {
		h.Funders = append(h.Funders, paper.Funder{Name: f.Name, Logo: f.Logo})
	}
	if len(h.Funders) > 0 {
		h.Thanks = t.T("paper.thanks")
	}
	return h
}

// sheetHead is the head of a sheet to sign in a half-day.
func (p printing) sheetHead(now time.Time, half event.HalfDay, workshop event.WorkshopID) paper.Head {
	h, t, e := p.head(now, "paper.sheet"), p.Printer, p.event
	h.Facts = []paper.Fact{
		{Name: t.T("event.when"), Text: pages.HalfDay(t, e, half)},
		{Name: t.T("paper.hours"), Text: t.Hours(half.Starts.In(e.Location()), half.Ends.In(e.Location()))},
		{Name: t.T("event.where"), Text: p.place()},
	}
	if w, _, ok := e.Workshop(workshop); ok {
		h.Facts = append(h.Facts, paper.Fact{Name: t.T("attendees.workshop"), Text: p.text(w.Title)})
	}
	return h
}
