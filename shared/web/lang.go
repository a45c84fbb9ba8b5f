package web

import (
	"net/http"
	"strings"

	"tribune/shared/fault"
	"tribune/shared/locale"
)

// Lang is the language of a request: its address's, else the one that the
// browser prefers.
func Lang(r *http.Request) locale.Lang {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if l, ok := locale.Parse(first); ok {
		return l
	}
	return locale.Negotiate(r.Header.Get("Accept-Language"))
}

// PathLang is the language that a routed address names; NotFound if it is none
// of ours.
func PathLang(r *http.Request) (locale.Lang, error) {
	l, ok := locale.Parse(r.PathValue("lang"))
	if !ok {
		return "", fault.New(fault.NotFound, "web: language", nil)
	}
	return l, nil
}
