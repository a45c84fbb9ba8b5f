package organisers

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/registration"
	"tribune/shared/sheet"
)

// column is one column of the list: its key in the catalogue and its cell.
type column struct {
	key  string
	cell func(t locale.Printer, e event.Event, r registration.Registration) string
}

// columns are those of every download. What a column holds never depends on
// the others, so a file reads the same next year.
var columns = []column{
	{"family", func(_ locale.Printer, _ event.Event, r registration.Registration) string {
		return r.Attendee.Family.String()
	}},
	{"given", func(_ locale.Printer, _ event.Event, r registration.Registration) string {
		return r.Attendee.Given.String()
	}},
	{"address", func(_ locale.Printer, _ event.Event, r registration.Registration) string {
		return r.Attendee.Address.String()
	}},
	{"organisation", func(_ locale.Printer, _ event.Event, r registration.Registration) string {
		return r.Attendee.Organisation
	}},
	{"sector", func(t locale.Printer, _ event.Event, r registration.Registration) string {
		return t.T("sector." + string(r.Attendee.Sector))
	}},
	{"workshops", workshopTitles},
	{"state", func(t locale.Printer, _ event.Event, r registration.Registration) string {
		return t.T("state." + string(r.State))
	}},
	{"since", func(_ locale.Printer, e event.Event, r registration.Registration) string {
		return r.Since.In(e.Location()).Format("2006-01-02 15:04")
	}},
	{"lang", func(_ locale.Printer, _ event.Event, r registration.Registration) string {
		return r.Attendee.Lang.Name()
	}},
	{"delivery", func(t locale.Printer, _ event.Event, r registration.Registration) string {
		if r.Undelivered {
			return t.T("attendees.undelivered")
		}
		return ""
	}},
}

func workshopTitles(t locale.Printer, e event.Event, r registration.Registration) string {
	titles := make([]string, 0, len(r.Workshops))
	for _, id := range r.Workshops {
		w, _, _ := e.Workshop(id)
		title, _ := w.Title.In(t.Lang)
		titles = append(titles, title)
	}
	return strings.Join(titles, " / ")
}

// download gives the list as a file, and writes into the audit that it did
// before a byte of it leaves.
func (o *organisers) download(w http.ResponseWriter, v visit) error {
	e, err := o.own(v)
	if err != nil {
		return err
	}
	list, err := o.list(v, e)
	if err != nil {
		return err
	}
	t := locale.For(v.lang)
	var file bytes.Buffer
	csv := sheet.NewCSV(&file)
	head, keys := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		head[i], keys[i] = t.T("csv."+c.key), c.key
	}
	err = csv.Row(head...)
	for _, r := range list {
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = c.cell(t, e, r)
		}
		if err == nil {
			err = csv.Row(cells...)
		}
	}
	if err == nil {
		err = csv.Close()
	}
	if err != nil {
		return fault.New(fault.Internal, "organisers: write the list", err)
	}
	if err := o.audit(v, e, keys, len(list)); err != nil {
		return err
	}
	w.Header().Set("Content-Type", sheet.ContentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+filename(e, o.Now())+`"`)
	_, _ = w.Write(file.Bytes())
	return nil
}

func (o *organisers) audit(v visit, e event.Event, keys []string, rows int) error {
	return fault.Wrap("organisers: note a download", o.Table.Audit(v.Context(), organisation.Audit{
		Organisation: v.session.Member.Organisation, At: o.Now(), By: v.session.Member.Address,
		Action: "download", Event: string(e.Ref.Event), Format: "csv", Columns: keys, Rows: rows,
	}))
}

// filename is plain ASCII: slugs are.
func filename(e event.Event, now time.Time) string {
	return string(e.Slug) + "-" + now.In(e.Location()).Format("2006-01-02") + ".csv"
}
