package organisers

import (
	"io"
	"net/http"
	"slices"

	"tribune/shared/charter"
	"tribune/shared/dossier"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/sheet"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

const zipType = "application/zip"

// handoverForm says what would be handed over, and asks whether those are to be named
// who did not choose to be shown.
func (o *organisers) handoverForm(w http.ResponseWriter, v visit) error {
	view, err := o.handoverView(v)
	if err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Handover(view))
}

func (o *organisers) handoverView(v visit) (view pages.HandoverView, err error) {
	if view.CharterSubject, err = o.signedCharter(v, "", "/handover"); err != nil {
		return view, err
	}
	if view.Book, err = o.Table.Book(v.Context(), view.Call.Ref); err != nil {
		return view, fault.Wrap("organisers: hand signatures over", err)
	}
	return view, nil
}

// handover gives everything that an authority is handed as one file, and writes
// into the audit that it did before a byte of it leaves.
func (o *organisers) handover(w http.ResponseWriter, v visit) error {
	const op = "organisers: hand signatures over"
	view, err := o.handoverView(v)
	if err != nil {
		return err
	}
	form, err := web.ReadForm(w, v.Request, web.FormLimit)
	if err != nil {
		return err
	}
	pack, err := o.pack(v, view.Call, view.Page.Printer)
	if err != nil {
		return fault.Wrap(op, err)
	}
	pack.Named = form.Get(pages.FieldNamed) != ""
	if err := pack.Gather(v.Context(), o.Table); err != nil {
		return fault.Wrap(op, err)
	}
	var filter []string
	if !pack.Named {
		filter = []string{"names=shown"} // those alone who chose it
	}
	ready := pages.ReadyView{
		Page: view.Page, Title: view.Text.Title, Back: layout.Address(site.HandoverForm, v.lang, string(view.Call.Ref.ID)),
		Name: filename(view.Call.Slug, "zip", o.Now()),
	}
	return o.give(w, v, ready, zipType, pack.Write, func() error {
		ref := outbox.Ref{Charter: string(view.Call.Ref.ID), Version: view.Text.Version}
		return o.noteTaken(v, organisation.HandedOver, ref, organisation.Audit{
			Charter: string(view.Call.Ref.ID), Format: "zip", Columns: dossier.Columns, Filter: filter, Rows: pack.Rows(),
		})
	})
}

// pack is the file without what was signed: the texts that were published, and the
// keys of the log.
func (o *organisers) pack(v visit, call charter.Call, p locale.Printer) (*dossier.Pack, error) {
	texts, err := o.Table.Texts(v.Context(), call.Ref)
	if err != nil {
		return nil, err
	}
	pack := &dossier.Pack{
		Call: call, Printer: p,
		Texts: slices.DeleteFunc(texts, func(t charter.Charter) bool { return t.Published.IsZero() || t.Version > call.Current }),
		Sheet: func(w io.Writer) dossier.Sheet { return sheet.NewCSV(w) },
	}
	keys, err := charter.LogKeys(o.Ring, call)
	if err != nil {
		return nil, err
	}
	pack.Key = keys[0]
	for _, k := range keys {
		pack.Keys = append(pack.Keys, k.Public())
	}
	return pack, nil
}
