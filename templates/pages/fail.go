package pages

import (
	"net/url"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/web"
	"tribune/templates/layout"
)

// ErrorPage is the error page that web is handed: the sentence of a kind, in a
// language, with the path of the page for the language switch.
func ErrorPage(l locale.Lang, path string, kind fault.Kind) web.Component {
	p := locale.For(l)
	page := layout.Page{Printer: p, Path: path, Personal: true, Title: p.T("fault." + faultKey(kind) + ".title")}
	return Error(ErrorView{Page: page, Kind: kind})
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
