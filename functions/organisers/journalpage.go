package organisers

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func (o *organisers) journalRoutes() map[string]console {
	return map[string]console{
		site.Journal:     o.journal,
		site.TakeJournal: patient(o.takeJournal),
	}
}

// leafLines is how many lines a page of the journal has.
const leafLines = 50

// longestLine is longer than the name of any line, in bytes.
const longestLine = 100

// journal shows who did what for the organisation and when, the latest first.
func (o *organisers) journal(w http.ResponseWriter, v visit) error {
	view, err := o.journalView(v)
	if err != nil {
		return err
	}
	query := v.URL.Query()
	period := view.Asked.Period
	if after := query.Get(pages.ParamLater); after != "" && len(after) < longestLine {
		period.Beyond, period.Forward = after, true
	} else if before := query.Get(pages.ParamEarlier); len(before) < longestLine {
		period.Beyond = before
	}
	more := false
	for a, err := range o.lines(v, view, period) {
		if err != nil {
			return fault.Wrap("organisers: read the journal", err)
		}
		if more = len(view.Lines) == leafLines; more {
			break
		}
		view.Lines = append(view.Lines, pages.JournalLine{Audit: a})
	}
	if period.Forward {
		slices.Reverse(view.Lines)
	}
	if n := len(view.Lines); n > 0 {
		if period.Forward || more {
			view.Earlier = view.Lines[n-1].Line
		}
		if period.Forward && more || !period.Forward && period.Beyond != "" {
			view.Later = view.Lines[0].Line
		}
	}
	if err := o.namePeople(v, view); err != nil {
		return fault.Wrap("organisers: name the people of the journal", err)
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Journal(view))
}

// journalView is the page without its lines: what can be asked for, and what is.
func (o *organisers) journalView(v visit) (pages.JournalView, error) {
	org, page, err := o.page(v, "/journal")
	if err != nil {
		return pages.JournalView{}, err
	}
	view := pages.JournalView{Page: page, Zone: time.UTC, Now: o.Now(), Events: map[string]event.Event{}}
	if view.Members, err = o.Table.Members(v.Context(), org.ID); err != nil {
		return view, fault.Wrap("organisers: list members", err)
	}
	events, err := o.Table.Events(v.Context(), org.ID)
	if err != nil {
		return view, fault.Wrap("organisers: list events", err)
	}
	var latest event.Event
	for _, e := range events {
		if v.session.Member.Scope.HasEvent(string(e.Ref.Event)) {
			view.Events[string(e.Ref.Event)] = e
		}
		if latest.Zone == "" || e.Updated.After(latest.Updated) {
			latest = e
		}
	}
	if latest.Zone != "" {
		view.Zone = latest.Location() // where they live, as far as one knows
	}
	view.Asked = askedOf(v, view)
	if query := v.URL.Query().Encode(); query != "" {
		view.Page.Path += "?" + query
	}
	return view, nil
}

// askedOf reads what is asked of the journal. What nobody could ask is passed over.
func askedOf(v visit, view pages.JournalView) (asked pages.JournalFilter) {
	q := v.URL.Query()
	if m, known := view.Members[q.Get(pages.ParamMember)]; known {
		asked.Account, asked.By = q.Get(pages.ParamMember), m.Address
	}
	if did := organisation.Action(q.Get(pages.ParamAction)); slices.Contains(organisation.Actions, did) {
		asked.Action = did
	}
	if _, hers := view.Events[q.Get(pages.ParamEvent)]; hers {
		asked.Event = q.Get(pages.ParamEvent)
	}
	asked.Period = organisation.Period{From: view.Now.AddDate(-1, 0, -2), To: view.Now.AddDate(0, 0, 1)}
	if day, err := time.ParseInLocation(time.DateOnly, q.Get(pages.ParamFrom), view.Zone); err == nil {
		asked.From, asked.Period.From = q.Get(pages.ParamFrom), day
	}
	if day, err := time.ParseInLocation(time.DateOnly, q.Get(pages.ParamTo), view.Zone); err == nil {
		asked.To, asked.Period.To = q.Get(pages.ParamTo), day.AddDate(0, 0, 1)
	}
	return asked
}

