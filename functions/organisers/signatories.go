package organisers

import (
	"net/http"
	"net/url"
	"strconv"

	"tribune/shared/charter"
	"tribune/shared/dossier"
	"tribune/shared/fault"
	"tribune/shared/site"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func (o *organisers) signatoryRoutes() map[string]console {
	return map[string]console{
		site.SignatoryList: o.signatoryList,
		site.Moderate:      patient(o.moderate),
		site.SignatoryPage: o.signatoryPage,
		site.CharterNews:   o.newsForm,
		site.TellNews:      o.tellNews,
		site.HandoverForm:  o.handoverForm,
		site.Handover:      patient(o.handover),
	}
}

// signedCharter is a charter of the session's organisation that people sign, one version
// of its text, and the frame of a page about who signed it, at a path below it. Who
// sees only a part of the organisation sees no charters.
func (o *organisers) signedCharter(v visit, version, path string) (c pages.CharterSubject, err error) {
	const op = "organisers: find the charter"
	own, page, err := o.charterPage(v, path)
	if err != nil {
		return c, err
	}
	c.Call, c.Page = own.Call, page
	number := c.Call.Current
	if version != "" {
		number, err = strconv.Atoi(version)
	}
	if err != nil || number < 1 || number > c.Call.Current {
		return c, fault.New(fault.NotFound, op, nil)
	}
	c.Text, err = o.Table.Text(v.Context(), c.Call.Ref, number)
	return c, fault.Wrap(op, err)
}

// signatoryList lists who signed a version, those who are asked for, page by page.
func (o *organisers) signatoryList(w http.ResponseWriter, v visit) error {
	view, _, err := o.signatories(v, v.URL.Query())
	if err != nil {
		return err
	}
	if query := v.URL.Query().Encode(); query != "" {
		view.Page.Path += "?" + query
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Signatories(view))
}

// signatories is the list as an address asks for it, and all whom its filter holds.
func (o *organisers) signatories(v visit, asked url.Values) (view pages.SignatoriesView, held []*dossier.Entry, err error) {
	c, err := o.signedCharter(v, asked.Get(pages.ParamVersion), "/signatories")
	if err != nil {
		return view, nil, err
	}
	view = pages.SignatoriesView{CharterSubject: c, Filter: dossier.ParseFilter(asked), Done: -1}
	if n, err := strconv.Atoi(asked.Get(pages.ParamDone)); err == nil && n >= 0 {
		view.Done = n
		view.Left, _ = strconv.Atoi(asked.Get(pages.ParamLeft))
	}
	list, err := o.dossier.Read(v.Context(), c.Call.Ref, c.Text.Version)
	if err != nil {
		return view, nil, err
	}
	held = list.Held(view.Filter, v.lang)
	view.All, view.Countries = len(held), list.Countries()
	view.Last = max(1, (len(held)+leafSize-1)/leafSize)
	number, _ := strconv.Atoi(asked.Get(pages.ParamPage))
	view.Number = min(max(1, number), view.Last)
	view.Entries = held[(view.Number-1)*leafSize : min(view.Number*leafSize, len(held))]
	for _, f := range view.Waits() {
		view.Waiting = append(view.Waiting, list.Count(f))
	}
	for _, s := range append([]charter.State{""}, dossier.States...) {
		view.States = append(view.States, list.Count(dossier.Filter{State: s}))
	}
	return view, held, nil
}

// signatoryPage is one signature, with those that may be of the same organisation.
func (o *organisers) signatoryPage(w http.ResponseWriter, v visit) error {
	const op = "organisers: find a signature"
	version, who := v.PathValue("version"), v.PathValue("signatory")
	c, err := o.signedCharter(v, version, "/signatories/"+version+"/"+who)
	if err != nil {
		return err
	}
	person, err := token.ParsePerson(who)
	if err != nil {
		return fault.New(fault.NotFound, op, nil)
	}
	list, err := o.dossier.Read(v.Context(), c.Call.Ref, c.Text.Version)
	if err != nil {
		return err
	}
	e, there := list.Find(person)
	if !there {
		return fault.New(fault.NotFound, op, nil)
	}
	fares, err := o.Table.SignatoryDelivery(v.Context(), c.Call.Ref, c.Text.Version, person)
	if err != nil {
		return err
	}
	return web.Page(w, v.Request, http.StatusOK, pages.Signatory(pages.SignatoryView{CharterSubject: c, Entry: e, Delivery: fares}))
}

// toSignatories leads to the list, as it was filtered.
func toSignatories(w http.ResponseWriter, v visit, query url.Values) {
	to := layout.Address(site.SignatoryList, v.lang, v.PathValue("charter"))
	http.Redirect(w, v.Request, to+"?"+query.Encode(), http.StatusSeeOther)
}
