package organisers

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/organisation"
	"tribune/shared/outbox"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func newsPurpose(r charter.Ref) string { return "charter news " + r.String() }

// newsForm asks what is to be told to those who want news, and lists what was.
func (o *organisers) newsForm(w http.ResponseWriter, v visit) error {
	view, err := o.newsView(v, v.URL.Query().Get(pages.ParamVersion))
	if err != nil {
		return err
	}
	if view.Sent = v.URL.Query().Has(pages.ParamDone); view.Sent || v.URL.RawQuery != "" {
		view.Page.Path += "?" + v.URL.Query().Encode()
	}
	view.Stamp = o.Ring.Form(newsPurpose(view.Call.Ref), o.Now())
	return web.Page(w, v.Request, http.StatusOK, pages.CharterNews(view))
}

func (o *organisers) newsView(v visit, version string) (view pages.CharterNewsView, err error) {
	const op = "organisers: write to signatories"
	if view.CharterSubject, err = o.signedCharter(v, version, "/news"); err != nil {
		return view, err
	}
	list, err := o.dossier.Read(v.Context(), view.Call.Ref, view.Text.Version)
	if err != nil {
		return view, err
	}
	view.Readers = map[locale.Lang]int{}
	for _, e := range list.In(v.lang) {
		if e.Reads() {
			view.Readers[e.Lang]++
		}
	}
	if view.Before, err = o.Table.Announcements(v.Context(), view.Call.Ref); err != nil {
		return view, fault.Wrap(op, err)
	}
	view.Before = slices.DeleteFunc(view.Before, func(a charter.Announcement) bool { return a.Kind != outbox.CharterNews })
	slices.SortFunc(view.Before, func(a, b charter.Announcement) int { return cmp.Or(b.Begun.Compare(a.Begun), cmp.Compare(a.ID, b.ID)) })
	if until, spent := charter.NewsSpent(view.Before, o.Now()); spent {
		view.SpentUntil = until
	}
	return view, nil
}

// tellNews shows how news read and to how many they go; and sends them, once that
// is meant. The form's nonce is their id: the same form twice sends them once.
func (o *organisers) tellNews(w http.ResponseWriter, v visit) error {
	form, err := web.ReadForm(w, v.Request, messageLimit)
	if err != nil {
		return err
	}
	view, err := o.newsView(v, form.Get(pages.ParamVersion))
	if err != nil {
		return err
	}
	p := view.Page.Printer
	stamp, problems := o.web.OpenStamp(p, form, newsPurpose(view.Call.Ref), true)
	view.Stamp = stamp.Again
	view.Subject, view.Body, view.Problems = readTexts(p, form)
	again := slices.ContainsFunc(view.Before, func(a charter.Announcement) bool { return a.ID == stamp.Nonce })
	switch {
	case again:
		o.toNews(w, v, view)
		return nil
	case len(problems) > 0:
		view.Problems = problems
	case len(view.Problems) == 0:
		if view.Problems, err = o.weighNews(v, view); err != nil {
			return err
		}
	}
	view.Preview = len(view.Problems) == 0
	switch {
	case len(view.Problems) > 0:
		return web.Page(w, v.Request, http.StatusUnprocessableEntity, pages.CharterNews(view))
	case form.Get(pages.FieldSure) == "" || !view.SpentUntil.IsZero() || view.All() == 0 || form.Get(pages.FieldEdit) != "":
		view.Preview = form.Get(pages.FieldEdit) == ""
		return web.Page(w, v.Request, http.StatusOK, pages.CharterNews(view))
	}
	err = o.Table.PutAnnouncement(v.Context(), charter.Announcement{
		Charter: view.Call.Ref, ID: stamp.Nonce, Kind: outbox.CharterNews, Version: view.Text.Version, Subject: view.Subject, Body: view.Body,
		State: charter.Going, By: v.session.Member.Address, Begun: o.Now(), Expected: view.All(),
	}, o.line(v, organisation.NewsSent, organisation.Audit{Charter: string(view.Call.Ref.ID), Rows: view.All()}))
	if err != nil && !fault.Is(err, fault.Conflict) {
		return fault.Wrap("organisers: send news", err)
	}
	o.toNews(w, v, view)
	return nil
}

func (o *organisers) toNews(w http.ResponseWriter, v visit, view pages.CharterNewsView) {
	query := url.Values{pages.ParamDone: {"1"}}
	if view.Text.Version != view.Call.Current {
		query.Set(pages.ParamVersion, strconv.Itoa(view.Text.Version))
	}
	http.Redirect(w, v.Request, layout.Address(site.CharterNews, v.lang, string(view.Call.Ref.ID))+"?"+query.Encode(), http.StatusSeeOther)
}

// weighNews says in which languages news would be too heavy as a mail.
func (o *organisers) weighNews(v visit, view pages.CharterNewsView) (problems web.Problems, err error) {
	message := pages.MessageFormView{Page: view.Page}
	message.Draft.Subject, message.Draft.Body = view.Subject, view.Body
	return o.weigh(v, message)
}
