package organisers

import (
	"bytes"
	"net/http"
	"time"

	"tribune/shared/dynamo"
	"tribune/shared/event"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/sheet"
)

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
	columns := columnsOf(e)
	head, keys := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		head[i], keys[i] = c.head(t), c.key
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
	if err := o.audit(v, e, "csv", keys, len(list)); err != nil {
		return err
	}
	w.Header().Set("Content-Type", sheet.ContentType)
	w.Header().Set("Content-Disposition", `attachment; filename="`+filename(e, o.Now())+`"`)
	_, _ = w.Write(file.Bytes())
	return nil
}

// audit writes who took what, and tells the owners of the organisation.
func (o *organisers) audit(v visit, e event.Event, format string, keys []string, rows int) error {
	const op = "organisers: note a download"
	now, org := o.Now(), v.session.Member.Organisation
	members, err := o.Table.Members(v.Context(), org)
	if err != nil {
		return fault.Wrap(op, err)
	}
	line := dynamo.AuditID(now)
	var warnings []outbox.Entry
	for key, m := range members {
		if m.Role == organisation.Owner {
			ref := outbox.Ref{Organisation: string(org), Event: string(e.Ref.Event), Member: key, Audit: line}
			warnings = append(warnings, outbox.Promise(outbox.Exported, ref, m.Lang, now))
		}
	}
	return fault.Wrap(op, o.Table.Audit(v.Context(), line, o.line(v, organisation.Downloaded, organisation.Audit{
		Event: string(e.Ref.Event), Format: format, Columns: keys, Rows: rows,
	}), warnings...))
}

// filename is plain ASCII: slugs are.
func filename(e event.Event, now time.Time) string {
	return string(e.Slug) + "-" + now.In(e.Location()).Format("2006-01-02") + ".csv"
}
