package organisers

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/roster"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/pages"
)

func (o *organisers) downloadRoutes() map[string]console {
	return map[string]console{
		site.DownloadForm: patient(o.downloadForm),
		site.Download:     patient(o.download),
	}
}

// longList is how long the longest list may take: longer than other pages, and
// shorter than the function lives.
const longList = 25 * time.Second

// patient gives a request so long, instead of what every page has.
func patient(h console) console {
	return func(w http.ResponseWriter, v visit) error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(v.Context()), longList)
		defer cancel()
		v.Request = v.WithContext(ctx)
		return h(w, v)
	}
}

// downloadForm asks which columns of the list are wanted, and as what.
func (o *organisers) downloadForm(w http.ResponseWriter, v visit) error {
	view, columns, err := o.downloadView(v)
	if err != nil {
		return err
	}
	for i, c := range columns {
		view.Columns[i].Checked = c.kind == pages.Usual
	}
	return o.showDownload(w, v, view, http.StatusOK)
}

// downloadView is the form without what is ticked in it.
func (o *organisers) downloadView(v visit) (pages.DownloadView, []column, error) {
	e, page, err := o.eventPage(v, "/download")
	if err != nil {
		return pages.DownloadView{}, nil, err
	}
	asked := v.URL.Query()
	view := pages.DownloadView{
		Page: page, Event: e, Filter: roster.ParseFilter(asked, e), Order: roster.ParseOrder(asked.Get(pages.ParamSort)), Format: pages.XLSX,
	}
	if len(asked) > 0 {
		view.Page.Path += "?" + asked.Encode()
	}
	columns := columnsOf(page.Printer, e)
	for _, c := range columns {
		view.Columns = append(view.Columns, pages.DownloadColumn{Key: c.key, Label: c.label(page.Printer), Kind: c.kind})
	}
	return view, columns, nil
}

// showDownload counts whom the file would list, and shows the form.
func (o *organisers) showDownload(w http.ResponseWriter, v visit, view pages.DownloadView, status int) error {
	for _, err := range o.roster.Each(v.Context(), view.Event, v.session.Member.Scope, view.Filter) {
		if err != nil {
			return err
		}
		view.Rows++
	}
	return web.Page(w, v.Request, status, pages.Download(view))
}

// download gives the list as a file, and writes into the audit that it did
// before a byte of it leaves.
func (o *organisers) download(w http.ResponseWriter, v visit) error {
	view, all, err := o.downloadView(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	var chosen []column
	for i, c := range all {
		if view.Columns[i].Checked = form.Get(pages.FieldColumn(c.key)) != ""; view.Columns[i].Checked {
			chosen = append(chosen, c)
		}
	}
	p := view.Page.Printer
	if len(chosen) == 0 {
		view.Problems = append(view.Problems, web.Problem{Field: pages.FieldColumn(all[0].key), Text: p.T("problem.download.columns")})
	}
	if view.Format = form.Get(pages.FieldFormat); !slices.Contains(pages.Formats, view.Format) {
		view.Problems = append(view.Problems, web.Problem{Field: pages.FieldFormat, Text: p.T("problem.download.format")})
	}
	if len(view.Problems) > 0 {
		return o.showDownload(w, v, view, http.StatusUnprocessableEntity)
	}
	return o.takeList(w, v, view, chosen)
}

// takeList gives the list of the chosen columns.
func (o *organisers) takeList(w http.ResponseWriter, v visit, view pages.DownloadView, chosen []column) error {
	e := view.Event
	desk, err := o.deskOf(v, e)
	if err != nil {
		return err
	}
	s := setting{Printer: view.Page.Printer, event: e, desk: desk, order: view.Order}
	list, err := gather(o.roster.Each(v.Context(), e, v.session.Member.Scope, view.Filter), s, chosen)
	if err != nil {
		return err
	}
	return o.giveList(w, v, pages.ReadyView{
		Page: view.Page, Title: e.Title, Back: view.List(),
		Name: filename(string(e.Slug), view.Format, o.Now().In(e.Location())),
	}, list, view.Format, func() error {
		return o.audit(v, e, organisation.Audit{Format: view.Format, Columns: keysOf(chosen), Rows: len(list.rows), Filter: conditions(view.Filter)})
	})
}

func keysOf(columns []column) (keys []string) {
	for _, c := range columns {
		keys = append(keys, c.key)
	}
	return keys
}

// conditions say for the audit what is asked of people. What was searched for is
// somebody's name, and is left out.
func conditions(f roster.Filter) (all []string) {
	add := func(name string, values ...string) {
		for _, value := range values {
			if value != "" {
				all = append(all, name+"="+value)
			}
		}
	}
	for _, s := range f.States {
		add("state", string(s))
	}
	for _, w := range f.Workshops {
		add("workshop", string(w))
	}
	for _, d := range f.Days {
		add("day", strconv.Itoa(d))
	}
	for _, s := range f.Sectors {
		add("sector", string(s))
	}
	for _, l := range f.Langs {
		add("lang", string(l))
	}
	add("country", f.Countries...)
	add("question", f.Question)
	add("mode", string(f.Mode))
	add("reach", string(f.Reach))
	if f.Needs {
		all = append(all, "needs")
	}
	if f.Search != "" {
		all = append(all, "search")
	}
	return all
}

// audit writes who took what of an event.
func (o *organisers) audit(v visit, e event.Event, about organisation.Audit) error {
	about.Event = string(e.Ref.Event)
	return o.noteTaken(v, organisation.Downloaded, outbox.Ref{Event: about.Event}, about)
}

// noteTaken writes who took what, and tells the owners of the organisation; the ref
// names what it is of.
func (o *organisers) noteTaken(v visit, did organisation.Action, of outbox.Ref, about organisation.Audit) error {
	const op = "organisers: note a download"
	now, org := o.Now(), v.session.Member.Organisation
	members, err := o.Table.Members(v.Context(), org)
	if err != nil {
		return fault.Wrap(op, err)
	}
	of.Organisation, of.Audit = string(org), dynamo.AuditID(now)
	var warnings []outbox.Entry
	for key, m := range members {
		if m.Role == organisation.Owner {
			of.Member = key
			warnings = append(warnings, outbox.Promise(outbox.Exported, of, m.Lang, now))
		}
	}
	return fault.Wrap(op, o.Table.Audit(v.Context(), of.Audit, o.line(v, did, about), warnings...))
}

// filename is plain ASCII: slugs and ids are.
func filename(of, format string, now time.Time) string {
	return of + "-" + now.Format("2006-01-02") + "." + format
}
