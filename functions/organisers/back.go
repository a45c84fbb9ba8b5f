package organisers

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
	"tribune/templates/pages"
)

// leadBack leads to a page that asks for something and then back to where the
// request went: a page, or the one that stands where a form is sent to.
func (o *organisers) leadBack(w http.ResponseWriter, r *http.Request, to string) error {
	if _, path, _ := strings.Cut(r.Pattern, " "); slices.ContainsFunc(site.Console, func(p site.Route) bool { return p.Key == "GET "+path }) {
		to = withBack(to, r.URL.RequestURI())
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func withBack(to, back string) string {
	if back == "" {
		return to
	}
	return to + "?" + url.Values{pages.FieldBack: {back}}.Encode()
}

// longestBack is the longest address that is come back to, in bytes.
const longestBack = 2000

// back reads where to go afterwards: a page of the console on this site, in
// whatever language; "" for anything else.
func back(s string) string {
	u, err := url.Parse(s)
	if err != nil || len(s) > longestBack || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" || strings.Contains(s, "\\") {
		return ""
	}
	lang, below, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/") // as browsers read it: %2e is a dot
	if _, ok := locale.Parse(lang); !ok || !strings.HasPrefix(below, "organisers/") || path.Clean(u.Path) != u.Path {
		return ""
	}
	return u.RequestURI()
}

// goOn leads to where somebody wanted to be, or to her events.
func goOn(w http.ResponseWriter, r *http.Request, l locale.Lang, to string) {
	if to = back(to); to == "" {
		to = layout.Address(site.OwnEvents, l)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// backOf is where a page that asks for something is to lead afterwards.
func backOf(r *http.Request) string { return back(r.URL.Query().Get(pages.FieldBack)) }

// backIn is the same as a form says it.
func backIn(f web.Form) string { return back(f.Get(pages.FieldBack)) }