// lines are those of a period that are asked for and hers to see.
func (o *organisers) lines(v visit, view pages.JournalView, p organisation.Period) func(func(organisation.Audit, error) bool) {
	return func(yield func(organisation.Audit, error) bool) {
		for a, err := range o.Table.Journal(v.Context(), v.session.Member.Organisation, p) {
			if err != nil {
				yield(a, err)
				return
			}
			if view.Asked.Holds(a) && shownLine(v.session.Member.Scope, a) && !yield(a, nil) {
				return
			}
		}
	}
}

// shownLine reports whether a line is about something that a scope shows.
func shownLine(s organisation.Scope, a organisation.Audit) bool {
	return (a.Event == "" || s.HasEvent(a.Event)) && (a.Charter == "" || s.Whole())
}

// namePeople says of the lines of a page whom they are about, where she is still
// known and hers to see.
func (o *organisers) namePeople(v visit, view pages.JournalView) error {
	of := map[string][]int{} // by event, the lines about somebody
	for i, l := range view.Lines {
		if _, known := view.Events[l.Event]; known && l.Person != "" {
			of[l.Event] = append(of[l.Event], i)
		}
	}
	for id, lines := range of {
		if err := o.nameAt(v.Context(), v.session.Member.Scope, view.Events[id], view.Lines, lines); err != nil {
			return err
		}
	}
	return nil
}

func (o *organisers) nameAt(ctx context.Context, scope organisation.Scope, e event.Event, all []pages.JournalLine, some []int) error {
	var keys []token.Person
	for _, i := range some {
		if p, err := token.ParsePerson(all[i].Person); err == nil && !slices.Contains(keys, p) {
			keys = append(keys, p)
		}
	}
	people, err := o.Table.People(ctx, e.Ref, keys)
	if err != nil {
		return err
	}
	names := map[string]registration.Registration{}
	for _, r := range people {
		if r.State != "" && !r.Attendee.Address.IsZero() && r.Kept(o.Now()) && roster.Shows(scope, e, r) {
			names[r.Person.String()] = r
		}
	}
	for _, i := range some {
		all[i].Who = names[all[i].Person].Attendee
	}
	return nil
}

// takeJournal gives the lines that are asked for as a file. Of whom they are
// about it says nothing: who reads the file later need not know.
func (o *organisers) takeJournal(w http.ResponseWriter, v visit) error {
	view, err := o.journalView(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	format := form.Get(pages.FieldFormat)
	if !slices.Contains(pages.Formats, format) {
		view.Problems = web.Problems{{Field: pages.FieldFormat, Text: view.Page.Printer.T("problem.download.format")}}
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.Journal(view))
	}
	p := view.Page.Printer
	l := list{name: p.T("journal.title")}
	for _, c := range journalColumns {
		l.head = append(l.head, p.T("journal."+c))
	}
	for a, err := range o.lines(v, view, view.Asked.Period) {
		if err != nil {
			return fault.Wrap("organisers: read the journal", err)
		}
		l.rows = append(l.rows, row{cells: inOneString(journalCells(p, view, a))})
	}
	name := filename("journal-"+string(v.session.Member.Organisation), format, o.Now().In(view.Zone))
	return o.giveList(w, v, pages.ReadyView{
		Page: view.Page, Title: locale.Text{p.Lang: p.T("journal.title")}, Back: layout.Address(site.Journal, v.lang), Name: name,
	}, l, format, func() error {
		now := o.Now()
		return o.Table.Audit(v.Context(), dynamo.AuditID(now), o.line(v, organisation.JournalTaken, organisation.Audit{
			Format: format, Columns: journalColumns, Filter: view.Asked.Conditions(), Rows: len(l.rows),
		}))
	})
}

// journalColumns are those of the journal as a file, by their names in the catalogue.
var journalColumns = []string{"when", "who", "what", "event", "member", "format", "columns", "filter", "rows"}

func journalCells(p locale.Printer, view pages.JournalView, a organisation.Audit) []string {
	return []string{
		a.At.In(view.Zone).Format("2006-01-02 15:04:05"), a.By.String(), pages.Did(p, a.Action), view.EventName(a.Event), a.Member,
		a.Format, strings.Join(a.Columns, " / "), strings.Join(a.Filter, " / "), strconv.Itoa(a.Rows),
	}
}
