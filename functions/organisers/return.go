package organisers

import (
	"net/http"
	"path"
	"strings"

	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// returnKept is how long a browser keeps where it is to return to, in seconds:
// as long as a code holds, and a little more.
const returnKept = 15 * 60

// keepReturn has the browser keep the page that was asked for until she is
// signed in. It stands in a cookie, not in an address: it may hold a pass.
func (o *organisers) keepReturn(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		o.web.SetCookie(w, web.ReturnCookie, r.URL.EscapedPath(), returnKept)
	}
}

// returnTo is the page of the console that a browser is to return to, once; the
// list of events if it keeps none.
func (o *organisers) returnTo(w http.ResponseWriter, r *http.Request, l locale.Lang) string {
	to := o.web.Cookie(r, web.ReturnCookie)
	if to == "" {
		return layout.Address(site.OwnEvents, l)
	}
	o.web.SetCookie(w, web.ReturnCookie, "", -1)
	if !within(to) {
		return layout.Address(site.OwnEvents, l)
	}
	return to
}

// within reports whether a path leads into the console of this site, and nowhere
// else, however a browser reads it.
func within(to string) bool {
	lang, below, _ := strings.Cut(strings.TrimPrefix(to, "/"), "/")
	_, known := locale.Parse(lang)
	return known && path.Clean(to) == to && strings.HasPrefix(below, "organisers/") && !strings.ContainsAny(to, "\\?#\r\n")
}
