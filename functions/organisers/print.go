package organisers

import (
	"cmp"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/paper"
	"tribune/shared/pdf"
	"tribune/shared/project"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func (o *organisers) paperRoutes() map[string]console {
	return map[string]console{
		site.Paper:     o.paper,
		site.Sheet:     o.sheet,
		site.Badges:    o.badges,
		site.DoorList:  o.doorList,
		site.SheetPDF:  patient(o.sheetPDF),
		site.BadgesPDF: patient(o.badgesPDF),
		site.DoorPDF:   patient(o.doorPDF),
	}
}

// printing is an event of which something is printed, and who is there: those
// who have a seat on site, and those who wait, by name.
type printing struct {
	layout.Page
	event        event.Event
	organisation organisation.Organisation
	project      project.Project
	seated       []roster.Entry
	waiting      []roster.Entry
}

func (o *organisers) printing(v visit, path string) (p printing, err error) {
	const op = "organisers: print"
	if p.event, p.Page, err = o.eventPage(v, path); err != nil {
		return p, err
	}
	e := p.event
	if p.organisation, err = v.organisation(); err != nil {
		return p, err
	}
	if p.project, err = o.projectOf(v, e); err != nil {
		return p, err
	}
	all, err := o.roster.Read(v.Context(), e, v.session.Member.Scope)
	if err != nil {
		return p, fault.Wrap(op, err)
	}
	roster.Sort(all, roster.ByName, v.lang)
	for _, person := range all {
		switch {
		case person.Chosen().Remote:
		case person.State == registration.Confirmed:
			p.seated = append(p.seated, person)
		case slices.Contains([]registration.State{registration.Waiting, registration.Offered, registration.Unconfirmed}, person.State):
			p.waiting = append(p.waiting, person)
		}
	}
	return p, nil
}

// expected are those who are there in a half-day; in a workshop of it, if one is
// named.
func (p printing) expected(h event.HalfDay, in event.WorkshopID) (all []roster.Entry) {
	for _, person := range p.seated {
		c := person.Chosen()
		if slices.Contains(p.event.Expected(c), h) && (in == "" || slices.Contains(c.Workshops, in)) {
			all = append(all, person)
		}
	}
	return all
}

// paper leads to everything that can be printed of an event.
func (o *organisers) paper(w http.ResponseWriter, v visit) error {
	p, err := o.printing(v, "/paper")
	if err != nil {
		return err
	}
	view := pages.PaperView{Page: p.Page, Event: p.event, Next: p.event.NextHalf(o.Now())}
	for _, h := range p.event.HalfDays() {
		half := pages.PaperHalf{HalfDay: h, Expected: len(p.expected(h, ""))}
		for _, workshop := range p.event.During(h) {
			half.Workshops = append(half.Workshops, pages.PaperWorkshop{Workshop: workshop, Expected: len(p.expected(h, workshop.ID))})
		}
		view.Halves = append(view.Halves, half)
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Paper(view))
}

// sheetOf is the sheet to sign that an address or a form names: of the next
// half-day, if it names none. One that the event does not have is not found.
func (o *organisers) sheetOf(p printing, named func(string) string) (pages.ListView, error) {
	half, workshop := named(pages.FieldHalf), event.WorkshopID(named(pages.FieldOf))
	p.Path += pages.SheetPath(half, workshop)
	halves := p.event.HalfDays()
	chosen := slices.IndexFunc(halves, func(h event.HalfDay) bool { return pages.HalfID(h) == half })
	if half == "" {
		chosen = p.event.NextHalf(o.Now())
	}
	nowhere := fault.New(fault.NotFound, "organisers: find a half-day", nil)
	if chosen < 0 || len(halves) == 0 {
		return pages.ListView{}, nowhere
	}
	h := halves[chosen]
	in := slices.IndexFunc(p.event.During(h), func(w event.Workshop) bool { return w.ID == workshop })
	if workshop != "" && in < 0 {
		return pages.ListView{}, nowhere
	}
	people := p.expected(h, workshop)
	view := pages.ListView{Page: p.Page, Event: p.event, Route: site.SheetPDF, People: len(people), Half: pages.HalfID(h), Workshop: workshop}
	view.List = paper.List{Head: p.sheetHead(o.Now(), h, workshop), Certify: p.Printer.T("paper.certify")}
	view.List.Columns = p.columns(paper.Sign, len(p.event.During(h)) > 0 && workshop == "")
	part := paper.Part{Blank: walkIns, None: p.Printer.T("paper.none")}
	for _, person := range people {
		part.Rows = append(part.Rows, p.row(person, p.event.During(h), workshop == ""))
	}
	view.List.Parts = []paper.Part{part}
	return view, nil
}

// walkIns are the rows and badges left empty for those who come unannounced.
const walkIns = 8

func (o *organisers) sheet(w http.ResponseWriter, v visit) error {
	p, err := o.printing(v, "")
	if err != nil {
		return err
	}
	view, err := o.sheetOf(p, v.URL.Query().Get)
	if err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.List(view))
}

func (o *organisers) sheetPDF(w http.ResponseWriter, v visit) error {
	p, err := o.printing(v, "")
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	view, err := o.sheetOf(p, form.Get)
	if err != nil {
		return err
	}
	return o.listPDF(w, v, view, "emargement-"+view.Half)
}

