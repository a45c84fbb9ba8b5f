package signatories

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tribune/shared/charter"
	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

func (s *signatories) pageRoutes() map[string]web.Handler {
	return map[string]web.Handler{site.CharterPage: s.charter, site.CharterVersion: s.earlier}
}

// charter shows the text that is signed now, and who signed it.
func (s *signatories) charter(w http.ResponseWriter, r *http.Request) error {
	f, page, err := s.find(r, "")
	if err != nil {
		return err
	}
	return s.show(w, r, f, page, f.Current)
}

// earlier shows an earlier text. That of now has one address alone.
func (s *signatories) earlier(w http.ResponseWriter, r *http.Request) error {
	version := versionIn(r)
	f, page, err := s.find(r, "/versions/"+strconv.Itoa(version))
	if err != nil {
		return err
	}
	if version > 0 && version == f.Current {
		http.Redirect(w, r, layout.Address(site.CharterPage, page.Printer.Lang, f.Slug), http.StatusFound)
		return nil
	}
	return s.show(w, r, f, page, version)
}

func (s *signatories) show(w http.ResponseWriter, r *http.Request, f found, page layout.Page, version int) error {
	v := pages.CharterView{Page: page, Organisation: f.Organisation, Call: f.Call, Now: s.Now()}
	var err error
	if v.Text, err = s.text(r.Context(), f.Call, version); err != nil {
		return err
	}
	book, err := s.book(r.Context(), f.Ref)
	if err != nil {
		return err
	}
	v.Count = book.Counts[version]
	for n := f.Current; n > 0; n-- {
		t, err := s.text(r.Context(), f.Call, n)
		switch {
		case fault.Is(err, fault.NotFound): // never published
			continue
		case err != nil:
			return err
		}
		v.Editions = append(v.Editions, pages.Edition{Charter: t, Count: book.Counts[n]})
	}
	signed, err := s.wall(r.Context(), f.Call, version, book)
	if err != nil {
		return err
	}
	v.Pledges = signed.pledges
	v.Wall = signed.view(soughtIn(r.URL.Query()), page.Printer.Lang)
	web.CacheShortly(w)
	return web.Page(w, r, http.StatusOK, pages.Charter(v))
}

// wallPage is how many a page of the wall names.
const wallPage = 25

// mostSought is how much of what is looked for is heard, in bytes.
const mostSought = 200

// soughtIn reads what an address says is looked for.
func soughtIn(q url.Values) pages.Sought {
	s := pages.Sought{
		Name: strings.ToValidUTF8(q.Get(pages.ParamName), ""), Kind: q.Get(pages.ParamKind), Country: q.Get(pages.ParamCountry),
		Recent: q.Get(pages.ParamOrder) == pages.OrderRecent,
	}
	s.Name = strings.ToValidUTF8(s.Name[:min(len(s.Name), mostSought)], "")
	s.Page, _ = strconv.Atoi(q.Get(pages.ParamPage))
	return s
}

// view is the page of a wall that is looked for. Nonsense looks for everybody.
func (w *wall) view(s pages.Sought, l locale.Lang) pages.WallView {
	v := pages.WallView{Named: len(w.lines), Kinds: w.kinds, Countries: w.countries, Sought: s}
	if !slices.ContainsFunc(w.kinds, func(k charter.Kind) bool { return pages.KindWord(k) == s.Kind }) {
		v.Sought.Kind = ""
	}
	if !slices.Contains(w.countries, s.Country) {
		v.Sought.Country = ""
	}
	found := w.find(v.Sought, l)
	v.Found, v.Last = len(found), max(1, (len(found)+wallPage-1)/wallPage)
	v.Sought.Page = min(max(s.Page, 1), v.Last)
	first := (v.Sought.Page - 1) * wallPage
	for _, i := range found[first:min(first+wallPage, len(found))] {
		v.Lines = append(v.Lines, w.lines[i].Line)
	}
	return v
}
