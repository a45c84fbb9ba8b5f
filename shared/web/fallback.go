package web

import (
	"net/http"
	"slices"
	"strings"

	"tribune/shared/fault"
	"tribune/shared/site"
)

// Fallback answers what no route names: the root and a trailing slash are
// redirected, a known path under another method is 405, all else 404.
func Fallback(w http.ResponseWriter, r *http.Request) error {
	path := r.URL.Path
	if path == "/" {
		w.Header().Set("Vary", "Accept-Language")
		http.Redirect(w, r, "/"+string(Lang(r)), http.StatusFound)
		return nil
	}
	if trimmed := strings.TrimRight(path, "/"); trimmed != path && len(methods(trimmed)) > 0 {
		u := *r.URL
		u.Path, u.RawPath = trimmed, ""
		http.Redirect(w, r, u.RequestURI(), http.StatusPermanentRedirect)
		return nil
	}
	if allowed := methods(path); len(allowed) > 0 {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		return fault.New(fault.NotAllowed, "web: route", nil)
	}
	return fault.New(fault.NotFound, "web: route", nil)
}

// methods lists the methods under which the manifest knows a path.
func methods(path string) []string {
	var known []string
	for _, route := range site.Routes {
		method, pattern, _ := strings.Cut(route.Key, " ")
		if matches(pattern, path) && !slices.Contains(known, method) {
			known = append(known, method)
		}
	}
	slices.Sort(known)
	return known
}

func matches(pattern, path string) bool {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i := range want {
		wild := strings.HasPrefix(want[i], "{")
		if wild && have[i] == "" || !wild && want[i] != have[i] {
			return false
		}
	}
	return true
}