// doorOf is the list for the door.
func (o *organisers) doorOf(v visit) (pages.ListView, error) {
	p, err := o.printing(v, "/paper/door")
	if err != nil {
		return pages.ListView{}, err
	}
	t, all := p.Printer, workshopsOf(p.event)
	view := pages.ListView{Page: p.Page, Event: p.event, Route: site.DoorPDF, People: len(p.seated) + len(p.waiting)}
	view.List = paper.List{Head: p.head(o.Now(), "paper.door"), Columns: p.columns(paper.Tick, len(all) > 0)}
	seated := paper.Part{Title: t.T("paper.registered"), None: t.T("paper.none")}
	for _, person := range p.seated {
		seated.Rows = append(seated.Rows, p.row(person, all, true))
	}
	view.List.Parts = []paper.Part{seated}
	if len(p.waiting) > 0 {
		waiting := paper.Part{Title: t.T("paper.waiting")}
		for _, person := range p.waiting {
			waiting.Rows = append(waiting.Rows, p.row(person, all, true))
		}
		view.List.Parts = append(view.List.Parts, waiting)
	}
	return view, nil
}

func (o *organisers) doorList(w http.ResponseWriter, v visit) error {
	view, err := o.doorOf(v)
	if err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.List(view))
}

func (o *organisers) doorPDF(w http.ResponseWriter, v visit) error {
	view, err := o.doorOf(v)
	if err != nil {
		return err
	}
	return o.listPDF(w, v, view, "accueil")
}

// listPDF gives a list as a file.
func (o *organisers) listPDF(w http.ResponseWriter, v visit, view pages.ListView, name string) error {
	file, err := pdf.List(view.List)
	if err != nil {
		return err
	}
	keys := []string{"family", "given", "organisation"}
	if slices.ContainsFunc(view.List.Columns, func(c paper.Column) bool { return c.Title == view.Page.Printer.T("attendees.workshop") }) {
		keys = append(keys, "workshops")
	}
	return o.file(w, v, view.Page, view.Event, name, file, organisation.Audit{Columns: keys, Rows: view.People})
}

// file gives a PDF, and writes into the audit that it did before a byte of it
// leaves.
func (o *organisers) file(w http.ResponseWriter, v visit, page layout.Page, e event.Event, name string, file []byte, about organisation.Audit) error {
	about.Format = "pdf"
	view := pages.ReadyView{
		Page: page, Title: e.Title, Back: layout.Address(site.Paper, v.lang, string(e.Ref.Event)), Name: string(e.Slug) + "-" + name + ".pdf",
	}
	write := func(to io.Writer) error { _, err := to.Write(file); return err }
	return o.give(w, v, view, pdf.ContentType, write, func() error { return o.audit(v, e, about) })
}

// row is somebody on a list, with those of some workshops that she chose.
func (p printing) row(person roster.Entry, workshops []event.Workshop, tell bool) []string {
	cells := []string{person.Attendee.ListName(), person.Attendee.Organisation}
	if len(workshops) == 0 || !tell {
		return cells
	}
	var titles []string
	for _, w := range workshops {
		if slices.Contains(person.Chosen().Workshops, w.ID) {
			title, _ := w.Title.In(p.Printer.Lang)
			titles = append(titles, title)
		}
	}
	return append(cells, strings.Join(titles, " · "))
}

// columns are those of a list that is signed or ticked.
func (p printing) columns(by paper.Kind, workshops bool) []paper.Column {
	t := p.Printer
	columns := []paper.Column{{Title: t.T("attendees.name"), Kind: paper.Name, Share: 5}, {Title: t.T("attendees.organisation"), Kind: paper.Words, Share: 4.5}}
	if workshops {
		columns = append(columns, paper.Column{Title: t.T("attendees.workshop"), Kind: paper.Words, Share: 4})
	}
	if by == paper.Tick {
		return append([]paper.Column{{Title: t.T("paper.tick"), Kind: paper.Tick, Share: 1.6}}, columns...)
	}
	return append(append([]paper.Column{{Title: t.T("paper.number"), Kind: paper.Number, Share: 1}}, columns...),
		paper.Column{Title: t.T("paper.sign"), Kind: paper.Sign, Share: 5})
}

// text is what people wrote, in the page's language if they did.
func (p printing) text(t locale.Text) string {
	said, _ := t.In(p.Printer.Lang)
	return said
}

// place is where the event is, in one line.
func (p printing) place() string {
	e := p.event
	parts := []string{p.text(e.Place), p.text(e.Address)}
	if !e.TownInAddress(p.Printer.Lang) {
		parts = append(parts, p.text(e.City))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// numberOf is the number of a workshop among those of its event.
func numberOf(e event.Event, id event.WorkshopID) int {
	return slices.IndexFunc(workshopsOf(e), func(w event.Workshop) bool { return w.ID == id })
}

// workshopsOf are all workshops of an event.
func workshopsOf(e event.Event) (all []event.Workshop) {
	for _, s := range e.Slots {
		all = append(all, s.Workshops...)
	}
	return all
}

func mark(p printing, id event.WorkshopID) paper.Mark {
	w, _, _ := p.event.Workshop(id)
	n := numberOf(p.event, id)
	return paper.Mark{Number: strconv.Itoa(n + 1), Title: cmp.Or(p.text(w.Title), string(id)), Hue: n % paper.Hues}
}
