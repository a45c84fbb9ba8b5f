// Package web is the logic below every page: what wraps each request, how a
// form is read and checked, which headers an answer carries.
//
// A handler returns an error instead of writing one. [Site.Handle] logs its
// cause and writes the error page that web was handed, chosen by the error's
// kind alone.
package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"tribune/shared/fault"
	"tribune/shared/locale"
	"tribune/shared/site"
	"tribune/shared/token"
)

// Handler answers a request, or returns an error and has written nothing.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Component is what can be rendered; a templ component is one.
type Component interface {
	Render(ctx context.Context, w io.Writer) error
}

// Site is what all handlers of a function share.
type Site struct {
	Origin string // scheme and host of the public site
	Log    *slog.Logger
	Ring   token.Ring
	Now    func() time.Time

	// Both are told the path below the language; "" if there is no page.
	ErrorPage func(l locale.Lang, route, path string, kind fault.Kind) Component
	RetryPage func(l locale.Lang, path, action string, fields url.Values) Component
}

// Page writes a page whole, or returns an error and has written nothing. That
// whoever asked has left in the middle is no error of ours: the page is rendered
// all the same.
func Page(w http.ResponseWriter, r *http.Request, status int, c Component) error {
	var b bytes.Buffer
	if err := c.Render(context.WithoutCancel(r.Context()), &b); err != nil {
		return fault.New(fault.Internal, "web: render a page", err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // whoever asked is gone: nobody is left to tell
	return nil
}

// Handle makes a handler of the standard library. The log says the route's key
// and never the path, which may hold a private link.
func (s Site) Handle(route string, h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started := time.Now()
		rec := &recorder{ResponseWriter: w}
		ctx, cancel := context.WithTimeout(r.Context(), patience)
		defer cancel()
		r, kept := keepForm(r.WithContext(ctx))
		err := s.call(h, rec, r)
		if err != nil && rec.status == 0 {
			s.fail(rec, r, route, fault.KindOf(err), kept.values)
		}
		attrs := []slog.Attr{
			slog.String("route", route),
			slog.Int("status", rec.status),
			slog.Duration("took", time.Since(started)),
		}
		level := slog.LevelInfo
		if err != nil {
			attrs = append(attrs, slog.String("kind", string(fault.KindOf(err))), slog.String("cause", err.Error()))
			level = slog.LevelWarn
			if rec.status >= http.StatusInternalServerError {
				level = slog.LevelError
			}
		}
		s.Log.LogAttrs(r.Context(), level, "request", attrs...)
	})
}

// patience is how long a request may wait for what it needs: longer than a wish
// waits at the desk, shorter than the shortest function lives.
const patience = 8 * time.Second

// call turns a panic into an error, with the place where it happened.
func (s Site) call(h Handler, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case http.ErrAbortHandler:
			panic(p) // the connection is to be dropped
		default:
			err = fault.New(fault.Internal, "web: panic", fmt.Errorf("%T\n%s", p, debug.Stack()))
		}
	}()
	return h(w, r)
}

// fail writes the page of a kind. What was posted while a part we need did not
// answer, or beyond a limit if it could be read, is kept, on a page whose one
// button sends it again.
func (s Site) fail(w http.ResponseWriter, r *http.Request, route string, kind fault.Kind, fields url.Values) {
	w.Header().Set("Cache-Control", "no-store")
	if kind == fault.Unavailable || kind == fault.TooMany {
		w.Header().Set("Retry-After", RetryAfter)
	}
	path := pagePath(r)
	if kind == fault.NotFound {
		path = ""
	}
	page := s.ErrorPage(Lang(r), route, path, kind)
	if r.Method == http.MethodPost && (kind == fault.Unavailable || kind == fault.TooMany && len(fields) > 0) {
		page = s.RetryPage(Lang(r), path, r.URL.EscapedPath(), fields)
	}
	if err := Page(w, r, kind.Status(), page); err != nil {
		http.Error(w, http.StatusText(kind.Status()), kind.Status())
	}
}

// pagePath is the path below the language of the page that stands where a
// request went; "" if none does.
func pagePath(r *http.Request) string {
	_, below, found := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	if !found || r.Method != http.MethodGet && !slices.Contains(methods(r.URL.Path), http.MethodGet) {
		return ""
	}
	return "/" + below
}

// RetryAfter is how many seconds to wait after a 503.
const RetryAfter = "5"

// recorder remembers the status that was written.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the writer below.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Alone wraps a handler that no manifest routes, as [Site.Mux] wraps the others.
func (s Site) Alone(route string, h Handler) http.Handler { return s.protect(s.Handle(route, h)) }

// Mux routes what the manifest gives to a function to its handlers, by key, and
// everything else to the fallback, and wraps it all. It panics if a route has
// no handler or a handler no route: the two are written together.
func (s Site) Mux(name site.Name, handlers map[string]Handler) http.Handler {
	mux := http.NewServeMux()
	routed := 0
	for _, route := range site.Routes {
		if route.Function != name {
			continue
		}
		h := handlers[route.Key]
		if h == nil {
			panic("web: no handler for " + route.Key)
		}
		mux.Handle(route.Key, s.Handle(route.Key, h))
		routed++
	}
	if routed != len(handlers) {
		panic("web: " + string(name) + " has handlers that the manifest does not route to it")
	}
	mux.Handle("/", s.Handle("$default", Fallback))
	return s.protect(mux)
}
