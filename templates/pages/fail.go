package pages

import (
	"log/slog"
	"net/url"
	"strings"
	"time"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/token"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// Site is what web is handed: where the site is, and how errors look on it.
func Site(origin string, ring token.Ring, now func() time.Time, log *slog.Logger) web.Site {
	return web.Site{
		Origin: origin, Ring: ring, Now: now, Log: log,
		ErrorPage: func(l locale.Lang, route, path string, kind fault.Kind) web.Component {
			private := strings.Contains(route, "{link}")
			return Error(ErrorView{Page: layout.Page{Printer: locale.For(l), Path: path}, Kind: kind, Private: private})
		},
		RetryPage: func(l locale.Lang, path, action string, fields url.Values) web.Component {
			return Retry(RetryView{Page: layout.Page{Printer: locale.For(l), Path: path}, Action: action, Fields: fields})
		},
	}
}

// faultKey is the name of a kind in the catalogue.
func faultKey(k fault.Kind) string {
	if k == fault.Internal {
		return "internal"
	}
	return string(k)
}

// RetryView keeps a form that could not be brought to the desk, with a button
// that sends it again as it was.
type RetryView struct {
	Page   layout.Page
	Action string // the address that it was sent to
	Fields url.Values
}
